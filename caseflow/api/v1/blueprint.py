"""One operation of the API: its route, its right and scope, and what the document says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest

from caseflow.api.clients.rules import ApiScope
from caseflow.api.guarding import for_machines
from caseflow.api.idempotency.rules import HEADER, KEY_PATTERN
from caseflow.api.v1.problems import CONTENT_TYPE
from caseflow.api.v1.rules import (
    CALLS_PER_ADDRESS,
    OF_EVERY_CALL,
    OF_EVERY_POST,
    PREFIX,
    PROBLEMS,
)
from caseflow.ground.extensions import limiter
from caseflow.people.permissions.policy import Permission

View = TypeVar("View", bound=Callable[..., Any])
TAKES_KEY = "x-idempotent"
SECURITY: list[dict[str, list[str]]] = [{"token": []}, {"session": [], "csrf": []}]
SECURITY_TO_READ: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]


class Parser(FlaskParser):
    """webargs' parser, to which JSON that Python cannot take is malformed like any other."""

    def load_json(self, req: Any, schema: Any) -> Any:
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError) as error:
            raise BadRequest from error


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = Parser()


blp = ApiBlueprint("api", __name__, url_prefix=PREFIX, description="caseflow")
limiter.limit(CALLS_PER_ADDRESS)(blp)


def operation(
    method: str,
    path: str,
    *,
    permission: Permission,
    scope: ApiScope,
    answers: dict[int, type[Schema]],
    problems: tuple[str, ...] = (),
    query: type[Schema] | None = None,
    body: type[Schema] | None = None,
    example: dict[str, Any] | None = None,
    takes_key: bool = False,
) -> Callable[[View], View]:
    """Register a view. The first of `answers` is the ordinary one; `problems` are rules.PROBLEMS.

    The view is given the query or body as read by its schema.
    """

    def decorate(view: View) -> View:
        first, *others = answers.items()
        wrapped: Any = blp.response(first[0], first[1])(view)
        for status, schema in others:
            wrapped = blp.alt_response(status, schema=schema, description="As before")(wrapped)
        if query is not None:
            wrapped = blp.arguments(query, location="query")(wrapped)
        if body is not None:
            wrapped = blp.arguments(body, example=example)(wrapped)
        names = (*OF_EVERY_CALL, *(OF_EVERY_POST if method == "POST" else ()), *problems)
        wrapped = blp.doc(
            responses={PROBLEMS[name][0]: _documented(name) for name in names},
            security=SECURITY if method == "POST" else SECURITY_TO_READ,
            **{"x-scope": scope.value, "x-right": permission.value, TAKES_KEY: takes_key},
        )(wrapped)
        wrapped = for_machines(permission, scope)(wrapped)
        blp.route(path, methods=[method])(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return decorate


def _documented(name: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": PROBLEMS[name][1], "content": {CONTENT_TYPE: {"schema": schema}}}


def header_parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the headers that an operation of the document takes."""
    language = {
        "in": "header",
        "name": "Accept-Language",
        "description": "The language of the words in the answer: zh (as without it) or en.",
        "schema": {"type": "string"},
    }
    key = {
        "in": "header",
        "name": HEADER,
        "description": "Sent again with the same key, the request gives its first answer.",
        "schema": {"type": "string", "pattern": KEY_PATTERN},
    }
    return [language, key] if operation.get(TAKES_KEY) else [language]


def idempotency_key() -> str | None:
    """Return the key that came with the request, if any."""
    return request.headers.get(HEADER)
