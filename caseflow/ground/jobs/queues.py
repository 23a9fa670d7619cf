"""Putting work in a queue. A job is a function's path and JSON arguments, run at least once.

Enqueuing is a courtesy to impatience: what must happen stands in a row that a periodic job also
finds, so that nothing is lost while Redis is away.
"""

from __future__ import annotations

from redis import Redis
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError

URGENT, DEFAULT, EXPORTS, MAINTENANCE = "urgent", "default", "exports", "maintenance"
QUEUES = (URGENT, DEFAULT, EXPORTS, MAINTENANCE)
"""In the order in which a worker looks: receipts and messages · ordinary · long files · tidying."""

RETRIES = 2
PATIENCE_S = 2.0
RESULT_S = 600
FAILURE_S = 30 * 86400

Plain = str | int | float | bool | None


def connection(patience_s: float | None = PATIENCE_S) -> Redis:
    """Return a client of the installation's Redis; None waits for ever, as workers do."""
    url = settings().redis_url
    if url is None:
        raise CaseflowError("No Redis is known: start `caseflow up`, or give REDIS_URL.", 503)
    return Redis.from_url(url, socket_connect_timeout=patience_s, socket_timeout=patience_s)


def queue(name: str, client: Redis | None = None) -> Queue:
    """Return the queue of that name."""
    assert name in QUEUES, f"there is no queue {name}"
    return Queue(name, connection=client or connection(), serializer=JSONSerializer)


def enqueue(
    name: str,
    function: str,
    *arguments: Plain,
    limit_s: int = 300,
    job_id: str | None = None,
    client: Redis | None = None,
) -> str:
    """Put a call of `function` (a dotted path) into queue `name` and return the job's id.

    A job that dies is started again, at most twice. Raises RedisError when Redis is away.
    """
    job = queue(name, client).enqueue(
        function,
        args=arguments,
        job_id=job_id,
        job_timeout=limit_s,
        result_ttl=RESULT_S,
        failure_ttl=FAILURE_S,
        retry=Retry(max=RETRIES),
    )
    return str(job.id)
