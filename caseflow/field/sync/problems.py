"""What the addresses of tablets answer where something is wrong: application/problem+json."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from caseflow.field.sync.guarding import OldToken
from caseflow.ground.errors import BadInput, CaseflowError
from caseflow.ground.web.machines import Fault, answer_below

PREFIXES = tuple(
    f"/field/{name}"
    for name in ("session", "package", "submissions", "files", "evidence", "devices")
)
CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 60


class Unkept(BadInput):
    """What came cannot be read; `place` says where, as payload.officers.0.name."""

    def __init__(self, place: str) -> None:
        super().__init__(_("This cannot be read: %(place)s.", place=place or "body"))
        self.errors = {place or "body": [_("It is missing, or not of the kind that is needed.")]}


class NotContinued(CaseflowError):
    """A piece does not continue what is there; `have` bytes are."""

    status = 409

    def __init__(self, sentence: object, have: int) -> None:
        super().__init__(sentence)
        self.have = have


def problem(fault: Fault) -> Response:
    """Return the problem that an error is for a tablet."""
    body: dict[str, Any] = {
        "type": "/field/#csrf" if isinstance(fault.error, OldToken) else "about:blank",
        "title": fault.title,
        "status": fault.status,
        "detail": fault.sentence,
        "instance": request.path,
    }
    if fault.reasons:
        body["reasons"] = list(fault.reasons)
    for name in ("errors", "have"):
        if hasattr(fault.error, name):
            body[name] = getattr(fault.error, name)
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text.encode("utf-8", "replace"), fault.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if fault.status in {429, 503, 507}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def answer_tablets() -> None:
    """Have every error below the tablets' addresses answered so, in the language of the person."""
    for prefix in PREFIXES:
        answer_below(prefix, problem, is_of_a_person=True)
