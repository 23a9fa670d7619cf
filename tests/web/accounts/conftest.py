"""Reading an account's row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@pytest.fixture
def account(office: Flask) -> Callable[..., object]:
    """`account("olga", "is_active")`: what stands in that person's row."""

    def read(name: str, column: str = "id") -> object:
        with office.app_context():
            found = db.session.execute(
                select(getattr(User, column)).where(User.username == name)
            ).scalar_one()
        return found

    return read
