"""Telling the sending platforms: rows of web hook events, in the transaction of the act."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.messages.platform.catalogue import TOLD, Told, closes, platform_state
from caseflow.core.messages.platform.details import DETAILS, Done, handling
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.webhooks.events import write_event
from caseflow.ground.webhooks.models import HookSubscription

_group = aliased(Case)


def tell_platforms(case: Case, event: CaseEvent, given: dict[str, Any]) -> int:
    """Write the events of an act for every platform that sent a petition of the case.

    Each petition has its own, by its own number and reference; so has each of those merged into
    the case, but without the words of notices. Returns how many. Imported and invented histories
    are quiet. Never commits.
    """
    told = TOLD[event.act]
    if not told.events or db.session.info.get("quiet"):
        return 0
    if told.handling_only and event.changes.get("clock", "handling") != "handling":
        return 0
    rows = _petitions_of_platforms(case.id)
    if not rows:
        return 0
    done = Done(case, event, given)
    details_if_merged = {
        is_merged: _all_details(told, replace(done, is_merged=is_merged))
        for is_merged in {row.case_id != case.id for row in rows}
    }
    clock = handling(case)
    due_on = clock.due_on.isoformat() if clock else None
    count = 0
    for row in rows:
        events = details_if_merged[row.case_id != case.id]
        if told.answered_only and not _was_answered(row, done):
            events = {}
        if closes(event.from_state, event.to_state):
            events = {**events, "closed": {}}
        for kind, details in events.items():
            if kind in row.kinds:
                content = {**_common(row, case.state, due_on), "details": details}
                write_event(row.subscription_id, row.number, kind, content, event.at)
                count += 1
    return count


def _all_details(told: Told, done: Done) -> dict[str, dict[str, Any]]:
    """Return kind → details of everything that an act tells."""
    return {kind: _details(names, done) for kind, names in told.events}


def _details(names: tuple[str, ...], done: Done) -> dict[str, Any]:
    return {key: value for name in names for key, value in DETAILS[name](done).items()}


def _was_answered(row: Row[Any], done: Done) -> bool:
    """Return whether the act answered this petition: the one it names, else all it found open."""
    named = done.given.get("petition_id")
    return bool(row.id == named if named is not None else row.answered_at == done.event.at)


def _petitions_of_platforms(case_id: int) -> list[Row[Any]]:
    """Return the petitions of the case and of those merged into it, with who is to be told.

    In the order of their ids: two acts that tell of the same petitions take turns, not each
    other's locks.
    """
    group = select(_group.id).where(or_(_group.id == case_id, _group.leading_case_id == case_id))
    statement = (
        select(
            Petition.id,
            Petition.case_id,
            Petition.number,
            Petition.origin_system,
            Petition.origin_reference,
            Petition.promised_on,
            Petition.answered_at,
            HookSubscription.id.label("subscription_id"),
            HookSubscription.kinds,
        )
        .join(HookSubscription, HookSubscription.origin_system == Petition.origin_system)
        .where(Petition.case_id.in_(group), HookSubscription.ended_at.is_(None))
        .order_by(Petition.id, HookSubscription.id)
    )
    return list(db.session.execute(statement))


def _common(row: Row[Any], state: str, due_on: str | None) -> dict[str, Any]:
    """Return the fields that every event has."""
    code, words = platform_state(state, row.answered_at is not None)
    return {
        "petition_number": row.number,
        "origin_system": row.origin_system,
        "origin_reference": row.origin_reference,
        "state": code,
        "state_words": words,
        "promised_on": row.promised_on.isoformat() if row.promised_on else None,
        "due_on": due_on,
    }
