"""Petitions: handing in a work order, reading what was handed in, seeing who complained."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from caseflow.api.clients.rules import ApiScope
from caseflow.api.guarding import caller
from caseflow.api.v1 import queries, schemas
from caseflow.api.v1.actions import read_order, take_work_order
from caseflow.api.v1.blueprint import operation
from caseflow.api.v1.problems import WrongFields
from caseflow.api.v1.views.answering import answered
from caseflow.core.petitions.complainants import Person, look_at
from caseflow.ground.errors import NotPermitted
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.pagination import decode_cursor
from caseflow.people.permissions.decorators import ensure
from caseflow.people.permissions.policy import Permission

EXAMPLE = {
    "origin_reference": "GD-2026-118204",
    "track": "report",
    "subject": "夜间施工噪声扰民",
    "body": "果园路工地每天晚上十一点后还在打桩，无法入睡。",
    "request": "请查处夜间施工。",
    "person": {"name": "某先生", "phone": "13800000000"},
    "wants_confidentiality": True,
    "reply_way": "channel",
    "respondent": "某建筑公司",
    "address": "忠州街道果园路",
    "longitude": 108.03,
    "latitude": 30.3,
    "submitted_at": "2026-10-08T22:41:00+08:00",
    "categories": ["noise-construction"],
}


@operation(
    "POST",
    "/petitions",
    permission=Permission.CASE_REGISTER,
    scope=ApiScope.PETITIONS_WRITE,
    body=schemas.WorkOrderIn,
    example=EXAMPLE,
    answers={201: schemas.WorkOrderOut, 200: schemas.WorkOrderOut},
    problems=("conflict",),
    takes_key=True,
)
def push(order: dict[str, Any]) -> Any:
    """Hand in a petition.

    The same origin_reference with the same content is answered 200 as at first; with other
    content, be it only another place or category, 409.
    """
    return answered(
        lambda: read_order(order, caller()),
        lambda read: take_work_order(read, caller()),
    )


@operation(
    "GET",
    "/petitions",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.PETITIONS_READ,
    query=schemas.PetitionsIn,
    answers={200: schemas.PetitionPageOut},
    problems=("validation",),
)
def pull(wanted: dict[str, Any]) -> Any:
    """Read petitions in the order of registration, page by page."""
    if wanted["after"] and decode_cursor(wanted["after"], 1) is None:
        raise WrongFields({"after": [_("Must be “next” of an earlier page.")]})
    page = queries.petition_page(wanted, caller())
    return {"items": page.items, "next": page.next_cursor}


@operation(
    "GET",
    "/petitions/<number>",
    permission=Permission.CASE_VIEW,
    scope=ApiScope.PETITIONS_READ,
    answers={200: schemas.PetitionOut},
    problems=("not-found",),
)
def petition(number: str) -> Any:
    """Read one petition by its number."""
    return queries.one_petition(number, caller())


@operation(
    "POST",
    "/petitions/<number>/looks",
    permission=Permission.COMPLAINANT_VIEW,
    scope=ApiScope.COMPLAINANTS_READ,
    body=schemas.LookIn,
    example={"reason": "来电核实"},
    answers={200: schemas.PersonOut},
    problems=("not-found",),
)
def look(why: dict[str, Any], number: str) -> Any:
    """See who complained. Each look is recorded with its reason."""
    ensure(Permission.CASE_VIEW)
    if not caller().has(ApiScope.PETITIONS_READ):
        scope = ApiScope.PETITIONS_READ.value
        raise NotPermitted(_("The token does not include “%(scope)s”.", scope=scope))
    petition_id, complainant_id = queries.complainant_of(number, caller())
    user_id = caller().user.id
    with unit_of_work():
        person = look_at(
            complainant_id, user_id=user_id, reason=why["reason"], petition_id=petition_id
        )
    return person or Person()
