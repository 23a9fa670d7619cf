"""Quick looks at what the application stands on: database, Redis, workers. None raises."""

from __future__ import annotations

from redis import Redis
from redis.exceptions import RedisError
from rq.worker_registration import get_keys
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from caseflow.ground.config import settings
from caseflow.ground.extensions import db

PATIENCE_S = 1.0


def redis_client() -> Redis | None:
    """Return a client that waits at most a second, or None if no Redis is known."""
    url = settings().redis_url
    if url is None:
        return None
    return Redis.from_url(url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S)


def database_answers() -> bool:
    """Return whether the database answers a query."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def redis_answers(client: Redis | None) -> bool:
    """Return whether Redis answers."""
    try:
        return client is not None and bool(client.ping())
    except (RedisError, OSError):
        return False


def live_workers(client: Redis | None) -> int:
    """Return how many workers gave a sign of life lately; 0 when Redis is away."""
    if client is None:
        return 0
    try:
        keys = sorted(get_keys(connection=client))
        return int(str(client.exists(*keys))) if keys else 0
    except (RedisError, OSError):
        return 0
