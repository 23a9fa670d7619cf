"""When the complaints of many become a group complaint, raised to the supervisors. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupRule:
    """At least `petitioner_count` different petitioners, of one case or on one source in days."""

    name: str
    petitioner_count: int
    within_days: int | None
    """None: those of one case, whenever they came."""
    words: str
    """The ground as the history keeps it; `{count}` is how many there were."""
    source: str


GROUP_RULES: tuple[GroupRule, ...] = (
    GroupRule("case", 5, None, "本案已有{count}名诉求人",
              "internal practice; 信访工作条例 (2022-05-01) 25 gives the occasion, no number"),
    GroupRule("source", 3, 7, "7日内有{count}名诉求人反映同一污染源",
              "internal practice"),
)  # fmt: skip
"""Both figures are the bureau's own choice and not of the law."""


def ground_of(case_count: int, source_count: int) -> str:
    """Return why these petitioners make a group complaint, or "" if they do not.

    `case_count`: different petitioners of the case and of those merged into it; `source_count`:
    different petitioners on its source within the days of the second rule.
    """
    for rule in GROUP_RULES:
        count = case_count if rule.within_days is None else source_count
        if count >= rule.petitioner_count:
            return rule.words.format(count=count)
    return ""


def source_days() -> int:
    """Return how many days back the rule on one source looks."""
    return next(rule.within_days for rule in GROUP_RULES if rule.within_days)
