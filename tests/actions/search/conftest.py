"""An office with its cast, and sentences in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask_babel import force_locale

from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db_session: Any) -> Iterator[Cast]:
    """Everybody, inside a pushed context; refusals are said in English."""
    with unit_of_work():
        made = make_cast()
    with force_locale("en"):
        yield made
