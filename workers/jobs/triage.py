"""Jobs of the category suggestions."""

from __future__ import annotations

from caseflow.desk.triage.actions.training import keep_training, train_newest
from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work


def train_categories() -> int:
    """Train on the confirmed cases and keep what was measured; returns 1, or 0 for nothing new."""
    trained = train_newest(clock.today())
    if trained is None:
        return 0
    with unit_of_work():
        keep_training(trained)
    return 1
