"""Nothing counts as delivered that was neither sent, said nor proven."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.replies.models import DeliveryProof
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import case_in, do, open_case, reply_in
from tests.hooks import pushed, subscribe

ASKED = {"track": "consultation", "category_codes": ()}
NOT_HEARD: dict[str, dict[str, Any]] = {
    "another platform": {"origin": "12369"},
    "other kinds of events": {"kinds": ["acknowledged"]},
    "a paused receiver": {"is_active": False},
}


def proofs() -> list[str]:
    return list(db.session.scalars(select(DeliveryProof.kind).order_by(DeliveryProof.id)))


@pytest.mark.parametrize("why", NOT_HEARD)
def test_a_platform_that_is_not_told_of_replies_is_no_way(cast: Cast, why: str) -> None:
    subscribe(**NOT_HEARD[why])
    case = reply_in("approved", reply_way="channel", **pushed("W-1"))
    with pytest.raises(Refused, match="cannot send this way"):
        do(case, "reply", reply_way="channel")
    do(case, "reply", reply_way="channel", proof_words="平台回执 W-1")
    assert case.state == "closed"


def test_a_petition_of_no_platform_is_not_answered_through_one(cast: Cast) -> None:
    subscribe()
    case = reply_in("approved", reply_way="channel")
    with pytest.raises(Refused, match="cannot send this way"):
        do(case, "reply", reply_way="channel")


def test_a_platform_that_is_told_needs_no_other_proof(cast: Cast) -> None:
    subscribe()
    case = reply_in("approved", reply_way="channel", **pushed("W-1"))
    do(case, "reply", reply_way="channel")
    assert proofs() == ["platform"]


@pytest.mark.parametrize("way", ["sms", "email", "letter", "channel"])
def test_an_answer_at_once_is_said_sent_or_proven(cast: Cast, way: str) -> None:
    case = open_case(**ASKED, reply_way=way).case
    with pytest.raises(Refused):
        do(case, "answer_at_once", reply_way=way)
    do(case, "answer_at_once", reply_way=way, proof_words="当面交给诉求人")
    assert case.state == "closed"
    assert len(proofs()) == 1


@pytest.mark.parametrize("way", ["sms", "email", "letter", "channel"])
def test_a_notice_that_nobody_sent_has_no_proof(cast: Cast, way: str) -> None:
    case = do(case_in("registered"), "decline", reply_way=way)
    assert proofs() == []
    do(case, "prove_delivery")
    assert len(proofs()) == 1


def test_a_notice_read_out_is_proven_by_that(cast: Cast) -> None:
    do(case_in("registered"), "decline", reply_way="phone")
    assert proofs() == ["read_out"]
