"""Guards: each looks at a Situation and returns the reason for refusal, or None. Pure.

Reasons are msgids; the page translates them. Guards of one subject stand in a file of their own,
`<subject>_guards.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from caseflow.core.cases.facts import Situation
from caseflow.ground.i18n import N_

Guard = Callable[[Situation], str | None]


def not_own_work(s: Situation) -> str | None:
    """Nobody signs off what they investigated or submitted themselves."""
    if s.actor_id is not None and s.actor_id in s.case.workers:
        return N_("You worked on this case yourself; somebody else must check it.")
    return None


def somebody_answers(s: Situation) -> str | None:
    """A case is never given to where nobody would answer for it."""
    if s.is_preview:
        return None
    if s.receiver is None or not s.receiver.is_unit_open:
        return N_("There is no such unit, or it is closed: choose another one.")
    if not s.receiver.is_assignee_there:
        return N_("This account is closed, or its role handles no cases: choose somebody else.")
    if not s.receiver.has_head and not s.given.get("assignee_id"):
        return N_("This unit has no head, so that nobody would answer: name an officer.")
    return None


def township_is_named(s: Situation) -> str | None:
    """What belongs to the bureau is not handed down to townships without a reason (潍坊 24)."""
    if s.is_preview or s.receiver is None or not s.receiver.is_township or s.receiver.is_named:
        return None
    if s.given.get("township_reason"):
        return None
    return N_(
        "The dispatch matrix does not name this township for the matter: work of the bureau is "
        "not handed down. Give the reason why it is the township’s."
    )


def not_returned_after_ruling(s: Situation) -> str | None:
    """After a ruling on competence no second return (潍坊 22; a setting, another city's rule)."""
    if s.return_once and s.case.is_ruled:
        return N_("Competence was ruled on after the first return: no second return.")
    return None


def was_returned(s: Situation) -> str | None:
    if not s.case.return_count:
        return N_("The case has not been returned, so there is nothing to rule on.")
    return None


def is_consultation(s: Situation) -> str | None:
    if s.case.track != "consultation":
        return N_("Only a consultation can be answered at once.")
    return None


def names_unanswered_petition(s: Situation) -> str | None:
    if not s.case.unanswered_petition_ids:
        return N_("Every petition of this case has been answered.")
    if s.is_preview:
        return None
    if s.given.get("petition_id") not in s.case.unanswered_petition_ids:
        return N_("Choose a petition of this case that has not been answered yet.")
    return None


def names_unreachable_petition(s: Situation) -> str | None:
    """Only an anonymous petition with no way back may end without a reply."""
    if not s.case.unreachable_petition_ids:
        return N_("Every petition here left a way to answer: a reply is owed.")
    if not s.is_preview and s.given.get("petition_id") not in s.case.unreachable_petition_ids:
        return N_("This petition left a way to answer: a reply is owed.")
    return None


def has_petition(s: Situation) -> str | None:
    if not s.case.petition_count:
        return N_("The case has no petition.")
    return None


def is_not_raised(s: Situation) -> str | None:
    if s.case.is_group:
        return N_("The case was raised as a group complaint already.")
    return None


def is_petition_matter(s: Situation) -> str | None:
    if s.case.track != "petition":
        return N_("Only a petition matter has a review and a re-check.")
    return None


def latest_act_can_be_undone(s: Situation) -> str | None:
    """The newest act, by the same person, within the time set, with nothing served on anyone."""
    latest = s.case.latest
    if latest is None or not latest.is_undoable:
        return N_("The latest act cannot be undone.")
    if latest.actor_id != s.actor_id:
        return N_("Only the person who did the latest act can undo it.")
    if s.now - latest.at > timedelta(minutes=s.undo_minutes):
        return N_("The time to undo the latest act is over.")
    return None


def owes_acknowledgement(s: Situation) -> str | None:
    if "acknowledgement" not in s.case.open_clocks:
        return N_("No notice of acceptance is owed any more.")
    return None


def is_only_imported(s: Situation) -> str | None:
    """An import is taken back only while no person has built on it."""
    if not s.case.is_only_imported:
        return N_("Only a case that an import brought in and nobody worked on since can be voided.")
    return None


def no_reply_given(s: Situation) -> str | None:
    if s.case.petition_count and not s.case.unanswered_petition_ids:
        return N_("A reply has already been given.")
    return None


def nobody_is_owed(s: Situation) -> str | None:
    if s.case.unanswered_petition_ids:
        return N_("A petition of this case still awaits its reply.")
    return None


def no_notice_is_open(s: Situation) -> str | None:
    """One demand at a time: the next follows the answer to the one before."""
    if s.case.awaited_notice_count or s.case.answered_notice_count:
        return N_("A supervision notice is still open in this case: settle it first.")
    return None


def notice_awaits_answer(s: Situation) -> str | None:
    if not s.case.awaited_notice_count:
        return N_("No supervision notice waits for an answer.")
    return None


def notice_is_answered(s: Situation) -> str | None:
    if not s.case.answered_notice_count:
        return N_("No answer to a supervision notice waits to be judged.")
    return None


def answer_day_is_ahead(s: Situation) -> str | None:
    answer_by = s.given.get("answer_by")
    if isinstance(answer_by, date) and answer_by < s.today:
        return N_("The day to answer by must not be over.")
    return None
