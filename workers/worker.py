"""A worker: one forked process a job, each inside the application's context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from caseflow import create_app
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import connection, queue
from workers.queues import MAINTENANCE_S, MONITORING_S, WORKER_TTL_S


class CaseflowWorker(Worker):
    """RQ's forking worker; `application` is made once and shared by the forks."""

    application: Flask

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run a job in the application's context, with database connections of its own."""
        with self.application.app_context():
            db.engine.dispose(close=False)
            db.session.info["origin"] = f"job:{str(job.func_name).rpartition('.')[2]}"
            return super().perform_job(job, queue, execution)


def make_worker(application: Flask, names: Sequence[str], **options: Any) -> CaseflowWorker:
    """Return a worker of the queues `names`, in that order."""
    with application.app_context():
        client = connection(patience_s=None)
        queues = [queue(name, client) for name in names]
    worker = CaseflowWorker(
        queues,
        connection=client,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_S,
        maintenance_interval=MAINTENANCE_S,
        job_monitoring_interval=MONITORING_S,
        **options,
    )
    worker.application = application
    return worker


def work(names: Sequence[str]) -> None:
    """Serve the queues `names` until told to stop.

    Raises CaseflowError if Redis goes at a moment at which RQ cannot wait for it; whoever keeps
    the process alive starts it again.
    """
    try:
        make_worker(create_app(), names).work(logging_level="WARNING")
    except (RedisError, OSError) as error:
        raise CaseflowError(f"This worker lost Redis ({type(error).__name__}).") from error
