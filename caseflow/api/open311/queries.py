"""What Open311 shows: services, and requests by columns that name nobody.

Shown of a petition: its category, township, state in the public's words, days. Never its words,
its house address, its coordinates or who it is from; a confidential petition is not shown at all.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased

from caseflow.api.open311.reading import Question
from caseflow.api.open311.rules import ATTRIBUTES, CLOSED_STATES, Attribute, status_of
from caseflow.api.v1.queries import last_public_act
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.states import PUBLIC_STATUS, State
from caseflow.core.petitions.models import Category, Petition
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township

_leading = aliased(Case)
_wider = aliased(Category)


def services() -> list[dict[str, Any]]:
    """Return the pollution categories as services; one statement."""
    rows = db.session.execute(
        select(
            Category.code,
            Category.name,
            Category.name_en,
            _wider.name.label("group"),
            _wider.name_en.label("group_en"),
        )
        .outerjoin(_wider, _wider.code == Category.parent_code)
        .where(Category.is_active)
        .order_by(Category.position)
    )
    return [_service(row) for row in rows]


def _service(row: Any) -> dict[str, Any]:
    name = local_name(row.name, row.name_en) or ""
    return {
        "service_code": row.code,
        "service_name": name,
        "description": _("Report pollution: %(name)s", name=name),
        "metadata": True,
        "type": "realtime",
        "keywords": f"{row.name},{row.name_en}",
        "group": local_name(row.group, row.group_en) or name,
    }


def service_definition(code: str) -> dict[str, Any]:
    """Return the questions of a service. Raises NotVisible."""
    if code not in {row["service_code"] for row in services()}:
        raise NotVisible(_("There is no service with this code."))
    rows = [_attribute(one, place) for place, one in enumerate(ATTRIBUTES, start=1)]
    return {"service_code": code, "attributes": rows}


def _attribute(one: Attribute, order: int) -> dict[str, Any]:
    return {
        "variable": True,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.is_required,
        "datatype_description": "",
        "order": order,
        "description": _(one.description),
        "values": [{"key": key, "name": _(name)} for key, name in one.values],
    }


def _requests() -> Select[Any]:
    category = (
        select(Category.code)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == Case.id)
        .order_by(Category.position)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    return (
        select(
            Petition.id,
            Petition.registered_at,
            Petition.promised_on,
            Category.code,
            Category.name,
            Category.name_en,
            Township.name.label("township"),
            Township.name_en.label("township_en"),
            Township.code.label("township_code"),
            _state().label("state"),
            _updated_at().label("updated_at"),
        )
        .join(Case, Case.id == Petition.case_id)
        .join(Category, Category.code == category)
        .outerjoin(_leading, _leading.id == Case.leading_case_id)
        .outerjoin(Township, Township.code == Petition.township_code)
        .where(Petition.wants_confidentiality.is_(False), Petition.voided_at.is_(None))
    )


def _state() -> Any:
    return func.coalesce(_leading.state, Case.state)


def _updated_at() -> Any:
    """Return the last public act on the case or, while merged, on the leading one."""
    own, leading = last_public_act(Case.id), last_public_act(_leading.id)
    return case((leading > own, leading), else_=own)


def requests(asked: Question) -> list[dict[str, Any]]:
    """Return the requests asked for, the newest first; one statement.

    Ids override every other argument, as the standard has it.
    """
    statement = _requests().order_by(Petition.registered_at.desc(), Petition.id.desc())
    if asked.ids is not None:
        return _rows(statement.where(Petition.id.in_(asked.ids)))
    statement = statement.where(
        Petition.registered_at >= asked.start_at, Petition.registered_at <= asked.end_at
    )
    if asked.service_codes:
        statement = statement.where(Category.code.in_(asked.service_codes))
    if asked.status == "closed":
        statement = statement.where(_state().in_(CLOSED_STATES))
    elif asked.status == "open":
        statement = statement.where(_state().not_in(CLOSED_STATES))
    if asked.updated_after is not None:
        statement = statement.where(_updated_at() >= asked.updated_after)
    if asked.updated_before is not None:
        statement = statement.where(_updated_at() <= asked.updated_before)
    skipped = (asked.page - 1) * asked.page_size
    return _rows(statement.offset(skipped).limit(asked.page_size))


def one_request(request_id: int | None) -> dict[str, Any]:
    """Return a request by its id. Raises NotVisible."""
    found = _rows(_requests().where(Petition.id == request_id)) if request_id else []
    if not found:
        raise NotVisible(_("There is no service request with this id or token."))
    return found[0]


def _rows(statement: Select[Any]) -> list[dict[str, Any]]:
    return [_request(row) for row in db.session.execute(statement)]


def _request(row: Any) -> dict[str, Any]:
    state = State(row.state)
    name = local_name(row.name, row.name_en) or ""
    place = local_name(row.township, row.township_en) or ""
    return {
        "service_request_id": str(row.id),
        "status": status_of(state),
        "status_notes": _(PUBLIC_STATUS[state]),
        "service_name": name,
        "service_code": row.code,
        "description": ", ".join(part for part in (name, place) if part),
        "agency_responsible": settings().authority,
        "service_notice": None,
        "requested_datetime": _iso(row.registered_at),
        "updated_datetime": _iso(row.updated_at or row.registered_at),
        "expected_datetime": _end_of(row.promised_on),
        "address": place,
        "address_id": row.township_code,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _iso(at: Any) -> str:
    return clock.local(at).isoformat(timespec="seconds")


def _end_of(day: date | None) -> str | None:
    return _iso(clock.end_of_day(day)) if day else None
