"""What a person may do next with a case, and what not, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from caseflow.core.cases.actions.situation import situation_of
from caseflow.core.cases.facts import CaseFacts, Situation
from caseflow.core.cases.lifecycle import TRANSITIONS, Transition, allowed_from, refusals
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import rights_on
from caseflow.core.cases.states import State
from caseflow.core.cases.wording import MAIN, WORDINGS
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import missing_right


@dataclass(frozen=True, slots=True)
class NextStep:
    """One transition as a button, or as a refusal with its reasons."""

    name: str
    label: str
    will: str
    is_main: bool
    is_grave: bool
    needs_nothing: bool
    reasons: tuple[str, ...] = ()
    tone: str = ""


BESIDE_TASKS = frozenset({"receive_task", "answer_task", "return_task", "withdraw_task"})
"""Their buttons stand with the task they are for."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """`main` carry the case on, `side` stand beside it, `refused` say why not.

    `blocked` are the refused main steps that are the person's own to do.
    """

    main: tuple[NextStep, ...]
    side: tuple[NextStep, ...]
    blocked: tuple[NextStep, ...]
    refused: tuple[NextStep, ...]
    undo: NextStep | None
    undo_of: str = ""

    @property
    def side_here(self) -> tuple[NextStep, ...]:
        """Return `side` without what stands beside each task."""
        return tuple(step for step in self.side if step.name not in BESIDE_TASKS)

    def can(self, name: str) -> bool:
        """Return whether this transition is possible now."""
        found = (*self.main, *self.side, *((self.undo,) if self.undo else ()))
        return any(step.name == name for step in found)


def next_steps(case: Case, user: User, situation: Situation | None = None) -> NextSteps:
    """Return every transition that leaves the present state, sorted by what stands in its way."""
    seen = situation or situation_of(case, user.id, {})
    rights = rights_on(user, case)
    possible: list[NextStep] = []
    blocked: list[NextStep] = []
    refused: list[NextStep] = []
    for row in allowed_from(State(case.state)):
        if not row.has_button:
            continue
        reasons = refusals(row, seen)
        if row.permission not in rights:
            if WORDINGS[row.name].family == MAIN and not WORDINGS[row.name].is_quiet:
                refused.append(_step(row, [missing_right(row.permission)]))
        elif not reasons:
            possible.append(_step(row, []))
        elif not WORDINGS[row.name].is_quiet:
            is_own = WORDINGS[row.name].family == MAIN
            (blocked if is_own else refused).append(_step(row, [_(r) for r in reasons]))
    return _sorted(possible, blocked, refused, seen.case)


def _sorted(
    possible: list[NextStep], blocked: list[NextStep], refused: list[NextStep], facts: CaseFacts
) -> NextSteps:
    undo = next((step for step in possible if step.name == "undo"), None)
    main = [step for step in possible if step.is_main]
    first = likely_step(facts, {step.name for step in main})
    main.sort(key=lambda step: step.name != first)
    latest = facts.latest.act if facts.latest else ""
    return NextSteps(
        main=tuple(_toned(step, step.name == first) for step in main),
        side=tuple(s for s in possible if not s.is_main and s is not undo),
        blocked=tuple(blocked),
        refused=tuple(refused),
        undo=undo,
        undo_of=_(WORDINGS[latest].title) if undo and latest in WORDINGS else "",
    )


def likely_step(facts: CaseFacts, possible: set[str]) -> str | None:
    """Return the main step that comes next in the ordinary course."""
    wished = {
        State.REGISTERED: ("answer_at_once", "accept"),
        State.ACCEPTED: ("rule_competence", "assign"),
        State.ASSIGNED: ("receipt",),
        State.RECEIPTED: ("start_investigation",),
        State.INVESTIGATING: _of_investigation(facts),
        State.RECTIFYING: ("report_rectified",),
        State.REINSPECTING: ("pass_reinspection",),
        State.RECTIFIED: ("submit_for_sign_off",),
        State.AWAITING_SIGN_OFF: ("sign_off",),
        State.REPLY_OWED: ("reply", "approve_reply", "propose_reply", "draft_reply"),
    }.get(facts.state, ())
    table = [name for name in TRANSITIONS if name in possible]
    return next((name for name in (*wished, *table) if name in possible), None)


def _of_investigation(facts: CaseFacts) -> tuple[str, ...]:
    if facts.violation_count:
        return ("order_rectification", "submit_for_sign_off")
    return ("submit_for_sign_off",) if facts.inspection_count else ("record_inspection",)


def _step(row: Transition, reasons: list[str]) -> NextStep:
    wording = WORDINGS[row.name]
    return NextStep(
        name=row.name,
        label=_(row.label),
        will=_(wording.will) if wording.will else "",
        is_main=wording.family == MAIN,
        is_grave=wording.is_grave,
        needs_nothing=not row.needs,
        reasons=tuple(reasons),
    )


def _toned(step: NextStep, is_first: bool) -> NextStep:
    tone = "primary" if is_first else "danger" if step.is_grave else ""
    return NextStep(
        step.name,
        step.label,
        step.will,
        step.is_main,
        step.is_grave,
        step.needs_nothing,
        step.reasons,
        tone,
    )
