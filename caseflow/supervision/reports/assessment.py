"""The assessment of townships: which measures count how much, and the score. Pure.

The weights are an example of practice until the bureau decides its own; nothing in the law fixes
them. Townships stand in the order of their codes, never in ranks: 国办函〔2025〕66号 forbids
ranking for its own sake.
"""

from __future__ import annotations

from collections.abc import Mapping

from caseflow.supervision.reports.figures import Figure
from caseflow.supervision.reports.measures import MEASURES

EXAMPLE_WEIGHTS: dict[str, float] = {
    "acknowledged": 10,
    "in_time": 30,
    "satisfaction": 20,
    "rectified": 20,
    "repeated": 10,
    "redone": 10,
}
"""示例: points of a hundred."""

WEIGHABLE = tuple(name for name, row in MEASURES.items() if not row.is_count)


def score(figures: Mapping[str, Figure], weights: Mapping[str, float]) -> float | None:
    """Return the score, 0 to 100, over the measures in which the township has lines; None: none.

    Where less is better (repeats, rework), what is not so counts.
    """
    points = whole = 0.0
    for name, weight in weights.items():
        rate = figures[name].rate
        if rate is None or not weight:
            continue
        whole += weight
        points += weight * (1 - rate if MEASURES[name].is_better_low else rate)
    return points / whole * 100 if whole else None
