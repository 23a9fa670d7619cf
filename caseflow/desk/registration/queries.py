"""Reading for the registration page: drafts, code lists, and what was just registered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import State
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.complainants import Person, ids_of_same_phone, look_at, sealer
from caseflow.core.petitions.models import Category, Channel, Petition, RegistrationDraft
from caseflow.core.sources.models import PollutionSource
from caseflow.desk.registration.actions.drafts import CONTEXT
from caseflow.desk.registration.rules import has_content
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, scope_of

CODE_SHOWN_FOR = timedelta(minutes=30)
"""How long after registering its page shows the lookup code: for the call, and for the slip."""

USUAL_CHANNEL = "54812369"
SLIP_REASON = "registration slip"


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of a code list."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A category of the first level with those below it."""

    top: Choice
    below: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the desk lists it to its owner."""

    page_key: str
    saved_at: datetime
    phone: str
    words: str
    is_call: bool = False
    """Whether the telephone system handed the call over."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the confirmation page and the registration slip show."""

    petition: Petition
    case_id: int
    case_number: str
    state: State
    is_urgent: bool
    channel: Choice
    township: str | None
    source_id: int | None
    source: str | None
    categories: tuple[Choice, ...]
    operator: str | None
    person: Person
    lookup_code: str | None
    """In clear, only to who registered it and only for a while."""
    earlier_numbers: tuple[str, ...]
    leading_id: int | None = None
    leading_number: str | None = None
    """The case that answers this one, if it was joined to one."""

    @property
    def is_answered(self) -> bool:
        """Return whether the answer was given and the case is closed with it."""
        return self.state == State.CLOSED and self.petition.answered_at is not None

    @property
    def promised_on(self) -> date | None:
        """Return the day by which an answer is still owed, or None."""
        return None if self.petition.answered_at else self.petition.promised_on

    @property
    def spoken_code(self) -> str | None:
        """Return the lookup code in groups of four, to be read out."""
        code = self.lookup_code
        return None if code is None else " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def channel_choices() -> list[Choice]:
    """Return the channels in use, in their order."""
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en)
        .where(Channel.is_active)
        .order_by(Channel.position)
    )
    return [Choice(*row) for row in rows]


def category_groups() -> list[CategoryGroup]:
    """Return the pollution categories in their two levels; one statement."""
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en, Category.parent_code)
        .where(Category.is_active)
        .order_by(Category.position)
    ).all()
    below: dict[str, list[Choice]] = {}
    for row in rows:
        if row.parent_code:
            below.setdefault(row.parent_code, []).append(Choice(*row[:3]))
    return [
        CategoryGroup(Choice(*row[:3]), tuple(below.get(row.code, ())))
        for row in rows
        if row.parent_code is None
    ]


def usual_channel(user: User) -> str:
    """Return the channel of the user's latest registration: it is likely the next one's too."""
    latest = (
        select(Petition.channel_code)
        .where(Petition.registered_by_id == user.id)
        .order_by(Petition.id.desc())
        .limit(1)
    )
    return db.session.scalar(latest) or USUAL_CHANNEL


def number_of_reference(channel_code: str, reference: str) -> str | None:
    """Return the number of the petition already registered under this reference of a channel."""
    return db.session.scalar(
        select(Petition.number)
        .where(
            Petition.channel_code == channel_code,
            Petition.origin_reference == reference,
            Petition.voided_at.is_(None),
        )
        .limit(1)
    )


def my_drafts(user: User, *, without: str = "") -> list[DraftRow]:
    """Return the user's drafts, the latest first, without the page named and without blank ones."""
    rows = db.session.execute(
        select(RegistrationDraft.page_key, RegistrationDraft.saved_at, RegistrationDraft.sealed)
        .where(RegistrationDraft.user_id == user.id, RegistrationDraft.page_key != without)
        .order_by(RegistrationDraft.saved_at.desc())
        .limit(50)
    )
    drafts = [(row, json.loads(sealer().unseal(row.sealed, CONTEXT))) for row in rows]
    return [
        _draft_row(row.page_key, row.saved_at, fields)
        for row, fields in drafts
        if has_content(fields)
    ]


def colleagues(user: User) -> list[tuple[int, str]]:
    """Return (id, name) of those at the desk to whom calls can be handed over, by name."""
    roles = [role.value for role in Role if scope_of(role, Permission.CASE_REGISTER)]
    rows = db.session.execute(
        select(User.id, User.display_name)
        .where(User.is_active, User.role.in_(roles), User.id != user.id)
        .order_by(User.display_name)
    )
    return [(row.id, row.display_name) for row in rows]


def _draft_row(page_key: str, saved_at: datetime, fields: dict[str, list[str]]) -> DraftRow:
    first = {name: values[0] for name, values in fields.items() if values}
    words = first.get("subject") or first.get("body") or first.get("address_text") or ""
    is_call = bool(first.get("call_reference"))
    return DraftRow(page_key, saved_at, first.get("phone", ""), words[:40], is_call)


def registration(petition_id: int, user: User) -> Registration:
    """Return what was registered, with the look at the complainant recorded.

    Call it inside a unit of work. Raises NotVisible out of the user's scope.
    """
    leading = aliased(Case)
    row = db.session.execute(
        select(
            Petition,
            Case.id,
            Case.number,
            Case.state,
            Case.is_urgent,
            Channel.code,
            Channel.name,
            Channel.name_en,
            Township.name.label("township"),
            Case.source_id,
            PollutionSource.name.label("source"),
            User.display_name,
            Case.leading_case_id,
            leading.number.label("leading_number"),
        )
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(leading, leading.id == Case.leading_case_id)
        .join(Channel, Channel.code == Petition.channel_code)
        .outerjoin(Township, Township.code == Petition.township_code)
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .outerjoin(User, User.id == Petition.registered_by_id)
        .where(Petition.id == petition_id, cases_where(user))
    ).first()
    if row is None:
        raise NotVisible(_("There is no such petition, or it is not within your reach."))
    petition: Petition = row[0]
    return Registration(
        petition=petition,
        case_id=row[1],
        case_number=row[2],
        state=State(row[3]),
        is_urgent=row[4],
        channel=Choice(*row[5:8]),
        township=row.township,
        source_id=row.source_id,
        source=row.source,
        categories=_categories_of(row[1]),
        operator=row.display_name,
        person=_person_of(petition, user),
        lookup_code=lookup_code(petition) if _shows_code(petition, user) else None,
        earlier_numbers=_earlier_numbers(petition),
        leading_id=row.leading_case_id,
        leading_number=row.leading_number,
    )


def _shows_code(petition: Petition, user: User) -> bool:
    is_fresh = clock.now() - petition.registered_at <= CODE_SHOWN_FOR
    return is_fresh and petition.registered_by_id == user.id


def _person_of(petition: Petition, user: User) -> Person:
    if petition.complainant_id is None:
        return Person()
    seen = look_at(
        petition.complainant_id, user_id=user.id, reason=SLIP_REASON, petition_id=petition.id
    )
    return seen or Person()


def _categories_of(case_id: int) -> tuple[Choice, ...]:
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == case_id)
        .order_by(Category.position)
    )
    return tuple(Choice(*row) for row in rows)


def _earlier_numbers(petition: Petition) -> tuple[str, ...]:
    """Return the numbers of the last earlier petitions from the same telephone number."""
    if petition.complainant_id is None:
        return ()
    rows = db.session.scalars(
        select(Petition.number)
        .where(
            Petition.complainant_id.in_(ids_of_same_phone(petition.complainant_id)),
            Petition.id < petition.id,
        )
        .order_by(Petition.id.desc())
        .limit(5)
    )
    return tuple(rows)
