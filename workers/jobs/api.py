"""Keeping the tables of the API small."""

from __future__ import annotations

from caseflow.api.idempotency.actions import forget_old_keys
from caseflow.ground.unit_of_work import unit_of_work


def forget_idempotency_keys() -> int:
    """Delete the Idempotency-Keys of more than seven days ago; returns how many."""
    with unit_of_work():
        return forget_old_keys()
