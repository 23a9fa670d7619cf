"""Which earlier cases those of an import may repeat, by the desk's own query."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.petitions.models import Petition
from caseflow.desk.duplicates.queries import Probe, Suggestion, likely_duplicates
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

LIMIT = 3
MERGEABLE = frozenset(TRANSITIONS["merge"].froms)


def partners_of(
    case_ids: Sequence[int], user: User, limit: int = LIMIT
) -> dict[int, list[Suggestion]]:
    """Return the likely partners of each case that can be merged, the best first.

    A partner came in earlier (or in an earlier row of the same file), within what `user` may see.
    """
    found = {
        probe.exclude_case_id: likely_duplicates(probe, user, limit)
        for probe in probes_of(case_ids)
    }
    return {case_id: some for case_id, some in found.items() if case_id is not None and some}


def probes_of(case_ids: Sequence[int]) -> list[Probe]:
    """Return what is known of the cases that could still be merged."""
    rows = db.session.execute(
        select(Case, Petition.body, Petition.respondent_words)
        .join(Petition, Petition.case_id == Case.id)
        .where(Case.id.in_(case_ids), Case.state.in_([s for s in MERGEABLE if s is not None]))
        .order_by(Case.id)
    )
    kinds: dict[int, list[str]] = {}
    for case_id, code in db.session.execute(
        select(CaseCategory.case_id, CaseCategory.category_code).where(
            CaseCategory.case_id.in_(case_ids)
        )
    ):
        kinds.setdefault(case_id, []).append(code)
    return [
        _probe(case, body, respondent, tuple(kinds.get(case.id, ())))
        for case, body, respondent in rows
    ]


def _probe(case: Case, body: str, respondent: str, category_codes: tuple[str, ...]) -> Probe:
    """The telephone number is left out: a job does not open the seal."""
    return Probe(
        subject=case.title,
        body=body,
        address_text=case.address_text,
        respondent_words=respondent,
        township_code=case.township_code,
        source_id=case.source_id,
        category_codes=category_codes,
        longitude=case.longitude,
        latitude=case.latitude,
        at=case.opened_at,
        exclude_case_id=case.id,
        is_only_earlier=True,
    )
