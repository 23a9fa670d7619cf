"""When a source counts as a repeat offender, told to whoever takes a complaint of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from caseflow.ground.i18n import N_

WITHIN = timedelta(days=365)
"""How far back cases, orders and penalties count."""


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """`count` of `what` (a field of Tally) make a repeat offender."""

    what: str
    count: int
    words: str
    source: str = "internal practice: tells people, decides nothing"


REPEAT_RULES: tuple[RepeatRule, ...] = (
    RepeatRule("founded_count", 2, N_("%(count)s complaints found true within a year")),
    RepeatRule("case_count", 3, N_("%(count)s cases within a year")),
    RepeatRule("order_count", 2, N_("%(count)s rectification orders within a year")),
    RepeatRule("late_order_count", 1, N_("%(count)s orders not complied with in time")),
    RepeatRule("penalty_count", 1, N_("%(count)s penalties within a year")),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands in a source's file within WITHIN; late orders whenever they were issued."""

    case_count: int = 0
    founded_count: int = 0
    order_count: int = 0
    late_order_count: int = 0
    penalty_count: int = 0


def repeat_grounds(tally: Tally) -> list[tuple[str, int]]:
    """Return the (words, count) of every rule that makes the source a repeat offender."""
    return [
        (rule.words, getattr(tally, rule.what))
        for rule in REPEAT_RULES
        if getattr(tally, rule.what) >= rule.count
    ]
