"""The OpenAPI document, made from the operations and the schemas that check their input."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from flask_smorest import Api

from caseflow.api.v1.blueprint import blp, header_parameters
from caseflow.api.v1.schemas import ProblemOut

VERSION = "1.0"
ABOUT = (
    "Work orders in, progress out, monitoring alarms in. Errors are application/problem+json. "
    "Text is UTF-8; instants are ISO 8601 with a zone; days are dates of Asia/Shanghai."
)
SCHEMES: dict[str, dict[str, str]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of an API client."},
    "session": {"type": "apiKey", "in": "cookie", "name": "caseflow_session"},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
}


class DocumentedApi(Api):  # type: ignore[misc]
    """flask-smorest without its own error answers and document pages: ours stand elsewhere."""

    def _register_error_handlers(self) -> None:
        """Leave errors to caseflow/ground/web/errors.py, which has one answer for each."""

    def _register_doc_blueprint(self) -> None:
        """Leave the document to v1/views/document.py, which names its right."""

    def _register_responses(self) -> None:
        """Leave out responses that no operation of ours gives."""


def document() -> dict[str, Any]:
    """Return the OpenAPI document; it is the same for every application of this version."""
    return _made(current_app._get_current_object())  # type: ignore[attr-defined]


_MADE: dict[str, dict[str, Any]] = {}


def _made(app: Flask) -> dict[str, Any]:
    if VERSION not in _MADE:
        app.config.update(API_TITLE="caseflow", API_VERSION=VERSION, OPENAPI_VERSION="3.0.3")
        api = DocumentedApi(app, spec_kwargs={"info": {"description": ABOUT}})
        api.spec.components.schema("Problem", schema=ProblemOut)
        for name, scheme in SCHEMES.items():
            api.spec.components.security_scheme(name, scheme)
        blp.register_views_in_doc(api, app, api.spec, name=blp.name, parameters=None)
        _MADE[VERSION] = _tidied(api.spec.to_dict())
    return _MADE[VERSION]


def _tidied(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document without what flask-smorest puts in for others, with our headers."""
    for unused in ("responses", "headers"):
        document["components"].pop(unused, None)
    document["components"]["schemas"].pop("PaginationMetadata", None)
    for path in document["paths"].values():
        for method, found in path.items():
            if method in {"get", "post"}:
                found["responses"].pop("default", None)
                found["parameters"] = [*found.get("parameters", []), *header_parameters(found)]
    return document
