"""Opening an inspection of the bureau's own: a case without a petition, ready to be assigned."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.actions import open_inspection as open_case
from caseflow.core.cases.forms import InspectionForm
from caseflow.core.cases.queries.filters import (
    category_choices,
    channel_choices,
    township_choices,
)
from caseflow.core.cases.views.blueprint import bp
from caseflow.core.petitions.reference import INSPECTION_CHANNELS
from caseflow.core.sources.queries import get_source
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission


@bp.route("/inspections/new", methods=["GET", "POST"])
@requires(Permission.CASE_ASSIGN)
def open_inspection() -> Response:
    """Open an inspection; `source` in the address names the pollution source it is against."""
    source_id = request.args.get("source", type=int)
    source = None if source_id is None else get_source(source_id)
    form = InspectionForm(
        township_code=source.township_code if source else None,
        address_text=source.address_text if source else "",
    )
    form.channel_code.choices = [c for c in channel_choices() if c[0] in INSPECTION_CHANNELS]
    form.categories.choices = list(category_choices())
    form.township_code.choices = list(township_choices())
    if form.validate_on_submit():
        with unit_of_work():
            case = open_case(form.to_command(source_id), current_user)
        flash(_("Case %(number)s was opened.", number=case.number), "success")
        return redirect(url_for("cases.page", case_id=case.id), 303)
    page = render_template("cases/inspection.html", form=form, source=source)
    return make_response(page, 422 if form.is_submitted() else 200)
