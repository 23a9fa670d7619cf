"""An office whose machines may call: a token with any scopes, a browser for any person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.api.clients.actions import ClientCommand, create_client, create_token
from caseflow.api.clients.models import ApiClient
from caseflow.api.clients.rules import ApiScope
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast, sign_in, unit


@pytest.fixture
def office(app: Flask) -> Flask:
    """The application with everybody of the cast."""
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@pytest.fixture
def as_(office: Flask) -> Callable[[str], FlaskClient]:
    """`as_("adam")`: a browser of its own in which that person has signed in."""

    def open_browser(name: str) -> FlaskClient:
        client = office.test_client()
        assert sign_in(client, name).status_code == 303
        return client

    return open_browser


@dataclass
class Machine:
    """A client with its token, and how it calls."""

    app: Flask
    token: str
    client_id: int

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        client = self.app.test_client()
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any, **more: Any) -> Any:
        return self.call("POST", path, json=json, **more)


@pytest.fixture
def machine(office: Flask) -> Callable[..., Machine]:
    """`machine("city", role="dispatcher", scopes=…)`: a client with a token; with all scopes."""

    def make(
        name: str = "city-12345", role: str = "operator", scopes: Iterable[ApiScope] = ApiScope
    ) -> Machine:
        with office.app_context(), unit_of_work():
            client = db.session.query(ApiClient).filter_by(origin_system=name).one_or_none()
            if client is None:
                command = ClientCommand(f"{name} 平台", name, "12345", role, unit("hotline").id)
                client = create_client(command, present_cast().adam)
            last = clock.today() + timedelta(days=30)
            _row, clear = create_token(client, set(scopes), last, present_cast().adam)
            client_id = client.id
        return Machine(office, clear, client_id)

    return make


def work_order(**changes: Any) -> dict[str, Any]:
    """Return a work order as the city's platform sends it."""
    order = {
        "origin_reference": "GD-2026-1",
        "track": "report",
        "body": "果园路工地每天晚上十一点后还在打桩，无法入睡。",
        "request": "请查处。",
        "person": {"name": "邱独特", "phone": "13977778888", "address": "独珠路77号"},
        "respondent": "某建筑公司",
        "address": "忠州街道果园路",
        "submitted_at": "2026-10-08T22:41:00+08:00",
        "categories": ["noise-construction"],
    }
    return {**order, **changes}


def alarm(**changes: Any) -> dict[str, Any]:
    """Return an alarm as a monitoring platform sends it."""
    found = {
        "device": "CEMS-07",
        "alarm_reference": "A-1",
        "measured": "SO2",
        "value": 412.5,
        "unit": "mg/m3",
        "limit": 200,
        "at": "2026-10-08T09:31:00+08:00",
        "place": "新生街道工业园区2号",
        "categories": ["air-industry"],
    }
    return {**found, **changes}


SECRETS = ("邱独特", "13977778888", "独珠路77号")
"""What only who may see complainants may see of `work_order()`."""


def shared_data() -> Path:
    """Return where the shared data lie; skip the test where they are not."""
    named = os.environ.get("CASEFLOW_SHARED_DATA", "")
    folder = Path(named) if named else Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data are not here")
    return folder
