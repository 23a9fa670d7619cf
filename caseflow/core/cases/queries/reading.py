"""What a person may read of a case: with its complainants, or with them hidden."""

from __future__ import annotations

from typing import TypeVar

from caseflow.core.cases.actions.situation import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import reaches
from caseflow.core.petitions.veil import veil_of
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

T = TypeVar("T")


def as_read_by(user: User, case: Case, view: T) -> T:
    """Return a view model as it is, or with the case's people hidden from who may not know them."""
    if reaches(user, Permission.COMPLAINANT_VIEW, case):
        return view
    return veil_of(petitions_of(case.id)).over(view)
