"""What the records of a case say for its reply: visits, orders and the laws of its decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.models import Petition
from caseflow.core.redaction import Known, strangers_hidden_in
from caseflow.core.replies.wording import Handled, OrderDone
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db

if TYPE_CHECKING:
    from caseflow.core.cases.models import Case

ORDER_FORM = "order"
"""The decision ordering rectification (documents/items.py)."""


def handled_of(case: Case, form: str, today: date, known: Known) -> Handled:
    """Return what the reply of `case` rests on; five statements.

    It goes to people outside the office: whoever is named in the words of colleagues is hidden,
    the case's own (`known`) and others, but for whom the case is against.
    """
    told = replace(known, respondents=_respondents(case))

    def hide(words: str) -> str:
        return strangers_hidden_in(words, told)

    return Handled(
        form=form,
        today=today,
        conclusion=case.conclusion,
        visits=[(day, hide(words)) for day, words in _visits(case.id)],
        orders=[replace(o, task=hide(o.task), goal=hide(o.goal)) for o in _orders(case.id)],
        law=_law(case.id),
    )


def _respondents(case: Case) -> tuple[str, ...]:
    name = select(PollutionSource.name).where(PollutionSource.id == case.source_id)
    said = select(Petition.respondent_words).where(Petition.case_id == case.id)
    return tuple(words for words in db.session.scalars(name.union_all(said)) if words)


def _visits(case_id: int) -> list[tuple[date, str]]:
    found = [
        (row.visited_at, row.findings)
        for row in db.session.scalars(select(Inspection).where(Inspection.case_id == case_id))
    ]
    looks = select(CaseEvent.at, CaseEvent.words).where(
        CaseEvent.case_id == case_id, CaseEvent.act == "record_observation"
    )
    found += [(row.at, row.words) for row in db.session.execute(looks)]
    checks = (
        select(Reinspection.visited_at, Reinspection.words)
        .join(RectificationOrder, RectificationOrder.id == Reinspection.order_id)
        .where(RectificationOrder.case_id == case_id)
    )
    found += [(row.visited_at, row.words) for row in db.session.execute(checks)]
    return [(clock.local_date(at), words) for at, words in sorted(found, key=lambda one: one[0])]


def _orders(case_id: int) -> list[OrderDone]:
    rows = db.session.scalars(
        select(RectificationOrder)
        .where(RectificationOrder.case_id == case_id)
        .order_by(RectificationOrder.id)
    )
    return [
        OrderDone(
            number=row.number,
            task=row.task,
            goal=row.goal,
            due_on=row.due_on,
            complied_on=clock.local_date(row.complied_at) if row.complied_at else None,
        )
        for row in rows
    ]


def _law(case_id: int) -> list[str]:
    """Return the laws named in the standing decisions of the case."""
    contents = db.session.scalars(
        select(DocumentVersion.content)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.case_id == case_id,
            Document.form == ORDER_FORM,
            Document.status == "issued",
            DocumentVersion.version == Document.version,
        )
        .order_by(Document.id)
    )
    laws = [content["items"].get(code) for content in contents for code in LAWS]
    return list(dict.fromkeys(f"{law.strip('。')}。" for law in laws if law))


LAWS = ("law_broken", "law_order")
