"""Tokens and sessions: who is let in, what is refused, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from caseflow.api.clients.actions import revoke_token
from caseflow.api.clients.models import ApiToken
from caseflow.api.clients.rules import ApiScope
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.users import close_user
from caseflow.people.accounts.models import User
from tests.api.conftest import Machine, work_order
from tests.cast import csrf_token, present_cast, sign_in

Make = Callable[..., Machine]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def the_token() -> ApiToken:
    return db.session.scalars(select(ApiToken)).one()


def test_a_revoked_token_opens_nothing_from_then_on(office: Flask, machine: Make) -> None:
    city = machine()
    assert city.get("/petitions").status_code == 200
    with office.app_context(), unit_of_work():
        assert revoke_token(the_token(), None)
        assert not revoke_token(the_token(), None)
    answer = city.get("/petitions")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_opens_nothing(office: Flask, machine: Make) -> None:
    city = machine()
    with office.app_context(), unit_of_work():
        the_token().expires_at = clock.now() - timedelta(seconds=1)
    assert city.get("/petitions").status_code == 401


def test_a_closed_account_ends_its_tokens(office: Flask, machine: Make) -> None:
    city = machine()
    with office.app_context(), unit_of_work():
        user = db.session.scalars(select(User).where(User.username == "api.city-12345")).one()
        close_user(user, present_cast().adam)
    assert city.get("/petitions").status_code == 401


def test_the_last_use_is_written_at_most_once_a_minute(office: Flask, machine: Make) -> None:
    city = machine()
    with office.app_context():
        assert the_token().last_used_at is None
        engine = db.engine
    written: list[str] = []

    def note(_c: Any, _u: Any, text: str, *_rest: Any) -> None:
        if text.startswith("UPDATE api_tokens"):
            written.append(text)

    event.listen(engine, "before_cursor_execute", note)
    for _call in range(3):
        city.get("/petitions")
    assert len(written) == 1
    with office.app_context(), unit_of_work():
        long_ago = clock.now() - timedelta(minutes=2)
        db.session.execute(update(ApiToken).values(last_used_at=long_ago))
    city.get("/petitions")
    with office.app_context():
        used = the_token().last_used_at
        assert used is not None
        assert clock.now() - used < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/petitions", ApiScope.PETITIONS_READ),
        ("POST", "/petitions", ApiScope.PETITIONS_WRITE),
        ("POST", "/petitions/x/looks", ApiScope.COMPLAINANTS_READ),
        ("GET", "/cases/x", ApiScope.CASES_READ),
        ("POST", "/leads", ApiScope.LEADS_WRITE),
        ("GET", "/categories", ApiScope.SERVICES_READ),
    ],
)
@SQLITE
def test_without_the_scope_it_is_named_that_is_missing(
    office: Flask, machine: Make, method: str, path: str, scope: ApiScope
) -> None:
    token = machine("narrow", role="dispatcher", scopes=set(ApiScope) - {scope})
    answer = token.call(method, path, json={} if method == "POST" else None)
    assert answer.status_code == 403
    assert scope.value in answer.json["detail"]


@SQLITE
def test_a_token_that_is_none_is_refused_though_a_person_is_signed_in(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    olga = as_("olga")
    assert olga.get("/api/v1/petitions").status_code == 200
    for header in ("Bearer made-up", "Basic abc", "Bearer", ""):
        answer = olga.get("/api/v1/petitions", headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert answer.content_type == "application/problem+json"


@SQLITE
def test_a_session_that_writes_needs_the_csrf_token_and_a_token_does_not(
    office: Flask, machine: Make, as_: Callable[[str], FlaskClient]
) -> None:
    office.config["WTF_CSRF_ENABLED"] = True
    olga = as_("olga")
    order = work_order(channel="12345")
    answer = olga.post("/api/v1/petitions", json=order)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    sent = {"X-CSRFToken": csrf_token(olga.get("/account"))}
    assert olga.post("/api/v1/petitions", json=order, headers=sent).status_code == 201
    assert machine().post("/petitions", work_order()).status_code == 201


@SQLITE
def test_whoever_must_choose_a_password_is_told_so_without_a_redirect(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    olga = as_("olga")
    with office.app_context(), unit_of_work():
        present_cast().olga.must_change_password = True
    assert olga.get("/api/v1/petitions").status_code == 403


@SQLITE
def test_a_session_that_has_run_out_is_401_and_no_page(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    olga = as_("olga")
    with office.app_context(), unit_of_work():
        close_user(present_cast().olga, present_cast().adam)
    answer = olga.post("/api/v1/petitions", json=work_order())
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


@SQLITE
def test_the_account_of_a_machine_cannot_sign_in_nor_get_a_password(
    office: Flask, machine: Make, as_: Callable[[str], FlaskClient]
) -> None:
    machine()
    with office.app_context():
        user_id = db.session.scalars(select(User.id).where(User.username == "api.city-12345")).one()
    for password in ("!", "", "anything at all"):
        assert sign_in(office.test_client(), "api.city-12345", password).status_code != 303
    answer = as_("adam").post(f"/people/{user_id}/reset-password")
    assert answer.status_code == 422


@SQLITE
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/petitions", 405),
        ("GET", "/api/v1/petitions/none", 404),
    ],
)
def test_every_error_is_a_problem(
    office: Flask, machine: Make, method: str, path: str, status: int
) -> None:
    answer = machine().call(method, path.removeprefix("/api/v1"))
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.json
    assert problem["status"] == status
    assert problem["type"].startswith("/api/v1/#")
    assert (status == 405) == ("Allow" in answer.headers)


@SQLITE
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"body": "\xff"}', "application/json", 400),
        (b"1" * 5000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"body=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_cannot_be_read_is_said(
    office: Flask, machine: Make, body: bytes, kind: str, status: int
) -> None:
    answer = machine().call("POST", "/petitions", data=body, content_type=kind)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"


@SQLITE
def test_a_request_that_is_too_large_is_413(office: Flask, machine: Make) -> None:
    office.config["MAX_CONTENT_LENGTH"] = 2000
    answer = machine().post("/petitions", work_order(body="长" * 3000))
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


@SQLITE
def test_too_many_calls_are_429_with_how_long_to_wait(
    make_app: Callable[..., Flask], office: Flask, machine: Make
) -> None:
    city = machine()
    city.app = make_app(CASEFLOW_RATE_LIMITS="1")
    answer = next(
        (a for a in (city.get("/categories") for _n in range(700)) if a.status_code != 200), None
    )
    assert answer is not None
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"]
