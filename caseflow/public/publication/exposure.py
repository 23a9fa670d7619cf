"""Which sites disturb the night repeatedly: computed by stated criteria, never by complaints. Pure.

A site is proposed only on findings that are certain: each rests on a decision in effect, or on a
finding that was served and not contested until its time was over. How often somebody complained
is no input of this file. The figures are internal practice and set by the bureau (CRITERIA).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseflow.ground.i18n import N_
from caseflow.public.publication.decisions import TOLD, Decision, Fact, fells, standing

PRACTICE = "内部做法，可由本局修改，待法制核实"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A figure of the criteria, editable within its limits."""

    key: str
    label: str
    unit: str
    default: int
    least: int
    most: int
    source: str = PRACTICE


CRITERIA: dict[str, Criterion] = {
    row.key: row
    for row in (
        Criterion("findings", N_("Findings that count, at one site"), N_("findings"), 2, 2, 20),
        Criterion("months", N_("Within how many months"), N_("months"), 6, 1, 24),
        Criterion("night_from", N_("Night begins at"), N_("o’clock"), 22, 20, 23,
                  "生态环境法典572：22时至次日6时；设区的市以上可另定，均为8小时"),
        Criterion("night_until", N_("Night ends at"), N_("o’clock"), 6, 5, 8,
                  "生态环境法典572：22时至次日6时；设区的市以上可另定，均为8小时"),
        Criterion("contest_days", N_("Natural days to contest a served finding"), N_("days"), 60,
                  60, 180, "行政复议法20：六十日内申请复议"),
        Criterion("reply_days", N_("Natural days of the right of reply"), N_("days"), 7, 5, 60),
    )
}  # fmt: skip

Figures = Mapping[str, int]

CONTESTED = frozenset({"appeal_filed", "plea_received", "hearing_asked"})
"""Facts by which a site contested what it was told."""


def standard_figures() -> dict[str, int]:
    """Return the figures as shipped."""
    return {key: row.default for key, row in CRITERIA.items()}


@dataclass(frozen=True, slots=True)
class Visit:
    """A recorded inspection at a source; `at`: local time."""

    inspection_id: int
    case_id: int
    source_id: int
    at: datetime
    is_violation: bool
    is_noise: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A night violation, and what makes it certain; `ground` empty: why it does not count."""

    visit: Visit
    ground: str
    fact_ids: tuple[int, ...] = ()
    why_not: str = ""

    @property
    def counts(self) -> bool:
        return bool(self.ground)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site with its findings; it satisfies the criteria if `is_satisfied`."""

    source_id: int
    findings: tuple[Finding, ...]
    is_satisfied: bool

    @property
    def counting(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.counts)


def is_night(at: datetime, figures: Figures) -> bool:
    """Return whether a local time is at night: from the first hour on, before the last."""
    return at.hour >= figures["night_from"] or at.hour < figures["night_until"]


def months_before(day: date, months: int) -> date:
    """Return the day `months` before `day`; the last of a shorter month for a day it lacks."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def candidates(
    visits: Iterable[Visit],
    decisions: Iterable[Decision],
    facts: Iterable[Fact],
    figures: Figures,
    today: date,
    since: date | None = None,
) -> list[Candidate]:
    """Return every site with night violations in the window, those that satisfy first.

    `since`: the day before the window begins; None: it ends today.
    """
    since = since or months_before(today, figures["months"])
    found: dict[int, list[Finding]] = {}
    decided, stand = list(decisions), standing(facts)
    for case_id, of_case in _by_case(visits, figures, since, today).items():
        grounds = _grounds(case_id, decided, stand, figures, today)
        for finding in _matched(of_case, grounds):
            found.setdefault(finding.visit.source_id, []).append(finding)
    made = [
        Candidate(
            source_id,
            tuple(sorted(findings, key=lambda f: f.visit.at)),
            sum(f.counts for f in findings) >= figures["findings"],
        )
        for source_id, findings in found.items()
    ]
    return sorted(made, key=lambda c: (not c.is_satisfied, -len(c.counting), c.source_id))


def _by_case(
    visits: Iterable[Visit], figures: Figures, since: date, today: date
) -> dict[int, list[Visit]]:
    """Return the night violations by noise within the window, by case, oldest first."""
    found: dict[int, list[Visit]] = {}
    for visit in sorted(visits, key=lambda v: (v.at, v.inspection_id)):
        is_one = visit.is_violation and visit.is_noise and is_night(visit.at, figures)
        if is_one and since < visit.at.date() <= today:
            found.setdefault(visit.case_id, []).append(visit)
    return found


@dataclass(frozen=True, slots=True)
class _Ground:
    """What makes one finding certain; `why_not`: what still keeps it from doing so."""

    on: date
    words: str
    fact_ids: tuple[int, ...]
    why_not: str = ""


def _grounds(
    case_id: int, decisions: list[Decision], stand: list[Fact], figures: Figures, today: date
) -> list[_Ground]:
    """Return what was decided or served in a case, decisions in effect first."""
    certain = [
        _Ground(
            d.decided_on, f"{d.number}处罚决定已生效（{d.in_effect_on:%Y-%m-%d}送达）", d.fact_ids
        )
        for d in decisions
        if d.case_id == case_id and d.in_effect_on <= today
    ]
    of_case = [fact for fact in stand if fact.case_id == case_id]
    open_ones = (one for one in _matters(of_case) if not _is_decided(one, decisions, case_id))
    return [*certain, *(_told(one, of_case, figures, today) for one in open_ones)]


def _matters(of_case: list[Fact]) -> list[list[Fact]]:
    """Return what the site was told, by matter: an order and a notice about one are one ground.

    No record ties them to each other, so that a matter has at most one of each, as they follow.
    """
    found: list[list[Fact]] = []
    for fact in (one for one in of_case if one.kind in TOLD):
        if found and fact.kind not in {one.kind for one in found[-1]}:
            found[-1].append(fact)
        else:
            found.append([fact])
    return found


def _told(matter: list[Fact], of_case: list[Fact], figures: Figures, today: date) -> _Ground:
    """Return the ground that the last thing told about a matter gives."""
    first, fact = matter[0], matter[-1]
    over_on = fact.on + timedelta(days=figures["contest_days"])
    why_not = ""
    if any(fells(one, fact, of_case) for one in of_case):
        why_not = "所告知的认定已被撤销、变更，或者决定不予处罚"
    elif any(one.kind in CONTESTED and one.on >= first.on for one in of_case):
        why_not = "已被提出异议"
    elif over_on >= today:
        why_not = f"异议期至{over_on:%Y-%m-%d}"
    number = f"{fact.number}" if fact.number else "认定"
    words = f"{number}已于{fact.on:%Y-%m-%d}送达，期满未提出异议"
    return _Ground(fact.on, words, (fact.id,), why_not)


def _is_decided(matter: list[Fact], decisions: list[Decision], case_id: int) -> bool:
    """Return whether a decision followed what was told: the two are about one finding."""
    return any(d.case_id == case_id and d.decided_on >= matter[0].on for d in decisions)


def _matched(visits: list[Visit], grounds: list[_Ground]) -> Iterable[Finding]:
    """Pair each finding with a ground of its own: one decision makes one finding certain."""
    left = list(grounds)
    for visit in visits:
        later = [ground for ground in left if ground.on >= visit.at.date()]
        certain = [ground for ground in later if not ground.why_not]
        if certain:
            left.remove(certain[0])
            yield Finding(visit, certain[0].words, certain[0].fact_ids)
        else:
            why_not = later[0].why_not if later else "没有生效决定，也没有送达的认定"
            yield Finding(visit, "", (), why_not)
