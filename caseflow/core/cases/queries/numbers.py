"""Finding a case by a number that somebody typed or read out."""

from __future__ import annotations

from sqlalchemy import or_, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import visible_cases
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def case_by_number(typed: str, user: User) -> int | None:
    """Return the id of the case within reach with this number, or with a petition of it."""
    number = normal_number(typed)
    if not number.endswith("号"):
        return None
    by_petition = select(Petition.case_id).where(Petition.number == number)
    wanted = visible_cases(select(Case.id), user).where(
        or_(Case.number == number, Case.id.in_(by_petition))
    )
    found: int | None = db.session.scalar(wanted.limit(1))
    return found
