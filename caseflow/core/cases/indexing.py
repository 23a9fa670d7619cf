"""Which words of a case can be searched: never a complainant's name, phone or address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import search
from caseflow.ground.extensions import db

INDEXED_ACTS = frozenset(
    {
        "register",
        "open_inspection",
        "link_source",
        "reply",
        "answer_at_once",
        "import_reply",
        "undo",
    }
)
"""Acts after which the searchable words differ."""


PETITION_TEXTS = (
    Petition.number,
    Petition.origin_reference,
    Petition.subject,
    Petition.body,
    Petition.request,
    Petition.respondent_words,
    Petition.address_text,
)
"""What of a petition is searched, in this order."""


@dataclass
class Searched:
    """The texts of a case; `names` are those that are also found by their pinyin."""

    parts: list[str]
    names: list[str] = field(default_factory=list)


def index_case(case: Case) -> None:
    """Index the case's numbers, words, place, source and replies, in this transaction."""
    searched = _searched([case])[case.id]
    search.put(case.id, searched.parts, searched.names)


def _searched(cases: Sequence[Case]) -> dict[int, Searched]:
    """Return the texts of cases by id; three statements however many there are."""
    found = {case.id: Searched([case.number, case.title, case.address_text]) for case in cases}
    names = _source_names({case.source_id for case in cases if case.source_id is not None})
    for case in cases:
        if case.source_id is not None:
            found[case.id].parts.append(names[case.source_id])
            found[case.id].names.append(names[case.source_id])
    texts = select(Petition.case_id, *PETITION_TEXTS).where(Petition.case_id.in_(found))
    for row in db.session.execute(texts.order_by(Petition.id)):
        found[row.case_id].parts.extend(value or "" for value in row[1:])
        found[row.case_id].names.append(row.respondent_words)
    replies = select(Petition.case_id, Reply.words).join(Petition)
    for reply in db.session.execute(replies.where(Petition.case_id.in_(found)).order_by(Reply.id)):
        found[reply.case_id].parts.append(reply.words)
    return found


def _source_names(source_ids: set[int]) -> dict[int, str]:
    if not source_ids:
        return {}
    rows = db.session.execute(
        select(PollutionSource.id, PollutionSource.name).where(PollutionSource.id.in_(source_ids))
    )
    return {row.id: row.name for row in rows}


def index_next(after: int, batch: int) -> tuple[int | None, int]:
    """Index the next cases after the id `after` anew; returns the last one's id and how many.

    At the end the id is None. The caller commits. What was indexed stays findable all the while; a
    case that somebody is working on is waited for: no older words overwrite newer ones.
    """
    wanted = select(Case).where(Case.id > after).order_by(Case.id).limit(batch)
    cases = list(db.session.scalars(wanted.with_for_update()))
    if not cases:
        return None, 0
    for case_id, searched in _searched(cases).items():
        search.put(case_id, searched.parts, searched.names)
    return cases[-1].id, len(cases)


def drop_strays(after: int, batch: int) -> tuple[int, int] | None:
    """Take rows of cases that are no more out of the index, among the next `batch`.

    Returns the last row's id and how many were taken out; None at the end. The caller commits.
    """
    ids = search.indexed_ids(after, batch)
    if not ids:
        return None
    known = set(db.session.scalars(select(Case.id).where(Case.id.in_(ids))))
    strays = [one for one in ids if one not in known]
    if strays:
        search.remove(strays)
    return ids[-1], len(strays)
