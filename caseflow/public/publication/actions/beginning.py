"""Why a draft cannot be begun, and what kind of draft there is already."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import column, select, table

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED, State
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.plans.models import PlannedInspection
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.actions.marks import TITLE, redacted
from caseflow.public.publication.decisions import DECIDED
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.drafting.enforcement import OPEN_VISITS
from caseflow.public.publication.kinds import SUMMARY, Need, PublicationKind
from caseflow.public.publication.lifecycle import LIVE
from caseflow.public.publication.models import Publication, PublicationGround

_draws = table("draws", column("id"))


def reasons_not_to_start(kind: PublicationKind, material: Material) -> list[str]:
    """Return why no draft of the kind can be begun from this; empty means it can."""
    found = {
        Need.CASE: _of_cases,
        Need.CASES: _of_cases,
        Need.FACT: _of_fact,
        Need.DRAW: _of_draw,
        Need.PERIOD: _of_period,
        Need.SITES: _of_sites,
        Need.FILE: _of_file,
    }[kind.needs](material)
    if not found and live_publication(kind, material) is not None:
        found = [_already(kind)]
    if not found and not kind.periods_may_overlap:
        found = _of_counted_period(material)
    if not found and (other := period_in_the_way(kind, material)) is not None:
        found = [_of_other_period(other, material)]
    return found


def period_in_the_way(kind: PublicationKind, material: Material) -> Publication | None:
    """Return what there is of the kind for exactly this period and has not ended, or None.

    Where periods may not overlap: for any of its days, what is no longer public included, since it
    was read. Something that is or was public comes before a draft. None as well for a kind that is
    not drafted for a period, and as long as the two days are not given.
    """
    first, last = material.period_from, material.period_until
    if kind.needs != Need.PERIOD or first is None or last is None:
        return None
    is_same = (Publication.period_from == first) & (Publication.period_until == last)
    in_the_way = Publication.state.in_(LIVE) & is_same
    if not kind.periods_may_overlap:
        meets = (Publication.period_from <= last) & (Publication.period_until >= first)
        stays_known = Publication.state.in_(LIVE) | Publication.published_at.is_not(None)
        # What was withdrawn may be told anew for its own days: there is no difference to take.
        in_the_way |= meets & stays_known & ~is_same
    return db.session.scalar(
        select(Publication)
        .where(Publication.kind == kind.key, in_the_way)
        .order_by(Publication.published_at.is_(None), Publication.id)
        .limit(1)
    )


def _of_other_period(row: Publication, material: Material) -> str:
    title = redacted(row.title, row.marks, TITLE)
    if (row.period_from, row.period_until) != (material.period_from, material.period_until):
        return str(
            _(
                "“%(title)s” covers some of these days: the two together would give away small "
                "numbers. Choose days that it does not cover.",
                title=title,
            )
        )
    if row.published_at is not None:
        return str(
            _("This period is published already, as “%(title)s”: correct that one.", title=title)
        )
    return str(_("This period is drafted already, as “%(title)s”: go on with that.", title=title))


def _of_counted_period(material: Material) -> list[str]:
    """Refuse figures of a period that runs on: told again later they would show the difference."""
    if material.period_until is not None and material.period_until > clock.today():
        return [_("The last day has not come yet: figures are published when the period is over.")]
    return []


def _already(kind: PublicationKind) -> str:
    if kind.needs == Need.FACT:
        return str(_("There is a publication of this decision already."))
    if kind.needs == Need.DRAW:
        return str(_("There is a publication of this draw already."))
    return str(_("There is a publication of this case already."))


def _of_cases(material: Material) -> list[str]:
    if not material.case_ids:
        return [_("Choose a case.")]
    states = db.session.scalars(select(Case.state).where(Case.id.in_(material.case_ids))).all()
    if State.MERGED in states:
        return [_("The case is merged: publish its leading case.")]
    if State.VOID in states:
        return [_("The case is void: its import was taken back.")]
    if len(states) < len(material.case_ids) or not all(state in ENDED for state in states):
        return [_("The case is not closed yet.")]
    return []


def _of_fact(material: Material) -> list[str]:
    fact = db.session.get(EnforcementFact, material.fact_id or 0)
    voided = select(EnforcementFact.id).where(EnforcementFact.voids_id == material.fact_id)
    if fact is None or fact.kind != DECIDED or db.session.scalar(voided) is not None:
        return [_("Choose a recorded penalty decision that stands.")]
    return []


def _of_draw(material: Material) -> list[str]:
    if db.session.scalar(select(_draws.c.id).where(_draws.c.id == material.draw_id)) is None:
        return [_("Choose a draw.")]
    visits = select(PlannedInspection.state).where(PlannedInspection.draw_id == material.draw_id)
    states = db.session.scalars(visits).all()
    if not states or any(state in OPEN_VISITS for state in states):
        return [_("The inspections of this draw are not all over.")]
    return []


def _of_period(material: Material) -> list[str]:
    if material.period_from is None or material.period_until is None:
        return [_("Enter the first and the last day.")]
    if material.period_until < material.period_from:
        return [_("The last day must not lie before the first.")]
    return []


def _of_sites(material: Material) -> list[str]:
    return [] if material.source_ids else [_("Choose at least one site.")]


def _of_file(material: Material) -> list[str]:
    return [] if material.rows else [_("The file holds no rows.")]


def live_publication(kind: PublicationKind, material: Material) -> int | None:
    """Return the publication of the same case, decision or draw that has not ended, or None."""
    wanted: Any = select(Publication.id).where(
        Publication.kind == kind.key, Publication.state.in_(LIVE)
    )
    if kind.needs == Need.CASE and material.case_ids:
        wanted = wanted.where(Publication.case_id == material.case_ids[0])
    elif kind.needs == Need.FACT:
        wanted = wanted.join(
            PublicationGround, PublicationGround.publication_id == Publication.id
        ).where(PublicationGround.fact_id == material.fact_id)
    elif kind.needs == Need.DRAW:
        wanted = wanted.where(Publication.draw_id == material.draw_id)
    else:
        return None
    found: int | None = db.session.scalar(wanted.limit(1))
    return found


def live_publication_of(case_id: int) -> int | None:
    """Return the summary of a case that is not withdrawn, or None."""
    return db.session.scalar(
        select(Publication.id)
        .where(
            Publication.case_id == case_id,
            Publication.kind == SUMMARY,
            Publication.state.in_(LIVE),
        )
        .limit(1)
    )
