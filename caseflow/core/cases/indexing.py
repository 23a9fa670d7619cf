"""Which words of a case can be searched: never a complainant's name, phone or address."""

from __future__ import annotations

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


def index_case(case: Case) -> None:
    """Index the case's numbers, words, place, source and replies, in this transaction."""
    parts = [case.number, case.title, case.address_text]
    if case.source_id is not None:
        name = db.session.scalar(
            select(PollutionSource.name).where(PollutionSource.id == case.source_id)
        )
        parts.append(name or "")
    for row in db.session.execute(
        select(
            Petition.number,
            Petition.origin_reference,
            Petition.subject,
            Petition.body,
            Petition.request,
            Petition.respondent_words,
            Petition.address_text,
        )
        .where(Petition.case_id == case.id)
        .order_by(Petition.id)
    ):
        parts.extend(value or "" for value in row)
    replies = select(Reply.words).join(Petition).where(Petition.case_id == case.id)
    parts.extend(db.session.scalars(replies.order_by(Reply.id)))
    search.put(case.id, parts)


def rebuild_index(batch: int = 500) -> int:
    """Index every case anew; returns how many. The caller commits."""
    search.remove_all()
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
