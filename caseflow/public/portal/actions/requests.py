"""Doing what was asked over the portal beside petitions: a new code, a rating, further words.

Each request is done once; what the rules refuse is closed as refused, and the page says nothing of
it, for it must not tell whether number, code or telephone were right.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import or_, select

from caseflow.core.cases.actions import perform
from caseflow.core.messages.lookup_codes import send_further_code
from caseflow.core.petitions.actions import lookup_hash
from caseflow.core.petitions.further_codes import has_further_code, was_filed_with
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.core.replies.actions.rating import answering_case, rate_petition
from caseflow.core.replies.rating_link import petition_by_rating_token
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.plain_text import without_controls
from caseflow.ground.record_sealing import bureau_keys
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.models import PortalRequest, PortalSubmission
from caseflow.public.portal.rules import LONGEST_WORDS
from caseflow.public.portal.tokens import normal_receipt

log = structlog.get_logger()

MOST_AT_ONCE = 200
GIVEN_UP_AFTER = timedelta(days=30)
"""So long a request is tried every minute, and told of every day (watching.py)."""
DONE, NOTED, REFUSED = "done", "noted", "refused"
NOT_TAKEN = "来件人在网站上写下的内容（当时案件状态不能办理，系统留存）："
"""Begins the note that keeps words which the rules of the case did not take."""


def answer_requests(most: int = MOST_AT_ONCE) -> int:
    """Do what was asked, the oldest first; return how many requests were settled."""
    ids = db.session.scalars(
        select(PortalRequest.id)
        .where(PortalRequest.done_at.is_(None))
        .order_by(PortalRequest.attempts, PortalRequest.asked_at)
        .limit(most)
    ).all()
    count = 0
    for request_id in ids:
        try:
            count += _answer(request_id)
        except Exception as error:  # Whatever is wrong with one must not stop the others.
            _note_failure(request_id, error)
    return count


def _answer(request_id: str) -> bool:
    with unit_of_work():
        row = db.session.scalars(
            select(PortalRequest)
            .where(PortalRequest.id == request_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if row.done_at is not None or row.sealed is None:
            return False
        payload = json.loads(bureau_keys().unseal(json.loads(row.sealed)))
        try:
            with db.session.begin_nested():
                is_done = ACTS[row.kind](payload)
        except (BadInput, NotVisible, Refused, KeyError):
            is_done = False
        row.outcome = DONE if is_done else NOTED if _keep_words(payload) else REFUSED
        row.sealed, row.done_at = None, clock.now()
    return True


def petition_of(typed: str) -> Petition | None:
    """Return the petition of a number: its own, or the one given when it was handed in here."""
    number = normal_receipt(typed) or normal_number(typed)
    by_receipt = select(PortalSubmission.petition_id).where(PortalSubmission.number == number)
    return db.session.scalar(
        select(Petition).where(
            or_(Petition.number == number, Petition.id == by_receipt.scalar_subquery())
        )
    )


def petition_held(payload: dict[str, Any]) -> Petition | None:
    """Return the petition if the code in the payload is its own, or a further one still good."""
    petition = petition_of(str(payload.get("number") or ""))
    if petition is None:
        return None
    typed = lookup_hash(str(payload.get("code") or ""))
    is_held = petition.lookup_code_hash == typed or has_further_code(petition, typed, clock.now())
    return petition if is_held else None


def _petition_meant(payload: dict[str, Any]) -> Petition | None:
    """Return the petition of a signed link, or else of number and code."""
    token = str(payload.get("token") or "")
    return petition_by_rating_token(token) if token else petition_held(payload)


def _words(payload: dict[str, Any]) -> str:
    return without_controls(str(payload.get("words") or ""))[:LONGEST_WORDS]


def _send_code(payload: dict[str, Any]) -> bool:
    """Send a new code, if the petition was filed with this telephone."""
    petition = petition_of(str(payload.get("number") or ""))
    if petition is None or not was_filed_with(petition, str(payload["phone"])):
        return False
    return send_further_code(petition, clock.now())


def _add_words(payload: dict[str, Any]) -> bool:
    """Put further words of the complainant, or their question, into the history of the case."""
    petition = petition_held(payload)
    if petition is None:
        return False
    case = answering_case(petition)
    perform(
        case,
        "chase",
        None,
        version=case.version,
        petition_id=petition.id,
        words=_words(payload),
    )
    return True


def _rate(payload: dict[str, Any]) -> bool:
    """Record a rating, by the signed link or by number and code."""
    petition = _petition_meant(payload)
    if petition is None:
        return False
    rate_petition(
        petition,
        solved=payload["solved"] is True,
        satisfaction=str(payload["satisfaction"]),
        words=_words(payload),
        source="link" if payload.get("token") else "code",
    )
    return True


def _keep_words(payload: dict[str, Any]) -> bool:
    """Keep refused words as a note of the case, for the people at work; tell whether there are any.

    The page asked before it took them, but the case may have moved on before the worker came. What
    comes with a wrong code or token is no complainant's, and is kept nowhere.
    """
    said = _words(payload)
    if "solved" in payload:
        said = f"评价{'已解决' if payload['solved'] is True else '未解决'}。{said}"
    petition = _petition_meant(payload) if said else None
    if petition is None:
        return False
    case = answering_case(petition)
    perform(case, "note", None, version=case.version, words=f"{NOT_TAKEN}{said}")
    return True


ACTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "code": _send_code,
    "rating": _rate,
    "words": _add_words,
}
"""Kind of request → what does it; True where something was done."""


def _note_failure(request_id: str, error: Exception) -> None:
    """Count a failed attempt; a request that is too old is closed, its words forgotten.

    Not where the bureau's key is missing: with the key back it is done, however late.
    """
    db.session.rollback()
    kind, now = type(error).__name__, clock.now()
    log.error("request of the portal not done", error=kind)
    with unit_of_work():
        row = db.session.get_one(PortalRequest, request_id)
        row.attempts += 1
        can_come_right = isinstance(error, CannotUnseal)
        if not can_come_right and row.asked_at < now - GIVEN_UP_AFTER:
            row.done_at, row.sealed, row.outcome = now, None, kind[:100]
