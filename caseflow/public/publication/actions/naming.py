"""Whether a respondent that a draft keeps by name may be named: asked at every step outwards."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.actions.marks import KEEP, part_of
from caseflow.public.publication.decisions import fallen
from caseflow.public.publication.drafting.exposed import exposed_sites
from caseflow.public.publication.grounds import (
    decided_names,
    decisions_of,
    facts_of_cases,
    ways_written,
)
from caseflow.public.publication.kinds import KINDS, Naming, Need
from caseflow.public.publication.models import Publication, PublicationGround
from caseflow.public.publication.parts import parts_of

RESPONDENT = "respondent"
PERSONAL = frozenset({"name", "plate"})
"""What a list that names nobody keeps only with a stated legal basis."""


def kept_names(row: Publication) -> tuple[str, ...]:
    """Return the respondents' names that a person decided to keep."""
    words = parts_of(row.title, row.original, row.tables)
    kept = (m for m in row.marks if m["kind"] == RESPONDENT and m["decision"] == KEEP)
    return tuple({words[part_of(m)][m["start"] : m["end"]] for m in kept})


def is_named_without_ground(row: Publication) -> bool:
    """Return whether a kept name is none that the kind's grounds allow."""
    if _keeps_persons(row):
        return True
    kept = kept_names(row)
    if not kept:
        return False
    allowed = _allowed(row)
    return not all(any(name in one or one in name for one in allowed) for name in kept)


def _keeps_persons(row: Publication) -> bool:
    """Return whether a list that names nobody keeps a name or plate without a stated basis."""
    if KINDS[row.kind].naming != Naming.NEVER or row.naming_basis.strip():
        return False
    return any(m["kind"] in PERSONAL and m["decision"] == KEEP for m in row.marks)


def keep_grounds(row: Publication) -> None:
    """Note the decisions by which a page that goes out names its respondents."""
    if KINDS[row.kind].naming != Naming.ON_DECISION or not kept_names(row):
        return
    found = {fact_id for decision in decisions_of(row.case_ids) for fact_id in decision.fact_ids}
    known = select(PublicationGround.fact_id).where(PublicationGround.publication_id == row.id)
    db.session.add_all(
        PublicationGround(publication_id=row.id, fact_id=fact_id)
        for fact_id in sorted(found - set(db.session.scalars(known)))
    )


def fallen_count(row: Publication) -> int:
    """Return how many facts that the draft names somebody by were voided or taken away since."""
    if KINDS[row.kind].naming != Naming.GROUNDS:
        return 0
    grounds = db.session.execute(
        select(EnforcementFact.id, EnforcementFact.case_id)
        .join(PublicationGround, PublicationGround.fact_id == EnforcementFact.id)
        .where(PublicationGround.publication_id == row.id)
    ).all()
    if not grounds:
        return 0
    facts = facts_of_cases(sorted({case_id for _fact_id, case_id in grounds}))
    return len(fallen([fact_id for fact_id, _case_id in grounds], facts))


def unsatisfied_count(row: Publication) -> int:
    """Return how many listed sites have a finding that does not count any more.

    The window is the one of the day on which the list was drafted: time alone takes nobody off.
    """
    if KINDS[row.kind].needs != Need.SITES:
        return 0
    _figures, sites = exposed_sites(clock.local_date(row.drafted_at))
    counting = {
        site.source_id: Counter(finding.visit.at.date().isoformat() for finding in site.counting)
        for site in sites
    }
    return sum(
        not Counter(finding["on"] for finding in listed["findings"])
        <= counting.get(listed["source_id"], Counter())
        for listed in row.sites
    )


def _allowed(row: Publication) -> list[str]:
    naming = KINDS[row.kind].naming
    if naming == Naming.NEVER:
        return []
    if naming == Naming.ON_DECISION:
        names = [name for names in decided_names(row.case_ids).values() for name in names]
    else:
        named = [*_parties(row), *(site["name"] for site in row.sites)]
        names = [part for name in named for part in ways_written(name)]
    return [*names, *_codes(names)]


def _parties(row: Publication) -> list[str]:
    parties = db.session.scalars(
        select(EnforcementFact.party)
        .join(PublicationGround, PublicationGround.fact_id == EnforcementFact.id)
        .where(PublicationGround.publication_id == row.id)
    )
    return [name for name in parties if name]


def _codes(names: list[str]) -> list[str]:
    """Return the credit codes under which those are registered who may be named."""
    codes = select(PollutionSource.credit_code).where(PollutionSource.name.in_(names))
    return [code for code in db.session.scalars(codes) if code]
