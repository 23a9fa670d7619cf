"""Putting the package together, its mark, and the complainants that were asked for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.codes import STAGES
from caseflow.core.cases.queries.filters import category_choices
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import ensure_may, get_case
from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.models import Petition
from caseflow.core.plans.queries import PlannedRow, certified_officers, my_planned
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.core.visits import rules as visits
from caseflow.field.inspections.checklists.queries import checklists
from caseflow.field.inspections.limits import as_table
from caseflow.field.inspections.waste_list.queries import codes_on
from caseflow.field.inspections.wording import words_table
from caseflow.field.package.queries import Plain, instant, taken_cases, taken_sources
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.boundary import boundary
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

CODES: dict[str, dict[str, str]] = {
    "kinds": visits.KINDS,
    "bases": visits.BASES,
    "results": visits.RESULTS,
    "answers": visits.ANSWERS,
    "signers": visits.SIGNERS,
    "rights": visits.RIGHTS,
    "order_parts": visits.ORDER_PARTS,
    "stages": STAGES,
    "risk_grades": RISK_GRADES,
}


def make_package(user: User) -> Plain:
    """Return all that the visits of `user` need, in the language of the request; no complainant.

    `mark` is the hash of everything but itself and `made_at`: equal marks, equal packages.
    """
    planned = my_planned(user)
    taken = taken_cases(user, planned)
    source_ids = {case["source_id"] for case in taken.cases} | {row.source_id for row in planned}
    found: Plain = {
        "user": _user(user),
        "officers": _officers(),
        "cases": taken.cases,
        "more": taken.more,
        "sources": taken_sources(user, sorted(one for one in source_ids if one)),
        "checklists": _checklists(),
        "limits": {"table": as_table(), "words": words_table()},
        "codes": _codes(),
        "planned": [_planned(row) for row in planned],
        "boundary": boundary(),
    }  # fmt: skip
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    mark = hashlib.sha256(text.encode()).hexdigest()[:32]
    return {"mark": mark, "made_at": instant(clock.now()), **found}


def _codes() -> Plain:
    tables: Plain = {
        name: {code: _(label) for code, label in rows.items()} for name, rows in CODES.items()
    }
    tables["categories"] = {code: name.strip() for code, name in category_choices()}
    waste = codes_on(clock.today())
    return {**tables, "waste": waste} if waste else tables


def _user(user: User) -> Plain:
    until = user.certificate_valid_until
    return {
        "id": user.id,
        "name": user.display_name,
        "certificate": user.certificate_number,
        "certificate_valid_until": until.isoformat() if until else None,
    }


def _officers() -> list[Plain]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "certificate": one.certificate,
            "unit": local_name(one.unit, one.unit_en),
        }
        for one in certified_officers(clock.today())
    ]


def _checklists() -> list[Plain]:
    chinese = is_chinese()
    return [
        {
            "code": row.code,
            "version": row.version,
            "kind": row.kind,
            "name": row.name if chinese else row.name_en or row.name,
            "items": [
                {
                    "code": item.code,
                    "words": item.words if chinese else item.words_en or item.words,
                    "basis": item.basis,
                    "is_verified": item.is_verified,
                    "asks_photograph": item.asks_photograph,
                }
                for item in row.items
            ],
        }
        for row in checklists()
    ]


def _planned(row: PlannedRow) -> Plain:
    return {
        "id": row.id,
        "case_id": row.case_id,
        "source_id": row.source_id,
        "order_id": row.order_id,
        "kind": row.kind,
        "basis": row.basis,
        "plan": row.plan,
        "officer_ids": [one for one in row.officer_ids if one is not None],
        "due_on": row.due_on.isoformat(),
        "state": row.state,
        "version": row.version,
    }


def contacts_of(user: User, case_id: int, reason: str) -> list[Plain]:
    """Return who complained in a case, and record each look with its reason. Never commits.

    Raises NotVisible for a case out of reach, NotPermitted without the right.
    """
    case = get_case(user, case_id)
    ensure_may(Permission.COMPLAINANT_VIEW, case, user)
    rows = db.session.execute(
        select(Petition.id, Petition.complainant_id, Petition.wants_confidentiality)
        .where(petitions_of(case_id), Petition.complainant_id.is_not(None))
        .order_by(Petition.id)
    ).all()
    found: list[dict[str, Any]] = []
    for row in rows:
        person = look_at(row.complainant_id, user_id=user.id, reason=reason, petition_id=row.id)
        if person is not None:
            confidential = {"wants_confidentiality": row.wants_confidentiality}
            found.append({"petition_id": row.id, **confidential, **asdict(person)})
    return found
