"""Volume: whole, proven, numbered without a gap, findable; and fit to be worked on."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from caseflow.bench import load as loading
from caseflow.bench import writing
from caseflow.bench.copying import RECENT_WEEKS
from caseflow.bench.models import COPIED, read_lives
from caseflow.core.audit.verify import verify
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.ground import search
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import make_cast
from tests.factories import petition_command

CASES, MODELS = 90, 40


def small_load() -> dict[str, object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "MODELS", MODELS)
        patch.setattr(loading, "BATCH", 16)
        return loading.load(CASES, 7, lambda _sentence: None)


@pytest.fixture
def loaded(built: dict[str, object], db_session: Any) -> dict[str, object]:
    return built


with_load = pytest.mark.built(by=small_load)


@with_load
def test_all_cases_are_there_and_proven(loaded: dict[str, object]) -> None:
    assert db.session.scalar(select(func.count(Case.id))) == CASES == loaded["cases"]
    verdict = verify()
    assert verdict.is_intact, verdict.breaks
    assert verdict.case_count == CASES


@with_load
def test_numbers_have_no_gap_and_no_double(loaded: dict[str, object]) -> None:
    serials = defaultdict(list)
    numbers = [
        *db.session.scalars(select(Case.number)),
        *db.session.scalars(select(Petition.number)),
    ]
    for number in numbers:
        kind, serial = re.fullmatch(r"(.*〕)(\d+)号", number).groups()  # type: ignore[union-attr]
        serials[kind].append(int(serial))
    assert len(serials) > 4, "several years"
    for kind, found in serials.items():
        assert sorted(found) == list(range(1, len(found) + 1)), kind


@with_load
def test_a_copy_has_what_its_model_has_but_pictures(loaded: dict[str, object]) -> None:
    lives = read_lives()
    copies = [life for life in lives if life.case["id"] > MODELS]
    assert len(copies) == CASES - MODELS
    for life in copies:
        events = life.rows["case_events"]
        assert [e["seq"] for e in events] == list(range(1, len(events) + 1))
        assert life.case["version"] == len(events)
        assert "add_evidence" not in {e["act"] for e in events}
        assert events[-1]["to_state"] == life.case["state"]
    running = select(func.count(Deadline.id)).where(Deadline.stopped_at.is_(None))
    assert db.session.scalar(running)


@with_load
def test_only_the_last_months_hold_open_cases(loaded: dict[str, object]) -> None:
    """An office that had open cases of six years would be measured by lists that nobody has."""
    newest = max(life.case["opened_at"] for life in read_lives())
    old = [
        life
        for life in read_lives()
        if newest - life.case["opened_at"] > timedelta(weeks=RECENT_WEEKS, days=120)
    ]
    assert len(old) > (CASES - MODELS) // 2
    assert all(life.is_settled for life in old)
    assert any(not life.is_settled for life in read_lives())


@with_load
def test_a_copy_is_found_by_its_words(loaded: dict[str, object]) -> None:
    case = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    found = search.matching(f'"{case.title[:6]}"')
    assert found is not None
    assert case.id in set(db.session.scalars(found))


@with_load
def test_indexes_are_back_and_work_goes_on(loaded: dict[str, object]) -> None:
    inspector = inspect(db.engine)
    for table in COPIED:
        wanted = {index.name for index in table.indexes}
        assert wanted <= {index["name"] for index in inspector.get_indexes(table.name)}, table.name
    with_number = db.session.scalars(select(Case.number)).all()
    opened = _register()
    assert opened not in with_number
    assert verify().is_intact


@with_load
def test_the_planner_knows_how_much_there_is(loaded: dict[str, object]) -> None:
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'cases'",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'cases'",
    }
    assert db.session.scalar(text(asked[db.engine.dialect.name]))


def _register() -> str:
    operator = db.session.scalars(select(User).where(User.username == "operator")).one()
    with unit_of_work():
        return register_petition(petition_command(), operator).case.number


@with_load
def test_it_is_used_again_and_never_mixed(loaded: dict[str, object]) -> None:
    again = loading.load(CASES, 7, lambda _sentence: None)
    assert again["already_there"]
    with pytest.raises(CaseflowError, match="holds 90 cases"):
        loading.load(CASES + 1, 7, lambda _sentence: None)


def test_each_batch_is_committed_and_what_was_cut_off_is_not_taken_for_whole(
    db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MODELS", 20)
    monkeypatch.setattr(loading, "BATCH", 8)
    batches: list[str] = []
    real = writing.Writer.write

    def dying(writer: Any, table: str, rows: Any) -> None:
        batches.append(table)
        if batches.count("petitions") == 3:
            raise SystemExit
        real(writer, table, rows)

    monkeypatch.setattr(writing.Writer, "write", dying)
    with pytest.raises(SystemExit):
        loading.load(60, 7, lambda _sentence: None)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Case.id))) == 20 + 2 * 8
    db.session.rollback()
    with pytest.raises(CaseflowError, match="cut off"):
        loading.load(60, 7, lambda _sentence: None)


def test_a_database_in_use_is_refused(app: Flask, db_session: Any) -> None:
    with unit_of_work():
        make_cast()
    with pytest.raises(CaseflowError, match="holds something already"):
        loading.load(10, 7, lambda _sentence: None)
