"""What a person may read of a case: with its complainants, or with them hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sqlalchemy import not_, or_, select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where, reaches
from caseflow.core.petitions.complainants import Person, unseal_person
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.petitions.veil import Veil, veil_of, veil_over
from caseflow.core.redaction import contacts_hidden_in
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

    veils: Mapping[int, Veil] = field(default_factory=dict)
    """Of the cases whose complainants they may not know."""

    def of(self, case_id: int, view: T) -> T:
        """Return what anybody wrote about a case: a text, or a view model with texts."""
        return self.veils[case_id].over(view) if case_id in self.veils else view

    def told(self, case_id: int, text: str, respondent: str = "") -> str:
        """Return what a complainant of a case wrote: whoever they named is hidden as well."""
        return self.veils[case_id].told(text, respondent) if case_id in self.veils else text


def reading(user: User, ids: Iterable[int]) -> Reading:
    """Return what a person may read of these cases; at most two statements."""
    if _sees_all(user):
        return Reading()
    known = cases_where(user, Permission.COMPLAINANT_VIEW)
    asked = select(Case.id).where(Case.id.in_(set(ids)), not_(known))
    hidden = set(db.session.scalars(asked))
    return Reading(veils_of(hidden) if hidden else {})


def veils_of(case_ids: Collection[int]) -> dict[int, Veil]:
    """Return a veil over the complainants of each case, those of merged cases included."""
    rows = db.session.execute(
        select(Case.id, Case.leading_case_id, Complainant)
        .join(Petition, Petition.case_id == Case.id)
        .join(Complainant, Complainant.id == Petition.complainant_id)
        .where(or_(Case.id.in_(case_ids), Case.leading_case_id.in_(case_ids)))
    )
    people: dict[int, list[Person]] = {case_id: [] for case_id in case_ids}
    for case_id, leading_id, complainant in rows:
        person = unseal_person(complainant)
        for one in (case_id, leading_id):
            if one in people:
                people[one].append(person)
    return {case_id: veil_over(found) for case_id, found in people.items()}


def place_read_by(user: User, place: str) -> str:
    """Return the words for a place, of any case, as they stand in lists; no statement.

    Telephone numbers and homes that were told with it are for who may see all complainants.
    """
    return place if _sees_all(user) else contacts_hidden_in(place)


def _sees_all(user: User) -> bool:
    return scope_of(Role(user.role), Permission.COMPLAINANT_VIEW) is Scope.COUNTY


class OfCase(Protocol):
    """A row that says of which case it is."""

    @property
    def case_id(self) -> int: ...


Row = TypeVar("Row", bound=OfCase)


def rows_read_by(user: User, rows: Sequence[Row]) -> list[Row]:
    """Return rows of a list as a person may read them; at most two statements."""
    read = reading(user, {row.case_id for row in rows})
    return [read.of(row.case_id, row) for row in rows]
