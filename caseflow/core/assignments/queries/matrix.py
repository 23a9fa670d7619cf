"""The dispatch matrix as its page shows it: rows, what may be chosen, and the changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from caseflow.core.assignments.models import DispatchCoUnit, DispatchEvent, DispatchRule
from caseflow.core.assignments.queries.names import local_name
from caseflow.core.petitions.models import Category
from caseflow.core.petitions.reference import TRACKS
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.regions.queries import townships
from caseflow.people.accounts.models import Unit, User

CHANGES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of the matrix as the page lists it; `standing`: now, coming or past."""

    id: int
    category: str | None
    track: str | None
    township: str | None
    lead: str | None
    """None: the office of the township in which the matter lies."""
    co_handling: tuple[str, ...]
    basis: str
    is_verified: bool
    valid_from: date
    valid_until: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: who, when, what."""

    at: datetime
    actor: str
    act: str
    words: str


def get_rule(rule_id: int) -> DispatchRule:
    """Return a row, or raise NotVisible."""
    rule = db.session.get(DispatchRule, rule_id)
    if rule is None:
        raise NotVisible(_("There is no such row."))
    return rule


def co_unit_ids(rule_id: int) -> list[int]:
    """Return the co-handling units of a row, in their order."""
    return list(
        db.session.scalars(
            select(DispatchCoUnit.unit_id)
            .where(DispatchCoUnit.rule_id == rule_id)
            .order_by(DispatchCoUnit.position)
        )
    )


def rule_rows(*, with_past: bool, only: int | None = None) -> list[RuleRow]:
    """Return the rows as the page lists them: by category, township, kind and first day.

    Two statements; `only`: that row alone.
    """
    today = clock.today()
    helpers: dict[int, list[str]] = {}
    for rule_id, name, name_en in db.session.execute(
        select(DispatchCoUnit.rule_id, Unit.name, Unit.name_en)
        .join(Unit, Unit.id == DispatchCoUnit.unit_id)
        .order_by(DispatchCoUnit.rule_id, DispatchCoUnit.position)
    ):
        helpers.setdefault(rule_id, []).append(local_name(name, name_en))
    found = (
        select(
            DispatchRule,
            Category.name.label("category"),
            Category.name_en.label("category_en"),
            Township.name.label("township"),
            Township.name_en.label("township_en"),
            Unit.name.label("lead"),
            Unit.name_en.label("lead_en"),
        )
        .outerjoin(Category, Category.code == DispatchRule.category_code)
        .outerjoin(Township, Township.code == DispatchRule.township_code)
        .outerjoin(Unit, Unit.id == DispatchRule.lead_unit_id)
        .order_by(
            Category.position.is_(None),
            Category.position,
            DispatchRule.township_code.is_(None),
            DispatchRule.township_code,
            DispatchRule.track.is_(None),
            DispatchRule.track,
            DispatchRule.valid_from,
        )
    )
    if not with_past:
        found = found.where(
            or_(DispatchRule.valid_until.is_(None), DispatchRule.valid_until >= today)
        )
    if only is not None:
        found = found.where(DispatchRule.id == only)
    return [_rule_row(row, helpers, today) for row in db.session.execute(found)]


def _rule_row(row: Any, helpers: dict[int, list[str]], today: date) -> RuleRow:
    rule, category, category_en, township, township_en, lead, lead_en = row
    is_past = rule.valid_until is not None and rule.valid_until < today
    return RuleRow(
        id=rule.id,
        category=local_name(category, category_en) if category else None,
        track=str(_(TRACKS[rule.track])) if rule.track else None,
        township=local_name(township, township_en) if township else None,
        lead=local_name(lead, lead_en) if lead else None,
        co_handling=tuple(helpers.get(rule.id, ())),
        basis=rule.basis,
        is_verified=rule.is_verified,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        standing="past" if is_past else "coming" if rule.valid_from > today else "now",
    )


def changes(limit: int = CHANGES_SHOWN) -> list[ChangeRow]:
    """Return the latest changes that people made, the newest first; one statement."""
    rows = db.session.execute(
        select(DispatchEvent.at, User.display_name, DispatchEvent.act, DispatchEvent.words)
        .join(User, User.id == DispatchEvent.actor_id)
        .order_by(DispatchEvent.id.desc())
        .limit(limit)
    )
    return [ChangeRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit that may be named in a row."""

    id: int
    name: str
    kind: str


def unit_options(keep: Iterable[int] = ()) -> list[UnitOption]:
    """Return the working units below the bureau, and those of `keep`; squads first."""
    rank = {"squad": 0, "section": 1, "partner": 2, "township": 3}
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.name_en, Unit.kind)
        .where(Unit.kind.in_(rank), or_(Unit.is_active, Unit.id.in_(list(keep))))
        .order_by(Unit.id)
    )
    found = [UnitOption(row.id, local_name(row.name, row.name_en), row.kind) for row in rows]
    return sorted(found, key=lambda one: rank[one.kind])


def category_options() -> list[tuple[str, str]]:
    """Return (code, name) of the categories in use, each second level after its first."""
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en, Category.parent_code)
        .where(Category.is_active)
        .order_by(Category.position)
    )
    return [
        (row.code, f"{'· ' if row.parent_code else ''}{local_name(row.name, row.name_en)}")
        for row in rows
    ]


def township_options() -> list[tuple[str, str]]:
    """Return (code, name) of the townships."""
    return [(one.code, local_name(one.name, one.name_en)) for one in townships()]
