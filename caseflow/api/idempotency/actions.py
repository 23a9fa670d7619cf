"""Doing once what a request asks for: claiming its key, keeping its answer, forgetting old keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from caseflow.api.idempotency.models import IdempotencyKey
from caseflow.api.idempotency.rules import KEEP_DAYS
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work

LOOKUP = "lookup_code"
Read = TypeVar("Read")


class KeyReused(CaseflowError):
    """The key belongs to another request of the same caller."""

    status = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered; `petition_id` says whose lookup code stands in the body."""

    status: int
    body: dict[str, Any]
    petition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """Whose request it is, its key if it has one, and the hash that tells it from others."""

    user_id: int
    key: str | None
    request_hash: str


def done_once(asked: Keyed, read: Callable[[], Read], act: Callable[[Read], Answer]) -> Answer:
    """Return what `act` does with what `read` made of the request, or its first answer.

    The key comes first: what was done is answered as then, though it would be refused today.
    Commits. Raises KeyReused, and whatever `read` and `act` raise; then the key stays free.
    """
    earlier = first_answer(asked)
    if earlier is not None:
        return earlier
    command = read()

    def keyed() -> Answer:
        if asked.key is None:
            return act(command)
        found = claim_key(asked.user_id, asked.key, asked.request_hash)
        if found is not None:
            return found
        answer = act(command)
        keep_answer(asked.user_id, asked.key, answer)
        return answer

    return _in_one(keyed)


def _in_one(act: Callable[[], Answer]) -> Answer:
    """Run `act` in a unit of work; if another caller was first with the same number, run it anew.

    The second run finds what the first caller committed.
    """
    try:
        with unit_of_work():
            return act()
    except IntegrityError:
        with unit_of_work():
            return act()


def first_answer(asked: Keyed) -> Answer | None:
    """Return what the same request was answered, if it was done under its key. Raises KeyReused."""
    if asked.key is None:
        return None
    row = db.session.scalars(
        select(IdempotencyKey).where(
            IdempotencyKey.user_id == asked.user_id, IdempotencyKey.key == asked.key
        )
    ).one_or_none()
    return None if row is None else _answer_of(row, asked.request_hash)


def _answer_of(row: IdempotencyKey, request_hash: str) -> Answer:
    if row.request_hash != request_hash or row.status is None or row.body is None:
        raise KeyReused(_("This Idempotency-Key was sent before with another request."))
    return Answer(row.status, _with_code(row.body, row.petition_id), row.petition_id)


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
    return _answer_of(row, request_hash)


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
