"""Versions of rows: of two people who change the same row at once, one is told so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from caseflow.ground.errors import StaleCase
from caseflow.ground.extensions import db


def claim_version(row: Any, seen: int, sentence: str, **values: Any) -> None:
    """Make `row` one version newer, with `values`, and read it again.

    Raises StaleCase, saying `sentence`, if the row is not at version `seen` any more.
    """
    model = type(row)
    claimed: Any = db.session.execute(
        update(model)
        .where(model.id == row.id, model.version == seen)
        .values(version=seen + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:
        raise StaleCase(sentence)
    db.session.refresh(row)
