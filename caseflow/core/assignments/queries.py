"""Reading the dispatch matrix: the likely unit of a matter, the rows on the page, the changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from caseflow.core.assignments.models import DispatchCoUnit, DispatchEvent, DispatchRule
from caseflow.core.assignments.rules import Match, MatrixRow, matches
from caseflow.core.petitions.models import Category
from caseflow.core.petitions.reference import TRACKS
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.regions.queries import townships
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User

CHANGES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as it is named on the page."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """Who is likely to handle a matter, and why; nothing is decided by it."""

    lead: UnitName
    co_handling: tuple[UnitName, ...]
    basis: str
    """The law and the local assignment named in the row."""
    because: str
    """The row that counted, in words: its category, kind and township."""
    is_verified: bool
    """False: the row is an example, to be confirmed with the local assignment."""
    rule_id: int


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
    """One change: who (None: the program), when, what."""

    at: datetime
    actor: str | None
    act: str
    words: str


def suggest_units(
    category_codes: Iterable[str], track: str | None, township_code: str | None, on: date
) -> UnitSuggestion | None:
    """Return who is likely to handle a matter by the rows in force on that day, or None.

    Several categories: the most specific row leads, the others' leading units co-handle. Four
    statements at most, however long the matrix.
    """
    rows = [row for row in matrix_rows(on) if row.is_in_force(on)]
    if not rows:
        return None
    names = {
        row.code: (row.parent_code, _local(row.name, row.name_en))
        for row in db.session.execute(
            select(Category.code, Category.parent_code, Category.name, Category.name_en)
        )
    }
    parents = {code: parent for code, (parent, _name) in names.items()}
    found = matches(rows, category_codes, parents, track, township_code, on)
    if not found:
        return None
    words = {code: name for code, (_parent, name) in names.items()}
    return _suggestion(found, township_code, words)


def _suggestion(
    found: list[Match], township_code: str | None, names: dict[str, str]
) -> UnitSuggestion | None:
    wanted = {
        unit_id
        for one in found
        for unit_id in (one.row.lead_unit_id, *one.row.co_unit_ids)
        if unit_id is not None
    }
    units, office = _units(wanted, township_code)
    leads = [units.get(one.row.lead_unit_id) if one.row.lead_unit_id else office for one in found]
    first = next(((one, lead) for one, lead in zip(found, leads, strict=True) if lead), None)
    if first is None:
        return None
    match, lead = first
    helpers = [units.get(unit_id) for one in found for unit_id in one.row.co_unit_ids]
    others = dict.fromkeys(unit for unit in [*leads, *helpers] if unit and unit != lead)
    return UnitSuggestion(
        lead=lead,
        co_handling=tuple(others),
        basis=match.row.basis,
        because=_because(match.row, names),
        is_verified=match.row.is_verified,
        rule_id=match.row.id,
    )


def _units(
    wanted: set[int], township_code: str | None
) -> tuple[dict[int, UnitName], UnitName | None]:
    """Return the units asked for that still work, and the township's own office."""
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.name_en, Unit.kind, Unit.township_code).where(
            Unit.is_active,
            or_(
                Unit.id.in_(wanted),
                (Unit.kind == "township") & (Unit.township_code == (township_code or "")),
            ),
        )
    ).all()
    named = {row.id: UnitName(row.id, _local(row.name, row.name_en)) for row in rows}
    office = next(
        (row.id for row in rows if row.kind == "township" and row.township_code == township_code),
        None,
    )
    return named, named[office] if office is not None else None


def _because(row: MatrixRow, names: dict[str, str]) -> str:
    """Return the three things the row names, joined; “any matter” if it names none."""
    parts = []
    if row.category_code:
        parts.append(names.get(row.category_code, row.category_code))
    if row.track:
        parts.append(str(_(TRACKS.get(row.track, row.track))))
    if row.township_code:
        township = db.session.get(Township, row.township_code)
        parts.append(_local(township.name, township.name_en) if township else row.township_code)
    return " × ".join(parts) or _("any matter")


def _local(name: str, name_en: str) -> str:
    return name if is_chinese() or not name_en else name_en


def matrix_rows(on: date) -> list[MatrixRow]:
    """Return the rows that are in force on that day; two statements."""
    helpers: dict[int, list[int]] = {}
    in_force = (
        DispatchRule.valid_from <= on,
        or_(DispatchRule.valid_until.is_(None), DispatchRule.valid_until >= on),
    )
    for rule_id, unit_id in db.session.execute(
        select(DispatchCoUnit.rule_id, DispatchCoUnit.unit_id)
        .join(DispatchRule, DispatchRule.id == DispatchCoUnit.rule_id)
        .where(*in_force)
        .order_by(DispatchCoUnit.rule_id, DispatchCoUnit.position)
    ):
        helpers.setdefault(rule_id, []).append(unit_id)
    return [
        MatrixRow(*row[:5], tuple(helpers.get(row.id, ())), *row[5:])
        for row in db.session.execute(
            select(
                DispatchRule.id,
                DispatchRule.category_code,
                DispatchRule.track,
                DispatchRule.township_code,
                DispatchRule.lead_unit_id,
                DispatchRule.basis,
                DispatchRule.is_verified,
                DispatchRule.valid_from,
                DispatchRule.valid_until,
            )
            .where(*in_force)
            .order_by(DispatchRule.id)
        )
    ]


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
        helpers.setdefault(rule_id, []).append(_local(name, name_en))
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
        category=_local(category, category_en) if category else None,
        track=str(_(TRACKS[rule.track])) if rule.track else None,
        township=_local(township, township_en) if township else None,
        lead=_local(lead, lead_en) if lead else None,
        co_handling=tuple(helpers.get(rule.id, ())),
        basis=rule.basis,
        is_verified=rule.is_verified,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        standing="past" if is_past else "coming" if rule.valid_from > today else "now",
    )


def changes(limit: int = CHANGES_SHOWN) -> list[ChangeRow]:
    """Return the latest changes of the matrix, the newest first; one statement."""
    rows = db.session.execute(
        select(DispatchEvent.at, User.display_name, DispatchEvent.act, DispatchEvent.words)
        .outerjoin(User, User.id == DispatchEvent.actor_id)
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
    found = [UnitOption(row.id, _local(row.name, row.name_en), row.kind) for row in rows]
    return sorted(found, key=lambda one: rank[one.kind])


def category_options() -> list[tuple[str, str]]:
    """Return (code, name) of the categories in use, each second level after its first."""
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en, Category.parent_code)
        .where(Category.is_active)
        .order_by(Category.position)
    )
    return [
        (row.code, f"{'· ' if row.parent_code else ''}{_local(row.name, row.name_en)}")
        for row in rows
    ]


def township_options() -> list[tuple[str, str]]:
    """Return (code, name) of the townships."""
    return [(one.code, _local(one.name, one.name_en)) for one in townships()]
