"""Telling complainants: replies and notices, each with the proof that it was delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of, ways_open
from caseflow.core.cases.actions.clocks import stop_for_petition
from caseflow.core.documents.letters import issue_letter
from caseflow.core.messages.petitioner import NOTICE_KIND, REPLY_KIND, queue_to_petitioner
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import (
    CallBackTask,
    DeliveryProof,
    Notice,
    Reply,
    ReplyDraft,
    ReplyPart,
)
from caseflow.core.replies.rules import (
    EXCLUDED_STATE,
    OTHER,
    OUTBOX,
    PROOF_OF_WAY,
    WAITING,
    draw,
    is_drawn,
)
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db

SENT = frozenset({"sms", "email", "channel"})
"""Ways by which the system itself may send."""

NOTICE_FORMS = {"acceptance": "acceptance", "refusal": "refusal"}
"""Kinds of notices that become a document of their own when they go by letter."""


def give_notices(act: Act, kind: str) -> None:
    """Record the same notice for every petition of the case; each complainant is told."""
    ids = []
    for petition in db.session.scalars(select(Petition).where(petitions_of(act.case.id))):
        notice = Notice(
            petition_id=petition.id,
            kind=kind,
            words=act.given["notice_words"],
            way=act.given["reply_way"],
            given_at=act.at,
            given_by_id=act.actor_id,
        )
        db.session.add(notice)
        db.session.flush()
        ids.append(notice.id)
        if notice.way == "letter" and kind in NOTICE_FORMS:
            _print_notice(act, petition, notice)
        prove(act, petition, notice)
    act.changes["notices"] = ids


def _print_notice(act: Act, petition: Petition, notice: Notice) -> None:
    document = issue_letter(
        act.case,
        NOTICE_FORMS[notice.kind],
        petition.number,
        {"subject": petition.subject, "words": notice.words},
        actor_id=act.actor_id,
        at=act.at,
    )
    act.changes.setdefault("letters", []).append(document.number)


def answer(
    act: Act, petition: Petition, kind: str, words: str, way: str, at: datetime | None = None
) -> Reply:
    """Record the reply to one petition (or that none is possible) and stop its clocks.

    `at`: when the reply of an imported file was given; it is then nobody's of ours.
    """
    petition.answered_at = at or act.at
    reply = Reply(
        petition_id=petition.id,
        kind=kind,
        words=words,
        way=way,
        given_at=at or act.at,
        given_by_id=None if at else act.actor_id,
    )
    db.session.add(reply)
    db.session.flush()
    act.made("reply", reply.id)
    act.changes["petition"] = petition.id
    for name in ("reply", "acknowledgement"):  # the answer tells what a late notice would
        stop_for_petition(act, petition, name, at or act.at)
    if kind == "reply" and at is None:
        prove(act, petition, reply)
        _plan_call_back(act, petition, reply)
    return reply


def prove(act: Act, petition: Petition, told: Reply | Notice) -> None:
    """Record how it is known that this was delivered; what the system sends, it sends now."""
    name = "reply_id" if isinstance(told, Reply) else "notice_id"
    is_sent = told.way in SENT and told.way in ways_open(act.row.name, Petition.id == petition.id)
    if is_sent and told.way != "channel":
        kind = REPLY_KIND if isinstance(told, Reply) else NOTICE_KIND
        key = f"{kind}:{told.id}"
        queue_to_petitioner(kind, key, told.way, act.case, petition, {name: told.id}, act.at)
        _keep_proof(act, {name: told.id}, OUTBOX, outbox_key=key)
        return
    if not (is_sent or told.way == "phone" or act.given.get("proof_words")):
        return  # It is to be posted or passed on: the proof is added when it was.
    kind = act.given.get("proof_kind") or PROOF_OF_WAY.get(told.way, OTHER)
    _keep_proof(act, {name: told.id}, OTHER if kind == OUTBOX else kind)


def _keep_proof(act: Act, told: dict[str, int], kind: str, outbox_key: str | None = None) -> None:
    """Keep a proof of a reply or notice. Raises Refused if it was told before its approval."""
    if "reply_id" in told and act.given.get("told_at"):
        _refuse_before_approval(told["reply_id"], act.given["told_at"])
    files = act.given.get("files") or []
    db.session.add(
        DeliveryProof(
            kind=kind,
            delivered_at=act.given.get("told_at") or act.at,
            words=act.given.get("proof_words") or "",
            outbox_key=outbox_key,
            file_id=files[0][0] if files else None,
            recorded_at=act.at,
            recorded_by_id=act.actor_id,
            **told,
        )
    )
    db.session.flush()


def _refuse_before_approval(reply_id: int, told_at: datetime) -> None:
    """People type whole minutes: the minute of the approval itself is late enough."""
    approved_at = db.session.scalar(
        select(func.max(ReplyDraft.approved_at))
        .join(ReplyPart, ReplyPart.draft_id == ReplyDraft.id)
        .join(Reply, Reply.petition_id == ReplyPart.petition_id)
        .where(Reply.id == reply_id, ReplyDraft.approved_at <= Reply.given_at)
    )
    if approved_at is not None and told_at < approved_at.replace(second=0, microsecond=0):
        sentence = _("The reply was approved on %(when)s: it cannot have been told before.",
                     when=f"{clock.local(approved_at):%Y-%m-%d %H:%M}")  # fmt: skip
        raise Refused([sentence])


def add_proof(act: Act, petition_id: int) -> None:
    """Add a proof to what the complainant was told last."""
    latest: list[Any] = [
        db.session.scalar(
            select(model)
            .where(model.petition_id == petition_id)
            .order_by(model.given_at.desc(), model.id.desc())
            .limit(1)
        )
        for model in (Reply, Notice)
    ]
    told = max((row for row in latest if row is not None), key=lambda row: row.given_at)
    name = "reply_id" if isinstance(told, Reply) else "notice_id"
    _keep_proof(act, {name: told.id}, act.given["proof_kind"])
    act.changes["petition"] = petition_id


def _plan_call_back(act: Act, petition: Petition, reply: Reply) -> None:
    """Put the petitioner on the list of call-backs, or say why not; the draw can be repeated."""
    share, seed = settings().callback_share, settings().callback_seed
    lot = draw(petition.number, seed)
    because = "" if is_drawn(lot, share) else "not_drawn"
    if petition.reply_way == "none":
        because = "no_way_back"
    db.session.add(
        CallBackTask(
            petition_id=petition.id,
            case_id=act.case.id,
            reply_id=reply.id,
            state=EXCLUDED_STATE if because else WAITING,
            excluded_because=because,
            drawn=lot,
            share_percent=share,
            seed=seed,
            created_at=act.at,
            ended_at=act.at if because else None,
        )
    )
    db.session.flush()
