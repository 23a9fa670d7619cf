"""Claiming a key, keeping its answer, forgetting old keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.api.idempotency.models import IdempotencyKey
from caseflow.api.idempotency.rules import KEEP_DAYS
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db

LOOKUP = "lookup_code"


class KeyReused(CaseflowError):
    """The key belongs to another request of the same caller."""

    status = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered; `petition_id` says whose lookup code stands in the body."""

    status: int
    body: dict[str, Any]
    petition_id: int | None = None


def claim_key(user_id: int, key: str, request_hash: str) -> Answer | None:
    """Take the key for this transaction; returns the first answer if the request was done before.

    A second sending waits here for the first to commit. Raises KeyReused.
    """
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    taken = db.session.scalar(
        insert(IdempotencyKey)
        .values(user_id=user_id, key=key, request_hash=request_hash, created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["user_id", "key"])
        .returning(IdempotencyKey.id)
    )
    if taken is not None:
        return None
    row = db.session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
    ).one()
    if row.request_hash != request_hash or row.status is None or row.body is None:
        raise KeyReused(_("This Idempotency-Key was sent before with another request."))
    return Answer(row.status, _with_code(row.body, row.petition_id), row.petition_id)


def keep_answer(user_id: int, key: str, answer: Answer) -> None:
    """Keep what was answered, without the lookup code. No commit."""
    plain = {name: value for name, value in answer.body.items() if name != LOOKUP}
    db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
        .values(status=answer.status, body=plain, petition_id=answer.petition_id)
    )


def _with_code(body: dict[str, Any], petition_id: int | None) -> dict[str, Any]:
    if petition_id is None:
        return body
    return {**body, LOOKUP: lookup_code(db.session.get_one(Petition, petition_id))}


def forget_old_keys() -> int:
    """Delete the keys of more than KEEP_DAYS ago; returns how many. No commit."""
    old = IdempotencyKey.created_at < clock.now() - timedelta(days=KEEP_DAYS)
    return db.session.connection().execute(delete(IdempotencyKey).where(old)).rowcount
