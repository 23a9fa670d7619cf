"""The page of one case, its printed sheet, and seeing who complained."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.forms import LookForm
from caseflow.core.cases.queries.page import case_page
from caseflow.core.cases.scope import ensure_may, get_case
from caseflow.core.cases.views.blueprint import bp, is_field
from caseflow.core.documents.forms import new_document_form
from caseflow.core.petitions.complainants import Person, look_at
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.rules import DRAFT_STATES
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.filters import when
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission


@bp.get("/<int:case_id>")
@requires(Permission.CASE_VIEW)
def page(case_id: int) -> str:
    """Show one case with everything known of it and what may be done next."""
    return _rendered(case_id)


@bp.get("/<int:case_id>/sheet")
@requires(Permission.CASE_VIEW)
def sheet(case_id: int) -> str:
    """Show the case as a sheet to be printed: no complainant, no buttons."""
    view = case_page(case_id, current_user)
    return render_template("cases/sheet.html", view=view, printed_at=clock.now())


@bp.post("/<int:case_id>/complainant")
@requires(Permission.COMPLAINANT_VIEW)
def look(case_id: int) -> Any:
    """Show who complained, once, on this answer; the look is recorded with its reason."""
    case = get_case(current_user, case_id)
    ensure_may(Permission.COMPLAINANT_VIEW, case, current_user)
    form = LookForm()
    if not form.validate_on_submit():
        return _rendered(case_id, look_form=form), 422
    petition_id, complainant_id = _petition_of(case_id, form.petition_id.data)
    with unit_of_work():
        person = look_at(
            complainant_id,
            user_id=current_user.id,
            reason=form.reason.data,
            petition_id=petition_id,
        )
    return _rendered(case_id, seen={petition_id: person or Person()})


def _rendered(
    case_id: int, look_form: LookForm | None = None, seen: dict[int, Person] | None = None
) -> str:
    view = case_page(case_id, current_user)
    return render_template(
        "field/case.html" if is_field() else "cases/page.html",
        view=view,
        course=[(s.label, s.place, when(s.at) if s.at else "") for s in view.course],
        form=look_form,
        look_form=look_form or LookForm(formdata=None),
        seen=seen or {},
        reply_draft=_(DRAFT_STATES[view.reply_state]) if view.reply_state else "",
        new_document=new_document_form() if view.may_write_documents else None,
    )


def _petition_of(case_id: int, typed_id: str | None) -> tuple[int, int]:
    """Return the petition of this case (or of one merged into it) and its complainant."""
    petition_id = int(typed_id) if typed_id and typed_id.isdecimal() else 0
    row = db.session.execute(
        select(Petition.id, Petition.complainant_id).where(
            petitions_of(case_id),
            Petition.id == petition_id,
            Petition.complainant_id.is_not(None),
        )
    ).first()
    if row is None:
        raise NotVisible(_("This petition belongs to another case, or nobody is named in it."))
    return row.id, row.complainant_id
