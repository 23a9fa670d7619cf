"""A bundle in a folder of its own, and the instant at which the tests of outlets look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

LATER = datetime(2026, 11, 20, 3, tzinfo=UTC)
"""A Friday; the week of the newest pages of `make_site` is over."""


@pytest.fixture
def friday() -> Iterator[Any]:
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"
