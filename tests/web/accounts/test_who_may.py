"""Who may open which page, and that every page is a whole page in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.accounts.pages import PAGES

As = Callable[[str], FlaskClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EVERYBODY = ("olga", "dong", "farid", "sunil", "pia", "aude", "adam")
MAY = {
    "/account": EVERYBODY,
    "/account/password": EVERYBODY,
    "/account/sessions": EVERYBODY,
    "/inbox/": EVERYBODY,
    "/people": ("adam",),
    "/people/new": ("adam",),
    "/people/1": ("adam",),
    "/units/": ("adam",),
    "/units/new": ("adam",),
    "/units/1": ("adam",),
    "/absences/": ("adam",),
    "/account-events/": ("sunil", "aude"),
    "/inbox/preview": ("dong", "sunil", "aude"),
    "/inbox/undeliverable": ("sunil", "adam"),
}
ACTS = (
    "/people/1/close",
    "/people/1/reopen",
    "/people/1/unlock",
    "/people/1/end-sessions",
    "/people/1/reset-password",
    "/absences/1/remove",
    "/inbox/undeliverable",
)


def test_each_page_opens_to_those_of_the_table_alone(as_: As) -> None:
    assert {path for _who, path in PAGES} == set(MAY)
    for who in EVERYBODY:
        client = as_(who)
        for path, people in MAY.items():
            expected = 200 if who in people else 403
            assert client.get(path).status_code == expected, (who, path)


def test_the_acts_of_administrators_are_refused_to_others(as_: As) -> None:
    for who in ("olga", "dong", "farid", "pia", "aude"):
        client = as_(who)
        for path in ACTS:
            assert client.post(path).status_code == 403, (who, path)


def test_a_refusal_names_the_right_that_is_missing(as_: As) -> None:
    assert "管理账号和单位" in as_("olga").get("/people").text


def test_strangers_are_sent_to_sign_in(office: Flask, client: FlaskClient) -> None:
    for path in MAY:
        assert client.get(path).location.startswith("/sign-in"), path
    for path in ACTS:
        assert client.post(path).location == "/sign-in", path


@pytest.mark.parametrize(("who", "path"), PAGES)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_page_is_valid_and_has_one_heading(
    as_: As, who: str, path: str, language: str
) -> None:
    text = as_(who).get(path, query_string={"lang": language}).text
    html5lib.HTMLParser(strict=True).parse(text)
    assert len(re.findall(r"<h1\b", text)) == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))
