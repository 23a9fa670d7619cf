"""Writing answers: a change is a new version; the index is written in the same transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from caseflow.core.texts.actions import claim_version
from caseflow.desk.knowledge.models import KnowledgeEntry, KnowledgeTerm, KnowledgeVersion
from caseflow.desk.knowledge.reference import CHECKED_BY, ENTRIES
from caseflow.desk.knowledge.rules import TOPICS
from caseflow.desk.knowledge.terms import entry_terms
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """What is decided about an entry. `topic`: a code of rules.TOPICS."""

    topic: str
    question: str
    answer: str
    keywords: str = ""
    instrument: str = ""
    article: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None
    is_verified: bool = False
    checked_on: date | None = None
    checked_by: str = ""
    valid_until: date | None = None
    reason: str = ""


def create_entry(
    command: AnswerCommand, actor: User | None, *, shipped_key: str | None = None
) -> int:
    """Add an entry and return its id. Flushes, does not commit. Raises BadInput."""
    _check(command)
    entry = KnowledgeEntry(shipped_key=shipped_key, version=1)
    db.session.add(entry)
    db.session.flush()
    _append(entry.id, 1, command, actor)
    return entry.id


def change_entry(entry_id: int, command: AnswerCommand, seen: int, actor: User) -> None:
    """Write the version after `seen`, which was the last. Raises BadInput, StaleText."""
    _check(command)
    if not command.reason.strip():
        raise BadInput(_("Say why the answer is changed."))
    claim_version(KnowledgeEntry, entry_id, seen)
    _append(entry_id, seen + 1, command, actor)


def _append(entry_id: int, version: int, command: AnswerCommand, actor: User | None) -> None:
    values: dict[str, Any] = {**asdict(command), "keywords": " ".join(command.keywords.split())}
    db.session.add(
        KnowledgeVersion(
            entry_id=entry_id,
            version=version,
            decided_at=clock.now(),
            actor_id=actor.id if actor else None,
            **values,
        )
    )
    db.session.flush()
    index_entry(entry_id, command.question, command.keywords, command.answer)


def index_entry(entry_id: int, question: str, keywords: str, answer: str) -> None:
    """Put an entry's terms in the place of those it had. No commit."""
    db.session.execute(delete(KnowledgeTerm).where(KnowledgeTerm.entry_id == entry_id))
    terms = entry_terms(question, keywords, answer)
    db.session.execute(
        insert(KnowledgeTerm),
        [{"term": term, "entry_id": entry_id, "weight": terms[term]} for term in sorted(terms)],
    )


def _check(command: AnswerCommand) -> None:
    if command.topic not in TOPICS:
        raise BadInput(_("Select a topic."))
    if not command.question.strip() or not command.answer.strip():
        raise BadInput(_("An entry needs a question and an answer."))
    if command.is_verified and not command.instrument.strip():
        raise BadInput(_("Only an answer with a source can be verified."))
    first, last = command.in_force_from, command.in_force_until
    if first is not None and last is not None and last < first:
        raise BadInput(_("The last day lies before the first."))


def load_shipped_answers() -> int:
    """Add the entries that come with the program and are missing; return how many. No commit."""
    present = set(db.session.scalars(select(KnowledgeEntry.shipped_key)))
    missing = [entry for entry in ENTRIES if entry.key not in present]
    for entry in missing:
        command = AnswerCommand(
            topic=entry.topic,
            question=entry.question,
            answer=entry.answer,
            keywords=entry.keywords,
            instrument=entry.instrument,
            article=entry.article,
            in_force_from=entry.in_force_from,
            is_verified=entry.is_verified,
            checked_on=entry.checked_on,
            checked_by=CHECKED_BY,
        )
        create_entry(command, None, shipped_key=entry.key)
    return len(missing)
