"""What an operator does beside typing: log a chase, and call the supervisor to an emergency."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.perform import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import get_case
from caseflow.core.messages.actions import people_of, tell_people
from caseflow.core.petitions.models import Petition
from caseflow.desk.registration.actions.drafts import PAGE_KEY
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
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


def call_supervisor(page_key: str, actor: User) -> list[str]:
    """Tell the supervisors on duty that an emergency is on the line; returns their names.

    Once per page, however often the key is pressed.
    """
    if not PAGE_KEY.fullmatch(page_key):
        raise BadInput(_("The page is incomplete: reload it and try again."))
    people = people_of("emergency_call")
    tell_people("emergency_call", page_key, people, {"operator": actor.display_name})
    return [person.display_name for person in people]
