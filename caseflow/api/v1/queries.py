"""What the API reads: codes, petitions, cases. Petitions are never read with their complainant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.api.guarding import Caller
from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import PUBLIC_STATUS, State
from caseflow.core.cases.wording import INTERNAL_ACTS
from caseflow.core.petitions.models import Category, Channel, Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.core.replies.models import Reply
from caseflow.desk.imports.cleaning import clean_line
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import Unit
from caseflow.people.permissions.policy import Permission

_leading = aliased(Case)


def channels() -> list[dict[str, Any]]:
    """Return the active channels."""
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en)
        .where(Channel.is_active)
        .order_by(Channel.position)
    )
    return [dict(row._mapping) for row in rows]


def categories() -> list[dict[str, Any]]:
    """Return the active categories; `parent` is the code of the wider one."""
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en, Category.parent_code.label("parent"))
        .where(Category.is_active)
        .order_by(Category.position)
    )
    return [dict(row._mapping) for row in rows]


def last_public_act(case_id: Any) -> Any:
    """Return the time of a case's last act that is not for colleagues only, as a subquery."""
    return (
        select(func.max(CaseEvent.at))
        .where(CaseEvent.case_id == case_id, CaseEvent.act.not_in(INTERNAL_ACTS))
        .scalar_subquery()
    )


def updated_since(at: datetime) -> ColumnElement[bool]:
    """Return the clause of cases with a public act since `at`, of their leading case, too."""
    acted = select(CaseEvent.case_id).where(CaseEvent.at >= at, CaseEvent.act.not_in(INTERNAL_ACTS))
    return or_(Case.id.in_(acted), Case.leading_case_id.in_(acted))


def _reach(caller: Caller) -> list[ColumnElement[bool]]:
    """Return the clauses of the petitions within reach: by the role, and by the token."""
    found = [cases_where(caller.user)]
    if caller.own_origin is not None:
        found.append(Petition.origin_system == caller.own_origin)
    return found


def _petitions(caller: Caller) -> Select[Any]:
    reply = (
        select(Reply.words)
        .where(Reply.petition_id == Petition.id, Reply.kind == "reply")
        .order_by(Reply.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    own = last_public_act(Case.id)
    columns: tuple[Any, ...] = (
        Petition.number,
        Case.number.label("case_number"),
        Petition.origin_system,
        Petition.origin_reference,
        Petition.channel_code.label("channel"),
        Petition.track,
        Petition.subject,
        Petition.body,
        Petition.request,
        Petition.respondent_words.label("respondent"),
        Petition.township_code.label("township"),
        Petition.address_text.label("address"),
        Petition.longitude,
        Petition.latitude,
        Petition.is_anonymous,
        Petition.wants_confidentiality,
        Petition.submitted_at,
        Petition.registered_at,
        Petition.promised_on,
        Petition.answered_at,
        func.coalesce(_leading.state, Case.state).label("state"),
        func.coalesce(last_public_act(_leading.id), own).label("updated_at"),
        reply.label("reply"),
    )
    return (
        select(*columns)
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(_leading, _leading.id == Case.leading_case_id)
        .where(*_reach(caller))
    )


def _petition(row: Any) -> dict[str, Any]:
    found = dict(row._mapping)
    found["state"] = state_value(found["state"])
    return found


def state_value(state: str) -> dict[str, str]:
    """Return a state as the API gives it: its code and the public's words."""
    return {"code": state, "words": _(PUBLIC_STATUS[State(state)])}


def petition_page(wanted: dict[str, Any], caller: Caller) -> Page[dict[str, Any]]:
    """Return a page of petitions within reach, in the order of registration; one statement."""
    statement = _petitions(caller)
    if wanted["origin_reference"]:
        statement = statement.where(Petition.origin_reference == wanted["origin_reference"])
    if wanted["number"]:
        statement = statement.where(Petition.number == normal_number(wanted["number"]))
    if wanted["submitted_since"]:
        statement = statement.where(Petition.submitted_at >= wanted["submitted_since"])
    if wanted["updated_since"]:
        statement = statement.where(updated_since(wanted["updated_since"]))
    after = wanted["after"] or None
    return fetch_page(statement, [Key(Petition.id)], after, _petition, wanted["limit"])


def one_petition(number: str, caller: Caller) -> dict[str, Any]:
    """Return a petition within reach by its number. Raises NotVisible."""
    wanted = Petition.number == normal_number(clean_line(number))
    row = db.session.execute(_petitions(caller).where(wanted)).first()
    if row is None:
        raise NotVisible(_("There is no such petition, or it is not within your reach."))
    return _petition(row)


def complainant_of(number: str, caller: Caller) -> tuple[int, int]:
    """Return (petition, complainant) within reach of the right to see who complained.

    Raises NotVisible, also where nobody is named.
    """
    row = db.session.execute(
        select(Petition.id, Petition.complainant_id)
        .join(Case, Case.id == Petition.case_id)
        .where(
            *_reach(caller),
            cases_where(caller.user, Permission.COMPLAINANT_VIEW),
            Petition.number == normal_number(clean_line(number)),
            Petition.complainant_id.is_not(None),
        )
    ).first()
    if row is None:
        raise NotVisible(_("There is no such petition within your reach, or it names nobody."))
    return row.id, row.complainant_id


def one_case(number: str, caller: Caller) -> dict[str, Any]:
    """Return a case within reach by its number, in the public's words; four statements.

    A token without county:read reaches the cases of its own petitions. Raises NotVisible.
    """
    reach = [cases_where(caller.user), Case.number == normal_number(clean_line(number))]
    if caller.own_origin is not None:
        own = select(Petition.case_id).where(Petition.origin_system == caller.own_origin)
        reach.append(Case.id.in_(own))
    row = db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.track,
            Case.title,
            Case.state,
            Unit.name.label("unit"),
            Case.township_code.label("township"),
            _leading.number.label("leading_case_number"),
            Case.opened_at,
            Case.closed_at,
        )
        .outerjoin(_leading, _leading.id == Case.leading_case_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .where(*reach)
    ).first()
    if row is None:
        raise NotVisible(_("There is no such case, or it is not within your reach."))
    found = dict(row._mapping)
    case_id = found.pop("id")
    return {
        **found,
        "state": state_value(row.state),
        "categories": _category_codes(case_id),
        "petition_numbers": _petition_numbers(case_id, caller),
        "history": public_history(case_id),
    }


def _category_codes(case_id: int) -> list[str]:
    return list(
        db.session.scalars(
            select(CaseCategory.category_code)
            .where(CaseCategory.case_id == case_id)
            .order_by(CaseCategory.category_code)
        )
    )


def _petition_numbers(case_id: int, caller: Caller) -> list[str]:
    numbers = select(Petition.number).where(Petition.case_id == case_id)
    if caller.own_origin is not None:
        numbers = numbers.where(Petition.origin_system == caller.own_origin)
    return list(db.session.scalars(numbers.order_by(Petition.id)))


def public_history(case_id: int) -> list[dict[str, Any]]:
    """Return when a case came to each state, oldest first, in the public's words only."""
    rows = db.session.execute(
        select(CaseEvent.at, CaseEvent.to_state)
        .where(CaseEvent.case_id == case_id, CaseEvent.act.not_in(INTERNAL_ACTS))
        .order_by(CaseEvent.seq)
    )
    found: list[dict[str, Any]] = []
    for row in rows:
        said = _(PUBLIC_STATUS[State(row.to_state)])
        if not found or found[-1]["words"] != said:
            found.append({"at": row.at, "words": said})
    return found
