"""Applying the record of a visit to its case: the same steps as by page, then the record itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.visits.models import Visit
from caseflow.core.visits.rules import ORDER_PARTS, VIOLATIONS, Fault, Record, faults
from caseflow.field.inspections.checklists.queries import items_of
from caseflow.field.inspections.wording import verdict_words
from caseflow.field.sync.judging import differences, with_verdicts
from caseflow.field.sync.models import FieldSubmission
from caseflow.field.sync.rules import corrected, instant, is_needed, steps_of, too_long
from caseflow.field.sync.wording import fault_words, listed
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.web.locale import DEFAULT
from caseflow.people.accounts.models import User

INTERNAL = frozenset({"unverified"})
"""Sentences of a verdict that are for the office alone: they do not stand in a file."""


def lock_case(case_id: int | None) -> Case | None:
    """Return the case, held until the transaction ends; None if there is none.

    Held before anything that refers to it is written: on PostgreSQL two who have written first
    would each wait for the other.
    """
    wanted = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def missing(row: FieldSubmission) -> tuple[list[str], list[str]]:
    """Return what is missing in the record, in sentences: what no decision replaces, and the rest.

    The items are those of the version of the checklist that the tablet had taken along.
    """
    checklist = row.payload["checklist"]
    items = items_of(checklist["code"], checklist["version"]) or ()
    codes = [item.code for item in items]
    found: list[Fault] = [*faults(row.payload, codes), *too_long(row.payload)]
    hard = [fault_words(fault) for fault in found if is_needed(fault)]
    soft = [fault_words(fault) for fault in found if not is_needed(fault)]
    return listed(hard), listed(soft)


def doubts(row: FieldSubmission) -> list[str]:
    """Return what somebody must look at before the record is applied, in sentences."""
    record = row.payload
    found = missing(row)[1] + differences(record, row.verdicts)
    if row.user_id not in {officer["user_id"] for officer in record["officers"]}:
        found.append(_("Who sent the record is not one of its two officers."))
    return listed(found + _certificates(record) + _same_visit(row))


def _certificates(record: Record) -> list[str]:
    """Return a sentence for each certificate number that is not the one the bureau knows."""
    said = {officer["user_id"]: officer["certificate"].strip() for officer in record["officers"]}
    users = db.session.scalars(select(User).where(User.id.in_(said)).order_by(User.id))
    return [
        _(
            "The certificate number of %(name)s is %(said)s in the record and %(known)s here.",
            name=user.display_name,
            said=said[user.id],
            known=user.certificate_number,
        )
        for user in users
        if user.certificate_number and said[user.id] not in {"", user.certificate_number}
    ]


def _same_visit(row: FieldSubmission) -> list[str]:
    """Return a sentence where a visit to the case at the same time was recorded already."""
    record = row.payload
    if row.case_id is None or not record["arrived_at"] or not record["left_at"]:
        return []
    arrived, left = visit_times(row)
    others = db.session.scalars(
        select(User.display_name)
        .join(Visit, Visit.recorded_by_id == User.id)
        .where(
            Visit.case_id == row.case_id,
            Visit.client_id != row.client_id,
            Visit.arrived_at <= left,
            Visit.left_at >= arrived,
        )
    )
    return [_("%(name)s recorded a visit at the same time already.", name=name) for name in others]


def visit_times(row: FieldSubmission) -> tuple[datetime, datetime]:
    """Return when the officers arrived and left, by the server's clock."""
    record, offset = row.payload, row.clock_offset_ms
    return (
        corrected(instant(record["arrived_at"]), offset),
        corrected(instant(record["left_at"]), offset),
    )


def apply_visit(row: FieldSubmission, case: Case, actor: User) -> Visit:
    """Take the steps that the visit means and keep its record in the case; returns the record.

    Raises what `perform` raises; then the caller's savepoint takes everything back.
    """
    steps, reason = steps_of(State(case.state), row.payload)
    if reason:
        raise Refused([_(reason)])
    made: dict[str, Any] = {}
    for name in steps:
        event = perform(case, name, actor, version=case.version, **_given(name, row))
        made |= event.changes
    arrived, left = visit_times(row)
    visit = Visit(
        client_id=row.client_id,
        case_id=case.id,
        inspection_id=made.get("inspection"),
        reinspection_id=made.get("reinspection"),
        kind=row.payload["kind"],
        basis=row.payload["basis"],
        checklist_code=row.payload["checklist"]["code"],
        checklist_version=row.payload["checklist"]["version"],
        arrived_at=arrived,
        left_at=left,
        result=row.payload["result"],
        record=with_verdicts(row.payload, row.verdicts),
        recorded_at=clock.now(),
        recorded_by_id=row.user_id,
    )
    db.session.add(visit)
    db.session.flush()
    row.visit_id = visit.id
    return visit


def _given(step: str, row: FieldSubmission) -> dict[str, Any]:
    """Return the input of one step from the record."""
    record = row.payload
    if step in {"receipt", "start_investigation"}:
        return {}
    if step == "order_rectification":
        return _order(record)
    first, second = record["officers"]
    visit: dict[str, Any] = {
        "visited_at": visit_times(row)[0],
        "officer_id": first["user_id"],
        "second_officer_id": second["user_id"],
        "findings": _findings(row),
    }
    if step == "record_inspection":
        return {**visit, "is_violation": record["result"] in VIOLATIONS}
    if step == "fail_reinspection":
        return {**visit, "due_on": date.fromisoformat(record["order"]["due_on"])}
    return visit


def _findings(row: FieldSubmission) -> str:
    """Return what was found, in the file's language: the officers' words, readings, what is amiss.

    Whoever reads the file or prints the record of the scene must find the readings there.
    """
    record = row.payload
    asked = items_of(record["checklist"]["code"], record["checklist"]["version"]) or ()
    words = {item.code: item.words for item in asked}
    with force_locale(DEFAULT):
        readings = [
            _("Reading %(number)s: %(words)s", number=number, words=said)
            for number, verdict in enumerate(row.verdicts, start=1)
            if (said := verdict_words(verdict, leave_out=INTERNAL))
        ]
        amiss = [
            _("Checklist, answered no: %(words)s", words=f"{what} {one['words']}".strip())
            for one in record["items"]
            if one["answer"] == "no" and (what := words.get(one["code"], one["code"]))
        ]
    return "\n".join([record["findings"].strip(), *readings, *amiss])


def _order(record: Record) -> dict[str, Any]:
    given: dict[str, Any] = {f"order_{name}": record["order"][name].strip() for name in ORDER_PARTS}
    return {**given, "due_on": date.fromisoformat(given.pop("order_due_on"))}
