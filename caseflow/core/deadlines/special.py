"""Special periods and the schools they protect: reading, entering, and the flag of a petition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import select

from caseflow.core.deadlines import periods
from caseflow.core.deadlines.models import QuietPlace, SpecialPeriod
from caseflow.core.deadlines.periods import Period, Place, Spot
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def special_period_of(
    on: date,
    category_codes: Iterable[str],
    text: str,
    longitude: float | None,
    latitude: float | None,
) -> str | None:
    """Return “period · school” for a petition about noise that came in on `on`; else None.

    No statement for what is not noise; one on days outside any period; two within one. Both are
    read once a request or job.
    """
    if not periods.is_noise(category_codes):
        return None
    running = [row for row in _periods() if row.covers(on)]
    if not running:
        return None
    return periods.flag_of(on, Spot(longitude, latitude, text), running, _places())


def _periods() -> list[Period]:
    if "caseflow_periods" not in g:
        rows = db.session.execute(
            select(SpecialPeriod.name, SpecialPeriod.first_on, SpecialPeriod.last_on)
            .where(SpecialPeriod.is_active)
            .order_by(SpecialPeriod.first_on, SpecialPeriod.id)
        )
        g.caseflow_periods = [Period(*row) for row in rows]
    found: list[Period] = g.caseflow_periods
    return found


def _places() -> list[Place]:
    if "caseflow_places" not in g:
        rows = db.session.scalars(
            select(QuietPlace).where(QuietPlace.is_active).order_by(QuietPlace.id)
        )
        g.caseflow_places = [
            Place(
                row.name,
                tuple(row.address_words.split()),
                row.longitude,
                row.latitude,
                row.radius_m,
            )
            for row in rows
        ]
    found: list[Place] = g.caseflow_places
    return found


@dataclass(frozen=True, slots=True)
class Entered:
    """A row as its page lists it."""

    row: Any
    entered_by: str
    is_now: bool = False


def all_periods() -> list[Entered]:
    """Return every period, the latest first; one statement."""
    today = clock.today()
    rows = db.session.execute(
        select(SpecialPeriod, User.display_name)
        .join(User, User.id == SpecialPeriod.entered_by_id)
        .order_by(SpecialPeriod.first_on.desc(), SpecialPeriod.id.desc())
    )
    return [
        Entered(row, by, row.is_active and row.first_on <= today <= row.last_on) for row, by in rows
    ]


def all_places() -> list[Entered]:
    """Return every school, by name; one statement."""
    rows = db.session.execute(
        select(QuietPlace, User.display_name)
        .join(User, User.id == QuietPlace.entered_by_id)
        .order_by(QuietPlace.name, QuietPlace.id)
    )
    return [Entered(row, by) for row, by in rows]


def saved(row: SpecialPeriod | QuietPlace, fields: dict[str, Any], actor_id: int) -> None:
    """Enter a new row, or enter it anew; who did it last stands beside it.

    Cases keep the period they were registered in: what is changed here concerns later ones only.
    """
    for name, value in fields.items():
        setattr(row, name, value)
    row.entered_at, row.entered_by_id = clock.now(), actor_id
    db.session.add(row)
    db.session.flush()
    g.pop("caseflow_periods", None)
    g.pop("caseflow_places", None)
