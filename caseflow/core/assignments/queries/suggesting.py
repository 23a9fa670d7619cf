"""The likely unit of a matter, by the rows of the dispatch matrix in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select

from caseflow.core.assignments.models import DispatchCoUnit, DispatchRule
from caseflow.core.assignments.queries.names import local_name
from caseflow.core.assignments.rules import Match, MatrixRow, matches
from caseflow.core.petitions.models import Category
from caseflow.core.petitions.reference import TRACKS
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import Unit


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
        row.code: (row.parent_code, local_name(row.name, row.name_en))
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
    named = {row.id: UnitName(row.id, local_name(row.name, row.name_en)) for row in rows}
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
        parts.append(local_name(township.name, township.name_en) if township else row.township_code)
    return " × ".join(parts) or _("any matter")


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
