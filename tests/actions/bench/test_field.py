"""The field's bench on a tiny load: what it prints, and that it leaves no table of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from caseflow.bench import load as loading
from caseflow.bench.field import serving
from caseflow.bench.field.serving import film_memory, running, slow_tablets
from caseflow.bench.field.syncing import time_sync
from caseflow.bench.timing import report
from caseflow.core.audit.verify import verify
from caseflow.core.evidence.models import Evidence
from caseflow.core.visits.models import Visit
from caseflow.field.sync.models import FieldFile
from caseflow.ground.extensions import db

CASES, MODELS = 30, 20
SHAPE = {"median_ms", "p95_ms", "floor_median_ms", "ratio_median", "ratio_p95"}


@pytest.fixture
def loaded(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(loading, "MODELS", MODELS)
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        loading.load(CASES, 7, lambda _sentence: None)
    return app


def count(model: Any) -> int:
    return len(list(db.session.scalars(select(model))))


def test_visits_are_sent_and_timed_against_their_rows_and_bytes(loaded: Flask) -> None:
    with loaded.app_context():
        before = count(Visit), count(Evidence)
    times = time_sync(loaded, 2)
    figures: Any = report("field", "any", CASES, times)["figures"]
    assert set(figures) == {"visit_with_photographs"}
    values = figures["visit_with_photographs"]
    assert set(values) == SHAPE
    assert values["ratio_median"] > 1
    with loaded.app_context():
        sent = 2 + 3  # the rounds and those that warm up
        assert (count(Visit), count(Evidence)) == (before[0] + sent, before[1] + 4 * sent)
        names = inspect(db.session.connection()).get_table_names()
        assert not [name for name in names if name.startswith("floor_")]
        assert verify().is_intact


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_film_and_slow_tablets_are_watched_on_a_real_server(
    loaded: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "FILM_BYTES", 3_000_000)
    monkeypatch.setattr(serving, "WARM_UP", 1)
    with running(loaded.config["SETTINGS"]) as server:
        film = film_memory(loaded, server)
        tablets = slow_tablets(loaded, server, count=2)
    assert film["bytes"] == 3_000_000
    assert film["idle_mib"] > 10
    assert tablets["pieces_bytes"] > 0
    assert tablets["ratio_p95"] > 0
    with loaded.app_context():
        states = {row.byte_count: row.state for row in db.session.scalars(select(FieldFile))}
        assert states[3_000_000] == "kept", "a record without signatures waits, its film is here"
