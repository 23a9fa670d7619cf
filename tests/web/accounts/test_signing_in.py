"""Signing in: right, wrong, too often wrong; the session that it opens and how that ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.signing_in import FREE_FAILURES
from caseflow.people.accounts.actions.users import close_user
from tests.cast import csrf_token, present_cast, sign_in

As = Callable[[str], FlaskClient]
COOKIE = "caseflow_session"


def is_inside(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def cookie_value(client: FlaskClient) -> str:
    found = client.get_cookie(COOKIE)
    assert found is not None
    return found.value


def test_the_right_password_opens_the_start_page(office: Flask, client: FlaskClient) -> None:
    answer = sign_in(client, "olga")
    assert answer.status_code == 303
    assert client.get(answer.location, follow_redirects=True).status_code == 200
    assert is_inside(client)


def test_a_user_name_may_be_typed_in_capitals(office: Flask, client: FlaskClient) -> None:
    assert sign_in(client, "  OLGA ").status_code == 303


def test_after_sign_in_the_page_that_was_asked_for_opens(
    office: Flask, client: FlaskClient
) -> None:
    asked = client.get("/account/sessions")
    assert asked.headers["Location"] == "/sign-in?next=/account/sessions"
    assert sign_in(client, "olga", next="/account/sessions").location == "/account/sessions"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sign_in_never_leads_to_another_site(
    office: Flask, client: FlaskClient, elsewhere: str
) -> None:
    assert "evil" not in sign_in(client, "olga", next=elsewhere).location


def test_every_failure_is_answered_by_the_same_sentence(office: Flask, client: FlaskClient) -> None:
    with office.app_context(), unit_of_work():
        close_user(present_cast().pia, None)
    answers = [
        sign_in(client, "olga", "a wrong password"),
        sign_in(client, "nobody-here", "a wrong password"),
        sign_in(client, "pia"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("用户名或密码不正确" in answer.text for answer in answers)
    assert not is_inside(client)


def test_a_locked_account_rests_and_each_time_longer(
    office: Flask, client: FlaskClient, account: Callable[..., object]
) -> None:
    start = clock.now()
    with clock.pretend(start):
        for _i in range(FREE_FAILURES + 1):
            sign_in(client, "olga", "a wrong password")
        assert account("olga", "locked_until_at") == start + timedelta(minutes=1)
        assert sign_in(client, "olga").status_code == 422, "right, but too early"
    with clock.pretend(start + timedelta(minutes=1, seconds=1)):
        sign_in(client, "olga", "a wrong password")
        assert account("olga", "locked_until_at") == clock.now() + timedelta(minutes=2)
    with clock.pretend(start + timedelta(minutes=4)):
        assert sign_in(client, "olga").status_code == 303
    assert account("olga", "failed_sign_ins") == 0
    assert account("olga", "locked_until_at") is None


def test_a_new_sign_in_gets_a_new_session_and_ends_the_one_before(
    office: Flask, client: FlaskClient
) -> None:
    client.get("/sign-in")
    planted = cookie_value(client)
    token = csrf_token(client.get("/sign-in"))
    client.post("/sign-in", data={"username": "olga", "password": "correct horse battery staple"})
    first = cookie_value(client)
    assert first != planted
    assert csrf_token(client.get("/account")) != token
    thief = office.test_client()
    thief.set_cookie(COOKIE, planted)
    assert not is_inside(thief), "a cookie planted before the sign-in opens nothing"
    # The same browser signs in once more: the session before is over.
    page = {"username": "olga", "password": "correct horse battery staple"}
    client.post("/sign-in", data=page)
    thief.set_cookie(COOKIE, first)
    assert is_inside(client)
    assert not is_inside(thief)


def test_signing_out_ends_the_session_for_the_copied_cookie_too(office: Flask, as_: As) -> None:
    olga, thief = as_("olga"), office.test_client()
    thief.set_cookie(COOKIE, cookie_value(olga))
    assert is_inside(thief)
    assert olga.post("/sign-out").location == "/sign-in"
    assert not is_inside(thief)


def test_an_idle_session_ends_and_a_used_one_goes_on(as_: As) -> None:
    start = clock.now()
    with clock.pretend(start):
        olga, dong = as_("olga"), as_("dong")
    with clock.pretend(start + timedelta(minutes=20)):
        assert is_inside(olga)
    with clock.pretend(start + timedelta(minutes=40)):
        assert is_inside(olga)
        assert not is_inside(dong)


def test_a_closed_account_is_out_at_once(office: Flask, as_: As) -> None:
    olga = as_("olga")
    with office.app_context(), unit_of_work():
        close_user(present_cast().olga, None)
    assert not is_inside(olga)
