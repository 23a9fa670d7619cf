"""What an operator does beside typing: log a chase, and call the supervisor to an emergency."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select

from caseflow.core.cases.actions.perform import perform
from caseflow.core.cases.codes import EMERGENCIES
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import get_case
from caseflow.core.messages.actions import people_of, people_told, tell_people
from caseflow.core.messages.catalogue import IN_APP
from caseflow.core.petitions.models import Petition
from caseflow.desk.registration.actions.drafts import PAGE_KEY
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.people.accounts.models import User


def chase(petition_id: int, words: str, actor: User) -> Case:
    """Log that the complainant of a petition asked how it stands; tells the handler.

    A petition answered through a leading case is chased there. Returns the case chased. Raises
    NotVisible, or Refused where nothing is open any more.
    """
    case_id = db.session.scalar(select(Petition.case_id).where(Petition.id == petition_id))
    if case_id is None:
        raise NotVisible(_("There is no such petition, or it is not within your reach."))
    case = get_case(actor, case_id)
    if case.leading_case_id:
        case = get_case(actor, case.leading_case_id)
    perform(case, "chase", actor, version=case.version, petition_id=petition_id, words=words)
    return case


def chase_words(case: Case, actor: User) -> str:
    """Return the sentence of a logged chase; without a handler it names who was told instead."""
    people = people_told("case_chased", case, clock.today(), actor.id)
    words: str
    if case.assignee_id is not None:
        words = _("Logged in case %(number)s; whoever handles it is told.", number=case.number)
    elif people:
        words = _(
            "Logged in case %(number)s, which has no handler yet; %(names)s told instead.",
            number=case.number,
            names="、".join(person.display_name for person in people),
        )
    else:
        words = _("Logged in case %(number)s, which has no handler yet.", number=case.number)
    return words


@dataclass(frozen=True, slots=True)
class Emergency:
    """What is known of an emergency while the call goes on; of the caller nothing."""

    kind: str = ""
    """A code of EMERGENCIES; another is told as not known."""
    township: str = ""
    """The township by its name."""
    address: str = ""
    """Where it happens, as typed so far; at most 200 characters are told."""


def call_supervisor(page_key: str, actor: User, found: Emergency) -> list[str]:
    """Tell the supervisors on duty that an emergency is on the line; returns their names.

    Once per page, however often the key is pressed; once more if it was taken back between.
    """
    people = people_of("emergency_call")
    facts = {
        "operator": actor.display_name,
        "emergency": found.kind if found.kind in EMERGENCIES else "",
        "township": found.township,
        "address": found.address.strip()[:200],
    }
    tell_people("emergency_call", _alarm_key(page_key), people, facts)
    return [person.display_name for person in people]


def take_emergency_back(page_key: str, actor: User) -> list[str]:
    """Tell whoever was called to the emergency that it is none; returns their names.

    Told once: empty if nobody was called, or if it was taken back already.
    """
    key = _alarm_key(page_key)
    rows = db.session.execute(
        select(User, OutboxMessage.params)
        .join(OutboxMessage, OutboxMessage.recipient_id == User.id)
        .where(_of_alarm("emergency_call", f"{key}:"), OutboxMessage.channel == IN_APP)
        .order_by(OutboxMessage.id)
    ).all()
    people = [user for user, _params in rows]
    if people:
        facts = {**rows[0][1], "operator": actor.display_name}
        tell_people("emergency_over", key, people, facts)
    return [person.display_name for person in people]


def _alarm_key(page_key: str) -> str:
    """Return the key of the page's alarm: a new one after each that was taken back."""
    if not PAGE_KEY.fullmatch(page_key):
        raise BadInput(_("The page is incomplete: reload it and try again."))
    keys = db.session.scalars(
        select(OutboxMessage.key).where(_of_alarm("emergency_over", page_key))
    )
    taken_back = {key.split(":")[1] for key in keys}
    return f"{page_key}.{len(taken_back)}" if taken_back else page_key


def _of_alarm(kind: str, key: str) -> ColumnElement[bool]:
    """Return the clause of the messages of `kind` whose key begins with `key`."""
    begins = OutboxMessage.key.startswith(f"{kind}:{key}", autoescape=True)
    return and_(OutboxMessage.kind == kind, begins)
