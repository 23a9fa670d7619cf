"""Opening an inspection of the bureau's own: a case without a petition, ready to be assigned."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from caseflow.core.cases.actions import open_inspection as open_case
from caseflow.core.cases.forms import InspectionForm
from caseflow.core.cases.queries.filters import category_choices
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.views.blueprint import bp
from caseflow.core.petitions.models import Channel
from caseflow.core.petitions.reference import INSPECTION_CHANNELS
from caseflow.core.sources.models import PollutionSource
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.queries import townships
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission


@bp.route("/inspections/new", methods=["GET", "POST"])
@requires(Permission.CASE_ASSIGN)
def open_inspection() -> Response:
    """Open an inspection; `source` in the address names the pollution source it is against."""
    source = _source(request.args.get("source", type=int))
    form = InspectionForm(
        township_code=source.township_code if source else None,
        address_text=source.address_text if source else "",
    )
    form.channel_code.choices = _channels()
    form.categories.choices = list(category_choices())
    form.township_code.choices = [(row.code, row.name) for row in townships()]
    if form.validate_on_submit():
        with unit_of_work():
            case = open_case(form.to_command(source.id if source else None), current_user)
        flash(_("Case %(number)s was opened.", number=case.number), "success")
        return redirect(url_for("cases.page", case_id=case.id), 303)
    page = render_template("cases/inspection.html", form=form, source=source)
    return make_response(page, 422 if form.is_submitted() else 200)


def _source(source_id: int | None) -> PollutionSource | None:
    if source_id is None:
        return None
    found = db.session.get(PollutionSource, source_id)
    if found is None:
        raise NotVisible(_("There is no such pollution source."))
    return found


def _channels() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en)
        .where(Channel.code.in_(INSPECTION_CHANNELS), Channel.is_active)
        .order_by(Channel.position)
    )
    return [(row.code, local_name(row.name, row.name_en) or row.code) for row in rows]
