"""Which cases a person sees, and which units lie under which: read once for many filters."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from sqlalchemy import ColumnElement, select

from caseflow.core.cases.scope import cases_where
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User


class Reach:
    """The reach of one person, in at most two statements however many filters ask for it."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def where(self) -> ColumnElement[bool]:
        """The clause of the cases that the person may look at."""
        return cases_where(self.user)

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = defaultdict(list)
        for row in db.session.execute(select(Unit.id, Unit.parent_id)):
            found[row.parent_id].append(row.id)
        return found

    def below(self, unit_id: int) -> list[int]:
        """Return the unit and every unit under it."""
        found, seen = [unit_id], {unit_id}
        for one in found:
            new = [child for child in self._children.get(one, ()) if child not in seen]
            found += new
            seen.update(new)
        return found
