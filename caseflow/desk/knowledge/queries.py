"""Reading answers: what fits the words typed, the list by topic, one entry with its versions.

What fits is found by the index of terms: first how many entries have each term typed, then the
entries of the rarest ones. The work grows with those entries, not with the table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select

from caseflow.desk.knowledge.models import KnowledgeEntry, KnowledgeTerm, KnowledgeVersion
from caseflow.desk.knowledge.rules import TOPICS, is_usable, spoken
from caseflow.desk.knowledge.terms import typed_terms
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

RAREST = 12
"""Terms whose entries are read; the commoner ones tell little."""

MOST_READ = 3_000
"""Rows of the index that are read for one search; the rarest term is read however many it has."""

CANDIDATES = 40
"""Entries that are read in full before those out of date are left out."""

PAGE = 30


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One version of an entry."""

    entry_id: int
    version: int
    topic: str
    question: str
    answer: str
    keywords: str
    instrument: str
    article: str
    in_force_from: date | None
    in_force_until: date | None
    is_verified: bool
    checked_on: date | None
    checked_by: str
    valid_until: date | None
    reason: str
    decided_at: datetime
    actor: str | None

    @property
    def is_usable(self) -> bool:
        """Return whether the answer may be given today."""
        return is_usable(self.valid_until, self.in_force_from, self.in_force_until, clock.today())

    @property
    def spoken(self) -> str:
        """Return the answer as it goes into a reply."""
        return spoken(self.answer, self.instrument, self.article, self.is_verified)


def _rows() -> Select[Any]:
    version = KnowledgeVersion
    columns: Any = select(
        version.entry_id,
        version.version,
        version.topic,
        version.question,
        version.answer,
        version.keywords,
        version.instrument,
        version.article,
        version.in_force_from,
        version.in_force_until,
        version.is_verified,
        version.checked_on,
        version.checked_by,
        version.valid_until,
        version.reason,
        version.decided_at,
        User.display_name.label("actor"),
    )
    joined: Select[Any] = columns.outerjoin(User, User.id == version.actor_id)
    return joined


def _present() -> Select[Any]:
    return _rows().join(
        KnowledgeEntry,
        (KnowledgeEntry.id == KnowledgeVersion.entry_id)
        & (KnowledgeEntry.version == KnowledgeVersion.version),
    )


def _read(statement: Select[Any]) -> list[AnswerRow]:
    return [AnswerRow(**row._mapping) for row in db.session.execute(statement)]


def fitting_ids(typed: str) -> list[int]:
    """Return the ids of the entries that fit what is typed, best first, in three statements.

    A rare term counts more than a common one, and more in the keywords than in the answer. An entry
    that shares only one term of its answer is left out.
    """
    asked = typed_terms(typed)
    if not asked:
        return []
    term, entry, weight = KnowledgeTerm.term, KnowledgeTerm.entry_id, KnowledgeTerm.weight
    counted = select(term, func.count().label("entries")).where(term.in_(asked)).group_by(term)
    counts = {row.term: row.entries for row in db.session.execute(counted)}
    if not counts:
        return []
    total = db.session.scalar(select(func.count()).select_from(KnowledgeEntry)) or 1
    rarity = {one: math.log(1 + total / counts[one]) for one in _rarest(counts)}
    score = func.sum(weight * case(rarity, value=term, else_=0.0))
    ranked = (
        select(entry)
        .where(term.in_(list(rarity)))
        .group_by(entry)
        .having(func.sum(weight) > 1)
        .order_by(score.desc(), entry)
        .limit(CANDIDATES)
    )
    return list(db.session.scalars(ranked))


def _rarest(counts: dict[str, int]) -> list[str]:
    """Return the terms that are read: the rarest ones, as long as they have few entries in all."""
    found: list[str] = []
    read = 0
    for one in sorted(counts, key=lambda one: (counts[one], one))[:RAREST]:
        read += counts[one]
        if found and read > MOST_READ:
            break
        found.append(one)
    return found


def fitting_answers(typed: str, limit: int, *, only_usable: bool) -> list[AnswerRow]:
    """Return the entries that fit what is typed, best first; one more statement."""
    ids = fitting_ids(typed)
    if not ids:
        return []
    rows = {row.entry_id: row for row in _read(_present().where(KnowledgeEntry.id.in_(ids)))}
    found = [rows[one] for one in ids if one in rows]
    return [row for row in found if row.is_usable or not only_usable][:limit]


def answers_of(topic: str, after: int = 0) -> tuple[list[AnswerRow], int | None]:
    """Return a page of entries ("" for any topic) in the order of their ids, and where the next
    page begins; None: this is the last."""
    wanted = _present().where(KnowledgeEntry.id > after).order_by(KnowledgeEntry.id)
    if topic:
        wanted = wanted.where(KnowledgeVersion.topic == topic)
    rows = _read(wanted.limit(PAGE + 1))
    shown = rows[:PAGE]
    return shown, shown[-1].entry_id if len(rows) > PAGE else None


def topics_in_use() -> list[str]:
    """Return the codes of the topics that have an entry, in the order of rules.TOPICS."""
    version = KnowledgeVersion
    used = (
        select(version.topic)
        .join(
            KnowledgeEntry,
            (KnowledgeEntry.id == version.entry_id) & (KnowledgeEntry.version == version.version),
        )
        .distinct()
    )
    found = set(db.session.scalars(used))
    return [code for code in TOPICS if code in found]


def answer_versions(entry_id: int) -> list[AnswerRow]:
    """Return all versions of an entry, the newest first. Raises NotVisible."""
    version = KnowledgeVersion
    wanted = _rows().where(version.entry_id == entry_id).order_by(version.version.desc())
    found = _read(wanted)
    if not found:
        raise NotVisible(_("There is no such entry."))
    return found
