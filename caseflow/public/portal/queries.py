"""Reading for the portal: by code only. On PostgreSQL by functions that need no right to a table.

The functions stand in the migration that made the tables; what they return is what the statements
here return on SQLite, and the same tests hold for both.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.actions import lookup_hash
from caseflow.core.petitions.further_codes import further_code
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.core.replies.models import Notice, PetitionRating, Reply
from caseflow.core.replies.rules import RATING_DAYS
from caseflow.ground import clock
from caseflow.ground.desk_database import asking
from caseflow.people.accounts.models import Unit
from caseflow.public.portal.models import PortalDraft, PortalSubmission
from caseflow.public.portal.tokens import normal_receipt


@dataclass(frozen=True, slots=True)
class Said:
    """A notice to the complainant: `kind` as of Notice."""

    kind: str
    words: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """Whether a petition can be rated, and how it was: the newest rating counts."""

    answered_at: datetime | None
    reply_way: str
    state: State
    """Of the case through which the petition is answered."""
    is_solved: bool | None = None
    """None: not rated yet."""
    satisfaction: str = ""
    rated_at: datetime | None = None
    first_rated_at: datetime | None = None
    """Of the present reply; from it runs the time in which a rating can be changed."""

    def can_be_given(self, now: datetime) -> bool:
        """Return whether a rating is taken now, as replies/actions/rating.py takes it."""
        if self.answered_at is None or self.reply_way == "none":
            return False
        if self.state not in TRANSITIONS["rate"].froms:
            return False
        first = self.first_rated_at
        return first is None or now - first <= timedelta(days=RATING_DAYS)

    @property
    def is_of_reopened(self) -> bool:
        """It was answered, and the matter is handled again: for another petition, say."""
        is_open = self.state in TRANSITIONS["chase"].froms
        return bool(self.answered_at) and is_open and self.state not in TRANSITIONS["rate"].froms


@dataclass(frozen=True, slots=True)
class Status:
    """What a complainant with number and code learns; nothing that names anybody.

    `number` None: handed in here and not registered yet.
    """

    receipt: str | None
    number: str | None
    submitted_at: datetime
    subject: str = ""
    registered_at: datetime | None = None
    state: State = State.REGISTERED
    promised_on: date | None = None
    answered_at: datetime | None = None
    unit: str | None = None
    reply: str | None = None
    notices: tuple[Said, ...] = field(default=())
    rating: Rating | None = None
    """None: not registered yet."""

    @property
    def is_void(self) -> bool:
        """Its number came from an import that was taken back."""
        return self.state is State.VOID

    @property
    def can_be_added_to(self) -> bool:
        """Further words are taken into the case."""
        return self.number is not None and self.state in TRANSITIONS["chase"].froms


def status_of(number: str, code: str) -> Status | None:
    """Return where a petition is, for whoever knows one of its numbers and a code of it.

    None if number or code is wrong; a wrong number takes as long as a wrong code.
    """
    asked, typed = normal_receipt(number) or normal_number(number), lookup_hash(code)
    with asking() as connection:
        if connection.dialect.name == "postgresql":
            found = connection.scalar(
                text("SELECT portal_status(:asked, :hash)"), {"asked": asked, "hash": typed}
            )
        else:
            found = _status(connection, asked, typed)
    return _read(found) if found else None


def rating_of(petition_id: int, number: str) -> Rating | None:
    """Return how a petition is rated, for the signed link to do so; None if there is none."""
    with asking() as connection:
        if connection.dialect.name == "postgresql":
            found = connection.scalar(
                text("SELECT portal_rating(:id, :number)"), {"id": petition_id, "number": number}
            )
        else:
            found = _rating(connection, petition_id, number)
    return _read_rating(found) if found else None


def _read_rating(found: dict[str, Any]) -> Rating:
    given = found.get("rating") or {}
    return Rating(
        answered_at=_instant(found["answered_at"]),
        reply_way=found["reply_way"],
        state=State(found["state"]),
        is_solved=given.get("is_solved"),
        satisfaction=given.get("satisfaction") or "",
        rated_at=_instant(given.get("rated_at")),
        first_rated_at=_instant(given.get("first_rated_at")),
    )


def _read(found: dict[str, Any]) -> Status:
    def instant(name: str) -> datetime | None:
        return _instant(found.get(name))

    submitted_at, promised = instant("submitted_at"), found.get("promised_on")
    assert submitted_at is not None
    return Status(
        receipt=found["receipt"],
        number=found.get("number"),
        submitted_at=submitted_at,
        subject=found.get("subject") or "",
        registered_at=instant("registered_at"),
        state=State(found.get("state") or State.REGISTERED),
        promised_on=date.fromisoformat(promised) if isinstance(promised, str) else promised,
        answered_at=instant("answered_at"),
        unit=found.get("unit"),
        reply=found.get("reply"),
        notices=tuple(
            Said(row["kind"], row["words"], _instant(row["given_at"]) or submitted_at)
            for row in found.get("notices") or ()
        ),
        rating=_read_rating(found) if found.get("number") else None,
    )


def _instant(value: Any) -> datetime | None:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert found is None or isinstance(found, datetime)
    return found


def _rating(connection: Connection, petition_id: int, number: str) -> dict[str, Any] | None:
    """Return what portal_rating does, for SQLite."""
    own, leading = aliased(Case), aliased(Case)
    state = func.coalesce(leading.state, own.state).label("state")
    asked = connection.execute(
        select(Petition.answered_at, Petition.reply_way, state)
        .join(own, own.id == Petition.case_id)
        .outerjoin(leading, leading.id == own.leading_case_id)
        .where(Petition.id == petition_id, Petition.number == number)
    ).first()
    if asked is None:
        return None
    given_to_it = PetitionRating.petition_id == petition_id
    newest = connection.execute(
        select(PetitionRating.is_solved, PetitionRating.satisfaction, PetitionRating.rated_at)
        .where(given_to_it)
        .order_by(PetitionRating.id.desc())
        .limit(1)
    ).first()
    if newest is None or asked.answered_at is None:
        return {**asked._mapping, "rating": dict(newest._mapping) if newest else None}
    first = connection.scalar(
        select(PetitionRating.rated_at)
        .where(given_to_it, PetitionRating.rated_at >= asked.answered_at)
        .order_by(PetitionRating.rated_at)
        .limit(1)
    )
    given = {**newest._mapping, "first_rated_at": first}
    return {**asked._mapping, "rating": given}


def _status(connection: Connection, asked: str, typed: str) -> dict[str, Any] | None:
    """Return what portal_status does, for SQLite."""
    handed_in = connection.execute(
        select(
            PortalSubmission.number,
            PortalSubmission.code_hash,
            PortalSubmission.received_at,
            PortalSubmission.petition_id,
        ).where(PortalSubmission.number == asked)
    ).first()
    if handed_in is not None and handed_in.petition_id is None:
        is_right = hmac.compare_digest(handed_in.code_hash, typed)
        waiting = {"receipt": handed_in.number, "submitted_at": handed_in.received_at}
        return waiting if is_right else None
    further = further_code(Petition.id, typed, clock.now())
    which = or_(
        Petition.number == asked, Petition.id == (handed_in.petition_id if handed_in else None)
    )
    holds = or_(Petition.lookup_code_hash == typed, further.exists())
    petition_id = connection.scalar(select(Petition.id).where(and_(which, holds)))
    return _facts(connection, petition_id) if petition_id else None


def _facts(connection: Connection, petition_id: int) -> dict[str, Any]:
    own, leading = aliased(Case), aliased(Case)
    reply = (
        select(Reply.words)
        .where(Reply.petition_id == Petition.id, Reply.kind == "reply")
        .order_by(Reply.id.desc())
        .limit(1)
    )
    receipt = select(PortalSubmission.number).where(PortalSubmission.petition_id == Petition.id)
    row = connection.execute(
        select(
            receipt.scalar_subquery().label("receipt"),
            Petition.number,
            Petition.reply_way,
            Petition.subject,
            Petition.submitted_at,
            Petition.registered_at,
            func.coalesce(leading.state, own.state).label("state"),
            Petition.promised_on,
            Petition.answered_at,
            Unit.name.label("unit"),
            reply.scalar_subquery().label("reply"),
        )
        .join(own, own.id == Petition.case_id)
        .outerjoin(leading, leading.id == own.leading_case_id)
        .outerjoin(Unit, Unit.id == func.coalesce(leading.unit_id, own.unit_id))
        .where(Petition.id == petition_id)
    ).one()
    told = connection.execute(
        select(Notice.kind, Notice.words, Notice.given_at)
        .where(Notice.petition_id == petition_id)
        .order_by(Notice.id)
    )
    rating = _rating(connection, petition_id, row.number) or {}
    notices = [dict(notice._mapping) for notice in told]
    return {**row._mapping, "notices": notices, "rating": rating.get("rating")}


def newest_draft(key: str) -> tuple[int, str] | None:
    """Return version and sealed text of a draft."""
    with asking() as connection:
        if connection.dialect.name == "postgresql":
            row = connection.execute(
                text("SELECT version, sealed FROM portal_draft(:asked)"), {"asked": key}
            ).first()
        else:
            row = connection.execute(
                select(PortalDraft.version, PortalDraft.sealed)
                .where(PortalDraft.key == key)
                .order_by(PortalDraft.version.desc())
                .limit(1)
            ).first()
    return (row[0], row[1]) if row else None
