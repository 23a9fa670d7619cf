"""Jobs of decisions on many cases. Each may run twice, or twice at once: an item is done once."""

from __future__ import annotations

from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.bulk.actions.choosing import forget_drafts
from caseflow.supervision.bulk.actions.working import work_off_runs


def work_off_bulk() -> int:
    """Do what waits of decisions on many cases."""
    return work_off_runs()


def forget_bulk_drafts() -> int:
    """Delete the drafts that nobody went on with."""
    with unit_of_work():
        return forget_drafts()
