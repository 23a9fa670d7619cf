"""The addresses of tablets, below /field/; the token is asked for in guarding.py, after 401."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from caseflow.field.sync.problems import answer_tablets
from caseflow.ground.extensions import csrf

bp = Blueprint("sync", __name__, url_prefix="/field")
csrf.exempt(bp)
answer_tablets()


def answered(body: dict[str, Any], status: int = 200) -> Response:
    """Return an answer that no cache keeps."""
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def json_body(most: int) -> Any:
    """Return the JSON of the request, of at most `most` bytes; 400, 413 or 415 otherwise."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    request.max_content_length = most
    try:
        return json.loads(request.get_data(cache=False), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error


def _refused(name: str) -> Any:
    raise ValueError(name)
