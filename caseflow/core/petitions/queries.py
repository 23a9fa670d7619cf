"""Reading petitions: what a caller already has with us, and what the public may look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import OPEN, PUBLIC_STATUS, STATE_LABELS, State
from caseflow.core.petitions.complainants import Person, ids_by_phone, look_at_all
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import holds

HISTORY_SHOWN = 6
PEOPLE_SHOWN = 30
CALL_IN_PROGRESS = "call in progress"


@dataclass(frozen=True, slots=True)
class EarlierPetition:
    """One earlier petition of a caller, as the call screen shows it beside the telephone number."""

    petition_id: int
    number: str
    subject: str
    submitted_at: datetime
    case_id: int
    case_number: str
    state: State
    unit: str | None
    handler: str | None
    promised_on: date | None
    answered_at: datetime | None
    last_reply: str | None
    chase_count: int
    rechecked_at: datetime | None
    """When a re-check opinion ended the matter; None: the same facts are answered again."""
    name: str | None
    """Who it was, for those who may see it; None for others and for the anonymous."""
    address: str | None

    @property
    def can_be_chased(self) -> bool:
        return self.state in OPEN

    @property
    def public_words(self) -> str:
        """Return where it stands in the words for complainants, ready to be read out."""
        return str(_(PUBLIC_STATUS[self.state]))

    @property
    def state_words(self) -> str:
        return str(_(STATE_LABELS[self.state]))


@dataclass(frozen=True, slots=True)
class CallerHistory:
    """What a telephone number has brought in before; `count` may exceed the rows shown."""

    rows: tuple[EarlierPetition, ...] = ()
    count: int = 0
    is_by_last_four: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the different names under this number, the latest first."""
        return tuple(dict.fromkeys(row.name for row in self.rows if row.name))


def caller_history(phone: str, user: User) -> CallerHistory:
    """Return the petitions of a number, or of all numbers with these last four digits.

    A petition answered through a leading case shows where that one stands. Records the
    look where a name is shown: call it inside a unit of work. The number of statements does not
    depend on how many petitions there are.
    """
    people = ids_by_phone(phone)
    if not people:
        return CallerHistory()
    mine = and_(
        Petition.complainant_id.in_(people[-PEOPLE_SHOWN * 10 :]), Petition.voided_at.is_(None)
    )
    reach = cases_where(user)
    leading = aliased(Case)
    count = (
        select(func.count(Petition.id)).join(Case, Case.id == Petition.case_id).where(mine, reach)
    )
    last_reply = (
        select(Reply.words)
        .where(Reply.petition_id == Petition.id)
        .order_by(Reply.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(
            Petition.id,
            Petition.number,
            Petition.subject,
            Petition.submitted_at,
            Petition.case_id,
            Case.number.label("case_number"),
            func.coalesce(leading.state, Case.state).label("state"),
            func.coalesce(leading.chase_count, Case.chase_count).label("chase_count"),
            Petition.rechecked_at,
            Unit.name.label("unit"),
            User.display_name.label("handler"),
            Petition.promised_on,
            Petition.answered_at,
            last_reply.label("last_reply"),
            Petition.complainant_id,
        )
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(leading, leading.id == Case.leading_case_id)
        .outerjoin(Unit, Unit.id == func.coalesce(leading.unit_id, Case.unit_id))
        .outerjoin(User, User.id == func.coalesce(leading.assignee_id, Case.assignee_id))
        .where(mine, reach)
        .order_by(Petition.id.desc())
        .limit(HISTORY_SHOWN)
    ).all()
    names = _names({row.complainant_id for row in found}, user)
    rows = tuple(
        EarlierPetition(
            petition_id=row.id,
            number=row.number,
            subject=row.subject,
            submitted_at=row.submitted_at,
            case_id=row.case_id,
            case_number=row.case_number,
            state=State(row.state),
            unit=row.unit,
            handler=row.handler,
            promised_on=row.promised_on,
            answered_at=row.answered_at,
            last_reply=row.last_reply,
            chase_count=row.chase_count,
            rechecked_at=row.rechecked_at,
            name=_known(names, row.complainant_id).name or None,
            address=_known(names, row.complainant_id).address or None,
        )
        for row in found
    )
    digits = sum(character.isdigit() for character in phone)
    return CallerHistory(rows, db.session.scalar(count) or 0, digits == 4)


def _known(people: dict[int, Person], complainant_id: int | None) -> Person:
    return people.get(complainant_id or 0) or Person()


def _names(complainant_ids: set[int], user: User) -> dict[int, Person]:
    """Return the people behind the ids, with the look recorded; none without the right."""
    if not holds(user, Permission.COMPLAINANT_VIEW):
        return {}
    return look_at_all(complainant_ids, user_id=user.id, reason=CALL_IN_PROGRESS)
