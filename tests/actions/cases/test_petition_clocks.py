"""A petition keeps its own clocks and number, whatever happens to its case."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import WAYS, case_in, do, open_case

ANOTHER = Person(name="李山", phone="13912340000", address="")


def clocks(case: Case) -> dict[str, Any]:
    """Return the running clocks of the case: name → due instant."""
    rows = db.session.execute(
        select(Deadline.clock, Deadline.due_at).where(
            Deadline.case_id == case.id, Deadline.stopped_at.is_(None)
        )
    )
    return {name: due_at for name, due_at in rows}


def petition_of(case: Case) -> Petition:
    return db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()


def merged_into(leading: Case, **fields: Any) -> Case:
    case = open_case(person=ANOTHER, **fields).case
    return do(case, "merge", target_number=leading.number)


def carry_on(case: Case, upto: str, since: str) -> None:
    for name in WAYS[upto][len(WAYS[since]) :]:
        do(case, name)


def test_merging_moves_no_clock_and_no_number(cast: Cast) -> None:
    leading, case = case_in("assigned"), open_case(person=ANOTHER).case
    number, before = petition_of(case).number, clocks(case)
    do(case, "merge", target_number=leading.number)
    assert petition_of(case).number == number
    after = clocks(case)
    assert {name: after[name] for name in ("acknowledgement", "reply")} == {
        name: before[name] for name in ("acknowledgement", "reply")
    }


def test_the_notice_of_acceptance_of_a_merged_petition_can_still_be_given(cast: Cast) -> None:
    case = merged_into(case_in("assigned"))
    do(case, "acknowledge")
    assert "acknowledgement" not in clocks(case)
    assert "reply" in clocks(case)
    with pytest.raises(Refused, match="No notice of acceptance"):
        do(case, "acknowledge")


def test_a_merged_petition_is_answered_and_called_back_through_the_leading_case(cast: Cast) -> None:
    leading = case_in("assigned")
    case = merged_into(leading)
    carry_on(leading, "reply_owed", "assigned")
    do(leading, "reply", petition_id=petition_of(leading).id)
    assert leading.state == "reply_owed", "the merged petition still awaits its reply"
    assert "reply" in clocks(case)
    do(leading, "reply", petition_id=petition_of(case).id)
    assert leading.state == "closed"
    assert set(clocks(case)) == {"callback"}
    assert set(clocks(leading)) == {"callback"}
    do(leading, "call_back", petition_id=petition_of(case).id)
    assert clocks(case) == {}
    assert set(clocks(leading)) == {"callback"}, "the other petition is still to be called back"


def test_a_case_split_off_after_the_answer_of_the_leading_one_goes_on(cast: Cast) -> None:
    leading = case_in("assigned")
    case = merged_into(leading)
    before = clocks(case)
    do(case, "split")
    assert case.state == "registered"
    assert clocks(case).keys() >= before.keys()


def test_reopening_owes_a_new_reply_and_forgets_the_call_back(cast: Cast) -> None:
    case = case_in("closed")
    assert set(clocks(case)) == {"callback"}
    do(case, "reopen")
    assert set(clocks(case)) == {"handling", "reply"}
    assert petition_of(case).answered_at is None
    for name in WAYS["closed"][1:]:
        do(case, name)
    assert case.state == "closed"
    assert set(clocks(case)) == {"callback"}


def test_a_call_back_names_a_petition_of_the_case(cast: Cast) -> None:
    case, other = case_in("closed"), open_case().case
    with pytest.raises(Exception, match="This petition has no reply yet"):
        do(case, "call_back", petition_id=petition_of(other).id)


def test_declining_the_leading_case_meets_the_clocks_of_merged_petitions(cast: Cast) -> None:
    leading = case_in("accepted")
    case = merged_into(leading)
    do(leading, "decline")
    assert clocks(case) == {}
    do(leading, "reopen")
    assert set(clocks(case)) == {"reply"}


def test_one_complainant_withdraws_for_nobody_else(cast: Cast) -> None:
    leading = case_in("assigned")
    case = merged_into(leading)
    with pytest.raises(Refused, match="Other cases are merged into this one"):
        do(leading, "withdraw")
    do(case, "split")
    do(leading, "withdraw")
    assert (leading.state, case.state) == ("withdrawn", "registered")
    assert "reply" in clocks(case), "the other complainant is still owed an answer"
