"""`/healthz`: this process answers. `/readyz`: so do the database, Redis and a worker."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from caseflow.ground import probes
from caseflow.ground.extensions import limiter
from caseflow.people.permissions.decorators import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@limiter.exempt
@public
def healthz() -> Response:
    return jsonify(alive=True)


@bp.get("/readyz")
@limiter.exempt
@public
def readyz() -> tuple[Response, int]:
    client = probes.redis_client()
    found = {
        "database": probes.database_answers(),
        "redis": probes.redis_answers(client),
        "workers": probes.live_workers(client) > 0,
    }
    ready = all(found.values())
    return jsonify(ready=ready, **found), 200 if ready else 503
