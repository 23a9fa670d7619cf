"""Reviews (复查) and re-checks (复核) of a reply to a petition matter, with their clocks.

信访工作条例 (2022-05-01) 35, 36: thirty days to ask from the receipt of the written reply or of
the review opinion, thirty days to answer; after the re-check the matter is at its end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect, flushed, named_petition
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.rules import rule_on
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import DeliveryProof, Reply, ReviewRequest
from caseflow.core.replies.rules import RECHECK, REVIEW, REVIEW_DAYS, WRITTEN
from caseflow.ground import clock
from caseflow.ground.extensions import db

ASKING = {REVIEW: "XF-REVIEW-ASK", RECHECK: "XF-RECHECK-ASK"}
ANSWERING = {REVIEW: "XF-REVIEW-ANS", RECHECK: "XF-RECHECK-ANS"}


def start(act: Act, petition: Petition, rule_id: str, at: datetime) -> None:
    """Open the clock of a rule of the law for one petitioner of the case."""
    rule = rule_on(rule_id, clock.local_date(at))
    deadlines.open_deadline(act.case, rule.clock, rule, at, event_seq=act.seq, petition=petition)


def stop(act: Act, petition: Petition, rule_id: str, at: datetime) -> None:
    name = rule_on(rule_id, clock.today()).clock
    deadlines.stop_deadlines(act.case, name, at, "met", act.seq, petition=petition)


def received_at(petition: Petition, stage: str) -> datetime | None:
    """Return from when the thirty days to ask run; None: nothing in writing was delivered."""
    if stage == RECHECK:
        return db.session.scalar(
            select(func.max(ReviewRequest.settled_at)).where(
                ReviewRequest.petition_id == petition.id,
                ReviewRequest.stage == REVIEW,
                ReviewRequest.state == "answered",
            )
        )
    return db.session.scalar(
        select(func.min(DeliveryProof.delivered_at))
        .join(Reply, Reply.id == DeliveryProof.reply_id)
        .where(
            Reply.petition_id == petition.id,
            Reply.given_at >= petition.answered_at,
            DeliveryProof.kind.in_(WRITTEN),
        )
    )


@effect("ask_review")
def _ask(act: Act) -> None:
    """Without a written reply no time has begun, so no request can be late."""
    petition, stage = named_petition(act), act.given["review_stage"]
    asked_at, since = act.given["given_at"], received_at(petition, act.given["review_stage"])
    last = clock.local_date(since) + timedelta(days=REVIEW_DAYS) if since else None
    request = ReviewRequest(
        petition_id=petition.id,
        case_id=act.case.id,
        stage=stage,
        asked_at=asked_at,
        is_late=last is not None and clock.local_date(asked_at) > last,
        state="open",
        recorded_by_id=act.actor_id,
    )
    flushed(act, "review_request", request)
    act.changes["petition"] = petition.id
    act.changes["review_stage"] = stage
    stop(act, petition, ASKING[stage], asked_at)
    start(act, petition, ANSWERING[stage], asked_at)


def _settle(act: Act, petition: Petition, stage: str | None, state: str, at: datetime) -> None:
    wanted = select(ReviewRequest).where(
        ReviewRequest.petition_id == petition.id, ReviewRequest.state == "open"
    )
    if stage is not None:
        wanted = wanted.where(ReviewRequest.stage == stage)
    for request in db.session.scalars(wanted):
        request.state, request.settled_at, request.settled_by_id = state, at, act.actor_id
        request.outcome = act.given.get("outcome") or ""
        request.document = act.given.get("document") or ""
        request.words = act.given.get("words") or act.given.get("reason") or ""
        stop(act, petition, ANSWERING[request.stage], at)
    db.session.flush()


@effect("record_review")
def _record_review(act: Act) -> None:
    petition, at = named_petition(act), act.given["given_at"]
    _settle(act, petition, REVIEW, "answered", at)
    act.changes["petition"], act.changes["document"] = petition.id, act.given["document"]
    start(act, petition, ASKING[RECHECK], at)


@effect("refuse_review")
def _refuse_review(act: Act) -> None:
    petition = named_petition(act)
    _settle(act, petition, None, "refused", act.at)
    act.changes["petition"] = petition.id


@effect("record_recheck")
def _recheck(act: Act) -> None:
    petition = named_petition(act)
    petition.rechecked_at = act.given["given_at"]
    petition.recheck_document = act.given["document"]
    _settle(act, petition, RECHECK, "answered", act.given["given_at"])
    act.changes["petition"] = petition.id


def start_time_to_ask(act: Act, petition: Petition) -> None:
    """Begin the thirty days to ask for a review, once a written reply was received."""
    since = received_at(petition, REVIEW) if act.case.track == "petition" else None
    if since is not None:
        stop(act, petition, ASKING[REVIEW], since)
        start(act, petition, ASKING[REVIEW], since)
