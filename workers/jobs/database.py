"""Jobs of the database itself."""

from __future__ import annotations

from caseflow.ground import schema
from caseflow.ground.config import settings


def refresh_statistics() -> int:
    """Count the tables anew where the database does not do so by itself; returns 1, else 0."""
    if not settings().is_sqlite:
        return 0
    schema.refresh_statistics()
    return 1
