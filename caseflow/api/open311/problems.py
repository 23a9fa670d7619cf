"""Errors as GeoReport has them: a list of code and description, in JSON or XML."""

from __future__ import annotations

from flask import Response, request

from caseflow.api.open311.writing import answer
from caseflow.ground.errors import CaseflowError
from caseflow.ground.web.machines import Fault

RETRY_SECONDS = 60


class BadQuestion(CaseflowError):
    """An argument that GeoReport does not know like this."""

    status = 400


class BadKey(CaseflowError):
    """The api_key is missing, unknown or may not file."""

    status = 403


def errors(fault: Fault) -> Response:
    """Return the list of errors that a fault is, in the format of the address."""
    wanted = request.path.rpartition(".")[2]
    rows = [{"code": fault.status, "description": text} for text in fault.reasons]
    rows = rows or [{"code": fault.status, "description": fault.sentence}]
    response = answer(rows, "errors", "error", "json" if wanted == "json" else "xml")
    response.status_code = fault.status
    if fault.status in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
