"""The history of a case as a timeline: what happened, who, when, with which words and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.codes import (
    CONCLUSIONS,
    DECLINE_REASONS,
    EXTENSION_REASONS,
    RETURN_REASONS,
)
from caseflow.core.cases.queries.names import Names, content
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.cases.wording import INTERNAL_ACTS, WORDINGS
from caseflow.core.deadlines.rules import CLOCK_LABELS, SUSPENSIONS
from caseflow.core.enforcement.rules import KINDS
from caseflow.core.notices.rules import GROUND_LABELS
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.web.filters import day
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the timeline shows it."""

    seq: int
    at: datetime
    act: str
    title: str
    actor: str
    words: str
    icon: str
    tone: str
    facts: tuple[tuple[str, Any], ...]
    is_internal: bool
    to_state: State
    state_words: str


_KINDS = {
    "unit_id": "unit",
    "assignee_id": "user",
    "source_id": "source",
    "leading_case_id": "case",
    "task_unit": "unit",
    "lead_unit": "unit",
}
_LABELS: dict[str, str] = {
    "unit_id": N_("Unit"),
    "assignee_id": N_("Officer"),
    "source_id": N_("Pollution source"),
    "leading_case_id": N_("Leading case"),
    "return_reason": N_("Ground"),
    "decline_reason": N_("Ground"),
    "transfer_to": N_("Competent authority"),
    "transfer_basis": N_("Legal basis"),
    "conclusion": N_("Conclusion"),
    "handling_due_on": N_("Handling due"),
    "order_due_on": N_("Put right by"),
    "document": N_("Document"),
    "clock": N_("Deadline"),
    "extension_reason": N_("Ground"),
    "suspension_kind": N_("Ground"),
    "legal_basis": N_("Legal basis"),
    "asked_until": N_("Time is asked for until"),
    "clock_due_on": N_("Due"),
    "decided_by": N_("Decided by"),
    "objection_evidence": N_("Evidence"),
    "proposed_unit": N_("Competent in our view"),
    "fact_kind": N_("What happened"),
    "fact_number": N_("Number"),
    "task_unit": N_("Unit that is asked"),
    "lead_unit": N_("Lead unit"),
    "observer": N_("Who looked"),
    "township_reason": N_("Reason for giving it to a township"),
    "notice_number": N_("Supervision notice"),
    "notice_ground": N_("Ground"),
    "answer_by": N_("To be answered by"),
}
_CODES = {
    "return_reason": RETURN_REASONS,
    "decline_reason": DECLINE_REASONS,
    "conclusion": CONCLUSIONS,
    "clock": CLOCK_LABELS,
    "extension_reason": EXTENSION_REASONS,
    "suspension_kind": {code: kind.label for code, kind in SUSPENSIONS.items()},
    "fact_kind": {code: kind.label for code, kind in KINDS.items()},
    "notice_ground": GROUND_LABELS,
}
_DAYS = frozenset({"handling_due_on", "order_due_on", "asked_until", "clock_due_on", "answer_by"})


def _new(change: Any) -> Any:
    return change[1] if isinstance(change, list) and len(change) == 2 else change


def case_history(case_id: int, after_seq: int = 0) -> tuple[Entry, ...]:
    """Return the acts after `after_seq`, newest first; at most six statements."""
    rows = db.session.execute(
        select(
            CaseEvent.seq,
            CaseEvent.at,
            CaseEvent.act,
            CaseEvent.words,
            CaseEvent.changes,
            CaseEvent.to_state,
            User.display_name,
        )
        .outerjoin(User, User.id == CaseEvent.actor_id)
        .where(CaseEvent.case_id == case_id, CaseEvent.seq > after_seq)
        .order_by(CaseEvent.seq.desc())
    ).all()
    names = Names()
    for row in rows:
        for key, kind in _KINDS.items():
            if key in row.changes:
                names.want(kind, [_new(row.changes[key])])
    names.load()
    titles = {row.seq: row.act for row in rows}
    return tuple(_entry(row, names, titles) for row in rows)


def _entry(row: Any, names: Names, acts: dict[int, str]) -> Entry:
    wording = WORDINGS[row.act]
    state = State(row.to_state)
    return Entry(
        seq=row.seq,
        at=row.at,
        act=row.act,
        title=_(wording.title),
        actor=row.display_name or "",
        words=row.words,
        icon=wording.icon,
        tone=wording.tone,
        facts=tuple(_facts(row.changes, names, acts)),
        is_internal=row.act in INTERNAL_ACTS,
        to_state=state,
        state_words=_(STATE_LABELS[state]),
    )


def _facts(changes: dict[str, Any], names: Names, acts: dict[int, str]) -> list[tuple[str, Any]]:
    """Return what changed, in words; fields emptied and marks of the system are left out."""
    found: list[tuple[str, Any]] = []
    for key, label in _LABELS.items():
        value = _new(changes.get(key))
        if value is not None:
            found.append((_(label), _shown(key, value, names)))
    undone = acts.get(changes.get("undone_seq", 0))
    if undone:
        found.append((_("Undone"), _(WORDINGS[undone].title)))
    return found


def _shown(key: str, value: Any, names: Names) -> Any:
    if key in _KINDS:
        return content(names.of(_KINDS[key], value))
    if key in _DAYS:
        return day(date.fromisoformat(value))
    if key in _CODES:
        return _(_CODES[key].get(value, value))
    return content(value)
