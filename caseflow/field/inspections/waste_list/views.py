"""The page of the catalogue: its editions, and bringing in the next one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import Length

from caseflow.field.inspections.waste_list.actions import import_edition
from caseflow.field.inspections.waste_list.queries import edition_rows
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import DayField, TextField, UploadField
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("waste_list", __name__, url_prefix="/inspections/waste-list")


class EditionForm(BaseForm):
    """An edition of the catalogue."""

    file = UploadField(
        _l("Table of codes"), thing=_l("a table"), required=True,
        hint=_l("CSV with the columns 废物代码, 危险废物 and 危险特性."),
    )  # fmt: skip
    name = TextField(
        _l("Instrument"), [Length(max=200)], thing=_l("the instrument"), required=True, width="lg",
        hint=_l("Its name, edition and number, as it was published."),
    )  # fmt: skip
    in_force_from = DayField(_l("In force from"), thing=_l("a day"), required=True)


@bp.get("/")
@requires(Permission.CHECKLIST_VIEW)
def index() -> Response:
    """List the editions."""
    return _page(EditionForm(formdata=None), 200)


@bp.post("/")
@requires(Permission.CHECKLIST_MANAGE)
def bring_in() -> Response:
    """Bring in an edition."""
    form = EditionForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    content = form.file.data.stream.read()
    assert form.in_force_from.data is not None  # It is required.
    try:
        with unit_of_work():
            row = import_edition(content, form.name.data, form.in_force_from.data, current_user)
            count = row.code_count
    except BadInput as error:
        form.form_errors.append(str(error))
        return _page(form, 422)
    flash(_("%(count)s codes were brought in.", count=count), "success")
    return redirect(url_for("waste_list.index"), 303)


def _page(form: EditionForm, status: int) -> Response:
    page = render_template("waste_list/index.html", form=form, rows=edition_rows())
    return make_response(page, status)
