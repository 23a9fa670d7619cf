"""Which earlier cases the finder names: by source or address, near in time, within reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.desk.imports.likely.finder import (
    partners_of,
)
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.factories import a_source, do, petition_command


@pytest.fixture(autouse=True)
def _people(db_session: Any) -> None:
    with unit_of_work():
        make_cast()


def received(days_ago: float, **changes: Any) -> int:
    """Register a petition that came in so many days ago; return its case."""
    with unit_of_work():
        opened = register_petition(
            petition_command(**changes),
            present_cast().olga,
            received_at=clock.now() - timedelta(days=days_ago),
        )
    return opened.case.id


def partners(case_id: int, who: str = "dong") -> list[tuple[int, tuple[str, ...]]]:
    found = partners_of([case_id], getattr(present_cast(), who))
    return [(one.case_id, one.reasons) for one in found.get(case_id, [])]


NOBODY = {"person": Person(), "is_anonymous": True, "reply_way": "none"}


def test_the_same_place_in_other_writing_is_found_in_the_earlier_case_only(
    db_session: Any,
) -> None:
    early = received(10, address_text="果园路 18号，工地", **NOBODY)
    late = received(1, address_text="果园路１８号工地", **NOBODY)
    assert [case_id for case_id, _ in partners(late)] == [early]
    assert partners(early) == []


def test_another_place_in_the_same_words_is_not_taken_for_the_same(db_session: Any) -> None:
    other = {"address_text": "巴王路工地", "body": "巴王路工地每天晚上十一点后还在打桩,无法入睡。"}
    received(10, **other, **NOBODY)
    assert partners(received(1, **NOBODY)) == []


def test_the_same_source_says_so(db_session: Any) -> None:
    source_id = a_source().id
    early = received(9, source_id=source_id)
    [(found, reasons)] = partners(received(1, source_id=source_id))
    assert found == early
    assert reasons


def test_a_case_that_cannot_be_merged_any_more_is_not_searched_for(db_session: Any) -> None:
    received(5, **NOBODY)
    case_id = received(1, **NOBODY)
    do(db.session.get_one(Case, case_id), "decline")
    assert partners(case_id) == []


def test_nobody_is_told_of_cases_out_of_reach(db_session: Any) -> None:
    received(5, **NOBODY)
    assert partners(received(1, **NOBODY), who="farid") == []


def test_a_batch_takes_few_statements_a_case(db_session: Any) -> None:
    ids = [received(day, **NOBODY) for day in range(8, 0, -1)]
    seen: list[str] = []
    user = present_cast().dong

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        partners_of(ids, user)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(ids) < len(seen) <= 4 + 3 * len(ids)
