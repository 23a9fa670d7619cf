"""Guards of deadlines: extension, suspension, objection and recorded facts. Pure.

A step names its deadline by `deadline_id`; without one it means the handling deadline.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from caseflow.core.cases.facts import RunningClock, Situation
from caseflow.core.deadlines.rules import RULES, Approver, ExtensionStep
from caseflow.core.enforcement.rules import KINDS
from caseflow.ground.i18n import N_

Test = Callable[[RunningClock], bool]


def extendable(clock: RunningClock) -> bool:
    """Return whether the rule has an extension left for a clock that runs by counting."""
    is_left = clock.extension_count < len(RULES[clock.rule_id].extensions)
    return is_left and not clock.is_suspended and not clock.is_fixed


def suspendable(clock: RunningClock) -> bool:
    """Return whether the rule knows a reason to stop a clock that runs by counting."""
    is_stoppable = bool(RULES[clock.rule_id].suspends)
    return is_stoppable and not clock.is_suspended and not clock.is_fixed


def resumable(clock: RunningClock) -> bool:
    return clock.is_suspended


def offered(s: Situation, test: Test) -> tuple[RunningClock, ...]:
    """Return the running clocks that a step may name."""
    return tuple(clock for clock in s.case.running if test(clock))


def named(s: Situation) -> RunningClock | None:
    """Return the clock that the input names: by its id, by the request, or the handling one."""
    wanted = s.given.get("deadline_id")
    if wanted is None and s.case.request is not None:
        wanted = s.case.request.deadline_id
    for clock in s.case.running:
        if clock.id == wanted if wanted is not None else clock.name == "handling":
            return clock
    return None


def next_step(s: Situation) -> ExtensionStep | None:
    """Return the extension that the named clock would take next."""
    clock = named(s)
    steps = RULES[clock.rule_id].extensions if clock else ()
    used = clock.extension_count if clock else 0
    return steps[used] if used < len(steps) else None


def _among(s: Situation, test: Test, reason: str, of_named: str) -> str | None:
    if not offered(s, test):
        return reason
    if s.is_preview:
        return None
    clock = named(s)
    return None if clock is not None and test(clock) else of_named


def can_be_extended(s: Situation) -> str | None:
    return _among(
        s,
        extendable,
        N_("No deadline is running that can be extended."),
        N_("This deadline allows no extension, or none any more."),
    )


def can_be_suspended(s: Situation) -> str | None:
    return _among(
        s,
        suspendable,
        N_("No deadline is running that can be suspended."),
        N_("This deadline cannot be suspended."),
    )


def is_suspended(s: Situation) -> str | None:
    if s.given.get("deadline_id") is None and len(offered(s, resumable)) == 1:
        return None
    return _among(
        s, resumable, N_("No deadline is suspended."), N_("This deadline is not suspended.")
    )


def reason_fits_the_rule(s: Situation) -> str | None:
    """Only what the instrument names stops the count."""
    clock = named(s)
    if s.is_preview or clock is None:
        return None
    if s.given.get("suspension_kind") not in RULES[clock.rule_id].suspends:
        return N_("The rule of this deadline does not stop for this reason.")
    return None


def decider_is_named(s: Situation) -> str | None:
    """What the head decides is recorded with the head's name, whoever enters it."""
    step = next_step(s)
    if s.is_preview or step is None or step.approver is Approver.SUPERVISOR:
        return None
    if s.given.get("decided_by"):
        return None
    if step.approver is Approver.COLLECTIVE:
        return N_("The heads decide this extension together: name the meeting and its minutes.")
    return N_("The head of the bureau decides this extension: name who approved it.")


def reason_is_told(s: Situation) -> str | None:
    """Where the rule says so, the complainant is told with the grant."""
    step, clock = next_step(s), named(s)
    if s.is_preview or step is None or clock is None or not step.is_told:
        return None
    is_of_law = not RULES[clock.rule_id].is_example
    is_asked = s.case.request is not None or is_of_law
    if is_asked and s.case.petition_count and not s.given.get("notice_words"):
        return N_("The reason must be told to the complainant: write the notice.")
    return None


def is_asked_in_time(s: Situation) -> str | None:
    clock = named(s)
    if not s.is_preview and clock is not None and s.now > clock.due_at:
        return N_("An extension must be asked for before the deadline is over.")
    return None


def no_request_is_open(s: Situation) -> str | None:
    if s.case.request is not None:
        return N_("More time was asked for already; the answer is awaited.")
    return None


def request_is_open(s: Situation) -> str | None:
    if s.case.request is None:
        return N_("Nobody has asked for more time.")
    return None


def did_not_ask(s: Situation) -> str | None:
    if s.case.request is not None and s.case.request.asked_by_id == s.actor_id:
        return N_("You asked for it yourself; somebody else must decide.")
    return None


def may_object(s: Situation) -> str | None:
    """信访工作条例 23: within five working days; the sender's ruling then stands."""
    if s.case.objection_count:
        return N_("An objection was made already.")
    clock = next((c for c in s.case.running if c.name == "objection"), None)
    if clock is None:
        return N_("The petition was not sent by another authority: there is nothing to object to.")
    if s.now > clock.due_at:
        return N_("The time for an objection is over.")
    return None


def objection_is_open(s: Situation) -> str | None:
    if s.case.objection_count == s.case.objection_ruled_count:
        return N_("No objection awaits the sender's answer.")
    return None


_MISSING: dict[str, tuple[str, str]] = {
    "number": ("fact_number", N_("This fact needs its number.")),
    "party": ("fact_party", N_("This fact needs the party.")),
    "basis": ("fact_basis", N_("This fact needs its legal basis.")),
    "amount": ("amount_yuan", N_("This fact needs the amount.")),
    "until": ("until_on", N_("This fact needs the further day.")),
}


def fact_is_whole(s: Situation) -> str | None:
    kind = KINDS.get(str(s.given.get("fact_kind")))
    if s.is_preview:
        return None
    if kind is None:
        return N_("Select one of the choices shown.")
    wanted = [_MISSING[name] for name in kind.needs]
    return next((reason for field, reason in wanted if not s.given.get(field)), None)


def fact_is_not_ahead(s: Situation) -> str | None:
    happened, until = s.given.get("happened_at"), s.given.get("until_on")
    if happened is not None and happened > s.now:  # type: ignore[operator]
        return N_("What is recorded has happened: it cannot lie in the future.")
    if isinstance(until, date) and until <= s.today:
        return N_("The further day must lie in the future.")
    return None


def has_fact(s: Situation) -> str | None:
    if not s.case.fact_count:
        return N_("No fact of a penalty or transfer is recorded here.")
    return None
