"""Opening, stopping, extending and suspending deadlines. Never commits, never imports cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.deadlines.calendar import WorkingCalendar
from caseflow.core.deadlines.explain import Explanation, Extension, Suspension, explain
from caseflow.core.deadlines.models import Deadline, DeadlineChange, TermSetting
from caseflow.core.deadlines.rules import (
    RULES,
    UNIT_LABELS,
    DayUnit,
    ExtensionStep,
    Rule,
    settable_units,
)
from caseflow.ground import clock as the_clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db

OUTSIDE_THE_HISTORY = 0
"""In the place of an act's seq: no act of the clock's own case opened or stopped it."""


class HasId(Protocol):
    """A case or a petition, as far as deadlines know it."""

    @property
    def id(self) -> Any: ...


def _calendar() -> WorkingCalendar:
    from caseflow.core.deadlines.queries import current_calendar

    return current_calendar()


def open_deadline(
    case: HasId,
    clock: str,
    rule: Rule,
    at: datetime,
    *,
    event_seq: int,
    petition: HasId | None = None,
    amount_override: int | None = None,
    due_on_override: date | None = None,
) -> Deadline:
    """Start `clock` under `rule` at `at` and return its row, flushed."""
    amount = rule.amount if amount_override is None else amount_override
    found = explain(rule, at, _calendar(), fixed_due_on=due_on_override, amount=amount)
    deadline = Deadline(
        case_id=case.id,
        petition_id=petition.id if petition else None,
        clock=clock,
        rule_id=rule.id,
        rule_source=rule.full_source,
        rule_verified=rule.is_verified,
        amount=amount,
        unit=rule.unit,
        started_at=at,
        fixed_due_on=due_on_override,
        raw_due_on=found.raw_due_on,
        due_on=found.due_on,
        due_at=found.due_at,
        is_provisional=found.is_provisional,
        is_suspended=False,
        opened_by_event_seq=event_seq,
    )
    db.session.add(deadline)
    db.session.flush()
    return deadline


def stop_deadlines(
    case: HasId,
    clock: str,
    at: datetime,
    reason: str,
    event_seq: int,
    petition: HasId | None = None,
) -> int:
    """Stop the running deadlines of `clock` (of one petition, if given); return how many."""
    statement = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.clock == clock, Deadline.stopped_at.is_(None)
    )
    if petition is not None:
        statement = statement.where(Deadline.petition_id == petition.id)
    rows = list(db.session.scalars(statement))
    for row in rows:
        row.stopped_at, row.stop_reason, row.stopped_by_event_seq = at, reason, event_seq
    db.session.flush()
    return len(rows)


def stop_some(deadline_ids: list[int], at: datetime, reason: str, event_seq: int) -> None:
    """Stop these running deadlines."""
    for row in db.session.scalars(select(Deadline).where(Deadline.id.in_(deadline_ids))):
        row.stopped_at, row.stop_reason, row.stopped_by_event_seq = at, reason, event_seq
    db.session.flush()


def reopen_stopped(case: HasId, event_seq: int) -> int:
    """Let the deadlines run again that the act `event_seq` stopped; return how many."""
    rows = list(
        db.session.scalars(
            select(Deadline).where(
                Deadline.case_id == case.id, Deadline.stopped_by_event_seq == event_seq
            )
        )
    )
    for row in rows:
        row.stopped_at = row.stop_reason = row.stopped_by_event_seq = None
        note_change(row, "reopened", row.due_on, at=the_clock.now())
    db.session.flush()
    return len(rows)


def cancel_opened(case: HasId, event_seq: int, at: datetime, by_seq: int) -> int:
    """Cancel the deadlines that the act `event_seq` opened; return how many."""
    rows = list(
        db.session.scalars(
            select(Deadline).where(
                Deadline.case_id == case.id,
                Deadline.opened_by_event_seq == event_seq,
                Deadline.stopped_at.is_(None),
            )
        )
    )
    for row in rows:
        row.stopped_at, row.stop_reason, row.stopped_by_event_seq = at, "cancelled", by_seq
    db.session.flush()
    return len(rows)


def note_change(row: Deadline, kind: str, old: date, *, at: datetime, **more: Any) -> None:
    """Append what became of a deadline to its changes."""
    db.session.add(
        DeadlineChange(
            deadline_id=row.id, kind=kind, at=at, old_due_on=old, new_due_on=row.due_on, **more
        )
    )
    db.session.flush()


Spans = tuple[list[Extension], list[Suspension]]


def spans_of(deadline_id: int) -> Spans:
    """Return the extensions and suspensions of a deadline, in the order they were made."""
    return spans_of_all([deadline_id])[deadline_id]


def spans_of_all(deadline_ids: list[int]) -> dict[int, Spans]:
    """Return the extensions and suspensions of several deadlines by id; one statement."""
    found: dict[int, Spans] = {deadline_id: ([], []) for deadline_id in deadline_ids}
    for row in db.session.scalars(
        select(DeadlineChange)
        .where(DeadlineChange.deadline_id.in_(deadline_ids))
        .order_by(DeadlineChange.id)
    ):
        _add_span(row, *found[row.deadline_id])
    return found


def _add_span(
    row: DeadlineChange, extensions: list[Extension], suspensions: list[Suspension]
) -> None:
    on = the_clock.local_date(row.at)
    if row.kind == "extension":
        extensions.append(Extension(row.amount, on, row.reason))
    elif row.kind == "suspension_start":
        suspensions.append(Suspension(on, None, row.reason))
    elif row.kind == "suspension_end" and suspensions:
        last = suspensions.pop()
        suspensions.append(Suspension(last.since, on, last.reason))


def explanation_of(
    deadline: Deadline, spans: Spans | None = None, calendar: WorkingCalendar | None = None
) -> Explanation:
    """Return the explanation of a stored deadline, with amount and unit it was opened with."""
    extensions, suspensions = spans if spans is not None else spans_of(deadline.id)
    return explain(
        replace(RULES[deadline.rule_id], unit=DayUnit(deadline.unit)),
        deadline.started_at,
        calendar or _calendar(),
        extensions,
        suspensions,
        deadline.fixed_due_on,
        deadline.amount,
    )


def recompute(row: Deadline, spans: Spans | None = None) -> date:
    """Set the due day anew from the row's start, changes and calendar; return the old one."""
    old, found = row.due_on, explanation_of(row, spans)
    row.raw_due_on, row.due_on, row.due_at = found.raw_due_on, found.due_on, found.due_at
    row.is_provisional = found.is_provisional
    db.session.flush()
    return old


def set_term(
    rule_id: str,
    amount: int,
    unit: DayUnit,
    valid_from: date,
    basis: str,
    actor_id: int,
    *,
    is_confirmed: bool = False,
) -> TermSetting:
    """Give a term of practice the bureau's own figure for clocks started from `valid_from` on.

    `is_confirmed`: it is the bureau's own rule, and no example any more.

    Clocks that run keep the days they were started with. Raises BadInput for a term of the law,
    a unit it cannot have, or a day that is over.
    """
    from caseflow.core.deadlines.queries import forget_terms

    units = settable_units(RULES[rule_id])
    if not units:
        raise BadInput(_("This term is the law's and cannot be set here."))
    if unit not in units:
        raise BadInput(_("This term is counted in %(unit)s.", unit=_(UNIT_LABELS[units[0]])))
    if valid_from < the_clock.today():
        raise BadInput(_("A new figure holds from today on at the earliest."))
    row = TermSetting(
        rule_id=rule_id,
        amount=amount,
        unit=unit,
        valid_from=valid_from,
        basis=basis,
        is_confirmed=is_confirmed,
        decided_at=the_clock.now(),
        actor_id=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    forget_terms()
    return row


def next_extension(row: Deadline, used: int) -> ExtensionStep:
    """Return the extension that comes next after `used` ones. Raises BadInput if none is left."""
    steps = RULES[row.rule_id].extensions
    if not steps:
        raise BadInput(_("This deadline allows no extension."))
    if used >= len(steps):
        raise BadInput(_("This deadline was already extended as often as its rule allows."))
    return steps[used]


def extend(
    row: Deadline,
    amount: int,
    *,
    at: datetime,
    reason: str,
    actor_id: int | None,
    asked_at: datetime | None = None,
) -> Deadline:
    """Extend a running deadline by at most what the next step of its rule allows.

    It must have been asked for (`asked_at`, else now) before the deadline was over.
    """
    extensions, suspensions = spans_of(row.id)
    step = next_extension(row, len(extensions))
    if amount < 1 or amount > step.amount:
        raise BadInput(_("This deadline can be extended by 1 to %(most)s days.", most=step.amount))
    if (asked_at or at) > row.due_at:
        raise BadInput(_("An extension must be asked for before the deadline is over."))
    if row.is_suspended:
        raise BadInput(_("The deadline is suspended: resume it first."))
    granted = Extension(amount, the_clock.local_date(at), reason)
    old = recompute(row, ([*extensions, granted], suspensions))
    note_change(
        row,
        "extension",
        old,
        at=at,
        amount=amount,
        unit=row.unit,
        reason=reason,
        actor_id=actor_id,
    )
    return row


def amount_until(row: Deadline, until: date) -> int:
    """Return how much more the deadline needs to be due on `until`, or as near before it as can be.

    Raises BadInput if that is less than one unit or more than the next extension allows.
    """
    extensions, suspensions = spans_of(row.id)
    step = next_extension(row, len(extensions))
    if row.fixed_due_on is not None:
        raise BadInput(_("The day of this deadline was set: it cannot be extended by counting."))
    fitting = 0
    for amount in range(1, step.amount + 1):
        more = Extension(amount, until, "")
        if explanation_of(row, ([*extensions, more], suspensions)).due_on > until:
            break
        fitting = amount
    if not fitting:
        raise BadInput(_("Name a day after the present due day, %(day)s.", day=row.due_on))
    most = Extension(step.amount, until, "")
    latest = explanation_of(row, ([*extensions, most], suspensions)).due_on
    if until > latest:
        raise BadInput(_("This deadline can be extended to %(day)s at the latest.", day=latest))
    return fitting


def suspend(
    row: Deadline,
    *,
    at: datetime,
    reason: str,
    document: str,
    actor_id: int | None,
    code: str = "",
) -> None:
    """Stop counting days from `at` on; the due day stands until the deadline is resumed."""
    row.is_suspended = True
    note_change(
        row,
        "suspension_start",
        row.due_on,
        at=at,
        code=code,
        reason=reason,
        document=document,
        actor_id=actor_id,
    )


def resume(row: Deadline, *, at: datetime, reason: str, actor_id: int | None) -> None:
    """Count days again from the day after `at`; the due day moves by what was not counted."""
    row.is_suspended = False
    extensions, suspensions = spans_of(row.id)
    closed = [
        s if s.until is not None else Suspension(s.since, the_clock.local_date(at), s.reason)
        for s in suspensions
    ]
    old = recompute(row, (extensions, closed))
    note_change(row, "suspension_end", old, at=at, reason=reason, actor_id=actor_id)
