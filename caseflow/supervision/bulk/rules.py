"""What can be decided on many cases at once, one row each. Pure.

Whether it can be done with a case is the lifecycle's to say; here stands only which of its rows is
meant in which state, and whose form is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from caseflow.core.cases.lifecycle import TRANSITIONS, Transition
from caseflow.core.cases.states import State
from caseflow.ground.i18n import N_

MOST = 500
"""Cases of one decision: more than anybody looks over."""
AT_ONCE = 50
"""So many are done while one waits; more are a job."""
UNDO = "undo"
KEEP_DRAFTS_HOURS = 24

WAITING, CANNOT, DONE, REFUSED, CHANGED = "waiting", "cannot", "done", "refused", "changed"

ITEM_LABELS: dict[str, str] = {
    WAITING: N_("Waits"),
    CANNOT: N_("Cannot be done"),
    DONE: N_("Done"),
    REFUSED: N_("Not done"),
    CHANGED: N_("Changed meanwhile"),
}
"""What became of one case."""


@dataclass(frozen=True, slots=True)
class BulkAct:
    """One decision. Of `transitions` the first that leaves from the state of a case is meant."""

    key: str
    label: str
    transitions: tuple[str, ...]
    asks_as: str
    """The transition whose form is asked, once for all."""
    icon: str
    done: str
    """What the result says, with %(count)s."""
    is_undoable: bool = False

    @property
    def permission(self) -> str:
        return str(TRANSITIONS[self.asks_as].permission.value)

    def transition(self, state: State) -> Transition | None:
        """Return the row that this decision means in `state`, or None if there is none."""
        rows = (TRANSITIONS[name] for name in self.transitions)
        return next((row for row in rows if state in row.froms), None)

    def given(self, row: Transition, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `row` takes of the form's input; a reason stands for its words."""
        needs = {need.removesuffix("?") for need in row.needs}
        found = {name: value for name, value in asked.items() if name in needs}
        if "words" in needs and "words" not in found and asked.get("reason"):
            found["words"] = asked["reason"]
        return found


ACTS: dict[str, BulkAct] = {
    one.key: one
    for one in (
        BulkAct("assign", N_("Assign"), ("assign", "reassign"), "reassign", "send",
                N_("%(count)s cases were assigned."), is_undoable=True),
        BulkAct("remind", N_("Remind"), ("remind",), "remind", "bell",
                N_("Of %(count)s cases whoever must act was reminded.")),
        BulkAct("extend", N_("Extend"), ("extend",), "extend", "calendar3",
                N_("The handling deadline of %(count)s cases was extended.")),
        BulkAct("raise", N_("Mark as urgent"), ("mark_urgent",), "mark_urgent",
                "exclamation-triangle", N_("%(count)s cases were marked as urgent."),
                is_undoable=True),
        BulkAct("sign_off", N_("Sign off"), ("sign_off",), "sign_off", "patch-check",
                N_("%(count)s cases were signed off.")),
        BulkAct(UNDO, N_("Take back"), ("undo",), "undo", "arrow-counterclockwise",
                N_("%(count)s cases are as they were before.")),
    )
}  # fmt: skip

CHOSEN = tuple(one for one in ACTS.values() if one.key != UNDO)
"""What a list offers; taking back begins from a result."""
