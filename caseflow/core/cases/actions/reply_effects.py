"""What the steps of a reply do: drafting it from the case, approval, and giving it."""

from __future__ import annotations

from sqlalchemy import func, select, update

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.effects import effect, named_petition
from caseflow.core.cases.actions.review_effects import start_time_to_ask
from caseflow.core.cases.actions.telling import add_proof, answer, give_notices
from caseflow.core.cases.models import Case
from caseflow.core.documents.letters import issue_letter, void_letter
from caseflow.core.petitions.models import Channel, Petition
from caseflow.core.petitions.veil import veil_of
from caseflow.core.replies.actions.drafting import handled_of
from caseflow.core.replies.models import ReplyDraft, ReplyPart
from caseflow.core.replies.queries.letters import asked_petition, letters_of, live_draft
from caseflow.core.replies.rules import (
    APPROVED,
    DRAFTING,
    LIVE,
    OPINION,
    OVER,
    PROPOSED,
    form_of,
)
from caseflow.core.replies.wording import asked_of, sections_of
from caseflow.ground import clock
from caseflow.ground.extensions import db


def unanswered(case_id: int) -> list[Petition]:
    """Return the petitions of a case, merged ones included, that await their reply."""
    return list(
        db.session.scalars(
            select(Petition)
            .where(petitions_of(case_id), Petition.answered_at.is_(None))
            .order_by(Petition.id)
        )
    )


@effect("accept")
def _accept(act: Act) -> None:
    if act.given.get("notice_words"):
        act.given.setdefault("reply_way", "phone")
        give_notices(act, "acceptance")


@effect("answer_at_once")
def _answer_at_once(act: Act) -> None:
    for petition in unanswered(act.case.id):
        answer(act, petition, "reply", act.given["reply_words"], act.given["reply_way"])


@effect("import_reply")
def _import_reply(act: Act) -> None:
    """The reply was given by the sending system, on a day of its own."""
    given_at = act.given["given_at"]
    for petition in unanswered(act.case.id):
        answer(act, petition, "reply", act.given["reply_words"], "channel", given_at)
    act.changes["given_at"] = given_at


@effect("draft_reply")
def _draft(act: Act) -> None:
    """Begin a round: sections from the records, and for each petitioner what they asked.

    The sections go to every petitioner, so that whoever the records name is hidden in them.
    """
    case = act.case
    known = veil_of(petitions_of(case.id)).known
    latest = select(func.max(ReplyDraft.round)).where(ReplyDraft.case_id == case.id)
    form = form_of(case.track)
    draft = ReplyDraft(
        case_id=case.id,
        round=(db.session.scalar(latest) or 0) + 1,
        form=form,
        state=DRAFTING,
        version=1,
        sections=sections_of(handled_of(case, form, clock.local_date(act.at), known)),
        drafted_at=act.at,
        drafted_by_id=act.actor_id,
    )
    db.session.add(draft)
    db.session.flush()
    cover(draft, case)
    act.made("reply_draft", draft.id)


def cover(draft: ReplyDraft, case: Case) -> None:
    """Give every petition that awaits its reply a part of the draft."""
    known = set(
        db.session.scalars(select(ReplyPart.petition_id).where(ReplyPart.draft_id == draft.id))
    )
    rows = db.session.execute(
        select(Petition, Channel.name)
        .join(Channel, Channel.code == Petition.channel_code)
        .where(petitions_of(case.id), Petition.answered_at.is_(None))
        .order_by(Petition.id)
    )
    for petition, channel in rows:
        if petition.id not in known:
            asked = asked_of(asked_petition(petition, channel))
            db.session.add(ReplyPart(draft_id=draft.id, petition_id=petition.id, asked=asked))
    db.session.flush()


def _live(act: Act) -> ReplyDraft:
    draft = live_draft(act.case.id)
    assert draft is not None, "a guard asked for it"
    act.changes["reply_draft"] = draft.id
    return draft


@effect("propose_reply")
def _propose(act: Act) -> None:
    draft = _live(act)
    draft.state, draft.version = PROPOSED, draft.version + 1
    draft.proposed_at, draft.proposed_by_id = act.at, act.actor_id
    draft.returned_words = ""


@effect("approve_reply")
def _approve(act: Act) -> None:
    """An opinion on a petition is always written; other replies are where they go by letter."""
    draft = _live(act)
    draft.state, draft.version = APPROVED, draft.version + 1
    draft.approved_at, draft.approved_by_id = act.at, act.actor_id
    for letter in letters_of(draft):
        is_written = draft.form == OPINION or letter.way == "letter"
        if letter.answered or not is_written:
            continue
        document = issue_letter(
            act.case,
            draft.form,
            letter.number,
            {"opening": letter.opening, "parts": [list(part) for part in letter.parts]},
            actor_id=act.actor_id,
            at=act.at,
        )
        db.session.get_one(ReplyPart, letter.part_id).document_id = document.id
        act.changes.setdefault("letters", []).append(document.number)


@effect("send_back_reply")
def _send_back(act: Act) -> None:
    """Letters issued with an approval that is taken back are void; those given stay."""
    draft = _live(act)
    for letter in letters_of(draft):
        if letter.document_id is not None and not letter.answered:
            reason = act.given["reason"]
            void_letter(letter.document_id, reason, actor_id=act.actor_id, at=act.at)
            db.session.get_one(ReplyPart, letter.part_id).document_id = None
    draft.state, draft.version = DRAFTING, draft.version + 1
    draft.approved_at = draft.approved_by_id = None
    draft.returned_words = act.given["reason"]


@effect("reply")
def _reply(act: Act) -> None:
    petition = db.session.get_one(Petition, act.given["petition_id"])
    act.given["reply_words"] = act.situation.case.reply.texts[petition.id]
    answer(act, petition, "reply", act.given["reply_words"], act.given["reply_way"])
    start_time_to_ask(act, petition)


@effect("record_no_way_back")
def _no_way_back(act: Act) -> None:
    petition = db.session.get_one(Petition, act.given["petition_id"])
    answer(act, petition, "impossible", act.given["reason"], "none")


@effect("prove_delivery")
def _prove_delivery(act: Act) -> None:
    petition = named_petition(act)
    add_proof(act, petition.id)
    if petition.answered_at is not None:
        start_time_to_ask(act, petition)


def end_rounds(case_id: int) -> None:
    """A case taken up again owes a reply of its own: what was approved before is over."""
    db.session.execute(
        update(ReplyDraft)
        .where(ReplyDraft.case_id == case_id, ReplyDraft.state.in_(LIVE))
        .values(state=OVER)
        .execution_options(synchronize_session="fetch")
    )
