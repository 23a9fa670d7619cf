"""What cases know and the public must not learn: read for comparison, never shown nor kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.complainants import unseal_person
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.redaction import Known
from caseflow.core.sources.models import PollutionSource
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

Ids = Sequence[int]


def known_of(case_ids: Ids) -> Known:
    """Return what must not appear in a publication of these cases, merged cases included."""
    if not case_ids:
        return Known()
    rows = list(
        db.session.execute(
            select(Petition, Complainant)
            .outerjoin(Complainant, Complainant.id == Petition.complainant_id)
            .where(petitions_of(case_ids))
        )
    )
    people = [unseal_person(complainant) for _petition, complainant in rows if complainant]
    petitions = [petition for petition, _complainant in rows]
    return Known(
        people=_given(person.name for person in people),
        staff=_staff(case_ids),
        phones=_given(person.phone for person in people),
        addresses=_given(person.address for person in people),
        numbers=_numbers(case_ids, petitions),
        respondents=_respondents(case_ids, petitions),
        bodies=_given(words for p in petitions for words in (p.body, p.request)),
    )


def petitions_of(case_ids: Ids) -> ColumnElement[bool]:
    """Return the clause of the petitions of these cases and of those merged into them."""
    return Petition.case_id.in_(select(Case.id).where(_group(case_ids)))


def _given(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value and value.strip()))


def _group(case_ids: Ids) -> Any:
    return or_(Case.id.in_(case_ids), Case.leading_case_id.in_(case_ids))


def _numbers(case_ids: Ids, petitions: list[Petition]) -> tuple[str, ...]:
    cases = db.session.scalars(select(Case.number).where(_group(case_ids)))
    certificates = db.session.scalars(
        select(Inspection.certificates).where(Inspection.case_id.in_(case_ids))
    )
    own = [(p.number, p.origin_reference, lookup_code(p)) for p in petitions]
    single = [number.strip() for line in certificates for number in line.split(",")]
    return _given([*cases, *(value for values in own for value in values), *single])


def _respondents(case_ids: Ids, petitions: list[Petition]) -> tuple[str, ...]:
    """Return the names of whom it is against, as the file and as the complainants have them."""
    linked = db.session.execute(
        select(PollutionSource.name, PollutionSource.credit_code)
        .join(Case, Case.source_id == PollutionSource.id)
        .where(Case.id.in_(case_ids))
    ).all()
    return _given([*(v for row in linked for v in row), *(p.respondent_words for p in petitions)])


def _staff(case_ids: Ids) -> tuple[str, ...]:
    """Return the names of all who had a hand in the case, at the site or in the file."""
    ids = [
        select(Inspection.officer_id).where(Inspection.case_id.in_(case_ids)),
        select(Inspection.second_officer_id).where(Inspection.case_id.in_(case_ids)),
        select(CaseEvent.actor_id).where(CaseEvent.case_id.in_(case_ids)),
        select(Case.assignee_id).where(Case.id.in_(case_ids)),
    ]
    for column in (Reinspection.officer_id, Reinspection.second_officer_id):
        ids.append(
            select(column)
            .join(RectificationOrder, RectificationOrder.id == Reinspection.order_id)
            .where(RectificationOrder.case_id.in_(case_ids))
        )
    orderers = select(RectificationOrder.person).where(RectificationOrder.case_id.in_(case_ids))
    named = select(User.display_name).where(or_(*(User.id.in_(one) for one in ids)))
    return _given([*db.session.scalars(named), *_persons(db.session.scalars(orderers))])


def _persons(answerable: Iterable[str]) -> list[str]:
    """Return who answers for an order, without a title that names nobody."""
    return [name for name in answerable if 2 <= len(name) <= 4]
