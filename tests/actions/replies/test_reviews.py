"""复查 and 复核: thirty days to ask, thirty to answer, late ones refused by somebody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import ReviewRequest
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import do, reply_in, review_asked


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
    case = review_asked(days_after=31)
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
