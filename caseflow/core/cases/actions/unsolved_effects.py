"""What call-backs, ratings, re-handling and reviews do."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.clocks import stop_for_petition
from caseflow.core.cases.actions.effects import effect, flushed, named_petition
from caseflow.core.cases.actions.reply_effects import end_rounds
from caseflow.core.cases.actions.review_effects import end_time_to_ask
from caseflow.core.cases.actions.settling import settle_owner
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import (
    CallBack,
    CallBackTask,
    PetitionRating,
    Reply,
    UnsolvedReport,
)
from caseflow.core.replies.rules import (
    DONE,
    OPEN,
    RATING_DAYS,
    REFUSED,
    REHANDLED,
    STARS,
    SUPERSEDED,
    UNREACHABLE,
    WAITING,
    is_unreachable,
)
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db


def latest_reply(petition_id: int) -> Reply:
    """Return the newest reply to a petition; the guards have seen that there is one."""
    return db.session.scalars(
        select(Reply)
        .where(Reply.petition_id == petition_id, Reply.kind == "reply")
        .order_by(Reply.id.desc())
        .limit(1)
    ).one()


@effect("call_back")
def _call_back(act: Act) -> None:
    """Every call is a row; who was not reached stays on the list until enough calls failed."""
    assert act.actor_id is not None
    petition = named_petition(act)
    flushed(
        act,
        "call_back",
        CallBack(
            petition_id=petition.id,
            called_at=act.at,
            called_by_id=act.actor_id,
            was_reached=act.given["was_reached"],
            was_contacted=act.given.get("was_contacted"),
            is_solved=act.given.get("is_solved"),
            satisfaction=act.given.get("satisfaction"),
            words=act.given.get("words") or "",
        ),
    )
    act.changes["petition"] = petition.id
    if act.given["was_reached"]:
        _end_task(act, petition, DONE)
    elif is_unreachable(_failed_calls(petition.id)):
        _end_task(act, petition, UNREACHABLE)
        act.changes["unreachable"] = True


def _failed_calls(petition_id: int) -> list[datetime]:
    since = select(Reply.given_at).where(Reply.id == latest_reply(petition_id).id)
    wanted = select(CallBack.called_at).where(
        CallBack.petition_id == petition_id,
        CallBack.called_at >= since.scalar_subquery(),
        CallBack.was_reached.is_(False),
    )
    return list(db.session.scalars(wanted))


def _end_task(act: Act, petition: Petition, state: str) -> None:
    db.session.execute(
        update(CallBackTask)
        .where(CallBackTask.petition_id == petition.id, CallBackTask.state == WAITING)
        .values(state=state, ended_at=act.at)
        .execution_options(synchronize_session="fetch")
    )
    stop_for_petition(
        act, petition, "callback", act.at, "superseded" if state == SUPERSEDED else "met"
    )


@effect("rate")
def _rate(act: Act) -> None:
    """The newest rating counts; after the time to change it is over it stands."""
    petition = named_petition(act)
    reply = latest_reply(petition.id)
    first = db.session.scalar(
        select(PetitionRating.rated_at)
        .where(PetitionRating.reply_id == reply.id)
        .order_by(PetitionRating.id)
        .limit(1)
    )
    if first is not None and act.at - first > timedelta(days=RATING_DAYS):
        raise Refused([_("The time to change the rating is over.")])
    flushed(
        act,
        "rating",
        PetitionRating(
            petition_id=petition.id,
            reply_id=reply.id,
            is_solved=act.given["is_solved"],
            satisfaction=act.given["satisfaction"],
            words=act.given.get("words") or "",
            source=act.given["rated_by"],
            rated_at=act.at,
        ),
    )
    petition.rating = STARS[act.given["satisfaction"]]
    act.changes["petition"] = petition.id


@effect("report_unsolved")
def _report(act: Act) -> None:
    petition = named_petition(act)
    flushed(
        act,
        "unsolved_report",
        UnsolvedReport(
            petition_id=petition.id,
            case_id=act.case.id,
            source=act.given["rated_by"],
            words=act.given.get("words") or "",
            told_at=act.at,
            state=OPEN,
        ),
    )
    act.changes["petition"] = petition.id


def open_reports(case_id: int, petition_id: int | None = None) -> list[UnsolvedReport]:
    """Return what complainants of a case call not solved, and nobody has settled."""
    wanted = (
        select(UnsolvedReport)
        .join(Petition, Petition.id == UnsolvedReport.petition_id)
        .where(petitions_of(case_id), UnsolvedReport.state == OPEN)
    )
    if petition_id is not None:
        wanted = wanted.where(UnsolvedReport.petition_id == petition_id)
    return list(db.session.scalars(wanted.order_by(UnsolvedReport.id)))


@effect("rehandle")
def _rehandle(act: Act) -> None:
    """Those who said that it is not solved are owed a new reply; the others keep theirs.

    Nobody is called back while the case is open: those clocks begin anew when it is closed.
    """
    reports = open_reports(act.case.id)
    for report in reports:
        report.state = REHANDLED
        report.settled_by_id, report.settled_at = act.actor_id, act.at
        report.settled_reason = act.given["reason"]
        petition = db.session.get_one(Petition, report.petition_id)
        petition.answered_at = None
        _end_task(act, petition, SUPERSEDED)
        end_time_to_ask(act, petition)
    for petition in db.session.scalars(select(Petition).where(petitions_of(act.case.id))):
        stop_for_petition(act, petition, "callback", act.at, "superseded")
    act.changes["petitions"] = [report.petition_id for report in reports]
    end_rounds(act.case.id)
    act.set("conclusion", None)
    act.back_to = State.ASSIGNED
    settle_owner(act)


@effect("propose_refusal")
def _propose_refusal(act: Act) -> None:
    (report,) = open_reports(act.case.id, act.given["petition_id"])
    report.proposed_by_id, report.proposed_at = act.actor_id, act.at
    report.proposed_reason = act.given["reason"]
    act.changes["petition"] = report.petition_id


@effect("refuse_rehandling")
def _refuse(act: Act) -> None:
    (report,) = open_reports(act.case.id, act.given["petition_id"])
    report.state = REFUSED
    report.settled_by_id, report.settled_at = act.actor_id, act.at
    report.settled_reason = act.given["reason"]
    stop_for_petition(act, named_petition(act), "unsolved", act.at)
    act.changes["petition"] = report.petition_id


@effect("reopen")
def _reopen(act: Act) -> None:
    """Taking a case up again owes every petition a new reply; call-backs wait for that one."""
    for petition in db.session.scalars(select(Petition).where(petitions_of(act.case.id))):
        _end_task(act, petition, SUPERSEDED)
        stop_for_petition(act, petition, "unsolved", act.at, "superseded")
        end_time_to_ask(act, petition)
    for report in open_reports(act.case.id):
        report.state = REHANDLED
        report.settled_by_id, report.settled_at = act.actor_id, act.at
        report.settled_reason = act.given["reason"]
    db.session.execute(update(Petition).where(petitions_of(act.case.id)).values(answered_at=None))
    end_rounds(act.case.id)
    act.set("closed_at", None)
    act.set("conclusion", None)
    act.set("unit_id", None)
    act.set("assignee_id", None)
