"""Which words of a case can be searched and likened: never a person's name, phone or address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from caseflow.core.cases.likeness import Words, part_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import search
from caseflow.ground.extensions import db
from caseflow.ground.search.likeness import PARTS_KEPT, Part, put_likeness, remove_likeness

INDEXED_ACTS = frozenset(
    {
        "register",
        "open_inspection",
        "link_source",
        "reply",
        "answer_at_once",
        "import_reply",
        "undo",
        "void_import",
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


Rows = dict[int, list[Any]]


def index_case(case: Case) -> None:
    """Index the case's words for searching, its places and words for likeness; in its transaction.

    Nothing is like a void case; its words are found by whoever asks for void ones.
    Five statements of reading at most, however many petitions there are.
    """
    _index([case])


def _index(cases: Sequence[Case]) -> None:
    ids = [case.id for case in cases]
    sources = _sources({case.source_id for case in cases if case.source_id is not None})
    petitions, replies = _petitions(ids), _replies(ids)
    void = [case.id for case in cases if case.state == State.VOID]
    if void:
        remove_likeness(void)
    for case in cases:
        source = sources.get(case.source_id or 0)
        searched = _searched(case, source, petitions[case.id], replies[case.id])
        search.put(case.id, searched.parts, searched.names)
        if case.id not in void:
            put_likeness(case.id, likeness_parts(case, source, petitions[case.id]))


def _searched(
    case: Case, source: Any, petitions: Iterable[Any], replies: Iterable[Any]
) -> Searched:
    found = Searched([case.number, case.title, case.address_text])
    if source is not None:
        found.parts.append(source.name)
        found.names.append(source.name)
    for row in petitions:
        found.parts.extend(getattr(row, column.key) or "" for column in PETITION_TEXTS)
        found.names.append(row.respondent_words)
    found.parts.extend(row.words for row in replies)
    return found


def _sources(source_ids: set[int]) -> dict[int, Any]:
    """Return names and addresses of sources by id."""
    if not source_ids:
        return {}
    columns = select(PollutionSource.id, PollutionSource.name, PollutionSource.address_text)
    rows = db.session.execute(columns.where(PollutionSource.id.in_(source_ids)))
    return {row.id: row for row in rows}


def _petitions(case_ids: list[int]) -> Rows:
    found: Rows = defaultdict(list)
    columns = (Petition.case_id, *PETITION_TEXTS, Petition.longitude, Petition.latitude)
    wanted = select(*columns).where(Petition.case_id.in_(case_ids)).order_by(Petition.id)
    for row in db.session.execute(wanted):
        found[row.case_id].append(row)
    return found


def _replies(case_ids: list[int]) -> Rows:
    found: Rows = defaultdict(list)
    replies = select(Petition.case_id, Reply.words).join(Petition)
    wanted = replies.where(Petition.case_id.in_(case_ids)).order_by(Reply.id)
    for row in db.session.execute(wanted):
        found[row.case_id].append(row)
    return found


def likeness_parts(case: Any, source: Any, petitions: Sequence[Any]) -> list[Part]:
    """Return what the case is likened by: its first and latest petitions, each for itself.

    A case without a petition has its title and address. The source's name and address belong to
    each, so that who names the firm and who names only the street find each other.
    """
    half = PARTS_KEPT // 2
    chosen = [*petitions[:half], *petitions[half:][-half:]]
    named = [source.name, source.address_text] if source is not None else []
    if not chosen:
        words = Words("，".join((case.title, case.address_text, *named)), "")
        return [_part(words, case, case)]
    return [
        _part(
            Words(
                "，".join((row.subject, row.address_text, row.respondent_words, *named)), row.body
            ),
            row,
            case,
        )
        for row in chosen
    ]


def _part(words: Words, place: Any, case: Any) -> Part:
    return part_of(
        words, source_id=case.source_id, longitude=place.longitude, latitude=place.latitude
    )


def index_next(after: int, batch: int) -> tuple[int | None, int]:
    """Index the next cases after the id `after` anew; returns the last one's id and how many.

    At the end the id is None. The caller commits. What was indexed stays findable all the while; a
    case that somebody is working on is waited for: no older words overwrite newer ones.
    """
    wanted = select(Case).where(Case.id > after).order_by(Case.id).limit(batch)
    cases = list(db.session.scalars(wanted.with_for_update()))
    if not cases:
        return None, 0
    _index(cases)
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
        remove_likeness(strays)
    return ids[-1], len(strays)
