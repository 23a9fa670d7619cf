"""Everybody of the cast, in a pushed context."""

from __future__ import annotations

from typing import Any

import pytest

from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()
