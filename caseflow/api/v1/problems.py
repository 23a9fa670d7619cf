"""Errors as application/problem+json (RFC 9457), in the caller's language."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from caseflow.api.v1.rules import FIELD_SENTENCES, PREFIX, TITLES, problem_name
from caseflow.ground.errors import BadInput
from caseflow.ground.web.machines import Fault

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 60


class WrongFields(BadInput):
    """What was sent is wrong at these fields."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(_("Fields are missing or wrong."))
        self.errors = errors


def problem(fault: Fault) -> Response:
    """Return the problem that an error is for a machine."""
    errors = _errors_of(fault.error)
    body: dict[str, Any] = {
        "type": f"{PREFIX}/#{problem_name(fault.status)}",
        "title": _(TITLES[fault.status]) if fault.status in TITLES else fault.title,
        "status": fault.status,
        "detail": _("Fields are missing or wrong.") if errors else fault.sentence,
        "instance": request.path,
    }
    if fault.reasons:
        body["reasons"] = list(fault.reasons)
    if errors:
        body["errors"] = errors
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text.encode("utf-8", "replace"), fault.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if fault.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="caseflow"'
    if fault.status in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _errors_of(error: Exception | None) -> dict[str, list[str]]:
    """Return the wrong fields by their place, such as person.phone or categories.0."""
    if isinstance(error, WrongFields):
        return error.errors
    data = getattr(error, "data", None)
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, dict):
        return {}
    found: dict[str, list[str]] = {}
    for location in messages.values():  # webargs puts json, query or headers on top
        _flatten(location, (), found)
    return found


def _flatten(messages: Any, place: tuple[str, ...], found: dict[str, list[str]]) -> None:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            _flatten(inner, place if key == "_schema" else (*place, str(key)), found)
        return
    sentences = messages if isinstance(messages, list) else [messages]
    name = ".".join(place) or "body"
    found.setdefault(name, []).extend(_said(str(sentence)) for sentence in sentences)


def _said(sentence: str) -> str:
    known = FIELD_SENTENCES.get(sentence)
    return _(known) if known else sentence
