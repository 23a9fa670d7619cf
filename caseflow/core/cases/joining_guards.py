"""Guards of joining a leading case and of leaving it. Pure."""

from __future__ import annotations

from collections.abc import Set

from caseflow.core.cases.facts import Situation
from caseflow.core.cases.states import ENDED, State
from caseflow.ground.i18n import N_

LEADS_OTHERS = N_(
    "Other cases are merged into this one: split them off or merge them elsewhere first."
)


def target_can_lead(s: Situation) -> str | None:
    """The leading case is another, open one that is not itself merged."""
    return _another_case(
        s,
        {*ENDED, State.REGISTERED},
        N_("The leading case must be accepted and still open."),
    )


def target_is_open(s: Situation) -> str | None:
    """A petition told on the telephone joins any other open case, be it accepted or not yet."""
    return _another_case(
        s, ENDED, N_("The case to be joined has ended: register without joining it.")
    )


def _another_case(s: Situation, never: Set[State], why: str) -> str | None:
    """The case that was named is there, is another, and in none of the states `never` (`why`)."""
    if s.is_preview:
        return None
    if s.target is None:
        return N_("There is no case with this number.")
    if s.target_id == s.case_id:
        return N_("A case cannot be merged into itself.")
    return why if s.target.state in never else None


def leads_no_other(s: Situation) -> str | None:
    """What one complainant does, is told or one case does reaches no petition of others."""
    return LEADS_OTHERS if s.case.merged_case_count else None


def split_can_be_undone(s: Situation) -> str | None:
    """Going back under a leading case asks of it what merging does: open, and nobody beneath."""
    if s.case.latest is None or s.case.latest.act != "split":
        return None
    if s.case.latest.leading_state in ENDED:
        return N_("The leading case has ended since: the case goes on by itself.")
    return leads_no_other(s)


def joining_can_be_undone(s: Situation) -> str | None:
    """What was said to the complainant through the leading case cannot be unsaid."""
    if s.case.latest is not None and s.case.latest.is_told_since:
        return N_(
            "The complainant was answered or told through the leading case since: "
            "the case can be split off, but the merging cannot be undone."
        )
    return None
