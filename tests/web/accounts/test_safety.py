"""Cookies, CSRF, the content policy and the rate limit, as an attacker would meet them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis

from tests.cast import csrf_token, sign_in
from tests.web.accounts.pages import PAGES

As = Callable[[str], FlaskClient]
MakeApp = Callable[..., Flask]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


OF_TABLETS = ("/field/devices", "/field/submissions")


@sqlite_only
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    office: Flask, client: FlaskClient
) -> None:
    cookie = sign_in(client, "olga").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie, "the office without certificate works over plain http"


@sqlite_only
@pytest.mark.usefixtures("office")
def test_over_https_the_cookie_never_travels_in_clear(make_app: MakeApp) -> None:
    client = make_app(CASEFLOW_PUBLIC_URL="https://case.example.test").test_client()
    page = client.get("/sign-in", base_url="https://case.example.test")
    assert "Secure" in page.headers["Set-Cookie"]
    assert "max-age=" in page.headers["Strict-Transport-Security"]


@sqlite_only
@pytest.mark.usefixtures("office")
def test_every_post_needs_the_token_of_the_session(make_app: MakeApp) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    assert client.post("/sign-in", data={"username": "adam", "password": "x"}).status_code == 400
    assert sign_in(client, "adam").status_code == 303
    token = csrf_token(client.get("/account"))
    posts = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "<" not in rule.rule and rule.rule not in OF_TABLETS
    ]
    assert "/sign-out" in posts
    for path in posts:
        assert client.post(path).status_code == 400, path
        assert client.post(path, data={"csrf_token": token[:-3] + "xyz"}).status_code == 400, path
    assert client.get("/account").status_code == 200, "none of them did anything"
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert sign_in(client, "farid").status_code == 303
    for path in OF_TABLETS:  # The right is asked for first, so that 403 is never taken for 400.
        for headers in ({}, {"X-CSRFToken": token}):
            answer = client.post(path, json={}, headers=headers)
            assert (answer.status_code, answer.json["type"]) == (400, "/field/#csrf")


@sqlite_only
@pytest.mark.parametrize(("who", "path"), [("", "/sign-in"), *PAGES])
def test_no_page_holds_a_script_or_style_of_its_own(
    office: Flask, as_: As, who: str, path: str
) -> None:
    client = as_(who) if who else office.test_client()
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", answer.text)


@sqlite_only
def test_pages_of_the_signed_in_are_kept_in_no_cache(as_: As) -> None:
    assert as_("olga").get("/account").headers["Cache-Control"] == "no-store"


@sqlite_only
def test_guessing_from_one_address_is_stopped_for_all_processes(
    office: Flask, make_app: MakeApp, redis_url: str
) -> None:
    client = make_app(CASEFLOW_RATE_LIMITS="1").test_client()
    for number in range(20):
        assert sign_in(client, f"guess-{number}", "a wrong password").status_code == 422
    assert sign_in(client, "olga").status_code == 429, "even the right one has to wait"
    with Redis.from_url(redis_url) as redis:
        assert [key for key in redis.keys("LIMITS*") if b"sign_in" in key]
    other = make_app(CASEFLOW_RATE_LIMITS="1").test_client()
    assert sign_in(other, "olga").status_code == 429, "the count stands in Redis, not in a process"


@sqlite_only
def test_without_redis_people_still_get_in(office: Flask, make_app: MakeApp) -> None:
    app = make_app(CASEFLOW_RATE_LIMITS="1", REDIS_URL="redis://127.0.0.1:9/0")
    assert sign_in(app.test_client(), "olga").status_code == 303
