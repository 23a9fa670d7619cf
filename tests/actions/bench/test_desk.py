"""The desk's bench on a tiny load: what it prints, and that it leaves the load as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from caseflow.bench import load as loading
from caseflow.bench.desk import FIGURES, loaded_cases, time_desk
from caseflow.bench.planting import CALLER, PHRASE, WORD
from caseflow.bench.timing import report
from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import ids_by_phone
from caseflow.core.petitions.models import NumberSeries
from caseflow.core.search.queries.hits import search_cases
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

CASES, MODELS = 50, 20
SHAPE = {"median_ms", "p95_ms", "floor_median_ms", "ratio_median", "ratio_p95"}


def counts() -> dict[str, Any]:
    series = {(row.series, row.year): row.last for row in db.session.scalars(select(NumberSeries))}
    tables = ("cases", "petitions", "case_events", "outbox_messages", "case_texts", "deadlines")
    found = {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables}
    return {**found, "series": series}


def test_figures_are_taken_and_the_load_stays_as_it_was(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MODELS", MODELS)
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        with pytest.raises(CaseflowError, match="There is no load"):
            loaded_cases(None)
        loading.load(CASES, 7, lambda _sentence: None)
        planted(CASES - MODELS)
        with pytest.raises(CaseflowError, match=f"holds {CASES} cases, not 60"):
            loaded_cases(60)
        before = counts()
        database = db.engine.dialect.name
    times = time_desk(app, rounds=2)
    found = report("desk", database, CASES, times)
    figures = found["figures"]
    assert isinstance(figures, dict)
    assert set(figures) == {asked.name for asked in FIGURES}
    for values in figures.values():
        assert set(values) == SHAPE
        assert all(value > 0 for value in values.values())
    with app.app_context():
        assert counts() == before
        assert verify().is_intact
        refuses_changes()


def planted(copies: int) -> None:
    """The words and the caller stand in copies with a complainant, and nowhere else."""
    user = db.session.scalars(select(User).where(User.username == "operator")).one()
    word, phrase = search_cases(WORD, user), search_cases(f'"{PHRASE}"', user)
    assert 0 < word.count == phrase.count <= copies
    assert ids_by_phone(CALLER)
    assert db.session.scalar(select(func.count(Case.id)).where(Case.id <= MODELS)) == MODELS
    assert all(row.id > MODELS for row in word.rows)


def refuses_changes() -> None:
    """The triggers that keep history append-only are in force again."""
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text(f"UPDATE {CaseEvent.__tablename__} SET words = 'x'"))
    db.session.rollback()
