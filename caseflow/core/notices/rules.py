"""Grounds and states of supervision notices, and when one is proposed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.core.cases.states import State
from caseflow.ground.i18n import N_

_ORDER15 = "环保举报热线工作管理办法（环境保护部令第15号）14"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a notice is issued; `source` names the article, empty: internal practice."""

    code: str
    label: str
    source: str = ""


GROUNDS: dict[str, Ground] = {
    row.code: row
    for row in (
        Ground("overdue", N_("The case is late")),
        Ground("not_carried_out", N_("The decision on the case was not carried out"), _ORDER15),
        Ground("unsolved", N_("Long unsolved and reported again and again"), _ORDER15),
        Ground("falsified", N_("The handling was falsified"), _ORDER15),
        Ground("procedure", N_("The procedure was not followed"), _ORDER15),
        Ground("other", N_("Another ground that calls for supervision"), _ORDER15),
    )
}

GROUND_LABELS: dict[str, str] = {code: row.label for code, row in GROUNDS.items()}

PROPOSED, ISSUED, ANSWERED, ACCEPTED, DROPPED = (
    "proposed", "issued", "answered", "accepted", "dropped",
)  # fmt: skip

STATE_LABELS: dict[str, str] = {
    PROPOSED: N_("proposed"),
    ISSUED: N_("to be answered"),
    ANSWERED: N_("answered"),
    ACCEPTED: N_("answer accepted"),
    DROPPED: N_("not issued"),
}
"""A returned answer makes the notice one to be answered again."""

OPEN = (ISSUED, ANSWERED)

UNIT_OWES = (
    State.ASSIGNED, State.RECEIPTED, State.INVESTIGATING, State.RECTIFYING, State.REINSPECTING,
    State.RECTIFIED,
)  # fmt: skip
"""States in which a notice is proposed: later it is others, not the unit, who keep a case late."""

PROPOSE_AFTER_WORKING_DAYS = 8
"""A term so late, past the last step of the ladder, brings a proposal; internal practice."""

ANSWER_WORKING_DAYS = 3
"""What stands in the untouched form as the time to answer; internal practice."""

WATCHED = ("handling", "rectification", "reinspection")
"""Clocks whose lateness brings a proposal: those of the handling itself."""
