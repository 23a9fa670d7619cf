"""Acknowledged in time counts what its definition says: each act that ends the term."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.replies.models import Notice
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.reports.measures import MEASURES
from tests.actions.figures.test_call_backs import marks
from tests.cast import make_cast
from tests.factories import case_in, do

TOLD = {"notice_words": "已受理,将在规定时限内办理。", "reply_way": "phone"}


@pytest.fixture(autouse=True)
def _cast(db_session: Any) -> None:
    with unit_of_work():
        make_cast()


@pytest.mark.parametrize(
    ("name", "given", "noticed", "word"),
    [
        ("accept", {}, 0, "accepted"),
        ("accept", TOLD, 1, "accepted"),
        ("decline", {}, 1, "declined"),
        ("transfer_out", {}, 1, "passed on"),
        ("withdraw", {}, 1, "withdrawn"),
        ("answer_at_once", {}, 0, "answered"),
    ],
)
def test_what_ends_the_term_counts_and_the_definition_names_it(
    name: str, given: dict[str, Any], noticed: int, word: str
) -> None:
    case = case_in("registered", track="consultation")
    do(case, name, **given)
    assert len(db.session.scalars(select(Notice)).all()) == noticed
    assert marks(case, "acknowledged") == {"acknowledged": "n"}
    numerator = MEASURES["acknowledged"].numerator
    assert word in numerator
    assert "whether a notice is on record or not" in numerator
