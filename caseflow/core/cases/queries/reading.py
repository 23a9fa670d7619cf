"""What a person may read of a case: with its complainants, or with them hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import not_, select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where, reaches
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.veil import Veil, veil_of
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of

T = TypeVar("T")


def as_read_by(user: User, case: Case, view: T) -> T:
    """Return a view model as it is, or with the case's people hidden from who may not know them."""
    if reaches(user, Permission.COMPLAINANT_VIEW, case):
        return view
    return veil_of(petitions_of(case.id)).over(view)


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody may read of the words of several cases."""

    hidden: frozenset[int] = frozenset()
    """Cases whose complainants they may not know."""
    veil: Veil | None = None

    def of(self, case_id: int, text: str) -> str:
        """Return what anybody wrote about a case."""
        return self.veil.hide(text) if self.veil and case_id in self.hidden else text

    def told(self, case_id: int, text: str, respondent: str = "") -> str:
        """Return what a complainant of a case wrote: whoever they named is hidden as well."""
        return self.veil.told(text, respondent) if self.veil and case_id in self.hidden else text


def reading(user: User, ids: Iterable[int]) -> Reading:
    """Return what a person may read of these cases; at most two statements."""
    if scope_of(Role(user.role), Permission.COMPLAINANT_VIEW) is Scope.COUNTY:
        return Reading()
    known = cases_where(user, Permission.COMPLAINANT_VIEW)
    found = db.session.scalars(select(Case.id).where(Case.id.in_(list(ids)), not_(known)))
    hidden = frozenset(found)
    return Reading(hidden, veil_of(Petition.case_id.in_(hidden)) if hidden else None)
