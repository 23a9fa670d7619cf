"""An office with its cast, and browsers in which its people have signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in


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
