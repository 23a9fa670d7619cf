"""The API called as its own document says it may be called, signed in as each role and by token.

No server error, no status, content type or shape that the document does not know, and no private
field of a complainant for whoever may not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from caseflow.people.permissions.policy import POLICY, Permission, Role
from tests.api.conftest import SECRETS, Machine, work_order

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.timeout(300),
]

WHO = {
    Role.OPERATOR: "olga",
    Role.DISPATCHER: "dong",
    Role.OFFICER: "farid",
    Role.SUPERVISOR: "sunil",
    Role.TOWNSHIP: "tian",
    Role.LEADER: "lena",
    Role.PUBLISHER: "pia",
    Role.AUDITOR: "aude",
    Role.ADMINISTRATOR: "adam",
    Role.REWARD_OFFICER: "rita",
}
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 4
"""For each operation, caller, good or bad input, number that is there or not. Always the same ones;
tried with 40 by hand as operator, publisher and by token on 2026-11-28."""


@pytest.fixture
def number(office: Flask, machine: Callable[..., Machine]) -> str:
    """The number of a petition whose complainant is known, and the case of it beside."""
    answer = machine().post("/petitions", work_order())
    return f"{answer.json['number']} {answer.json['case_number']}"


def callers(app: Flask, numbers: str) -> Iterator[Any]:
    """Yield strategies of calls: as the document allows and as it forbids, to what is there too."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    petition, case = numbers.split()
    for result in schema.get_all_operations():
        operation = result.ok()
        there = case if "/cases/" in operation.path else petition
        for mode in schemathesis.GenerationMode:
            yield operation.as_strategy(mode)
            if "{number}" in operation.path:
                yield operation.as_strategy(mode, path_parameters={"number": there})


def try_all(app: Flask, numbers: str, may_see: bool, **signed: Any) -> dict[str, set[int]]:
    """Call every operation many times; return the statuses each of them answered."""
    seen: dict[str, set[int]] = {}

    def one(case: Any) -> None:
        response = case.call(**signed)
        case.validate_response(response, checks=list(CHECKS))
        seen.setdefault(case.operation.label, set()).add(response.status_code)
        if not may_see:
            text = response.content.decode("utf-8", "replace")
            assert not [secret for secret in SECRETS if secret in text], text

    for strategy in callers(app, numbers):
        tried = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )(given(case=strategy)(one))
        tried()
    return seen


def cookies_of(client: FlaskClient) -> dict[str, str]:
    cookie = client.get_cookie("caseflow_session")
    assert cookie is not None
    return {"caseflow_session": cookie.value}


@pytest.mark.parametrize("role", Role)
def test_as_each_role_the_document_holds(
    office: Flask, as_: Callable[[str], FlaskClient], number: str, role: Role
) -> None:
    may_see = role in POLICY[Permission.COMPLAINANT_VIEW]
    seen = try_all(office, number, may_see, cookies=cookies_of(as_(WHO[role])))
    reads = 200 if role in POLICY[Permission.CASE_VIEW] else 403
    assert reads in seen["GET /api/v1/petitions"]
    looks = seen["POST /api/v1/petitions/{number}/looks"]
    assert (looks - {401} == {403}) != may_see, looks


def test_by_a_token_the_document_holds(
    office: Flask, machine: Callable[..., Machine], number: str
) -> None:
    token = machine("city-12345").token
    seen = try_all(office, number, True, headers={"Authorization": f"Bearer {token}"})
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", office)
    order = schema["/api/v1/petitions"]["POST"].Case(
        body=work_order(origin_reference="G-2"), media_type="application/json"
    )
    response = order.call(headers={"Authorization": f"Bearer {token}"})
    order.validate_response(response, checks=list(CHECKS))
    assert response.status_code == 201, "a work order as it comes, which generated ones seldom are"
    assert {200, 404} <= seen["GET /api/v1/petitions/{number}"]


def test_a_stranger_is_only_told_to_sign_in(office: Flask, number: str) -> None:
    seen = try_all(office, number, False)
    assert set().union(*seen.values()) == {401}
