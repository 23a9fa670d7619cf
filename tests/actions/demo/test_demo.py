"""The demonstration: real transitions, reproducible, every category, and only where nothing is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.sources.credit_code import credit_code_problem
from caseflow.core.sources.models import PollutionSource
from caseflow.demo import build
from caseflow.demo.words import MATTERS
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db

NOON = datetime(2026, 11, 20, 12, tzinfo=clock.ZONE)


def told() -> list[Any]:
    """Return what happened, without the seals (their key is the installation's own)."""
    return [
        tuple(row)
        for row in db.session.execute(
            select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.at, CaseEvent.act, CaseEvent.words)
            .order_by(CaseEvent.case_id, CaseEvent.seq)
        )
    ]  # fmt: skip


def test_cases_of_every_category_are_lived_and_proven(db_session: Any) -> None:
    with clock.pretend(NOON):
        acts = build(cases=60)
    verdict = verify()
    assert verdict.is_intact, verdict.breaks
    assert (verdict.case_count, verdict.event_count) == (60, acts)
    categories = set(db.session.scalars(select(CaseCategory.category_code)))
    assert {matter.category for matter in MATTERS} <= categories
    states = set(db.session.scalars(select(Case.state)))
    assert {"closed", "accepted", "rectifying"} <= states
    assert db.session.scalar(select(func.max(CaseEvent.at))) <= NOON
    codes = db.session.scalars(select(PollutionSource.credit_code)).all()
    assert all(code and credit_code_problem(code) is None for code in codes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_seed_gives_the_same_cases(db_session: Any, make_app: Any, tmp_path: Any) -> None:
    with clock.pretend(NOON):
        build(cases=25, seed=11)
    first = told()
    other = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'other.sqlite3'}")
    with other.app_context():
        from caseflow.bootstrap import load_reference
        from caseflow.ground import schema
        from caseflow.ground.unit_of_work import unit_of_work

        schema.upgrade()
        with unit_of_work():
            load_reference()
        with clock.pretend(NOON):
            build(cases=25, seed=11)
        assert told() == first


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_installation_in_use_is_left_alone(db_session: Any) -> None:
    build(cases=3)
    with pytest.raises(CaseflowError, match="already"):
        build(cases=3)
    assert db.session.scalar(select(func.count(Case.id))) == 3
