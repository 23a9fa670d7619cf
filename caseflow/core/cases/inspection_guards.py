"""Guards of inspections and orders: who looked, what was found, what is to be put right. Pure."""

from __future__ import annotations

from datetime import date

from caseflow.core.cases.facts import Situation
from caseflow.ground.i18n import N_


def no_open_order(s: Situation) -> str | None:
    if s.case.open_order_count:
        return N_("A rectification order is still open: it needs a passed re-inspection first.")
    return None


def has_inspection(s: Situation) -> str | None:
    """A report of a violation is not submitted without anybody having looked."""
    if s.case.track not in {"report", "inspection"} or s.case.inspection_count:
        return None
    if s.case.is_township_held:
        if s.case.observation_count:
            return None
        return N_("No look at the place has been recorded yet.")
    if not s.case.inspection_count:
        return N_("No inspection has been recorded yet.")
    return None


def held_by_township(s: Situation) -> str | None:
    if not s.case.is_township_held:
        return N_("Only a township records a look at the place; officers record an inspection.")
    return None


def found_violation(s: Situation) -> str | None:
    if not s.case.violation_count:
        return N_("An order needs an inspection that found a violation.")
    return None


def respondent_is_known(s: Situation) -> str | None:
    if not s.case.has_source:
        return N_("The pollution source is not known yet: link the case to its file first.")
    return None


def two_certified_officers(s: Situation) -> str | None:
    """行政处罚法 42: at least two officers with certificates."""
    if s.is_preview:
        return None
    first, second = s.given.get("officer_id"), s.given.get("second_officer_id")
    if first == second:
        return N_("An inspection needs two different officers.")
    for officer_id in (first, second):
        officer = s.officers.get(officer_id) if isinstance(officer_id, int) else None
        if officer is None or not officer.is_certified:
            return N_(
                "Both officers need an enforcement certificate valid on the day of the visit."
            )
    return None


def visit_is_not_ahead(s: Situation) -> str | None:
    visited = s.given.get("visited_at")
    if visited is not None and visited > s.now:  # type: ignore[operator]
        return N_("The visit lies in the future.")
    return None


def due_day_is_ahead(s: Situation) -> str | None:
    due = s.given.get("due_on")
    if isinstance(due, date) and due <= s.today:
        return N_("The day to put it right by must lie in the future.")
    return None
