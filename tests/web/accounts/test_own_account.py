"""One's own account: password, sessions, language; a password that must be changed first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.users import reset_password
from caseflow.people.accounts.queries import live_sessions
from tests.cast import PASSWORD, present_cast, sign_in

As = Callable[[str], FlaskClient]
NEW = "a few other words"
CHANGE = {"present": PASSWORD, "chosen": NEW, "again": NEW}


def is_inside(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_changed_password_signs_the_other_browsers_out(office: Flask, as_: As) -> None:
    here, there = as_("olga"), as_("olga")
    assert here.post("/account/password", data=CHANGE).status_code == 303
    assert is_inside(here)
    assert not is_inside(there)
    assert sign_in(there, "olga").status_code == 422
    assert sign_in(there, "olga", NEW).status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"present": "not my password"}, "当前密码"),
        ({"again": "something else"}, "两次"),
        ({"chosen": "short", "again": "short"}, "10"),
        ({"chosen": "password123", "again": "password123"}, "另选一个"),
        ({"chosen": PASSWORD, "again": PASSWORD}, "相同"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_password_that_will_not_do_is_refused(
    as_: As, changes: dict[str, str], sentence: str
) -> None:
    olga = as_("olga")
    answer = olga.post("/account/password", data={**CHANGE, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(word not in answer.text for word in (PASSWORD, NEW)), "never shown again"
    assert sign_in(olga, "olga").status_code == 303


def test_a_given_password_opens_nothing_but_the_page_to_change_it(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context(), unit_of_work():
        given = reset_password(present_cast().olga, None)
    assert sign_in(client, "olga", given).status_code == 303
    for path in ("/account", "/inbox/", "/cases/"):
        assert client.get(path).location == "/account/password"
    assert client.post("/inbox/read").location == "/account/password"
    assert "自己的" in client.get("/account/password").text
    chosen = {"present": given, "chosen": NEW, "again": NEW}
    assert client.post("/account/password", data=chosen).status_code == 303
    assert is_inside(client)
    with office.app_context():
        assert not present_cast().olga.must_change_password


def session_ids(app: Flask, name: str) -> list[int]:
    with app.app_context():
        return [row.id for row in live_sessions(getattr(present_cast(), name).id)]


def test_ones_sessions_are_listed_and_can_be_ended(office: Flask, client: FlaskClient) -> None:
    there = office.test_client()
    there.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Edg/120.0"
    sign_in(there, "olga")
    sign_in(client, "olga")
    page = client.get("/account/sessions").text
    assert "Edge 120 · Windows" in page
    assert page.count("/end") == 2, "one browser to end, and the button for all others"
    lost = next(i for i in session_ids(office, "olga") if f"/account/sessions/{i}/end" in page)
    assert client.post(f"/account/sessions/{lost}/end").status_code == 303
    assert not is_inside(there)
    assert is_inside(client)


def test_all_others_end_at_once(as_: As) -> None:
    here, *others = as_("olga"), as_("olga"), as_("olga")
    assert here.post("/account/sessions/end-others").status_code == 303
    assert is_inside(here)
    assert not any(map(is_inside, others))


def test_nobody_ends_the_session_of_another_this_way(office: Flask, as_: As) -> None:
    olga, dong = as_("olga"), as_("dong")
    (theirs,) = session_ids(office, "dong")
    assert olga.post(f"/account/sessions/{theirs}/end").status_code == 404
    assert is_inside(dong)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_language_goes_with_the_person(office: Flask, as_: As) -> None:
    assert as_("olga").post("/account/language", data={"language": "en"}).status_code == 303
    assert '<html lang="en">' in as_("olga").get("/account").text
    assert '<html lang="zh-Hans">' in as_("dong").get("/account").text
