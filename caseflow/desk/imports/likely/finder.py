"""Which earlier cases may be about the same matter as those of an import.

`find` is the one place that decides: any function (probe, user, limit) → suggestions with
`case_id`, `score` and `reasons` can stand there. The present one compares indexed columns only:
the same pollution source, or the same address in the same township, within `WITHIN`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User

LIMIT = 3
WITHIN = timedelta(days=90)
MOST_COMPARED = 2000
"""The newest cases of a township that are compared by address."""

SAME_SOURCE = N_("Same pollution source")
SAME_ADDRESS = N_("Same address")
SAME_CALLER = N_("Same telephone number")
WEIGHTS = {SAME_SOURCE: 0.6, SAME_ADDRESS: 0.5, SAME_CALLER: 0.1}
MERGEABLE = frozenset(TRANSITIONS["merge"].froms)


@dataclass(frozen=True, slots=True)
class Probe:
    """A matter to find others like; `phone` stays empty, for a job does not open the seal."""

    text: str
    address_text: str
    township_code: str | None
    source_id: int | None
    category_codes: tuple[str, ...]
    longitude: float | None
    latitude: float | None
    at: datetime
    phone: str = ""
    exclude_case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may be about the same matter; `score` 0 to 1, `reasons` as msgids."""

    case_id: int
    score: float
    reasons: tuple[str, ...]


def partners_of(
    case_ids: Sequence[int], user: User, limit: int = LIMIT
) -> dict[int, list[Suggestion]]:
    """Return the likely partners of each case that can be merged, the best first.

    A partner came in earlier (or in an earlier row of the same file), within what `user` may see.
    """
    found = {probe.exclude_case_id: find(probe, user, limit) for probe in probes_of(case_ids)}
    return {case_id: some for case_id, some in found.items() if case_id is not None and some}


def probes_of(case_ids: Sequence[int]) -> list[Probe]:
    """Return what is known of the cases that could still be merged."""
    rows = db.session.execute(
        select(Case, Petition.body)
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
    return [_probe(case, body, tuple(kinds.get(case.id, ()))) for case, body in rows]


def _probe(case: Case, body: str, category_codes: tuple[str, ...]) -> Probe:
    return Probe(
        text=f"{case.title}\n{body}",
        address_text=case.address_text,
        township_code=case.township_code,
        source_id=case.source_id,
        category_codes=category_codes,
        longitude=case.longitude,
        latitude=case.latitude,
        at=case.opened_at,
        exclude_case_id=case.id,
    )


def by_columns(probe: Probe, user: User, limit: int) -> list[Suggestion]:
    """Return the earlier cases with the same source or the same address; two statements each."""
    found: dict[int, list[str]] = {}
    for case_id in _same_source(probe, user):
        found.setdefault(case_id, []).append(SAME_SOURCE)
    for case_id in _same_address(probe, user):
        found.setdefault(case_id, []).append(SAME_ADDRESS)
    for case_id in _same_caller(probe, found):
        found[case_id].append(SAME_CALLER)
    made = [
        Suggestion(case_id, min(1.0, sum(WEIGHTS[reason] for reason in reasons)), tuple(reasons))
        for case_id, reasons in found.items()
    ]
    return sorted(made, key=lambda one: (-one.score, -one.case_id))[:limit]


find = by_columns


def _earlier(probe: Probe, user: User) -> list[ColumnElement[bool]]:
    before = or_(
        Case.opened_at < probe.at,
        and_(Case.opened_at == probe.at, Case.id < (probe.exclude_case_id or 0)),
    )
    return [
        cases_where(user),
        before,
        Case.opened_at >= probe.at - WITHIN,
        Case.state.not_in([State.VOID, State.MERGED]),
    ]


def _same_source(probe: Probe, user: User) -> list[int]:
    if probe.source_id is None:
        return []
    wanted = select(Case.id).where(Case.source_id == probe.source_id, *_earlier(probe, user))
    return list(db.session.scalars(wanted.order_by(Case.id.desc()).limit(MOST_COMPARED)))


def _same_address(probe: Probe, user: User) -> list[int]:
    address = normal_address(probe.address_text)
    if not address or probe.township_code is None:
        return []
    rows = db.session.execute(
        select(Case.id, Case.address_text)
        .where(
            Case.township_code == probe.township_code,
            Case.opened_month.in_(months_of(probe.at)),
            Case.address_text != "",
            *_earlier(probe, user),
        )
        .order_by(Case.id.desc())
        .limit(MOST_COMPARED)
    )
    return [row.id for row in rows if normal_address(row.address_text) == address]


def _same_caller(probe: Probe, found: Iterable[int]) -> list[int]:
    """Return which of `found` have a petition of the same telephone, by its keyed hash."""

    def phones(*where: Any) -> Any:
        return (
            select(Complainant.phone_hash, Petition.case_id)
            .join(Petition, Petition.complainant_id == Complainant.id)
            .where(Complainant.phone_hash.is_not(None), *where)
        )

    others = list(found)
    if not others:
        return []
    own = {h for h, _id in db.session.execute(phones(Petition.case_id == probe.exclude_case_id))}
    theirs = db.session.execute(phones(Petition.case_id.in_(others)))
    return sorted({case_id for phone_hash, case_id in theirs if phone_hash in own})


def normal_address(address: str) -> str:
    """Return an address as it is compared: width and case folded, no blanks, no marks."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", address).lower())


def months_of(at: datetime) -> list[str]:
    """Return the months (YYYY-MM, local) from `WITHIN` before `at` to `at`."""
    first, last = clock.local_date(at - WITHIN), clock.local_date(at)
    months = []
    day = first.replace(day=1)
    while day <= last:
        months.append(day.strftime("%Y-%m"))
        day = _next_month(day)
    return months


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
