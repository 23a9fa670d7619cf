"""Changing the dispatch matrix: rows are added, ended and replaced, never edited while in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select, text

from caseflow.core.assignments.models import DispatchCoUnit, DispatchEvent, DispatchRule
from caseflow.core.assignments.reference import EXAMPLES, IN_FORCE_FROM
from caseflow.core.assignments.rules import MatrixRow, overlaps
from caseflow.core.petitions.models import Category
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.web.filters import day_words
from caseflow.people.accounts.models import Unit, User


@dataclass(frozen=True, slots=True)
class RuleCommand:
    """A row to be: None for any category, kind or township; no leading unit: the township's."""

    category_code: str | None
    track: str | None
    township_code: str | None
    lead_unit_id: int | None
    co_unit_ids: tuple[int, ...]
    basis: str
    is_verified: bool
    valid_from: date
    valid_until: date | None = None


def add_rule(command: RuleCommand, actor: User | None) -> DispatchRule:
    """Add a row to the matrix. Flushes, does not commit. Raises BadInput: days, units, overlap."""
    _hold_matrix()
    if actor is not None and command.valid_from < clock.today():
        raise BadInput(_("A row begins today or later: what is past was decided without it."))
    return _add(command, actor)


def end_rule(rule: DispatchRule, last_day: date, actor: User) -> None:
    """Set the last day of a row, yesterday or later; one not yet in force is taken away.

    Flushes, does not commit. Raises BadInput.
    """
    _hold_matrix()
    db.session.refresh(rule)
    yesterday = clock.today() - timedelta(days=1)
    if last_day < yesterday:
        raise BadInput(_("A row ends yesterday at the earliest: what is past stays as it was."))
    if rule.valid_until is not None and last_day > rule.valid_until:
        raise BadInput(
            _("The row ends earlier already, on %(day)s.", day=day_words(rule.valid_until))
        )
    if last_day < rule.valid_from:
        _remove(rule, actor)
        return
    rule.valid_until = last_day
    db.session.flush()
    _record("ended", rule, actor)


def replace_rule(rule: DispatchRule, command: RuleCommand, actor: User) -> DispatchRule:
    """End a row the day before the new one begins and add that; returns the new row.

    Flushes, does not commit. Raises BadInput, as add_rule and end_rule do.
    """
    if command.valid_from < clock.today():
        raise BadInput(_("A row begins today or later: what is past was decided without it."))
    end_rule(rule, command.valid_from - timedelta(days=1), actor)
    return add_rule(command, actor)


def load_examples() -> int:
    """Fill an empty matrix with the examples; returns how many rows were added. No commit.

    An example that names a unit which the bureau does not have is left out.
    """
    if db.session.scalar(select(DispatchEvent.id).limit(1)) is not None:
        return 0
    ids = {code: unit_id for code, unit_id in db.session.execute(select(Unit.code, Unit.id))}
    fitting = [
        one for one in EXAMPLES if all(code in ids for code in (one.lead, *one.co_handling) if code)
    ]
    for one in fitting:
        command = RuleCommand(
            category_code=one.category_code,
            track=one.track,
            township_code=None,
            lead_unit_id=ids[one.lead] if one.lead else None,
            co_unit_ids=tuple(ids[code] for code in one.co_handling),
            basis=one.basis,
            is_verified=False,
            valid_from=IN_FORCE_FROM,
        )
        _add(command, None)
    return len(fitting)


def _hold_matrix() -> None:
    """Let nobody else change the matrix until the commit (SQLite has one writer anyway)."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE dispatch_rules IN SHARE ROW EXCLUSIVE MODE"))


def _add(command: RuleCommand, actor: User | None) -> DispatchRule:
    _check(command)
    rule = DispatchRule(
        category_code=command.category_code,
        track=command.track,
        township_code=command.township_code,
        lead_unit_id=command.lead_unit_id,
        basis=command.basis,
        is_verified=command.is_verified,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        created_at=clock.now(),
        created_by_id=actor.id if actor else None,
    )
    db.session.add(rule)
    db.session.flush()
    db.session.add_all(
        DispatchCoUnit(rule_id=rule.id, unit_id=unit_id, position=position)
        for position, unit_id in enumerate(command.co_unit_ids)
    )
    db.session.flush()
    _record("added", rule, actor)
    return rule


def _check(command: RuleCommand) -> None:
    if command.valid_until is not None and command.valid_until < command.valid_from:
        raise BadInput(_("The last day lies before the first."))
    if command.lead_unit_id in command.co_unit_ids:
        raise BadInput(_("The leading unit cannot also be a co-handling one."))
    named = {*command.co_unit_ids, *([command.lead_unit_id] if command.lead_unit_id else [])}
    known = set(db.session.scalars(select(Unit.id).where(Unit.id.in_(named), Unit.is_active)))
    if named - known:
        raise BadInput(_("One of these units is not there any more: choose again."))
    clash = _clash(command)
    if clash is not None:
        raise BadInput(_clash_sentence(clash))


def _clash_sentence(clash: DispatchRule) -> str:
    first = day_words(clash.valid_from)
    if clash.valid_until is None:
        words = _(
            "A row for the same category, kind and township is in force from %(first)s until "
            "further notice: end it first, or replace it.",
            first=first,
        )
    else:
        words = _(
            "A row for the same category, kind and township is in force from %(first)s to "
            "%(last)s: choose days outside of it.",
            first=first,
            last=day_words(clash.valid_until),
        )
    return str(words)


def _clash(command: RuleCommand) -> DispatchRule | None:
    """Return a row that names the same three things on a day that both have."""
    wanted = MatrixRow(
        0,
        command.category_code,
        command.track,
        command.township_code,
        command.lead_unit_id,
        (),
        "",
        False,
        command.valid_from,
        command.valid_until,
    )
    rows = db.session.scalars(
        select(DispatchRule).where(
            DispatchRule.category_code.is_not_distinct_from(command.category_code),
            DispatchRule.track.is_not_distinct_from(command.track),
            DispatchRule.township_code.is_not_distinct_from(command.township_code),
        )
    )
    return next((row for row in rows if overlaps(wanted, _as_row(row))), None)


def _as_row(rule: DispatchRule) -> MatrixRow:
    return MatrixRow(
        rule.id,
        rule.category_code,
        rule.track,
        rule.township_code,
        rule.lead_unit_id,
        (),
        rule.basis,
        rule.is_verified,
        rule.valid_from,
        rule.valid_until,
    )


def _remove(rule: DispatchRule, actor: User) -> None:
    _record("removed", rule, actor)
    db.session.execute(delete(DispatchCoUnit).where(DispatchCoUnit.rule_id == rule.id))
    db.session.delete(rule)
    db.session.flush()


def _record(act: str, rule: DispatchRule, actor: User | None) -> None:
    """Append what was done, with the row as it is now."""
    units = db.session.scalars(
        select(Unit.name)
        .join(DispatchCoUnit, DispatchCoUnit.unit_id == Unit.id)
        .where(DispatchCoUnit.rule_id == rule.id)
        .order_by(DispatchCoUnit.position)
    ).all()
    lead = db.session.get(Unit, rule.lead_unit_id) if rule.lead_unit_id else None
    category = db.session.get(Category, rule.category_code) if rule.category_code else None
    township = db.session.get(Township, rule.township_code) if rule.township_code else None
    names = (
        category.name if category else "*",
        rule.track or "*",
        township.name if township else "*",
    )
    parts = [
        f"{' × '.join(names)} → {' + '.join((lead.name if lead else '所在乡镇（街道）', *units))}",
        f"{rule.valid_from} – {rule.valid_until or '…'}",
        "✓" if rule.is_verified else "?",
        rule.basis,
    ]
    db.session.add(
        DispatchEvent(
            at=clock.now(),
            actor_id=actor.id if actor else None,
            rule_id=rule.id,
            act=act,
            words=" · ".join(parts),
        )
    )
    db.session.flush()
