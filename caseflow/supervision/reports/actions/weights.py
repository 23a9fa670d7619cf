"""Deciding how much each measure counts in the assessment of townships."""

from __future__ import annotations

from collections.abc import Mapping

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.supervision.reports.models import AssessmentWeight


def set_weights(weights: Mapping[str, float], basis: str, actor_id: int) -> None:
    """Record a decision on all weights; earlier ones stay in the table."""
    now = clock.now()
    for measure, weight in weights.items():
        db.session.add(
            AssessmentWeight(
                measure=measure, weight=weight, basis=basis, decided_at=now, actor_id=actor_id
            )
        )
    db.session.flush()
