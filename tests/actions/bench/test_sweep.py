"""The bench of the sweep on tiny databases: what it prints, and that it finds what is due."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from caseflow.bench import load, sweep
from caseflow.ground.config import Settings

SIZES = (2000, 4000)


def test_it_times_the_same_reminders_at_both_sizes(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "MODELS", 12)
    monkeypatch.setattr(sweep, "CASES", 12)
    found: dict[str, Any] = sweep.time_sweep(SIZES, 300, 1, settings, lambda _said: None)
    assert set(found["sizes"]) == {"2000", "4000"}
    assert {one["reminders"] for one in found["sizes"].values()} == {300}
    assert found["two_at_once"] == {"reminders": 300, "missing": 0, "twice": 0}
    assert found["ratio_big_to_small"] > 0
    assert all(one["floor_per_s"] > 0 for one in found["sizes"].values())
    assert "big to small" in sweep.lines(found)
