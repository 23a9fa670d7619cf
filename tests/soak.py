"""How long a trial marked `soak` lasts: a sample in `make test`, in full in `make soak`.

The sample is the same every time. The full trial has a new seed each time, printed by `seed` when
a test fails; CASEFLOW_SOAK_SEED repeats it.

    @pytest.mark.soak
    def test_something_many_times() -> None:
        chance = random.Random(seed())
        for _round in range(rounds(sample=3, full=300)):
"""

from __future__ import annotations

import os
import time

SAMPLE_SEED = 20261126


def is_full() -> bool:
    """Return whether trials run in full."""
    return os.environ.get("CASEFLOW_SOAK") == "1"


def rounds(sample: int, full: int) -> int:
    """Return how many rounds a trial has."""
    return full if is_full() else sample


def seed() -> int:
    """Return the seed of a trial and print it: pytest shows it when the test fails."""
    fixed = os.environ.get("CASEFLOW_SOAK_SEED")
    found = int(fixed) if fixed else time.time_ns() % 2**32 if is_full() else SAMPLE_SEED
    print(f"CASEFLOW_SOAK_SEED={found}")
    return found
