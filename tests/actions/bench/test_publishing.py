"""`caseflow bench publish`: the same files plainly written are its floor; one change is small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from caseflow.bench.publishing import time_publishing

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_change_among_many_writes_what_shows_it(app: Flask, tmp_path: Path) -> None:
    found: dict[str, Any] = time_publishing(app, 40, 7, tmp_path / "site")
    assert found["publications"] == 40
    assert found["cold"]["files"] > 80
    added = found["one_added"]["paths"]
    assert "results/2026-41/index.html" in added
    assert len([path for path in added if path.startswith("results/2026-")]) == 1
    withdrawn = found["one_withdrawn"]["paths"]
    assert [path for path in withdrawn if path.startswith("results/2026-")] == [
        "results/2026-20/index.html"
    ]
    for name in ("cold", "one_added", "one_withdrawn"):
        assert found[name]["seconds"] > 0
        assert found[name]["floor_seconds"] > 0
    assert found["nothing_changed_ms"] > 0
    assert not (tmp_path / "floor").exists()
