"""The OpenAPI document: it says what the code does, and its examples are taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.api.clients.rules import ApiScope
from caseflow.api.v1.rules import PROBLEMS
from tests.api.conftest import Machine

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
METHODS = {"get", "post", "put", "patch", "delete"}


def the_document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): found
        for path, methods in document["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    }


def test_each_documented_operation_is_routed_and_each_route_documented(app: Flask) -> None:
    routed = {
        (method, re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert set(operations(the_document(app))) == routed
    assert len(routed) == 9


def test_each_operation_names_the_right_and_the_scope_that_the_code_asks_for(app: Flask) -> None:
    documented = operations(the_document(app))
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("api."):
            continue
        view: Any = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        method = "POST" if "POST" in (rule.methods or set()) else "GET"
        found = documented[method, path]
        assert found["x-right"] == view.required_permission.value
        assert found["x-scope"] == view.required_scope.value in set(ApiScope)


def test_every_reference_in_the_document_leads_somewhere(app: Flask) -> None:
    document = the_document(app)
    text = str(document)
    for name in set(re.findall(r"#/components/(\w+/\w+)", text)):
        kind, _slash, what = name.partition("/")
        assert what in document["components"][kind]
    for found in operations(document).values():
        assert {"401", "403", "429", "500", "503"} <= set(found["responses"])
        assert found["summary"]


def test_the_examples_fit_their_schemas_and_are_taken(app: Flask, machine: Any) -> None:
    document = the_document(app)
    token: Machine = machine("both", role="dispatcher")
    tried = 0
    for (_method, path), found in operations(document).items():
        content = found.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        schema = {**content["schema"], "components": document["components"]}
        jsonschema_rs.validate(schema, content["example"])
        if "{" not in path:
            answer = token.post(path.removeprefix("/api/v1"), content["example"])
            assert answer.status_code == 201, answer.text
        tried += 1
    assert tried == 3


def test_people_can_read_it_and_find_each_problem(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    page = as_("adam").get("/api/v1/").text
    for name in PROBLEMS:
        assert f'id="{name}"' in page
    for _method, path in operations(the_document(office)):
        assert path in page


def test_the_page_for_people_names_what_an_operation_returns(app: Flask) -> None:
    page = app.test_client().get("/api/v1/").text
    assert "返回 200" in page
    assert "知识库答复" not in page
