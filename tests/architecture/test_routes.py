"""Every route names a right; without it 403 with the reason; strangers get 404, others sign-in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from caseflow.core.cases.models import Case
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.cli import markdown, route_values
from caseflow.people.permissions.policy import (
    POLICY,
    PUBLIC_ENDPOINTS,
    Permission,
    Role,
    Scope,
)
from tests.cast import make_cast, present_cast, sign_in, unit
from tests.factories import a_stored_file, case_in, do

DOCS = Path(__file__).parents[2] / "docs"

REVIEWED = {
    "accounts.sign_in", "api_document.openapi", "api_document.read", "calendar_feed.feed",
    "health.healthz", "health.readyz", "home.index", "locale.set_language", "open311.definition",
    "open311.discovery", "open311.one", "open311.requests", "open311.services", "open311.token",
    "outlets.atom", "outlets.digest", "outlets.digest_file", "outlets.digests",
    "outlets.json_feed", "outlets.month_sitemap", "outlets.robots", "outlets.sitemap",
    "portal.add_words", "portal.begin_again", "portal.check", "portal.done", "portal.home",
    "portal.leave", "portal.lookup", "portal.lost_code", "portal.rate", "portal.rate_by_link",
    "portal.start", "portal.step", "portal_before.moved", "published.index",
    "published.kind_month", "published.kinds", "published.month", "published.of_kind",
    "published.page", "published.picture", "reward_claim.ask", "reward_claim.code", "static",
}  # fmt: skip
"""Opened to everyone after review; a new one changes this test, where a reviewer sees it."""

SAMPLES = {"transition": "note", "name": "drop", "kind": "csv", "slug": "shown", "filename": "x",
           "rule_id": "INT-RECEIPT", "fmt": "json", "number": "忠环访〔2026〕1号"}  # fmt: skip

WHO = {
    Role.OPERATOR: "olga",
    Role.DISPATCHER: "dong",
    Role.OFFICER: "farid",
    Role.SUPERVISOR: "sunil",
    Role.LEADER: "lena",
    Role.TOWNSHIP: "tian",
    Role.PUBLISHER: "pia",
    Role.AUDITOR: "aude",
    Role.ADMINISTRATOR: "adam",
    Role.REWARD_OFFICER: "rita",
}
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def address(app: Flask, rule: Rule, **values: Any) -> str:
    """Return an address of the route with something in each of its places."""
    given = {name: values.get(name, SAMPLES.get(name, 1)) for name in rule.arguments}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, given, method=_method(rule))


def _method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or set()) else "POST"


def is_for_machines(app: Flask, rule: Rule) -> bool:
    """Return whether the route refuses by an answer for machines instead of the sign-in page."""
    return getattr(app.view_functions[rule.endpoint], "is_for_machines", False)


def takes_keys_only(app: Flask, rule: Rule) -> bool:
    """Return whether the route takes tokens only, and no person's session."""
    return getattr(app.view_functions[rule.endpoint], "takes_keys_only", False)


def call(client: FlaskClient, method: str, path: str) -> Any:
    return client.open(path, method=method)


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@SQLITE
def test_every_route_names_a_right(app: Flask) -> None:
    rights = {permission.value for permission in Permission}
    unnamed = {name for name, right in route_values(app).items() if right not in rights}
    assert unnamed == set()
    public = {name for name, right in route_values(app).items() if right == "public"}
    assert public == REVIEWED == set(PUBLIC_ENDPOINTS)


def test_the_printed_policy_is_the_one_in_the_docs() -> None:
    written = (DOCS / "permissions.md").read_text(encoding="utf-8")
    assert written == markdown(), "run: caseflow permissions --markdown > docs/permissions.md"


@SQLITE
def test_without_sign_in_every_other_route_asks_for_it(office: Flask, client: FlaskClient) -> None:
    for rule in office.url_map.iter_rules():
        if rule.endpoint in REVIEWED:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = call(client, method, address(office, rule))
            if is_for_machines(office, rule):
                assert answer.status_code in {401, 403}, rule
                assert "location" not in answer.headers, rule
                continue
            assert answer.status_code == 303, rule
            assert answer.location.startswith("/sign-in"), rule


@pytest.mark.parametrize("role", Role)
@SQLITE
def test_without_the_right_the_reason_is_said(
    office: Flask, client: FlaskClient, role: Role
) -> None:
    sign_in(client, WHO[role])
    refused = 0
    for rule in office.url_map.iter_rules():
        right = Permission(route_values(office)[rule.endpoint])
        if right is Permission.PUBLIC or role in POLICY[right]:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = call(client, method, address(office, rule))
            assert answer.status_code == 403, rule
            said = "api_key" if takes_keys_only(office, rule) else "您的角色没有"
            assert said in answer.text, rule
            refused += 1
    assert refused


def _of_cases(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "case_id" in rule.arguments]


@pytest.fixture
def theirs(office: Flask) -> Callable[[], tuple[int, int]]:
    """Returns a case of squad-1 with evidence: (case, evidence)."""

    def make() -> tuple[int, int]:
        with office.app_context():
            case = case_in("investigating")
            do(case, "add_evidence", files=[(a_stored_file().id, "现场.png")])
            return case.id, 1

    return make


def test_an_officer_of_another_unit_gets_404_everywhere(
    office: Flask, client: FlaskClient, theirs: Callable[[], tuple[int, int]]
) -> None:
    case_id, evidence_id = theirs()
    sign_in(client, "zoe")
    tried = 0
    for rule in _of_cases(office):
        right = Permission(route_values(office)[rule.endpoint])
        if Role.OFFICER not in POLICY[right]:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = address(office, rule, case_id=case_id, evidence_id=evidence_id)
            answer = call(client, method, path)
            assert answer.status_code == 404, rule
            tried += 1
    assert tried >= 8
    for path in ("/cases/", "/cases/?q=打桩", "/search/?q=打桩", "/", "/field/"):
        assert f"/cases/{case_id}" not in client.get(path, follow_redirects=True).text, path
    sign_in(client, "fang")
    for path in ("/cases/", "/cases/?q=打桩", "/search/?q=打桩"):
        assert f"/cases/{case_id}" in client.get(path, follow_redirects=True).text, path


@SQLITE
def test_a_case_that_is_not_there_is_404_for_everyone(office: Flask, client: FlaskClient) -> None:
    for role, name in WHO.items():
        sign_in(client, name)
        for rule in _of_cases(office):
            right = Permission(route_values(office)[rule.endpoint])
            if role not in POLICY[right]:
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = call(client, method, address(office, rule, case_id=999_999))
                assert answer.status_code == 404, (name, rule)


def test_no_right_of_officers_reaches_beyond_their_unit_on_a_case() -> None:
    beyond = {
        permission
        for permission, roles in POLICY.items()
        if permission.value.partition(":")[0] in {"case", "evidence", "order", "complainant"}
        and roles.get(Role.OFFICER) is Scope.COUNTY
    }
    assert beyond == set()


@SQLITE
def test_a_case_moved_to_another_unit_is_gone_for_the_first(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context():
        case = case_in("receipted")
        other = {"unit_id": unit("squad-2").id, "assignee_id": present_cast().zoe.id}
        do(case, "reassign", **other)
        case_id = case.id
        assert db.session.get_one(Case, case_id).unit_id == other["unit_id"]
    sign_in(client, "farid")
    assert client.get(f"/cases/{case_id}").status_code == 404
    sign_in(client, "zoe")
    assert client.get(f"/cases/{case_id}").status_code == 200
