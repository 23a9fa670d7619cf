"""The deadlines of a case as steps choose them, and the requests for more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.core.cases.actions.running import running_clocks
from caseflow.core.cases.clock_guards import Test, extendable, resumable, suspendable
from caseflow.core.cases.codes import EXTENSION_REASONS
from caseflow.core.cases.facts import RunningClock
from caseflow.core.deadlines.models import Deadline, ExtensionDecision, ExtensionRequest
from caseflow.core.deadlines.rules import APPROVER_LABELS, CLOCK_LABELS, RULES
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

TESTS: dict[str, Test] = {
    "extend": extendable,
    "ask_extension": extendable,
    "suspend": suspendable,
    "resume": resumable,
}
"""Transition → which running clocks it may be about."""


def _offered(transition: str, case_id: int) -> list[RunningClock]:
    return [row for row in running_clocks(case_id) if TESTS[transition](row)]


def clock_choices(transition: str, case_id: int) -> tuple[tuple[int, str], ...]:
    """Return the deadlines that the step may name, with what their rule allows."""
    return tuple((row.id, _described(transition, row)) for row in _offered(transition, case_id))


def first_clock(transition: str, case_id: int) -> int | None:
    """Return the deadline that stands in the untouched form: handling, else the nearest."""
    rows = _offered(transition, case_id)
    rows.sort(key=lambda row: row.name != "handling")
    return rows[0].id if rows else None


def _described(transition: str, row: RunningClock) -> str:
    due = clock.local_date(row.due_at).isoformat()
    words = _("%(clock)s, due %(day)s", clock=_(CLOCK_LABELS[row.name]), day=due)
    if transition not in {"extend", "ask_extension"}:
        return str(words)
    step = RULES[row.rule_id].extensions[row.extension_count]
    who = _(APPROVER_LABELS[step.approver])
    return str(_("%(clock)s; at most %(most)s more, decided by %(who)s",
                 clock=words, most=step.amount, who=who))  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskedExtension:
    """A request for more time, with its answer (`is_granted` None: awaited)."""

    clock: str
    due_on: date
    asked_by: str
    asked_at: datetime
    ground: str
    reason: str
    legal_basis: str
    asked_until: date
    approver: str
    is_granted: bool | None
    decided_at: datetime | None
    actor: str
    decided_by: str
    answer: str
    granted_until: date | None


def asked_extensions(case_id: int) -> tuple[AskedExtension, ...]:
    """Return the requests for more time of a case, the newest first; one statement."""
    asker, actor = aliased(User), aliased(User)
    rows = db.session.execute(
        select(
            ExtensionRequest,
            ExtensionDecision,
            Deadline.clock,
            Deadline.rule_id,
            Deadline.due_on,
            asker.display_name.label("asker"),
            actor.display_name.label("actor"),
        )
        .join(Deadline, Deadline.id == ExtensionRequest.deadline_id)
        .join(asker, asker.id == ExtensionRequest.asked_by_id)
        .outerjoin(ExtensionDecision, ExtensionDecision.request_id == ExtensionRequest.id)
        .outerjoin(actor, actor.id == ExtensionDecision.actor_id)
        .where(ExtensionRequest.case_id == case_id)
        .order_by(ExtensionRequest.id.desc())
    ).all()
    used = {row.clock: 0 for row in rows}
    found = []
    for row in reversed(rows):
        found.append(_asked(row, used[row.clock]))
        used[row.clock] += bool(row.ExtensionDecision and row.ExtensionDecision.is_granted)
    return tuple(reversed(found))


def _asked(row: Any, used: int) -> AskedExtension:
    request, decision = row.ExtensionRequest, row.ExtensionDecision
    steps = RULES[row.rule_id].extensions
    approver = steps[min(used, len(steps) - 1)].approver
    return AskedExtension(
        clock=_(CLOCK_LABELS[row.clock]),
        due_on=row.due_on,
        asked_by=row.asker,
        asked_at=request.asked_at,
        ground=_(EXTENSION_REASONS[request.reason_code]),
        reason=request.reason,
        legal_basis=request.legal_basis,
        asked_until=request.asked_until,
        approver=_(APPROVER_LABELS[approver]),
        is_granted=decision.is_granted if decision else None,
        decided_at=decision.decided_at if decision else None,
        actor=row.actor or "",
        decided_by=decision.decided_by if decision else "",
        answer=decision.reason if decision else "",
        granted_until=decision.granted_until if decision else None,
    )


def asked_for(case_id: int) -> AskedExtension | None:
    """Return the request that awaits its answer, if there is one."""
    return next((row for row in asked_extensions(case_id) if row.is_granted is None), None)
