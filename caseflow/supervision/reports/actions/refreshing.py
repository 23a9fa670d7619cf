"""Keeping the figures current: the lines of touched cases made anew, their rows moved by that.

A refresh costs what changed: cases with new history, with moved deadlines, and those that time
alone made late. A new calendar or table of measures makes every line anew, batch by batch; while
that runs the rows still equal the lines that are there. These functions commit, as workers do.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, func, insert, or_, select, text, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.deadlines.queries import current_calendar, forget_calendar
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.reports.actions.gathering import gather
from caseflow.supervision.reports.actions.repeats import later_cases
from caseflow.supervision.reports.ages import age_of
from caseflow.supervision.reports.counting import AGE, ALL, COUNTY, NO_UNIT, TOWNSHIP, UNIT, Tally
from caseflow.supervision.reports.lines import CASE, FactLine, canonical, from_content, to_content
from caseflow.supervision.reports.measures import (
    MEASURES,
    VERSION,
    WHEN_LABELS,
    marks,
    moment,
    ripens_at,
)
from caseflow.supervision.reports.models import FiguresState, MeasureFact, MeasureRow
from caseflow.supervision.reports.working_days import WorkedDays

log = structlog.get_logger()

BATCH = 500
"""Cases read together; the lists of ids stay short."""
STEP = 2_000
"""Cases of one transaction."""
LEASE = timedelta(minutes=15)
OVERLAP = timedelta(minutes=15)
"""Numbers of history rows are given before they are committed, so the last minutes are read again:
no unit of work takes longer."""
OPEN = "open"
"""The measure of rows that tell what is open now; it has no month."""

FACT_COLUMNS = (
    "unit_id",
    "township",
    "channel",
    "categories",
    "marks",
    *(f"{when}_month" for when in WHEN_LABELS),
)
_UPSERT = text(
    "INSERT INTO measure_rows (measure, month, dimension, key, unit_id, numerator, partly, "
    "denominator, excluded) VALUES (:measure, :month, :dimension, :key, :unit_id, :numerator, "
    ":partly, :denominator, :excluded) ON CONFLICT (measure, month, dimension, key, unit_id) "
    "DO UPDATE SET numerator = measure_rows.numerator + excluded.numerator, "
    "partly = measure_rows.partly + excluded.partly, "
    "denominator = measure_rows.denominator + excluded.denominator, "
    "excluded = measure_rows.excluded + excluded.excluded"
)


class LostLease(Exception):
    """Somebody else took the work over; this worker stops."""


def present_fingerprint() -> str:
    """Return a hash of all that every line depends on besides its case."""
    calendar = current_calendar()
    days = sorted((d.day.isoformat(), d.is_workday) for d in calendar.listed.values())
    rules = [(row.name, row.kind, row.when, row.excludes) for row in MEASURES.values()]
    whole = canonical([VERSION, rules, days, sorted(calendar.official_years)])
    return hashlib.sha256(whole.encode()).hexdigest()


def ask_for_refresh() -> None:
    """Note that somebody wants the figures refreshed; the edge wakes a worker."""
    _ensure_state()
    db.session.execute(update(FiguresState).values(asked_at=clock.now()))


def refresh_figures(step: int = STEP) -> int:
    """Make the figures current and return how many cases were looked at; 0 if others do it.

    `step`: cases of one transaction; longer ones write each row less often, and hold it longer.
    """
    forget_calendar()
    token = _claim()
    if token is None:
        return 0
    try:
        return _refresh(token, step)
    except LostLease:
        log.warning("the figures are taken over by another worker")
        return 0
    finally:
        db.session.rollback()
        with unit_of_work():
            db.session.execute(
                update(FiguresState)
                .where(FiguresState.lease_token == token)
                .values(lease_token=None, leased_until_at=None)
            )


def rebuild_figures() -> int:
    """Make every line and row anew; returns how many cases there are."""
    with unit_of_work():
        _ensure_state()
        db.session.execute(update(FiguresState).values(fingerprint=""))
    return refresh_figures()


def _ensure_state() -> None:
    if db.session.get(FiguresState, 1) is None:
        db.session.execute(
            text(
                "INSERT INTO figures_state (id, last_event_id, last_change_id, fingerprint) "
                "VALUES (1, 0, 0, '') ON CONFLICT (id) DO NOTHING"
            )
        )


def _claim() -> str | None:
    token, now = secrets.token_hex(16), clock.now()
    with unit_of_work():
        _ensure_state()
        claimed = db.session.execute(
            update(FiguresState)
            .where(
                or_(FiguresState.lease_token.is_(None), FiguresState.leased_until_at < now),
            )
            .values(lease_token=token, leased_until_at=now + LEASE)
            .execution_options(synchronize_session=False)
        )
        return token if claimed.rowcount == 1 else None  # type: ignore[attr-defined]


def _hold(token: str) -> FiguresState:
    """Return the state for this transaction, held against others; raises LostLease."""
    held = db.session.execute(
        update(FiguresState)
        .where(FiguresState.lease_token == token)
        .values(leased_until_at=clock.now() + LEASE)
        .execution_options(synchronize_session=False)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise LostLease
    return db.session.get_one(FiguresState, 1, populate_existing=True)


def _refresh(token: str, step: int) -> int:
    days = WorkedDays(current_calendar())
    as_of = clock.now()
    count = _make_all_anew(token, as_of, days, step)
    with unit_of_work():
        state = _hold(token)
        upper = _newest_ids()
        touched = sorted(_touched(state, as_of))
    for start in range(0, len(touched), step):
        with unit_of_work():
            _hold(token)
            ends = write_lines(touched[start : start + step], as_of, days)
            write_lines(sorted(later_cases(ends) - set(touched)), as_of, days)
    with unit_of_work():
        state = _hold(token)
        state.last_event_id, state.last_change_id = upper
        state.as_of, state.asked_at = as_of, None
        _count_open(as_of, days)
    return count or len(touched)


def _newest_ids() -> tuple[int, int]:
    events = db.session.scalar(select(func.max(CaseEvent.id))) or 0
    changes = db.session.scalar(select(func.max(DeadlineChange.id))) or 0
    return events, changes


def _touched(state: FiguresState, as_of: datetime) -> set[int]:
    """Return the cases whose lines may have changed since the last refresh."""
    since = (state.as_of or as_of) - OVERLAP
    found = set(
        db.session.scalars(select(CaseEvent.case_id).where(CaseEvent.id > state.last_event_id))
    )
    found.update(db.session.scalars(select(CaseEvent.case_id).where(CaseEvent.at > since)))
    found.update(
        db.session.scalars(
            select(Deadline.case_id)
            .join(DeadlineChange, DeadlineChange.deadline_id == Deadline.id)
            .where(DeadlineChange.id > state.last_change_id)
        )
    )
    found.update(
        db.session.scalars(select(MeasureFact.case_id).where(MeasureFact.ripens_at < as_of))
    )
    return found | _merged_into(sorted(found))


def _merged_into(case_ids: list[int]) -> set[int]:
    """Return the cases merged into these: what is done for their petitions is done there."""
    found: set[int] = set()
    for start in range(0, len(case_ids), STEP):
        leading = Case.leading_case_id.in_(case_ids[start : start + STEP])
        found.update(db.session.scalars(select(Case.id).where(leading)))
    return found


def _make_all_anew(token: str, as_of: datetime, days: WorkedDays, step: int) -> int:
    """Make every line anew where calendar or measures are others, or go on doing so."""
    count = 0
    with unit_of_work():
        state = _hold(token)
        wanted = present_fingerprint()
        if state.fingerprint != wanted:
            db.session.execute(delete(MeasureRow))
            db.session.execute(delete(MeasureFact))
            state.last_event_id, state.last_change_id = _newest_ids()
            state.fingerprint, state.rebuild_after_id = wanted, 0
    while True:
        with unit_of_work():
            state = _hold(token)
            if state.rebuild_after_id is None:
                return count
            ids = list(
                db.session.scalars(
                    select(Case.id)
                    .where(Case.id > state.rebuild_after_id)
                    .order_by(Case.id)
                    .limit(step)
                )
            )
            write_lines(ids, as_of, days)
            state.rebuild_after_id = ids[-1] if ids else None
            count += len(ids)


def write_lines(
    case_ids: list[int], as_of: datetime, days: WorkedDays
) -> list[tuple[int, datetime]]:
    """Make the lines of these cases anew, move the rows by the difference.

    Returns (case, instant) of ends that came or went: later cases may repeat those.
    """
    tally, moved = Tally(), []
    for start in range(0, len(case_ids), BATCH):
        moved += _write_batch(case_ids[start : start + BATCH], as_of, days, tally)
    changes = tally.changes()
    if changes:
        db.session.execute(_UPSERT, changes)
    return moved


def _write_batch(
    case_ids: list[int], as_of: datetime, days: WorkedDays, tally: Tally
) -> list[tuple[int, datetime]]:
    columns = [getattr(MeasureFact, name) for name in FACT_COLUMNS]
    of_these = MeasureFact.case_id.in_(case_ids)
    old = db.session.execute(
        select(MeasureFact.kind, MeasureFact.content, *columns).where(of_these)
    ).mappings()
    before: list[Any] = list(old)
    db.session.execute(
        delete(MeasureFact).where(of_these).execution_options(synchronize_session=False)
    )
    lines = gather(case_ids, days)
    facts = [fact_of(line, as_of) for line in lines]
    if facts:
        db.session.execute(insert(MeasureFact.__table__), facts)  # type: ignore[arg-type]
    tally.add(before, -1)
    tally.add(facts)
    return _ends_moved(before, lines)


def _ends_moved(before: list[Any], lines: list[FactLine]) -> list[tuple[int, datetime]]:
    old = {_end(from_content(json.loads(row["content"]))) for row in before if row["kind"] == CASE}
    new = {_end(line) for line in lines if line.kind == CASE}
    return [(case_id, at) for case_id, at in old ^ new if at is not None]


def _end(line: FactLine) -> tuple[int, datetime | None]:
    ended_at = line.ended_at if line.ending == "closed" else None
    return line.case_id, ended_at.replace(microsecond=0) if ended_at else None


def _month(instant: datetime | None) -> str | None:
    return f"{clock.local(instant):%Y-%m}" if instant else None


def fact_of(line: FactLine, as_of: datetime) -> dict[str, Any]:
    """Return the columns of a line as it stands at `as_of`."""
    return {
        "kind": line.kind,
        "line_id": line.line_id,
        "case_id": line.case_id,
        "number": line.number,
        "unit_id": line.unit_id,
        "officer_id": line.officer_id,
        "township": line.township,
        "channel": line.channel,
        "categories": f" {' '.join(line.categories)} " if line.categories else "",
        "origin": line.origin,
        "is_open": line.kind == CASE and not line.ending,
        "opened_on": clock.local_date(line.opened_at),
        **{f"{when}_month": _month(moment(line, when)) for when in WHEN_LABELS},
        "answer_working_days": line.answer_working_days,
        "answer_natural_days": line.answer_natural_days,
        "marks": marks(line, as_of),
        "ripens_at": ripens_at(line, as_of),
        "content": canonical(to_content(line)),
    }


def _count_open(as_of: datetime, days: WorkedDays) -> None:
    """Count what is open now, by age, unit and township: these few rows are always made whole."""
    today = clock.local_date(as_of)
    counts: dict[tuple[str, str, int], int] = {}
    rows = db.session.execute(
        select(MeasureFact.opened_on, MeasureFact.unit_id, MeasureFact.township, func.count())
        .where(MeasureFact.is_open)
        .group_by(MeasureFact.opened_on, MeasureFact.unit_id, MeasureFact.township)
    )
    for opened_on, unit_id, township, count in rows:
        keys = (
            (ALL, ""),
            (AGE, age_of(opened_on, today, days)),
            (UNIT, str(unit_id or "")),
            (TOWNSHIP, township),
        )
        for dimension, key in keys:
            for unit in (COUNTY, unit_id or NO_UNIT):
                cell = (dimension, key, unit)
                counts[cell] = counts.get(cell, 0) + count
    db.session.execute(delete(MeasureRow).where(MeasureRow.measure == OPEN))
    if counts:
        db.session.execute(
            insert(MeasureRow),
            [
                {
                    "measure": OPEN,
                    "month": "",
                    "dimension": dimension,
                    "key": key,
                    "unit_id": unit,
                    "numerator": count,
                    "partly": 0,
                    "denominator": count,
                    "excluded": 0,
                }
                for (dimension, key, unit), count in sorted(counts.items())
            ],
        )
