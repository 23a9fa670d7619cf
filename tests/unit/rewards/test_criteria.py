"""Each criterion on each kind of fact, and how a penalty comes into effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from caseflow.core.cases.states import State
from caseflow.core.enforcement.rules import KINDS
from caseflow.core.petitions.reference import CHANNELS, TRACKS
from caseflow.public.rewards.criteria import (
    CRITERIA,
    HANDED_DOWN,
    NOT_A_REPORT,
    OF_THE_CITY,
    Decision,
    ReportFacts,
    Verdict,
    decision_of,
    failed_count,
    judge_all,
    to_confirm,
)

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
GOOD = ReportFacts("12345", "report", False, State.CLOSED, "founded", AT)
MET, FAILED, ASK = Verdict.MET, Verdict.FAILED, Verdict.ASK


def verdicts(needs_decision: bool = False, **changes: Any) -> dict[str, Verdict]:
    found = judge_all(replace(GOOD, **changes), needs_decision=needs_decision)
    return {row.code: finding.verdict for row, finding in found}


def test_a_plain_founded_report_meets_all_that_the_records_can_tell() -> None:
    assert verdicts() == {
        "channel": MET, "report": MET, "verified": MET, "ended": MET, "unknown": MET,
        "first": MET, "outsider": ASK, "decision": MET, "once": MET, "payer": MET,
    }  # fmt: skip
    assert failed_count(GOOD, needs_decision=False) == 0
    assert to_confirm(GOOD, needs_decision=False) == ("outsider",)


CELLS: tuple[tuple[dict[str, Any], str, Verdict], ...] = (
    ({"is_void": True}, "channel", FAILED),
    *(({"track": track}, "report", {"report": MET, "petition": ASK}.get(track, FAILED))
      for track in TRACKS),
    ({"conclusion": "partly"}, "verified", ASK),
    ({"conclusion": "unfounded"}, "verified", FAILED),
    ({"conclusion": None}, "verified", FAILED),
    *(({"state": state}, "ended", MET if state is State.CLOSED else FAILED) for state in State),
    ({"known_since": AT - timedelta(days=1)}, "unknown", ASK),
    ({"known_since": AT}, "unknown", MET),
    ({"earlier_count": 1}, "first", FAILED),
    ({"earlier_count": 1, "is_group": True}, "first", FAILED),
    ({"together_count": 2}, "first", ASK),
    ({"is_group": True}, "first", ASK),
    *(({"decision": found}, "decision", verdict) for found, verdict in (
        (Decision.NONE, MET), (Decision.DECIDED, FAILED), (Decision.CONTESTED, FAILED),
        (Decision.IN_EFFECT, MET), (Decision.OVERTURNED, FAILED))),
    ({"rewarded_count": 1}, "once", FAILED),
    ({"rewarded_count": 1, "together_count": 1}, "once", ASK),
    ({"rewarded_count": 1, "is_group": True}, "once", ASK),
    ({"rewarded_before_count": 3}, "once", MET),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "verdict"), CELLS)
def test_a_fact_turns_its_criterion(changes: dict[str, Any], code: str, verdict: Verdict) -> None:
    assert verdicts(**changes)[code] is verdict


@pytest.mark.parametrize("channel", [code for code, *_names in CHANNELS])
def test_every_channel_is_judged(channel: str) -> None:
    found = verdicts(channel_code=channel)
    expected = FAILED if channel in NOT_A_REPORT else ASK if channel in HANDED_DOWN else MET
    assert found["channel"] is expected
    assert found["payer"] is (ASK if channel in OF_THE_CITY else MET)
    assert {*NOT_A_REPORT, *HANDED_DOWN, *OF_THE_CITY} <= {code for code, *_names in CHANNELS}


@pytest.mark.parametrize("found", Decision)
def test_a_share_of_the_fine_needs_a_decision_in_effect(found: Decision) -> None:
    verdict = verdicts(needs_decision=True, decision=found)["decision"]
    assert verdict is (MET if found is Decision.IN_EFFECT else FAILED)


def test_every_finding_of_every_row_gives_a_reason_and_no_row_is_verified() -> None:
    for changes, _code, _verdict in CELLS:
        for row, finding in judge_all(replace(GOOD, **changes), needs_decision=False):
            assert finding.reason.endswith("."), row.code
    assert not any(row.is_verified for row in CRITERIA)
    assert all(row.source for row in CRITERIA)


@pytest.mark.parametrize(
    ("kinds", "decision"),
    [
        ("", Decision.NONE),
        ("lead_found case_filed penalty_notice_served", Decision.NONE),
        ("case_filed no_penalty", Decision.NONE),
        ("case_filed penalty_decided", Decision.DECIDED),
        ("penalty_decided penalty_served", Decision.DECIDED),
        ("penalty_decided penalty_served fine_paid", Decision.IN_EFFECT),
        ("penalty_decided penalty_served suit_time_over", Decision.IN_EFFECT),
        ("penalty_decided penalty_served appeal_filed", Decision.CONTESTED),
        ("penalty_decided appeal_filed suit_time_over", Decision.IN_EFFECT),
        ("penalty_decided fine_paid penalty_overturned", Decision.OVERTURNED),
        ("penalty_decided penalty_overturned penalty_decided", Decision.DECIDED),
        ("penalty_decided fine_paid penalty_published", Decision.IN_EFFECT),
    ],
)
def test_how_far_a_penalty_has_come(kinds: str, decision: Decision) -> None:
    assert set(kinds.split()) <= set(KINDS), "kinds that can be recorded"
    assert decision_of(kinds.split()) is decision
