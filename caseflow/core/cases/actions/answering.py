"""What a case owes its petitioners and has told them, as the rules need to know it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.facts import ReplyFacts, ReviewFacts
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.messages.platform.catalogue import TOLD
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import (
    Notice,
    Reply,
    ReplyDraft,
    ReplyPart,
    ReviewRequest,
    UnsolvedReport,
)
from caseflow.core.replies.queries.letters import letters_of, live_draft
from caseflow.core.replies.rules import OPEN as UNSOLVED
from caseflow.core.replies.wording import lacking
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.channels.table import CHANNELS
from caseflow.ground.webhooks.models import HookSubscription

_group = aliased(Case)  # One alias for all: a new one each time would compile each time anew.


def petitions_of(case_id: Any) -> ColumnElement[bool]:
    """Return the clause of the petitions of a case and of those merged into it."""
    group = select(_group.id).where(or_(_group.id == case_id, _group.leading_case_id == case_id))
    return Petition.case_id.in_(group)


def owes_reply(case_id: int) -> bool:
    """Return whether a petition of the case, or of one merged into it, awaits its reply."""
    wanted = petitions_of(case_id), Petition.answered_at.is_(None)
    return bool(db.session.scalar(select(func.count(Petition.id)).where(*wanted)))


def petitions_told(case_id: int) -> list[Any]:
    """Return the petitions that the case answers, each with what its complainant was told."""
    replied = exists().where(Reply.petition_id == Petition.id, Reply.kind == "reply")
    return list(
        db.session.execute(
            select(
                Petition.id,
                Petition.is_anonymous,
                Petition.reply_way,
                Petition.answered_at,
                replied.label("is_replied"),
                exists().where(Notice.petition_id == Petition.id).label("is_noticed"),
            ).where(petitions_of(case_id))
        )
    )


AFTER_REPLY = frozenset({State.REPLY_OWED, State.CLOSED})


def reply_facts(case: Case) -> ReplyFacts:
    """Return how far the reply is that the case owes; of any other case nothing is asked."""
    draft = live_draft(case.id) if case.state == State.REPLY_OWED else None
    if draft is None:
        return ReplyFacts()
    letters = letters_of(draft)
    asked = {letter.number: letter.asked for letter in letters}
    writers = {draft.drafted_by_id, draft.proposed_by_id} - {None}
    return ReplyFacts(
        state=draft.state,
        writers=frozenset(writer for writer in writers if writer),
        texts={letter.petition_id: letter.answer for letter in letters},
        is_lacking=bool(lacking(draft.form, draft.sections, asked)),
        form=draft.form,
    )


def unsolved_reports(case: Case) -> dict[int, int | None]:
    """Return the petitions rated “not solved” and not decided on, each with who proposed what."""
    if case.state not in {*AFTER_REPLY, State.MERGED}:
        return {}
    rows = db.session.execute(
        select(UnsolvedReport.petition_id, UnsolvedReport.proposed_by_id)
        .join(Petition, Petition.id == UnsolvedReport.petition_id)
        .where(petitions_of(case.id), UnsolvedReport.state == UNSOLVED)
    )
    return {row.petition_id: row.proposed_by_id for row in rows}


def is_of_present_reply() -> ColumnElement[bool]:
    """Return the clause of the requests that are about the reply that stands now.

    A reply may have been handed over, and its review asked, before it was recorded; never before
    it was approved. One that nobody approved here was given when it was recorded.
    """
    approved_at = (
        select(func.max(ReplyDraft.approved_at))
        .join(ReplyPart, ReplyPart.draft_id == ReplyDraft.id)
        .where(ReplyPart.petition_id == Petition.id, ReplyDraft.approved_at <= Petition.answered_at)
        .correlate(Petition)
        .scalar_subquery()
    )
    return ReviewRequest.asked_at >= func.coalesce(approved_at, Petition.answered_at)


def review_facts(case: Case) -> tuple[ReviewFacts, ...]:
    """Return the requests for 复查 and 复核 of the present replies, the oldest first.

    With them stand those about an earlier reply that are still open: they are answered yet.
    """
    if case.state != State.CLOSED or case.track != "petition":
        return ()
    is_present = is_of_present_reply()
    rows = db.session.execute(
        select(
            ReviewRequest.petition_id,
            ReviewRequest.stage,
            ReviewRequest.state,
            ReviewRequest.is_late,
            ReviewRequest.recorded_by_id,
            func.coalesce(is_present, false()),
        )
        .join(Petition, Petition.id == ReviewRequest.petition_id)
        .where(ReviewRequest.case_id == case.id, or_(is_present, ReviewRequest.state == "open"))
        .order_by(ReviewRequest.id)
    )
    return tuple(ReviewFacts(*row) for row in rows)


def ways_open(act: str, petitions: ColumnElement[bool]) -> frozenset[str]:
    """Return the ways by which the system itself can send what `act` tells these complainants."""
    if db.session.info.get("quiet"):  # invented and imported histories send nothing
        return frozenset()
    found = {name for name in ("sms", "email") if CHANNELS[name].is_set(settings())}
    if _platforms_hear(act, petitions):
        found.add("channel")
    return frozenset(found)


def _platforms_hear(act: str, petitions: ColumnElement[bool]) -> bool:
    """Return whether each petition came from a platform that is told of such an act now."""
    receives = and_(
        HookSubscription.origin_system == Petition.origin_system,
        HookSubscription.is_active,
        HookSubscription.ended_at.is_(None),
    )
    rows = db.session.execute(
        select(Petition.id, HookSubscription.kinds)
        .outerjoin(HookSubscription, receives)
        .where(petitions)
    ).all()
    told = {kind for kind, _details in TOLD[act].events}
    heard = {row.id for row in rows if told & set(row.kinds or ())}
    return bool(rows) and heard == {row.id for row in rows}
