"""What a reader without the right may read of a case: its own complainants are hidden in it.

Complainants tell their names, telephone numbers and homes in their own words, and colleagues write
them down. Nobody sees anything in clear here, so that no look is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from sqlalchemy import select

from caseflow.core.petitions.complainants import Person, unseal_person
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.redaction import Known, hidden_in, writers_hidden_in
from caseflow.ground.extensions import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Veil:
    """Hides the people of one case, or of several, however they are spelled."""

    known: Known

    def hide(self, text: str) -> str:
        """Return `text` with every appearance of these people hidden."""
        return hidden_in(text, self.known) if len(text) > 1 else text

    def told(self, text: str, respondent: str = "") -> str:
        """Return what a complainant wrote, with whoever it names hidden, and in which flat.

        Who files anonymously is in no record, and may still give a name in the words of the
        petition. `respondent` is whom the petition is about.
        """
        known = replace(self.known, respondents=(respondent,) if respondent else ())
        return writers_hidden_in(text, known) if len(text) > 1 else text

    def over(self, view: T) -> T:
        """Return a view model (dataclasses, tuples, lists, dicts, texts) with every text hidden."""
        return cast(T, self._over(view))

    def _over(self, part: Any) -> Any:
        if type(part) is str:
            return self.hide(part)
        if isinstance(part, tuple | list):
            return type(part)(map(self._over, part))
        if isinstance(part, dict):
            return {key: self._over(value) for key, value in part.items()}
        if is_dataclass(part) and not isinstance(part, type):
            now = {f.name: getattr(part, f.name) for f in fields(part) if f.init}
            new = {name: self._over(value) for name, value in now.items()}
            changed = {name: value for name, value in new.items() if value is not now[name]}
            return replace(part, **changed) if changed else part
        return part


def veil_over(people: Iterable[Person]) -> Veil:
    """Return a veil over these people."""
    found = [one for one in people if not one.is_empty]
    return Veil(
        Known(
            people=_given(one.name for one in found),
            phones=_given(one.phone for one in found),
            addresses=_given(one.address for one in found),
        )
    )


def veil_of(where: Any) -> Veil:
    """Return a veil over the complainants of the petitions that a clause selects."""
    rows = db.session.scalars(
        select(Complainant)
        .join(Petition, Petition.complainant_id == Complainant.id)
        .where(where)
        .distinct()
    )
    return veil_over(unseal_person(row) for row in rows)


def _given(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
