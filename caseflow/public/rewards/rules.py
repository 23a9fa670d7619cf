"""How much a report is worth: one row a rule, with its instrument; sums explain themselves.

Pure. No row is confirmed: the text of the instrument was found in second hand only, so that every
amount is shown as unverified until the bureau confirms its row (actions/setting.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from caseflow.ground.i18n import N_

INSTRUMENT = "重庆市生态环境违法行为有奖举报办法（2025年版），渝环规〔2025〕1号"
"""[F2] Known from mirrors of the text; neither its day in force nor its articles were read."""
IN_FORCE = date(2025, 1, 1)
"""The year is known, the day is not: the first of the year stands for it. Unverified."""


class Kind(StrEnum):
    FIXED = "fixed"
    """So many yuan."""
    PERCENT = "percent"
    """So many per cent of the fine."""
    UP_TO = "up_to"
    """What the assessor puts in, up to the cap."""


@dataclass(frozen=True, slots=True)
class RewardRule:
    """One row as it is in force from `valid_from` (a local date) on. Whole yuan, whole per cent."""

    code: str
    label: str
    kind: Kind
    amount_yuan: int | None = None
    percent: int | None = None
    cap_yuan: int | None = None
    """None: no highest amount is known."""
    valid_from: date = IN_FORCE
    instrument: str = INSTRUMENT
    article: str = ""
    """Empty: not known."""
    note: str = ""
    needs_decision: bool = False
    """Only once a penalty decision is in effect."""
    is_verified: bool = False


_TIER = N_("Which of the 34 reportable items belong to this tier is not verified.")
_GRADE = N_("The amount of this grade is not verified; the highest of all grades is 100,000 yuan.")

RULES: dict[str, RewardRule] = {
    row.code: row
    for row in (
        RewardRule("tier-500", N_("First tier"), Kind.FIXED, amount_yuan=500, note=_TIER),
        RewardRule("tier-1000", N_("Second tier"), Kind.FIXED, amount_yuan=1000, note=_TIER),
        RewardRule("tier-2000", N_("Third tier"), Kind.FIXED, amount_yuan=2000, note=_TIER),
        RewardRule("penalty", N_("Report that led to a fine"), Kind.PERCENT, percent=5,
                   note=N_("Whether there is a highest amount is not verified."),
                   needs_decision=True),
        RewardRule("emergency-1", N_("Emergency of grade I (most serious)"), Kind.UP_TO,
                   cap_yuan=100_000,
                   note=N_("Up to 100,000 yuan; that this is grade I’s is not verified.")),
        RewardRule("emergency-2", N_("Emergency of grade II (serious)"), Kind.UP_TO,
                   cap_yuan=100_000, note=_GRADE),
        RewardRule("emergency-3", N_("Emergency of grade III (larger)"), Kind.UP_TO,
                   cap_yuan=100_000, note=_GRADE),
        RewardRule("emergency-4", N_("Emergency of grade IV (ordinary)"), Kind.UP_TO,
                   cap_yuan=100_000, note=_GRADE),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A row set anew by the bureau; None in a number: as it was before."""

    code: str
    valid_from: date
    amount_yuan: int | None
    percent: int | None
    cap_yuan: int | None
    instrument: str
    article: str
    is_verified: bool


def rule_on(code: str, on: date, changes: list[Change]) -> RewardRule:
    """Return the row `code` as it is in force on a day; `changes` in the order they were set.

    The latest day not after `on` counts; of two set for one day, the later set.
    """
    own = [change for change in changes if change.code == code and change.valid_from <= on]
    if not own:
        return RULES[code]
    latest = max(change.valid_from for change in own)
    change = [one for one in own if one.valid_from == latest][-1]
    return replace(
        RULES[code],
        amount_yuan=_or(change.amount_yuan, RULES[code].amount_yuan),
        percent=_or(change.percent, RULES[code].percent),
        cap_yuan=_or(change.cap_yuan, RULES[code].cap_yuan),
        valid_from=change.valid_from,
        instrument=change.instrument,
        article=change.article,
        is_verified=change.is_verified,
        note="",
    )


def _or(value: int | None, other: int | None) -> int | None:
    return other if value is None else value


Line = tuple[str, dict[str, Any]]
"""A message and what stands in its places."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a reporter gets, in whole yuan, how it came about, and why there is none."""

    yuan: int
    lines: tuple[Line, ...]
    problem: str = ""
    """A msgid; empty: the amount stands."""


def amount_of(
    rule: RewardRule,
    *,
    fine_yuan: int | None = None,
    chosen_yuan: int | None = None,
    reporter_count: int = 1,
) -> Amount:
    """Return the share of one reporter under `rule`.

    Parts of a yuan are dropped, and several who reported together get equal parts: both are
    practice, not verified in the instrument.
    """
    sums = {Kind.FIXED: _fixed, Kind.PERCENT: _percent, Kind.UP_TO: _up_to}
    whole = sums[rule.kind](rule, fine_yuan, chosen_yuan)
    if whole.problem:
        return whole
    return _shared(_capped(whole, rule), max(1, reporter_count))


def _fixed(rule: RewardRule, _fine: int | None, _chosen: int | None) -> Amount:
    yuan = rule.amount_yuan or 0
    return Amount(yuan, ((N_("A fixed amount: %(yuan)s yuan."), {"yuan": yuan}),))


def _percent(rule: RewardRule, fine: int | None, _chosen: int | None) -> Amount:
    if not fine:
        return Amount(0, (), N_("Enter the fine: this rule counts from it."))
    yuan = fine * (rule.percent or 0) // 100
    places = {"percent": rule.percent, "fine": fine, "yuan": yuan}
    line = N_("%(percent)s%% of the fine of %(fine)s yuan: %(yuan)s yuan.")
    if not yuan:
        return Amount(0, ((line, places),), N_("The amount comes to nothing."))
    return Amount(yuan, ((line, places),))


def _up_to(rule: RewardRule, _fine: int | None, chosen: int | None) -> Amount:
    if not chosen:
        return Amount(0, (), N_("Enter the amount: this rule only says the highest."))
    line = N_("Put in by the assessor: %(yuan)s yuan.")
    if rule.cap_yuan is not None and chosen > rule.cap_yuan:
        return Amount(0, (), N_("The amount is above the highest that this rule allows."))
    return Amount(chosen, ((line, {"yuan": chosen}),))


def _capped(amount: Amount, rule: RewardRule) -> Amount:
    if rule.cap_yuan is None and rule.kind is Kind.FIXED:
        return amount
    if rule.cap_yuan is None:
        return replace(amount, lines=(*amount.lines, (N_("No highest amount is known."), {})))
    line: Line = (N_("Highest amount: %(yuan)s yuan."), {"yuan": rule.cap_yuan})
    return Amount(min(amount.yuan, rule.cap_yuan), (*amount.lines, line))


def _shared(amount: Amount, count: int) -> Amount:
    if count == 1:
        return amount
    yuan = amount.yuan // count
    line: Line = (
        N_("Shared equally by %(count)s who reported together: %(yuan)s yuan each."),
        {"count": count, "yuan": yuan},
    )
    problem = "" if yuan else N_("The amount comes to nothing.")
    return Amount(yuan, (*amount.lines, line), problem)
