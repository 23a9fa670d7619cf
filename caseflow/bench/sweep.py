"""`caseflow bench sweep`: what a sweep of reminders costs among few and among very many clocks.

Each size has a database of its own, made anew: some demonstration cases, and synthetic running
clocks on them. Equal in every size: those that have come due, and those that are late and were
reminded already. All others are due between a month and a year ahead.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, delete, func, insert, make_url, select, text

from caseflow import create_app
from caseflow.bench import load
from caseflow.bench.statements import BareDriver
from caseflow.bench.timing import milliseconds
from caseflow.bench.writing import writing
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.messages.models import ReminderSent
from caseflow.core.messages.reminders import FARTHEST_AHEAD, fires_on
from caseflow.core.messages.sweep import BATCH, sweep_reminders
from caseflow.ground import clock, schema
from caseflow.ground.config import Settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.people.accounts.models import User

Say = Callable[[str], None]
CASES = 120
REMINDED = 1000
CHUNK = 20_000
EVERYTHING = 10**9
REMINDER = "term-on-day"
SEEN = "term-late-3"

CLOCK = {
    "petition_id": None,
    "clock": "handling",
    "rule_id": "HL-CLOSE",
    "rule_source": "bench",
    "rule_verified": False,
    "amount": 60,
    "unit": "natural_days",
    "fixed_due_on": None,
    "is_provisional": False,
    "is_suspended": False,
    "stopped_at": None,
    "stop_reason": None,
    "opened_by_event_seq": 0,
    "stopped_by_event_seq": None,
}


@dataclass
class Field:
    """One prepared database: where the ids stood before a round, and when the sweep takes place."""

    app: Flask
    now: datetime
    due: int
    last_ids: dict[str, int]
    driver: BareDriver

    def sweep(self) -> int:
        with self.app.app_context():
            return sweep_reminders(self.now, EVERYTHING)

    def new_rows(self, model: Any) -> list[dict[str, Any]]:
        """Return what a round has written into one table."""
        with self.app.app_context():
            table = model.__table__
            wanted = select(table).where(table.c.id > self.last_ids[table.name])
            return [dict(row) for row in db.session.execute(wanted).mappings()]

    def rewind(self) -> None:
        """Take out what a round has written."""
        with self.app.app_context():
            for model in (ReminderSent, OutboxMessage):
                table: Any = model.__table__
                db.session.execute(delete(table).where(table.c.id > self.last_ids[table.name]))
            db.session.commit()


def time_sweep(sizes: tuple[int, ...], due: int, rounds: int, home: Settings, say: Say) -> Any:
    """Return the object that the bench prints.

    The sizes are timed in turn, so that a busy machine slows all; ratios are of medians.
    """
    with ExitStack() as stack:
        fields = {size: stack.enter_context(_field(size, due, home, say)) for size in sizes}
        times: dict[int, list[float]] = {size: [] for size in sizes}
        floors: dict[int, list[float]] = {size: [] for size in sizes}
        rows: dict[int, int] = {}
        for number in range(rounds + 1):
            for size, field in fields.items():
                real, floor, rows[size] = _round(field)
                if number:  # the first one warms the caches
                    times[size].append(real)
                    floors[size].append(floor)
        say("two sweepers at once …")
        largest = fields[max(sizes)]
        twice = two_at_once(largest)
    return _report(home, times, floors, rows, due, twice)


def _report(
    home: Settings,
    times: dict[int, list[float]],
    floors: dict[int, list[float]],
    rows: dict[int, int],
    due: int,
    twice: dict[str, int],
) -> dict[str, Any]:
    small, big = min(times), max(times)
    found = {
        str(size): {
            "reminders": rows[size],
            "median_ms": round(median(took), 1),
            "floor_median_ms": round(median(floors[size]), 1),
            "reminders_per_s": round(rows[size] * 1000 / median(took)),
            "floor_per_s": round(rows[size] * 1000 / median(floors[size])),
            "ratio_to_floor": round(median(took) / median(floors[size]), 2),
        }
        for size, took in times.items()
    }
    return {
        "bench": "sweep",
        "database": "sqlite" if home.is_sqlite else "postgresql",
        "due": due,
        "sizes": found,
        "ratio_big_to_small": round(median(times[big]) / median(times[small]), 2),
        "two_at_once": twice,
    }


def _round(field: Field) -> tuple[float, float, int]:
    """Return milliseconds of the sweep and of its floor, and how many reminders it gave."""
    real = milliseconds(lambda: _given(field))
    reminders, messages = field.new_rows(ReminderSent), field.new_rows(OutboxMessage)
    field.rewind()
    floor = _floor(field, reminders, messages)
    field.rewind()
    return real, floor, len(reminders)


def _given(field: Field) -> None:
    given = field.sweep()
    if given != field.due:
        raise RuntimeError(f"{given} reminders were given, not {field.due}")


def _floor(field: Field, reminders: list[Any], messages: list[Any]) -> float:
    """Return milliseconds of inserting the same rows by the bare driver, in the same batches."""
    dialect = db_dialect(field.app)
    work: list[tuple[str, list[Any]] | None] = []
    per_batch = max(1, len(messages) * BATCH // max(1, len(reminders)))
    for start in range(0, max(len(reminders), 1), BATCH):
        part = start // BATCH
        for model, found in (
            (ReminderSent, reminders[start : start + BATCH]),
            (OutboxMessage, messages[part * per_batch : (part + 1) * per_batch]),
        ):
            if found:
                work.append(_compiled(model, found, dialect))
        work.append(None)

    def write() -> None:
        cursor = field.driver.connection.cursor()
        for one in work:
            if one is None:
                field.driver.connection.commit()
                continue
            if field.driver.is_sqlite and not field.driver.connection.in_transaction:
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(*one)
        cursor.close()

    return milliseconds(write)


def _compiled(model: Any, rows: list[dict[str, Any]], dialect: Any) -> tuple[str, list[Any]]:
    """Return the INSERT of the rows and its parameters as the driver takes them."""
    names = list(rows[0])
    made = insert(model.__table__).values({name: None for name in names})
    compiled = made.compile(dialect=dialect, column_keys=names)
    lines = []
    for row in rows:
        values = {name: _bound(model.__table__.c[name].type, row[name], dialect) for name in names}
        order = compiled.positiontup
        lines.append(tuple(values[name] for name in order) if order else values)
    return str(compiled), lines


def _bound(kind: Any, value: Any, dialect: Any) -> Any:
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor(value) if processor else value


def db_dialect(app: Flask) -> Any:
    with app.app_context():
        return db.engine.dialect


def two_at_once(field: Field) -> dict[str, int]:
    """Let two sweepers run side by side; return what they gave, and how much of it twice."""
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        field.sweep()

    sweepers = [threading.Thread(target=run) for _nth in range(2)]
    for one in sweepers:
        one.start()
    for one in sweepers:
        one.join()
    reminders, messages = field.new_rows(ReminderSent), field.new_rows(OutboxMessage)
    keys = {(r["deadline_id"], r["reminder"], r["due_on"], r["recipient_id"]) for r in reminders}
    shown = {(m["recipient_id"], m["channel"], m["kind"], _deadline(m["key"])) for m in messages}
    field.rewind()
    return {
        "reminders": len(reminders),
        "missing": field.due - len(keys),
        "twice": len(reminders) - len(keys) + len(messages) - len(shown),
    }


def _deadline(key: str) -> str:
    """Return the deadline that the key of a reminder's message names."""
    return key.split(":")[1]


@contextmanager
def _field(size: int, due: int, home: Settings, say: Say) -> Iterator[Field]:
    found = _own(size, home)
    app = create_app(found)
    with app.app_context():
        say(f"making a database of {size} running clocks …")
        load.load(CASES, 7, lambda _sentence: None)
        now = next_morning()
        sweep_reminders(now, EVERYTHING)
        plant(size, due, now)
        last_ids = {
            model.__tablename__: db.session.scalar(select(func.max(model.id))) or 0
            for model in (ReminderSent, OutboxMessage)
        }
        db.session.remove()
    driver = BareDriver(found.database_url)
    try:
        yield Field(app, now, due, last_ids, driver)
    finally:
        driver.close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _own(size: int, home: Settings) -> Settings:
    """Return the settings of a new, empty database for one size, beside the bench's own."""
    place = home.home / f"sweep-{size}"
    shutil.rmtree(place, ignore_errors=True)
    keys = {
        name: place / "keys" / f"{name.removesuffix('_file')}"
        for name in ("secret_file", "seal_keys_file", "audit_key_file", "bureau_keys_file")
    }
    if home.is_sqlite:
        place.mkdir(parents=True)
        url = f"sqlite:///{place / 'caseflow.sqlite3'}"
    else:
        url = _new_database(home.database_url, f"sweep_{size}")
    return replace(home, home=place, database_url=url, redis_url=None, **keys)  # type: ignore[arg-type]


def _new_database(url: str, name: str) -> str:
    """Make an empty PostgreSQL database beside the one of `url`, an older one of it dropped."""
    parts = make_url(url)
    own = f"{parts.database}_{name}"
    engine = create_engine(parts, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own}"'))
        connection.execute(text(f'CREATE DATABASE "{own}"'))
    engine.dispose()
    return parts.set(database=own).render_as_string(hide_password=False)


def next_morning() -> datetime:
    """Return ten o'clock of the next working day: reminders keep office hours."""
    day = clock.today() + timedelta(days=1)
    while not current_calendar().is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(10), clock.ZONE).astimezone(UTC)


def plant(size: int, due: int, now: datetime) -> None:
    """Bring the running clocks to `size`: `due` of them due on the day of `now`."""
    today = clock.local_date(now)
    cases = list(db.session.scalars(select(Case.id).order_by(Case.id)))
    user_id = db.session.scalars(select(User.id).order_by(User.id).limit(1)).one()
    first = (db.session.scalar(select(func.max(Deadline.id))) or 0) + 1
    last_sent = db.session.scalar(select(func.max(ReminderSent.id))) or 0
    running = db.session.scalar(
        select(func.count(Deadline.id)).where(Deadline.stopped_at.is_(None))
    )
    late = late_day(today)
    reminded = min(REMINDED, size // 10)
    count = max(size - (running or 0), due + reminded)
    db.session.remove()

    def day_of(nth: int) -> date:
        if nth < due:
            return today
        if nth < due + reminded:
            return late
        return today + FARTHEST_AHEAD + timedelta(days=1 + nth % 330)

    with writing() as writer:
        for start in range(0, count, CHUNK):
            numbers = range(start, min(start + CHUNK, count))
            rows = [
                _clock(first + nth, cases[nth % len(cases)], day_of(nth), now) for nth in numbers
            ]
            with writer.batch():
                writer.write("deadlines", rows)
        with writer.batch():
            writer.write(
                "reminders_sent",
                [
                    {
                        "id": last_sent + 1 + nth,
                        "deadline_id": first + due + nth,
                        "reminder": SEEN,
                        "due_on": late,
                        "recipient_id": user_id,
                        "sent_at": now,
                    }
                    for nth in range(reminded)
                ],
            )
    schema.refresh_statistics()


def late_day(today: date) -> date:
    """Return a due day whose latest reminder today is the one three working days after it."""
    is_working, day = current_calendar().is_workday, today
    while fires_on(day, 3, is_working) > today:
        day -= timedelta(days=1)
    return day


def _clock(row_id: int, case_id: int, due_on: date, now: datetime) -> dict[str, Any]:
    return {
        "id": row_id,
        "case_id": case_id,
        **CLOCK,
        "started_at": now - timedelta(days=90),
        "raw_due_on": due_on,
        "due_on": due_on,
        "due_at": clock.end_of_day(due_on),
    }


def lines(found: dict[str, Any]) -> str:
    """Return the report as a table to be read."""
    columns = ("median_ms", "floor_median_ms", "reminders_per_s", "floor_per_s", "ratio_to_floor")
    rows = [f"sweep on {found['database']}, {found['due']} due"]
    rows.append(f"{'clocks':>12}" + "".join(f"{name:>18}" for name in columns))
    rows += [
        f"{size:>12}" + "".join(f"{one[name]:>18}" for name in columns)
        for size, one in found["sizes"].items()
    ]
    rows.append(f"big to small: {found['ratio_big_to_small']}; at once: {found['two_at_once']}")
    return "\n".join(rows)
