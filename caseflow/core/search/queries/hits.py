"""The cases that a search finds: newest first, by key, counted to a cap, with the words marked.

The full-text index gives the newest cases that hold the words; filters are checked on these. If
the words are so frequent that this is cut off, the cases of the filters are looked through for the
words instead, where they are few. So no search looks at everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists import COUNT_CAP, count_words
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import State
from caseflow.core.petitions.complainants import note_looks
from caseflow.core.petitions.models import Petition
from caseflow.core.search.queries.meaning import Meaning, resolve
from caseflow.core.search.queries.rows import Hit, rows_of
from caseflow.core.search.rules import parse
from caseflow.ground import search
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of

PAGE_SIZE = 20
LOOKED_THROUGH = 20_000
"""So many of the newest cases that hold the words are checked against the filters."""
FEW = 2_000
"""So few cases of the filters are looked through for the words."""
SEARCHED = "search"


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found; `after` and `before` are the ids to go on from."""

    meaning: Meaning
    rows: tuple[Hit, ...] = ()
    count: int = 0
    """At most COUNT_CAP + 1."""
    after: int | None = None
    before: int | None = None
    is_cut: bool = False
    """Not all cases with the words could be checked against the filters."""

    @property
    def count_words(self) -> str:
        return count_words(self.count)


def search_cases(
    typed: str,
    user: User,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> Hits:
    """Return a page of the cases found for what was typed, within the person's reach.

    The number of statements does not depend on how much is found. With a filter on complainants
    call it inside a unit of work: each one looked up is recorded as a look.
    """
    meaning = resolve(parse(typed), user)
    if meaning.problems or meaning.asked.is_empty:
        return Hits(meaning)
    found, is_cut = _ids(meaning, user, COUNT_CAP + 1)
    page, has_older, has_newer = _page(found, meaning, user, size, after, before)
    rows = rows_of(page, meaning.asked.phrases, user)
    _record(meaning, user, page)
    return Hits(
        meaning,
        rows,
        len(found) - (len(page) - len(rows)),
        after=page[-1] if page and has_older else None,
        before=page[0] if page and has_newer else None,
        is_cut=is_cut,
    )


def _page(
    found: list[int],
    meaning: Meaning,
    user: User,
    size: int,
    after: int | None,
    before: int | None,
) -> tuple[list[int], bool, bool]:
    """Return the ids of the page, and whether there are older and newer ones."""
    ids = found
    if after is not None or before is not None:
        ids, _is_cut = _ids(meaning, user, size + 1, after, before)
    has_more, ids = len(ids) > size, ids[:size]
    if before is not None:
        return ids[::-1], True, has_more
    return ids, has_more, after is not None


def _ids(
    meaning: Meaning, user: User, limit: int, after: int | None = None, before: int | None = None
) -> tuple[list[int], bool]:
    """Return the newest ids found (the oldest first beyond `before`), and whether it was cut."""
    checks = [part.check for part in meaning.parts]
    if scope_of(Role(user.role), Permission.CASE_VIEW) is not Scope.COUNTY:
        checks.append(cases_where(user))
    if not meaning.asked.phrases:
        finds = [part.check if part.find is None else part.find for part in meaning.parts]
        if "state" not in meaning.asked.filters:
            finds.append(Case.state != State.VOID)
        wanted = select(Case.id).where(cases_where(user), *finds)
        return _listed(_beyond(wanted, Case.id, after, before), Case.id, limit, before), False
    words = search.matching_phrases(meaning.asked.phrases)
    key = search.key_column()
    if "state" not in meaning.asked.filters:  # void ones are few, and shown when asked for
        words = words.where(key.not_in(select(Case.id).where(Case.state == State.VOID)))
    newest = _beyond(words, key, after, before)
    if not checks:
        return _listed(newest, key, limit, before), False
    looked = _ordered(newest, key, before).limit(LOOKED_THROUGH).subquery()
    wanted = select(looked.c.found_id).join(Case, Case.id == looked.c.found_id).where(*checks)
    ids = _listed(wanted, looked.c.found_id, limit, before)
    if len(ids) >= limit or not _is_full(looked):
        return ids, False
    few = _of_the_filters(meaning, user)
    if few is None:
        return ids, True
    among = _beyond(words.where(key.in_(few)), key, after, before)
    return _listed(among, key, limit, before), False


def _beyond(wanted: Select[Any], key: Any, after: int | None, before: int | None) -> Select[Any]:
    if after is not None:
        return wanted.where(key < after)
    return wanted if before is None else wanted.where(key > before)


def _ordered(wanted: Select[Any], key: Any, before: int | None) -> Select[Any]:
    return wanted.order_by(key.desc() if before is None else key)


def _listed(wanted: Select[Any], key: Any, limit: int, before: int | None) -> list[int]:
    return list(db.session.scalars(_ordered(wanted, key, before).limit(limit)))


def _is_full(looked: Any) -> bool:
    return db.session.scalar(select(func.count()).select_from(looked)) == LOOKED_THROUGH


def _of_the_filters(meaning: Meaning, user: User) -> list[int] | None:
    """Return the cases that the filters let through, or None if they are many."""
    finds = [part.check if part.find is None else part.find for part in meaning.parts]
    wanted = select(Case.id).where(and_(cases_where(user), *finds)).limit(FEW + 1)
    ids = list(db.session.scalars(wanted))
    return ids if len(ids) <= FEW else None


def _record(meaning: Meaning, user: User, case_ids: list[int]) -> None:
    """Record a look at each complainant whose case is shown because of a filter on people."""
    if not meaning.people or not case_ids:
        return
    shown = select(Petition.complainant_id).where(
        Petition.complainant_id.in_(meaning.people), Petition.case_id.in_(case_ids)
    )
    note_looks(set(db.session.scalars(shown)), user_id=user.id, reason=SEARCHED)
