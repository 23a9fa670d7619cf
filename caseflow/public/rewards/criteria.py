"""Who is eligible for a reward: one row a criterion, judged on facts of the case. Pure.

A criterion is met, not met, or to be confirmed by the assessor, where the records cannot tell. The
instrument's own wording was not read: every row is unverified but for what the records say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from caseflow.core.cases.states import ENDED, State
from caseflow.core.petitions.reference import INSPECTION_CHANNELS
from caseflow.ground.i18n import N_


class Verdict(StrEnum):
    MET = "met"
    FAILED = "failed"
    ASK = "ask"
    """The records cannot tell: the assessor confirms it, or does not assess."""


class Decision(StrEnum):
    """How far a penalty has come, by the facts recorded with the case."""

    NONE = "none"
    DECIDED = "decided"
    CONTESTED = "contested"
    IN_EFFECT = "in_effect"
    OVERTURNED = "overturned"


HANDED_DOWN = frozenset({"superior", "inspectorate-central", "inspectorate-city", "department"})
"""An authority passed it on: whether a person reported to it, the records do not say."""
NOT_A_REPORT = frozenset({*INSPECTION_CHANNELS, "media", "tv"})
"""Nobody reported to the authority: it found out itself, or read of it."""
OF_THE_CITY = frozenset({"12369-wechat", "12369-web", "12369-phone", "reward", *HANDED_DOWN})
"""May have been accepted by the municipal bureau, which then pays [F2: 办法 4]."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the records say of a report; instants in UTC. The matter: a case and those merged."""

    channel_code: str
    track: str
    is_void: bool
    state: State
    """Of the case through which the petition is answered."""
    conclusion: str | None
    submitted_at: datetime
    is_group: bool = False
    earlier_count: int = 0
    """Petitions on the same matter that were submitted before this one."""
    together_count: int = 0
    """Petitions on the same matter that were submitted at the same instant."""
    known_since: datetime | None = None
    """When the authority had begun to look at the same source by itself; None: it had not."""
    decision: Decision = Decision.NONE
    rewarded_count: int = 0
    """Rewards of other petitions on the same matter that live."""
    rewarded_before_count: int = 0
    """Rewards paid for earlier matters of the same source."""


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    reason: str


Judge = Callable[[ReportFacts, bool], Finding]
"""Takes the facts, and whether the chosen rule needs a decision in effect."""


def _met(reason: str) -> Finding:
    return Finding(Verdict.MET, reason)


def _failed(reason: str) -> Finding:
    return Finding(Verdict.FAILED, reason)


def _ask(reason: str) -> Finding:
    return Finding(Verdict.ASK, reason)


def _channel(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.is_void:
        return _failed(N_("The petition is void: its import was taken back."))
    if facts.channel_code in NOT_A_REPORT:
        return _failed(N_("Nobody reported it: the authority found out itself or by the press."))
    if facts.channel_code in HANDED_DOWN:
        return _ask(N_("Another authority passed it on: confirm that a person reported it there."))
    return _met(N_("Reported by a channel open to everybody."))


def _report(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.track == "report":
        return _met(N_("It is the report of a violation."))
    if facts.track == "petition":
        return _ask(N_("It is a petition matter: confirm that it reports a violation as well."))
    return _failed(N_("It is no report of a violation."))


def _verified(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.conclusion == "founded":
        return _met(N_("The investigation found it to be true."))
    if facts.conclusion == "partly":
        return _ask(N_("Found to be partly true: confirm that the violation itself was reported."))
    if facts.conclusion == "unfounded":
        return _failed(N_("The investigation found it to be untrue."))
    return _failed(N_("The investigation has not come to a conclusion yet."))


def _ended(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.state is State.CLOSED:
        return _met(N_("The case is closed."))
    if facts.state in ENDED:
        return _failed(N_("The case ended without being handled here."))
    return _failed(N_("The case is not closed yet."))


def _unknown_before(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.known_since is not None and facts.known_since < facts.submitted_at:
        return _ask(
            N_("The source was being looked at already: confirm that the report told more.")
        )
    return _met(N_("The records show nothing that the authority knew before."))


def _first(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.earlier_count:
        return _failed(N_("Somebody reported the same matter earlier."))
    if facts.together_count or facts.is_group:
        return _ask(N_("Several reported it together: confirm how many share the reward."))
    return _met(N_("It is the first report of this matter."))


def _outsider(_facts: ReportFacts, _needs: bool) -> Finding:
    return _ask(
        N_("Confirm that the reporter is neither staff nor kin of staff, with no duty to report.")
    )


def _decision(facts: ReportFacts, needs: bool) -> Finding:
    if facts.decision is Decision.OVERTURNED:
        return _failed(N_("The penalty was changed or annulled."))
    if facts.decision is Decision.CONTESTED:
        return _failed(N_("The penalty is contested: wait for the outcome."))
    if facts.decision is Decision.IN_EFFECT:
        return _met(N_("The penalty is paid, or the time to contest it is over."))
    if facts.decision is Decision.DECIDED:
        return _failed(N_("The penalty is decided, but not in effect yet."))
    if needs:
        return _failed(N_("No penalty is recorded with the case."))
    return _met(N_("No penalty is recorded; this rule needs none."))


def _once(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.rewarded_count and (facts.together_count or facts.is_group):
        return _ask(N_("Another who reported together has a reward: confirm that it is a share."))
    if facts.rewarded_count:
        return _failed(N_("The same matter has a reward already."))
    if facts.rewarded_before_count:
        return _met(N_("An earlier violation was rewarded; a repeated one may be rewarded again."))
    return _met(N_("The matter has no other reward."))


def _payer(facts: ReportFacts, _needs: bool) -> Finding:
    if facts.channel_code in OF_THE_CITY:
        return _ask(N_("Confirm that the municipal bureau did not accept it: it would pay then."))
    return _met(N_("Accepted in the county."))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row. `source` names the instrument where one is known."""

    code: str
    label: str
    judge: Judge
    source: str = ""
    is_verified: bool = False


_RULES_2025 = "渝环规〔2025〕1号 [F2]"
_GUIDANCE = "环办执法〔2020〕8号 [K-M]"

CRITERIA: tuple[Criterion, ...] = (
    Criterion("channel", N_("Reported through an accepted channel"), _channel, _RULES_2025),
    Criterion("report", N_("A violation was reported"), _report, _RULES_2025),
    Criterion("verified", N_("The facts are verified"), _verified, _GUIDANCE),
    Criterion("ended", N_("The case is handled"), _ended, _GUIDANCE),
    Criterion("unknown", N_("The authority did not know before"), _unknown_before, _GUIDANCE),
    Criterion("first", N_("First to report"), _first, _GUIDANCE),
    Criterion("outsider", N_("Not staff, no duty to report"), _outsider, _GUIDANCE),
    Criterion("decision", N_("The decision is in effect"), _decision, _RULES_2025),
    Criterion("once", N_("Not rewarded twice"), _once, _RULES_2025),
    Criterion("payer", N_("The county pays"), _payer, f"{_RULES_2025}, 4"),
)


def judge_all(facts: ReportFacts, *, needs_decision: bool) -> tuple[tuple[Criterion, Finding], ...]:
    """Return every criterion with its finding."""
    return tuple((row, row.judge(facts, needs_decision)) for row in CRITERIA)


def failed_count(facts: ReportFacts, *, needs_decision: bool) -> int:
    """Return how many criteria are not met."""
    found = judge_all(facts, needs_decision=needs_decision)
    return sum(finding.verdict is Verdict.FAILED for _row, finding in found)


def to_confirm(facts: ReportFacts, *, needs_decision: bool) -> tuple[str, ...]:
    """Return the codes of the criteria that the assessor has to confirm."""
    found = judge_all(facts, needs_decision=needs_decision)
    return tuple(row.code for row, finding in found if finding.verdict is Verdict.ASK)


def decision_of(kinds: list[str]) -> Decision:
    """Return how far a penalty has come, from the kinds of its facts in the order they happened.

    Paid without a contest counts as in effect, and so does the end of the time to sue. A review
    or suit suspends it until the fine is paid or the time to sue is over; an annulment ends it
    for good unless a new decision follows.
    """
    found = Decision.NONE
    for kind in kinds:
        found = _AFTER.get(kind, found)
    return found


_AFTER: dict[str, Decision] = {
    "penalty_decided": Decision.DECIDED,
    "no_penalty": Decision.NONE,
    "appeal_filed": Decision.CONTESTED,
    "fine_paid": Decision.IN_EFFECT,
    "suit_time_over": Decision.IN_EFFECT,
    "penalty_overturned": Decision.OVERTURNED,
}
