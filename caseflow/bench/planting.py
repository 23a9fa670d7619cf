"""What a load holds equally often at every volume, so that answers of equal size can be timed.

Each plant stands in its number of cases (in as many as there are, if there are fewer), spread
evenly over the load. The words are made of characters that are common in the load's texts, side by
side as they are nowhere else: looking them up must not cost what their characters cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WORD = "尘夜"
PHRASE = "夜间粉尘由围墙缺口吹入居民院坝"
CALLER = "10000000000"
"""Begins with 100 as no telephone number of China does; other callers of a load are drawn."""

PLANTED: dict[str, str] = {"word": WORD, "phrase": PHRASE}
TIMES: dict[str, int] = {"word": 200, "phrase": 200, "caller": 20}
SPREAD = 0.9
"""The last one is planted before this share of the load: some copies cannot take one."""


@dataclass
class Sowing:
    """Tells for one copy after the other what is planted in it."""

    copies: int
    done: int = 0
    planted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TIMES, 0))

    def next(self, *, has_person: bool) -> frozenset[str]:
        """Return the plants of the next copy; only one with a complainant takes any."""
        self.done += 1
        if not has_person:
            return frozenset()
        due = {name for name, times in TIMES.items() if self._is_due(name, times)}
        for name in due:
            self.planted[name] += 1
        return frozenset(due)

    def _is_due(self, name: str, times: int) -> bool:
        planted = self.planted[name]
        return planted < times and self.done > planted * self.copies * SPREAD / times
