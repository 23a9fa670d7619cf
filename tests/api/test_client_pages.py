"""The administrator's pages: making a client, making a token that is shown once, revoking it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.api.clients import actions
from caseflow.api.clients.models import ApiClient, ApiToken
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import AccountEvent
from tests.cast import unit

As = Callable[[str], FlaskClient]
BASE = "/people/api-clients/"


def typed(app: Flask, **changes: Any) -> dict[str, Any]:
    with app.app_context():
        unit_id = unit("hotline").id
    found = {
        "name": "市12345平台",
        "origin_system": "city-12345",
        "channel_code": "12345",
        "role": "operator",
        "unit_id": unit_id,
    }
    return {**found, **changes}


def new_token(adam: FlaskClient, page: str, **changes: Any) -> Any:
    last = (clock.today() + timedelta(days=90)).isoformat()
    form = {"scopes": ["petitions:write", "services:read"], "last_day": last, **changes}
    return adam.post(page, data=form)


def test_a_token_is_made_shown_once_used_and_revoked(office: Flask, as_: As) -> None:
    adam = as_("adam")
    page = adam.post(f"{BASE}new", data=typed(office)).location
    shown = new_token(adam, page)
    assert shown.headers["Cache-Control"] == "no-store"
    clear = re.search(r"<code>(cf_[\w-]{43})</code>", shown.text)
    assert clear is not None
    assert clear[1] not in adam.get(page).text
    assert clear[1][:10] in adam.get(page).text
    header = {"Authorization": f"Bearer {clear[1]}"}
    stranger = office.test_client()
    assert stranger.get("/api/v1/channels", headers=header).status_code == 200
    with office.app_context():
        token = db.session.scalars(select(ApiToken)).one()
        assert clear[1] not in str(vars(token))
        token_id = token.id
    assert adam.post(f"{page}/tokens/{token_id}/revoke").status_code == 303
    assert "已吊销" in adam.get(page).text
    assert stranger.get("/api/v1/channels", headers=header).status_code == 401
    with office.app_context():
        acts = db.session.scalars(select(AccountEvent.act).order_by(AccountEvent.id)).all()
        assert acts[-3:] == ["api_client_created", "api_token_created", "api_token_revoked"]
        words = " ".join(db.session.scalars(select(AccountEvent.words)))
        assert clear[1] not in words


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"origin_system": "Nein!"},
        {"channel_code": "pigeon"},
        {"role": "administrator"},
        {"unit_id": 99999},
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_client_that_cannot_be_is_refused_with_what_was_typed(
    office: Flask, as_: As, change: dict[str, Any]
) -> None:
    answer = as_("adam").post(f"{BASE}new", data=typed(office, **change))
    assert answer.status_code == 422
    with office.app_context():
        assert db.session.scalars(select(ApiClient)).all() == []


def test_a_short_name_is_taken_once(office: Flask, as_: As) -> None:
    adam = as_("adam")
    assert adam.post(f"{BASE}new", data=typed(office)).status_code == 303
    assert adam.post(f"{BASE}new", data=typed(office, name="别的")).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"last_day": "2000-01-01"},
        {"last_day": "3000-01-01"},
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_token_for_nothing_or_for_ever_is_refused(
    office: Flask, as_: As, change: dict[str, Any]
) -> None:
    adam = as_("adam")
    page = adam.post(f"{BASE}new", data=typed(office)).location
    assert new_token(adam, page, **change).status_code == 422
    with office.app_context():
        assert db.session.scalars(select(ApiToken)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_list_shows_who_may_call_and_when_it_did(office: Flask, as_: As) -> None:
    adam = as_("adam")
    assert "尚无可调用的系统" in adam.get(BASE).text
    page = adam.post(f"{BASE}new", data=typed(office)).location
    new_token(adam, page)
    listed = adam.get(BASE).text
    assert "市12345平台" in listed
    assert "city-12345" in listed


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite writes in turn
def test_of_two_who_add_the_same_client_at_once_one_is_told_at_the_form(
    office: Flask, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, check = threading.Barrier(2, timeout=20), actions._check

    def checked(command: actions.ClientCommand) -> None:
        check(command)
        both.wait()

    monkeypatch.setattr(actions, "_check", checked)
    browsers, form = [as_("adam"), as_("adam")], typed(office)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post(f"{BASE}new", data=form), browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "已有同名或同简称的客户端。" in refused.text
    assert 'value="city-12345"' in refused.text
    with office.app_context():
        assert len(db.session.scalars(select(ApiClient.id)).all()) == 1
