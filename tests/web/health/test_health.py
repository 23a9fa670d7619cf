"""`/healthz` and `/readyz`, asked by machines without sign-in."""

from __future__ import annotations

from flask.testing import FlaskClient
from redis import Redis
from rq import SimpleWorker


def test_the_process_says_that_it_is_alive(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"alive": True}


def test_without_a_worker_the_service_is_not_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": True, "redis": True, "workers": False}


def test_with_a_worker_the_service_is_ready(client: FlaskClient, redis_url: str) -> None:
    with Redis.from_url(redis_url) as connection:
        worker = SimpleWorker(["default"], connection=connection, name="one")
        worker.register_birth()
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ready"] is True
