"""复查 and 复核: thirty days to ask, thirty to answer, late ones refused by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import ReviewRequest
from caseflow.core.replies.rules import HANDED, POSTED
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import case_in, do, reply_in, review_asked

EMS = "EMS 1234567890123"


def on(day: date) -> Any:
    """Return the clock at ten in the morning of a day."""
    return clock.pretend(datetime(day.year, day.month, day.day, 10, tzinfo=clock.ZONE))


def handed(day: date) -> Case:
    """Return a petition matter whose opinion was handed over on this day."""
    with on(day):
        case = case_in("reply_owed", track="petition", reply_way="letter")
        return do(case, "reply", reply_way="letter", proof_kind=HANDED, proof_words="本人签收")


def requests() -> list[tuple[str, bool]]:
    rows = db.session.execute(
        select(ReviewRequest.state, ReviewRequest.is_late).order_by(ReviewRequest.id)
    )
    return [tuple(row) for row in rows]


def running(case: Case) -> dict[str, str]:
    wanted = select(Deadline.clock, Deadline.rule_id).where(
        Deadline.case_id == case.id, Deadline.stopped_at.is_(None)
    )
    return dict(db.session.execute(wanted).all())


def test_the_whole_way_of_a_review_and_a_re_check(cast: Cast) -> None:
    case = review_asked(days_after=3)
    assert running(case)["review_answer"] == "XF-REVIEW-ANS"
    assert "review_request" not in running(case)
    do(case, "record_review")
    assert running(case)["recheck_request"] == "XF-RECHECK-ASK"
    do(case, "ask_review", review_stage="recheck")
    assert running(case)["recheck_answer"] == "XF-RECHECK-ANS"
    do(case, "record_recheck")
    assert not {"review_answer", "recheck_answer"} & set(running(case))
    assert db.session.scalars(select(Petition.recheck_document)).one() == "忠环复核〔2026〕1号"


def test_a_request_in_time_must_be_answered(cast: Cast) -> None:
    with pytest.raises(Refused, match="came late"):
        do(review_asked(days_after=30), "refuse_review")


def test_a_late_request_is_refused_by_somebody_else_with_a_reason(cast: Cast) -> None:
    case = review_asked(days_after=40)
    do(case, "refuse_review")
    request = db.session.scalars(select(ReviewRequest)).one()
    assert (request.is_late, request.state, request.words) == (
        True,
        "refused",
        "逾期且无正当理由。",
    )


def test_without_a_written_reply_no_request_is_late(cast: Cast) -> None:
    case = reply_in("approved", track="petition")
    do(case, "reply", reply_way="channel", proof_words="已由来件平台送达")
    do(case, "ask_review")
    assert db.session.scalars(select(ReviewRequest.is_late)).one() is False
    with pytest.raises(Refused, match="recorded already"):
        do(case, "ask_review")


def test_a_reply_given_anew_may_be_reviewed_anew(cast: Cast) -> None:
    case = handed(date(2026, 9, 1))
    with on(date(2026, 9, 10)):
        do(case, "ask_review")
        do(case, "record_review", outcome="revoked")
    with on(date(2026, 9, 14)):
        assert "recheck_request" in running(case)
        do(case, "reopen")
        assert not {"review_request", "recheck_request"} & set(running(case))
        for name in ("assign", "receipt", "start_investigation", "record_inspection",
                     "submit_for_sign_off", "sign_off"):  # fmt: skip
            do(case, name)
        do(case, "reply", reply_way="letter", proof_kind=HANDED, proof_words="本人签收")
        assert running(case)["review_request"] == "XF-REVIEW-ASK"
    with on(date(2026, 9, 20)):
        do(case, "ask_review")
        assert "review_request" not in running(case)
        with pytest.raises(Refused, match="recorded already"):
            do(case, "ask_review")
    assert requests() == [("answered", False), ("open", False)]


def test_handling_again_ends_the_time_to_ask_of_who_gets_a_new_reply(cast: Cast) -> None:
    case = handed(date(2026, 9, 1))
    with on(date(2026, 9, 3)):
        do(case, "call_back", is_solved=False, satisfaction="no")
        do(case, "rehandle")
    assert "review_request" not in running(case)
    reasons = select(Deadline.stop_reason).where(Deadline.clock == "review_request")
    assert db.session.scalars(reasons).all() == ["superseded"]


def test_a_request_about_an_earlier_reply_is_answered_though_there_is_a_new_one(
    cast: Cast,
) -> None:
    case = handed(date(2026, 9, 1))
    with on(date(2026, 9, 10)):
        do(case, "ask_review")
    with on(date(2026, 9, 11)):
        do(case, "reopen")
        for name in ("assign", "receipt", "start_investigation", "record_inspection",
                     "submit_for_sign_off", "sign_off", "reply"):  # fmt: skip
            do(case, name)
    with on(date(2026, 9, 12)):
        do(case, "record_review")
        assert "review_answer" not in running(case)
        do(case, "ask_review")


def test_the_last_day_to_ask_rolls_over_holidays_as_its_clock_does(cast: Cast) -> None:
    """Thirty days after 1 September end on 1 October, a holiday: 8 October is the first workday."""
    for asked_on, is_late in ((date(2026, 10, 8), False), (date(2026, 10, 9), True)):
        case = handed(date(2026, 9, 1))
        due_on = select(Deadline.due_on).where(
            Deadline.case_id == case.id, Deadline.clock == "review_request"
        )
        assert db.session.scalars(due_on).one() == date(2026, 10, 8)
        with on(asked_on):
            do(case, "ask_review")
        assert requests()[-1] == ("open", is_late)


def posted(day: date) -> Case:
    with on(day):
        case = case_in("reply_owed", track="petition", reply_way="letter")
        return do(case, "reply", reply_way="letter", proof_words=EMS)


def test_the_thirty_days_run_from_when_a_letter_was_signed_for(cast: Cast) -> None:
    case = posted(date(2026, 10, 9))
    signed = datetime(2026, 10, 15, 9, tzinfo=clock.ZONE)
    with on(date(2026, 10, 16)):
        do(case, "prove_delivery", proof_kind=HANDED, told_at=signed)
        due_on = select(Deadline.due_on).where(
            Deadline.clock == "review_request", Deadline.stopped_at.is_(None)
        )
        assert db.session.scalars(due_on).one() == date(2026, 11, 16), "14 November is a Saturday"
    with on(date(2026, 11, 11)):
        do(case, "ask_review")
    assert requests() == [("open", False)]


def test_that_a_letter_was_posted_makes_no_request_late(cast: Cast) -> None:
    case = posted(date(2026, 9, 14))
    assert "review_request" in running(case)
    with on(date(2026, 11, 11)):
        do(case, "ask_review")
        assert requests() == [("open", False)]
        signed = datetime(2026, 9, 16, 9, tzinfo=clock.ZONE)
        do(case, "prove_delivery", proof_kind=HANDED, told_at=signed)
    assert requests() == [("open", True)], "the receipt was proven later"
    assert "review_request" not in running(case), "it was asked already"


TOMORROW = timedelta(days=1)


@pytest.mark.parametrize("name", ["reply", "prove_delivery"])
def test_nothing_was_told_in_the_future(cast: Cast, name: str) -> None:
    case = reply_in("approved", track="petition", reply_way="letter")
    if name == "prove_delivery":
        do(case, "reply", proof_kind=POSTED)
    with pytest.raises(Refused, match="in the future"):
        do(case, name, told_at=clock.now() + TOMORROW)


@pytest.mark.parametrize("name", ["ask_review", "record_review", "record_recheck"])
def test_nothing_was_asked_or_given_in_the_future(cast: Cast, name: str) -> None:
    case = posted(clock.today()) if name != "record_review" else review_asked()
    with pytest.raises(Refused, match="in the future"):
        do(case, name, given_at=clock.now() + TOMORROW)
