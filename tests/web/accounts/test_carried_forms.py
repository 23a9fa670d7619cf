"""A form sent after the session ran out: what was typed comes back after the sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground import clock
from caseflow.people.accounts.carried import LONGEST
from tests.cast import PASSWORD

As = Callable[[str], FlaskClient]
FIRST = clock.today() + timedelta(days=7)
TYPED = {
    "user_id": "1",
    "from_on": FIRST.isoformat(),
    "to_on": (FIRST + timedelta(days=4)).isoformat(),
    "stand_in_id": "2",
}
LATER = timedelta(minutes=31)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return found[1]


def sign_in_with(client: FlaskClient, name: str, carried: str) -> str:
    answer = client.post(
        "/sign-in",
        data={"username": name, "password": PASSWORD, "carried": carried},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    return answer.text


def day_of(day: date) -> str:
    return f"{day.month}月{day.day}日"


def offers(page: str) -> bool:
    """Whether `page` holds the carried form: its fields, for a day may stand elsewhere too."""
    return 'name="from_on"' in page


def test_what_was_typed_is_offered_again_and_saved_only_when_sent(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        asked = adam.post("/absences/", data=TYPED)
        assert asked.status_code == 401
        assert "已被退出" in asked.text or "退出登录" in asked.text
        sealed = hidden(asked.text, "carried")
        assert not offers(asked.text), "what was typed travels sealed"
        again = sign_in_with(adam, "adam", sealed)
        assert offers(again)
        for name, value in TYPED.items():
            assert hidden(again, name) == value
        assert day_of(FIRST) not in adam.get("/absences/").text
        sent = adam.post("/absences/", data={n: hidden(again, n) for n in TYPED})
        assert sent.status_code == 303
        assert day_of(FIRST) in adam.get("/absences/").text


def test_a_wrong_password_in_between_loses_nothing(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        sealed = hidden(adam.post("/absences/", data=TYPED).text, "carried")
        wrong = adam.post(
            "/sign-in", data={"username": "adam", "password": "not this", "carried": sealed}
        )
        assert wrong.status_code == 422
        assert hidden(wrong.text, "carried") == sealed


def test_nobody_else_gets_what_was_typed(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        sealed = hidden(adam.post("/absences/", data=TYPED).text, "carried")
        assert not offers(sign_in_with(adam, "sunil", sealed))


def test_after_an_hour_it_is_dropped(as_: As) -> None:
    adam, start = as_("adam"), clock.now()
    with clock.pretend(start + LATER):
        sealed = hidden(adam.post("/absences/", data=TYPED).text, "carried")
    with clock.pretend(start + LATER + timedelta(minutes=61)):
        assert not offers(sign_in_with(adam, "adam", sealed))


def test_an_altered_parcel_is_dropped(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        sealed = hidden(adam.post("/absences/", data=TYPED).text, "carried")
        altered = sealed[:-4] + ("AAAA" if sealed[-4:] != "AAAA" else "BBBB")
        assert not offers(sign_in_with(adam, "adam", altered))


def test_typing_too_long_to_carry_is_said_so(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        answer = adam.post("/absences/", data={**TYPED, "words": "长" * (LONGEST + 1)})
    assert answer.status_code == 401
    assert "太长" in answer.text
    assert hidden(answer.text, "carried") == ""


def test_a_script_is_told_to_sign_in(as_: As) -> None:
    adam = as_("adam")
    with clock.pretend(clock.now() + LATER):
        answer = adam.post("/absences/", json=TYPED)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_a_stranger_without_a_session_is_sent_to_sign_in(
    office: Flask, client: FlaskClient
) -> None:
    answer = client.post("/absences/", data=TYPED)
    assert answer.status_code == 303
    assert answer.location == "/sign-in"
