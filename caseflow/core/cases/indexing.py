"""Which words of a case can be searched and likened: never a person's name, phone or address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from caseflow.core.cases.likeness import Words, part_of
from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import search
from caseflow.ground.extensions import db
from caseflow.ground.search.likeness import PARTS_KEPT, Part, put_likeness, remove_all_likeness

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

SEARCHED = (
    "number", "origin_reference", "subject", "body", "request", "respondent_words", "address_text",
)  # fmt: skip
"""Columns of a petition that are searched."""


def index_case(case: Case) -> None:
    """Index the case's words for searching and its places and words for likeness, in one go."""
    source = _source_of(case)
    petitions = _petitions_of(case)
    parts = [case.number, case.title, case.address_text]
    if source is not None:
        parts.append(source.name)
    for row in petitions:
        parts.extend(getattr(row, name) or "" for name in SEARCHED)
    replies = select(Reply.words).join(Petition).where(Petition.case_id == case.id)
    parts.extend(db.session.scalars(replies.order_by(Reply.id)))
    search.put(case.id, parts)
    put_likeness(case.id, likeness_parts(case, source, petitions))


def _source_of(case: Case) -> Any:
    """Return name and address of the case's source, None without one."""
    if case.source_id is None:
        return None
    columns = select(PollutionSource.name, PollutionSource.address_text)
    return db.session.execute(columns.where(PollutionSource.id == case.source_id)).first()


def _petitions_of(case: Case) -> Sequence[Row[Any]]:
    columns = (getattr(Petition, name) for name in (*SEARCHED, "longitude", "latitude"))
    wanted = select(*columns).where(Petition.case_id == case.id)
    return db.session.execute(wanted.order_by(Petition.id)).all()


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


def rebuild_index(batch: int = 500) -> int:
    """Index every case anew; returns how many. The caller commits."""
    search.remove_all()
    remove_all_likeness()
    last, count = 0, 0
    while True:
        cases = list(
            db.session.scalars(select(Case).where(Case.id > last).order_by(Case.id).limit(batch))
        )
        if not cases:
            return count
        for case in cases:
            index_case(case)
        last, count = cases[-1].id, count + len(cases)
