"""Reviews (复查) and re-checks (复核) of a reply to a petition matter, with their clocks.

信访工作条例 (2022-05-01) 35, 36: thirty days to ask from the receipt of the written reply or of
the review opinion, thirty days to answer; after the re-check the matter is at its end.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import is_of_present_reply
from caseflow.core.cases.actions.effects import effect, flushed, named_petition
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import rule_on
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import DeliveryProof, Reply, ReviewRequest
from caseflow.core.replies.rules import HANDED, OUTBOX, POSTED, RECHECK, REVIEW
from caseflow.ground import clock
from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage

ASKING = {REVIEW: "XF-REVIEW-ASK", RECHECK: "XF-RECHECK-ASK"}
ANSWERING = {REVIEW: "XF-REVIEW-ANS", RECHECK: "XF-RECHECK-ANS"}


def start(act: Act, petition: Petition, rule_id: str, at: datetime) -> None:
    """Open the clock of a rule of the law for one petitioner of the case."""
    rule = rule_on(rule_id, clock.local_date(at))
    deadlines.open_deadline(act.case, rule.clock, rule, at, event_seq=act.seq, petition=petition)


def stop(act: Act, petition: Petition, rule_id: str, at: datetime, reason: str = "met") -> None:
    name = rule_on(rule_id, clock.today()).clock
    deadlines.stop_deadlines(act.case, name, at, reason, act.seq, petition=petition)


def received_at(petition: Petition, stage: str) -> datetime | None:
    """Return when the present reply, or the review of it, was received; None: no proof says so.

    Who handed it over, or has it signed for, knows better than the system that sent it; that a
    letter was posted tells nothing of its receipt.
    """
    if stage == RECHECK:
        return db.session.scalar(
            select(func.max(ReviewRequest.settled_at))
            .join(Petition, Petition.id == ReviewRequest.petition_id)
            .where(
                ReviewRequest.petition_id == petition.id,
                ReviewRequest.stage == REVIEW,
                ReviewRequest.state == "answered",
                is_of_present_reply(),
            )
        )
    return _proven_at(petition, DeliveryProof.kind == HANDED) or _proven_at(
        petition, DeliveryProof.kind == OUTBOX, OutboxMessage.state == "sent"
    )


def _proven_at(petition: Petition, *these: ColumnElement[bool]) -> datetime | None:
    """Return the earliest such proof of the present reply; of a message, when it was sent."""
    at = func.coalesce(OutboxMessage.sent_at, DeliveryProof.delivered_at, type_=UtcDateTime())
    return db.session.scalar(
        select(func.min(at, type_=UtcDateTime()))
        .select_from(DeliveryProof)
        .join(Reply, Reply.id == DeliveryProof.reply_id)
        .outerjoin(OutboxMessage, OutboxMessage.key == DeliveryProof.outbox_key)
        .where(Reply.petition_id == petition.id, Reply.given_at >= petition.answered_at, *these)
    )


def _is_late(petition: Petition, stage: str, asked_at: datetime) -> bool:
    """Return whether a request came after the due day that the clock of its stage gives.

    Without a written reply that was received no time has begun, so no request can be late.
    """
    since = received_at(petition, stage)
    if since is None:
        return False
    rule = rule_on(ASKING[stage], clock.local_date(since))
    return clock.local_date(asked_at) > explain(rule, since, current_calendar()).due_on


@effect("ask_review")
def _ask(act: Act) -> None:
    petition, stage = named_petition(act), act.given["review_stage"]
    asked_at = act.given["given_at"]
    request = ReviewRequest(
        petition_id=petition.id,
        case_id=act.case.id,
        stage=stage,
        asked_at=asked_at,
        is_late=_is_late(petition, stage, asked_at),
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
    """Begin the thirty days to ask for a review, once a reply was given in writing.

    Until its receipt is proven they are shown from the day it was posted or queued. Where a
    review was asked already, a proof that comes later tells only whether that was late.
    """
    if act.case.track != "petition":
        return
    asked = db.session.scalar(
        select(ReviewRequest)
        .join(Petition, Petition.id == ReviewRequest.petition_id)
        .where(
            ReviewRequest.petition_id == petition.id,
            ReviewRequest.stage == REVIEW,
            ReviewRequest.state != "refused",
            is_of_present_reply(),
        )
        .order_by(ReviewRequest.id.desc())
        .limit(1)
    )
    if asked is not None:
        if asked.state == "open":
            asked.is_late = _is_late(petition, REVIEW, asked.asked_at)
        return
    is_under_way = or_(
        DeliveryProof.kind == POSTED,
        (DeliveryProof.kind == OUTBOX) & OutboxMessage.state.in_(("waiting", "claimed")),
    )
    since = received_at(petition, REVIEW) or _proven_at(petition, is_under_way)
    if since is not None:
        stop(act, petition, ASKING[REVIEW], since)
        start(act, petition, ASKING[REVIEW], since)


def end_time_to_ask(act: Act, petition: Petition) -> None:
    """A reply that is to be replaced can be reviewed no more; what was asked is still answered."""
    for rule_id in ASKING.values():
        stop(act, petition, rule_id, act.at, "superseded")
