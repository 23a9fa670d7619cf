"""The shape of a kind of publication: what it needs, names and hides, its clock and note. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseflow.people.permissions.policy import Permission


class Need(StrEnum):
    """What a draft of a kind is made from."""

    CASE = "case"
    """One case that has ended."""
    CASES = "cases"
    """One or more cases that have ended."""
    FACT = "fact"
    """A penalty decision recorded in a case."""
    DRAW = "draw"
    """A double random draw whose visits are over."""
    PERIOD = "period"
    """The first and the last day that it tells of."""
    SITES = "sites"
    """Sites proposed by the criteria of exposure.py."""
    FILE = "file"
    """Rows sent by another authority (horn.py)."""


class Naming(StrEnum):
    """When the respondent may be named (facts G)."""

    NEVER = "never"
    ON_DECISION = "on_decision"
    """Only where a decision in effect is recorded in one of its cases."""
    GROUNDS = "grounds"
    """The draft names it on grounds that are kept with it."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The instrument that a kind is published under. `is_verified`: its text was read."""

    instrument: str
    article: str
    in_force_from: date | None
    """None: a plan, whose day was not found."""
    is_verified: bool
    in_force_until: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """Return instrument and article as they stand on the published page."""
        return f"{self.instrument}{self.article}"


@dataclass(frozen=True, slots=True)
class ImpactNote:
    """Assessment of the impact on personal information (个人信息保护法 55, 56)."""

    purpose: str
    data: str
    risk: str
    measures: str
    reviewed_on: date
    kept_years: int = 3
    """At least three years by article 56."""


@dataclass(frozen=True, slots=True)
class PublicationKind:
    """One row. Words that the public or the file reads are Chinese; labels are message ids."""

    key: str
    label: str
    drafting: str
    """The function of drafting/ that writes it."""
    needs: Need
    naming: Naming
    draft_right: Permission
    approve_right: Permission
    clock: str
    """A rule of core/deadlines/rules.py; empty: none runs."""
    bases: tuple[Basis, ...]
    names: str
    hides: str
    impact: ImpactNote
    expires_days: int | None = None
    """Natural days after which only its tombstone stays; None: it stays."""
    has_right_of_reply: bool = False
    periods_may_overlap: bool = True
    """False: it counts in cells, and the difference of two periods would show a hidden one."""

    @property
    def needs_ended_case(self) -> bool:
        return self.needs in {Need.CASE, Need.CASES}

    @property
    def legal_basis(self) -> str:
        """Return the instruments as the public page names them."""
        return "；".join(basis.words for basis in self.bases)

    @property
    def unverified(self) -> tuple[Basis, ...]:
        """Return what the legal office must still confirm."""
        return tuple(basis for basis in self.bases if not basis.is_verified)
