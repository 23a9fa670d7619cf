"""The shape of a term of rules.py: how long, how it may be extended, what does not count. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseflow.ground.i18n import N_


class DayUnit(StrEnum):
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"


UNIT_LABELS: dict[DayUnit, str] = {
    DayUnit.WORKING_DAYS: N_("working days"),
    DayUnit.NATURAL_DAYS: N_("natural days"),
    DayUnit.HOURS: N_("hours"),
    DayUnit.MONTHS: N_("months"),
    DayUnit.YEARS: N_("years"),
}


class Approver(StrEnum):
    """Whose decision an extension is; a supervisor records that of the two others by name."""

    SUPERVISOR = "supervisor"
    HEAD = "head"
    COLLECTIVE = "collective"


APPROVER_LABELS: dict[Approver, str] = {
    Approver.SUPERVISOR: N_("a supervisor"),
    Approver.HEAD: N_("the head of the bureau"),
    Approver.COLLECTIVE: N_("the heads of the bureau in collective discussion"),
}


@dataclass(frozen=True, slots=True)
class ExtensionStep:
    """One extension: at most `amount` in the rule's own unit, by whose decision."""

    amount: int
    approver: Approver = Approver.SUPERVISOR
    is_told: bool = False
    """The complainant is told the reason."""
    is_verified: bool = False
    """The text that gives it was read."""


@dataclass(frozen=True, slots=True)
class SuspensionKind:
    """Why days do not count. `source`: the instrument that says so."""

    label: str
    source: str
    is_verified: bool


_O30 = "生态环境行政处罚办法（生态环境部令第30号）"
_2010 = "环境行政处罚办法（环境保护部令第8号）55"

SUSPENSIONS: dict[str, SuspensionKind] = {
    "hearing": SuspensionKind(N_("Hearing"), f"{_2010}; 信访工作条例 36", True),
    "announcement": SuspensionKind(N_("Public announcement"), _2010, True),
    "monitoring": SuspensionKind(N_("Monitoring or testing"), _2010, True),
    "appraisal": SuspensionKind(N_("Expert appraisal"), _2010, True),
    "service": SuspensionKind(N_("Service of documents"), _2010, True),
    "assessment": SuspensionKind(N_("Assessment of damage"), _O30, False),
    "determination": SuspensionKind(N_("Determination by another authority"), _O30, False),
    "halt": SuspensionKind(N_("Proceedings halted"), _O30, False),
}
"""Reason codes of suspensions; a rule names those that stop its clock."""

READ_2010 = frozenset({"hearing", "announcement", "monitoring", "appraisal", "service"})
ORDER_30 = frozenset(SUSPENSIONS)
OF_PRACTICE = frozenset({"monitoring", "appraisal", "assessment", "determination"})
"""What stops a clock of the bureau's own practice: waiting for what others must establish."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One term. Natural days, months and years roll to a working day if `rolls`."""

    id: str
    label: str
    amount: int
    unit: DayUnit
    source: str
    article: str
    in_force_from: date
    is_verified: bool
    clock: str = ""
    tracks: frozenset[str] = frozenset()
    """Empty: every track."""
    channels: frozenset[str] = frozenset()
    """Empty: every channel that no other row of the clock names."""
    in_force_until: date | None = None
    version_of: str = ""
    """The present row that this one stood in the place of, until `in_force_until`."""
    condition: str = ""
    """`urgent` or `exam`: only such cases run by it, and before any other row."""
    is_of_fact: bool = False
    """Started by a recorded fact (enforcement/rules.py), never by a step of the case."""
    is_theirs: bool = False
    """The time of a party or of another authority: its end makes nothing of ours late."""
    extensions: tuple[ExtensionStep, ...] = ()
    """One after the other, each once; empty: no extension."""
    suspends: frozenset[str] = frozenset()
    """Codes of SUSPENSIONS that stop the clock; empty: nothing does."""
    rolls: bool = True
    is_internal_only: bool = False
    """Never shown to a respondent or outside the team."""
    is_example: bool = False
    """A figure of another place or of internal practice, to be set by the bureau."""
    note: str = ""

    @property
    def full_source(self) -> str:
        return f"{self.source} {self.article}".strip()

    @property
    def extension_amount(self) -> int:
        """How much all extensions come to together, in the rule's unit; 0: there is none."""
        return sum(step.amount for step in self.extensions)

    @property
    def family(self) -> str:
        """The id under which all versions of the term are known."""
        return self.version_of or self.id
