"""Single keys are switched off for a person, on every machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

As = Callable[[str], FlaskClient]


def are_off(client: FlaskClient) -> bool:
    return "data-keys-off" in client.get("/account").text


def test_the_choice_goes_with_the_person_and_nobody_else(office: Flask, as_: As) -> None:
    here = as_("olga")
    assert not are_off(here)
    answer = here.post("/account/keys", data={})
    assert answer.status_code == 303
    assert are_off(here)
    assert are_off(as_("olga")), "another machine"
    assert not are_off(as_("dong"))
    here.post("/account/keys", data={"single_keys": "on"})
    assert not are_off(here)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_script_is_answered_without_a_page(as_: As) -> None:
    client = as_("olga")
    answer = client.post("/account/keys", data={}, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "已关闭" not in client.get("/account").text, "no flash is left behind"
