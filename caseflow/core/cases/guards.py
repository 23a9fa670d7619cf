"""Guards: each looks at a Situation and returns the reason for refusal, or None. Pure.

Reasons are msgids; the page translates them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from caseflow.core.cases.facts import Situation
from caseflow.core.cases.states import ENDED, State
from caseflow.ground.i18n import N_

Guard = Callable[[Situation], str | None]

LEADS_OTHERS = N_(
    "Other cases are merged into this one: split them off or merge them elsewhere first."
)


def not_own_work(s: Situation) -> str | None:
    """Nobody signs off what they investigated or submitted themselves."""
    if s.actor_id is not None and s.actor_id in s.case.workers:
        return N_("You worked on this case yourself; somebody else must check it.")
    return None


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


def held_by_township(s: Situation) -> str | None:
    if not s.case.is_township_held:
        return N_("Only a township records a look at the place; officers record an inspection.")
    return None


def no_open_task(s: Situation) -> str | None:
    """What was asked of other units is answered, returned or withdrawn first."""
    if s.case.open_task_count:
        return N_("A task of a co-handling unit is still open: await its answer or withdraw it.")
    return None


def names_open_task(s: Situation) -> str | None:
    if not s.tasks:
        return N_("No task is open in this case.")
    if not s.is_preview and s.given.get("task_id") not in s.tasks:
        return N_("This task is not open any more.")
    return None


def names_own_task(s: Situation) -> str | None:
    """A unit answers for its own task only."""
    own = {task_id for task_id, task in s.tasks.items() if task.is_mine}
    if not own:
        return N_("No task of your unit is open in this case.")
    if not s.is_preview and s.given.get("task_id") not in own:
        return N_("This task is not open any more, or it belongs to another unit.")
    return None


def names_unreceived_task(s: Situation) -> str | None:
    new = {task_id for task_id, task in s.tasks.items() if task.is_mine and not task.is_received}
    if not new:
        return N_("No task of your unit waits to be received.")
    if not s.is_preview and s.given.get("task_id") not in new:
        return N_("This task has been received, or it belongs to another unit.")
    return None


def answer_day_is_not_over(s: Situation) -> str | None:
    due = s.given.get("due_on")
    if isinstance(due, date) and due < s.today:
        return N_("The day to answer by is over already.")
    return None


def is_joint(s: Situation) -> str | None:
    if not s.case.is_joint:
        return N_("The case is not marked for joint handling.")
    return None


def is_not_joint(s: Situation) -> str | None:
    if s.case.is_joint:
        return N_("The case is marked for joint handling already.")
    return None


def meeting_is_not_ahead(s: Situation) -> str | None:
    held = s.given.get("held_on")
    if isinstance(held, date) and held > s.today:
        return N_("The meeting lies in the future.")
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


def target_can_lead(s: Situation) -> str | None:
    """The leading case is another, open one that is not itself merged."""
    if s.is_preview:
        return None
    if s.target is None:
        return N_("There is no case with this number.")
    if s.target_id == s.case_id:
        return N_("A case cannot be merged into itself.")
    if s.target.state in ENDED or s.target.state is State.REGISTERED:
        return N_("The leading case must be accepted and still open.")
    return None


def target_is_open(s: Situation) -> str | None:
    """A petition told on the telephone joins any other open case, be it accepted or not yet."""
    if s.is_preview:
        return None
    if s.target is None:
        return N_("There is no case with this number.")
    if s.target_id == s.case_id:
        return N_("A case cannot be merged into itself.")
    if s.target.state in ENDED:
        return N_("The case to be joined has ended: register without joining it.")
    return None


def is_not_raised(s: Situation) -> str | None:
    if s.case.is_group:
        return N_("The case was raised as a group complaint already.")
    return None


def is_petition_matter(s: Situation) -> str | None:
    if s.case.track != "petition":
        return N_("Only a petition matter has a review and a re-check.")
    return None


def leads_no_other(s: Situation) -> str | None:
    """What one complainant does, is told or one case does reaches no petition of others."""
    return LEADS_OTHERS if s.case.merged_case_count else None


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
