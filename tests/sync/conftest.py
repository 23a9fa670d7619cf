"""An office, tablets of its officers, and cases in the states that a visit meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.tablet import Apart, Tablet


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@pytest.fixture
def tablet(office: Flask) -> Callable[[str], Tablet]:
    """`tablet("farid")`: a tablet into which that person has signed in, speaking English."""

    def open_tablet(name: str = "farid") -> Tablet:
        client = Apart(office.test_client())
        assert sign_in(client, name).status_code == 303
        client.set_cookie("caseflow_language", "en")
        return Tablet(client)

    return open_tablet


@pytest.fixture
def inside(office: Flask) -> Iterator[Any]:
    """A pushed context, for looking into the database between requests."""
    with office.app_context():
        yield db.session
