"""An office with its cast; sentences in English, those of workers too."""

from __future__ import annotations

import pytest

from caseflow.ground.unit_of_work import unit_of_work
from tests.actions.cases.conftest import cast as office_cast
from tests.cast import Cast

__all__ = ["office_cast"]


@pytest.fixture
def cast(office_cast: Cast) -> Cast:
    """Everybody; the supervisor reads English."""
    with unit_of_work():
        office_cast.sunil.locale = "en"
    return office_cast
