"""Every row of the table against a second reading of the law, and which row a case gets."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from caseflow.core.deadlines.calendar import months_after
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.rules import (
    CLOCK_LABELS,
    RULES,
    SUSPENSIONS,
    Approver,
    DayUnit,
    Rule,
    rule_for,
    rule_on,
)
from caseflow.ground.clock import ZONE

# id → amount, unit (wd, nd, h, months, years), read in the law's own text; extension.
READ, UNREAD = True, False
LAW: dict[str, tuple[int, str, bool, int]] = {
    "XF-REG": (15, "nd", READ, 0),
    "XF-ACK-DIRECT": (15, "nd", READ, 0),
    "XF-ACK-XFER": (15, "nd", READ, 0),
    "XF-OBJECT": (5, "wd", READ, 0),
    "XF-CLOSE": (60, "nd", READ, 30),
    "XF-REVIEW-ASK": (30, "nd", READ, 0),
    "XF-REVIEW-ANS": (30, "nd", READ, 0),
    "XF-RECHECK-ASK": (30, "nd", READ, 0),
    "XF-RECHECK-ANS": (30, "nd", READ, 0),
    "HL-ACK": (15, "nd", UNREAD, 0),
    "HL-TRANSFER": (3, "wd", UNREAD, 0),
    "HL-CLOSE": (60, "nd", UNREAD, 30),
    "12345-CONSULT": (3, "wd", UNREAD, 3),  # Sichuan 2025-12, as an example
    "12345-HELP": (7, "wd", UNREAD, 7),
    "12345-REPORT": (15, "wd", UNREAD, 15),
    "12345-URGENT": (0, "nd", UNREAD, 0),  # the same day
    "PEN-FILE-2010": (7, "wd", READ, 0),
    "PEN-FILE": (15, "nd", UNREAD, 15),
    "PEN-DECIDE-2010": (3, "months", READ, 0),
    "PEN-DECIDE": (90, "nd", READ, 60),
    "PEN-PLEA": (5, "wd", UNREAD, 0),
    "PEN-HEARING-ASK": (5, "wd", READ, 0),
    "PEN-HEARING-NOTICE": (7, "wd", READ, 0),
    "PEN-REGISTER-PRESERVE-2010": (7, "wd", READ, 0),
    "PEN-REGISTER-PRESERVE": (7, "wd", READ, 0),
    "PEN-SERVE": (7, "wd", READ, 0),
    "PEN-PAY": (15, "nd", READ, 0),
    "PEN-WITHDRAW": (3, "wd", READ, 0),
    "PUB-PENALTY": (7, "wd", UNREAD, 0),
    "PUB-OTHER": (20, "wd", READ, 0),
    "PUB-RANDOM": (20, "wd", UNREAD, 0),
    "DAYFINE-SERVE": (3, "wd", UNREAD, 0),
    "DAYFINE-RECHECK": (30, "nd", UNREAD, 0),
    "SEIZE": (30, "nd", READ, 30),
    "ENFORCE-COURT": (3, "months", READ, 0),
    "CRIME-DECIDE": (3, "nd", READ, 0),
    "CRIME-MOVE": (24, "h", READ, 0),
    "CRIME-POLICE": (3, "nd", READ, 0),
    "CRIME-RECONSIDER": (3, "nd", READ, 0),
    "CRIME-RECONSIDER-ANS": (3, "nd", READ, 0),
    "CRIME-HANDOVER": (3, "nd", READ, 0),
    "DETAIN-MOVE": (3, "wd", READ, 0),
    "DETAIN-ACCEPT": (3, "wd", READ, 0),
    "DETAIN-RETURN": (5, "wd", READ, 0),
    "APPEAL-REVIEW": (60, "nd", READ, 0),
    "APPEAL-SUIT": (6, "months", UNREAD, 0),
    "HW-CONFIRM": (5, "wd", READ, 0),
    "HW-PAPER": (10, "wd", READ, 0),
    "LIMITATION-2021": (2, "years", READ, 0),
    "LIMITATION": (2, "years", READ, 0),
    "LIMITATION-HARM-2021": (5, "years", READ, 0),
    "LIMITATION-HARM": (5, "years", READ, 0),
    "INT-EXAM": (1, "wd", UNREAD, 0),
    "INT-RECEIPT": (1, "wd", UNREAD, 0),
    "INT-CONTACT": (1, "wd", UNREAD, 0),
    "INT-INSPECT": (30, "wd", UNREAD, 0),
    "INT-RECTIFY": (15, "nd", UNREAD, 0),
    "INT-RECHECK": (5, "wd", UNREAD, 0),
    "INT-SIGNOFF": (2, "wd", UNREAD, 0),
    "INT-REPLY": (15, "wd", UNREAD, 0),
    "INT-CALLBACK": (5, "wd", UNREAD, 0),
    "INT-PUBLISH": (20, "wd", UNREAD, 0),
    "INT-UNSOLVED": (2, "wd", UNREAD, 0),
    "INT-REHANDLE": (7, "wd", UNREAD, 7),
    "INT-TASK": (5, "wd", UNREAD, 0),
    "INT-NOTICE": (3, "wd", UNREAD, 0),
}
SHORT = {
    DayUnit.WORKING_DAYS: "wd",
    DayUnit.NATURAL_DAYS: "nd",
    DayUnit.HOURS: "h",
    DayUnit.MONTHS: "months",
    DayUnit.YEARS: "years",
}
DOES_NOT_ROLL = {
    "DAYFINE-RECHECK",
    "SEIZE",
    "LIMITATION",
    "LIMITATION-2021",
    "LIMITATION-HARM",
    "LIMITATION-HARM-2021",
    "12345-URGENT",
}

THURSDAY_BEFORE_TWO_HOLIDAYS = date(2026, 9, 24)
SATURDAY_WORKED = date(2026, 2, 14)
ORDINARY_MONDAY = date(2026, 3, 16)
NEW_YEARS_DAY = date(2025, 1, 1)
STARTS = [THURSDAY_BEFORE_TWO_HOLIDAYS, SATURDAY_WORKED, ORDINARY_MONDAY, NEW_YEARS_DAY]

EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


@EVERY_RULE
def test_a_row_says_what_the_law_says(rule: Rule):
    row = (rule.amount, SHORT[rule.unit], rule.is_verified, rule.extension_amount)
    assert row == LAW[rule.id]
    assert rule.rolls == (rule.id not in DOES_NOT_ROLL)


def test_every_term_of_the_law_has_a_row():
    assert set(RULES) == set(LAW)


@EVERY_RULE
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_a_row_is_due_when_the_day_table_says(day_table, rule: Rule, start: date):
    at = datetime(start.year, start.month, start.day, 10, tzinfo=ZONE)
    found = explain(rule, at, shipped_calendar())
    due = due_by_table(day_table, rule, start)
    if due is None:
        assert found.is_provisional  # beyond the table: 2027 and later
        return
    assert (found.due_on, found.is_provisional) == (due, False)


def due_by_table(day_table, rule: Rule, start: date) -> date | None:
    if rule.unit is DayUnit.HOURS:
        return date.fromordinal(start.toordinal() + rule.amount // 24)
    if rule.unit is DayUnit.WORKING_DAYS:
        return day_table.working_days_after(start, rule.amount)
    if rule.unit is DayUnit.NATURAL_DAYS:
        return day_table.natural_days_after(start, rule.amount, rule.rolls)
    months = rule.amount * (12 if rule.unit is DayUnit.YEARS else 1)
    raw = months_after(start, months)
    if not rule.rolls:
        return raw
    return day_table.rolled(raw) if raw.year <= 2026 else None


@EVERY_RULE
def test_a_row_names_its_source_and_says_when_it_is_no_law(rule: Rule):
    assert rule.source
    assert rule.label
    assert not (rule.is_verified and rule.is_example)
    if rule.id.startswith("INT-"):
        assert rule.source == "internal practice, editable, unverified"
        assert rule.is_example
    if rule.id.startswith("12345-"):
        assert rule.is_example
        assert "以本地规定为准" in rule.note
    if rule.is_verified:
        assert rule.article or rule.id.startswith("HW-")


@EVERY_RULE
def test_only_the_unannounced_recheck_is_internal_only(rule: Rule):
    assert rule.is_internal_only == (rule.id == "DAYFINE-RECHECK")


TRACKS = ("report", "petition", "consultation", "suggestion", "inspection")
CHANNELS = ("12345", "12369-phone", "xinfang", "superior", "visit", "wechat", None)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("clock", CLOCK_LABELS)
@pytest.mark.parametrize("track", TRACKS)
def test_no_case_is_ever_given_the_unannounced_recheck(clock: str, track: str):
    found = [rule_for(clock, track, channel, TODAY) for channel in CHANNELS]
    assert all(rule is None or rule.id != "DAYFINE-RECHECK" for rule in found)


@pytest.mark.parametrize(
    ("clock", "track", "channel", "rule_id"),
    [
        ("handling", "petition", "xinfang", "XF-CLOSE"),
        ("handling", "petition", "12345", "XF-CLOSE"),  # the track goes by the matter
        ("handling", "report", "12369-phone", "HL-CLOSE"),
        ("handling", "report", "xinfang", "HL-CLOSE"),  # no 60-day petition matter
        ("handling", "report", "12345", "12345-REPORT"),
        ("handling", "consultation", "12345", "12345-CONSULT"),
        ("handling", "suggestion", "12345", "12345-HELP"),
        ("handling", "inspection", None, "INT-INSPECT"),
        ("acknowledgement", "report", "12369-phone", "HL-ACK"),
        ("acknowledgement", "report", "54812369", "HL-ACK"),
        ("acknowledgement", "petition", "xinfang", "XF-ACK-XFER"),
        ("acknowledgement", "report", "superior", "XF-ACK-XFER"),
        ("acknowledgement", "report", "visit", "XF-ACK-DIRECT"),
        ("objection", "petition", "xinfang", "XF-OBJECT"),
        ("objection", "report", "visit", None),  # came straight to us: nothing to object to
        ("receipt", "report", "12345", "INT-RECEIPT"),
        ("contact", "report", "12345", "INT-CONTACT"),
        ("contact", "inspection", None, None),  # nobody to contact
        ("rectification", "inspection", None, "INT-RECTIFY"),
        ("reinspection", "report", "12345", "INT-RECHECK"),
        ("sign_off", "report", "12345", "INT-SIGNOFF"),
        ("reply", "petition", "xinfang", "INT-REPLY"),
        ("callback", "report", "12345", "INT-CALLBACK"),
        ("publication", "report", "12345", "INT-PUBLISH"),
        ("no such clock", "report", "12345", None),
    ],
)
def test_a_case_gets_the_row_of_its_track_and_channel(
    clock: str, track: str, channel: str | None, rule_id: str | None
):
    found = rule_for(clock, track, channel, TODAY)
    assert (found.id if found else None) == rule_id


@pytest.mark.parametrize(
    ("conditions", "track", "channel", "rule_id"),
    [
        ((), "report", "12345", "12345-REPORT"),
        (("urgent",), "report", "12345", "12345-URGENT"),
        (("urgent",), "report", "12369-phone", "HL-CLOSE"),  # a figure of work orders only
        (("urgent",), "petition", "12345", "XF-CLOSE"),  # the law's term stands
        (("exam",), "report", "12345", "INT-EXAM"),
        (("exam",), "report", "visit", "INT-EXAM"),
        (("exam",), "petition", "visit", "XF-CLOSE"),
        (("exam", "urgent"), "report", "12345", "12345-URGENT"),  # the shorter of the two
    ],
)
def test_an_urgent_case_and_one_of_an_exam_period_have_rows_of_their_own(
    conditions: tuple[str, ...], track: str, channel: str, rule_id: str
):
    found = rule_for("handling", track, channel, TODAY, conditions)
    assert found is not None
    assert found.id == rule_id


@pytest.mark.parametrize(
    ("term", "on", "rule_id"),
    [
        ("PEN-FILE", date(2009, 1, 1), "PEN-FILE-2010"),
        ("PEN-FILE", date(2023, 6, 30), "PEN-FILE-2010"),
        ("PEN-FILE", date(2023, 7, 1), "PEN-FILE"),
        ("PEN-FILE-2010", date(2026, 7, 1), "PEN-FILE"),
        ("PEN-DECIDE", date(2022, 3, 1), "PEN-DECIDE-2010"),
        ("LIMITATION", date(2026, 8, 14), "LIMITATION-2021"),
        ("LIMITATION", date(2026, 8, 15), "LIMITATION"),
        ("LIMITATION-HARM", date(2024, 1, 1), "LIMITATION-HARM-2021"),
        ("SEIZE", date(2001, 1, 1), "SEIZE"),
    ],
)
def test_a_term_has_the_version_of_its_day(term: str, on: date, rule_id: str):
    assert rule_on(term, on).id == rule_id


@EVERY_RULE
def test_versions_of_a_term_follow_each_other_without_gap(rule: Rule):
    if rule.version_of:
        assert rule.in_force_until is not None
        assert rule_on(rule.family, rule.in_force_until) == rule
        assert rule_on(rule.family, rule.in_force_until + timedelta(days=1)).id == rule.version_of


@EVERY_RULE
def test_what_is_told_and_decided_stands_in_the_row(rule: Rule):
    told = {step.is_told for step in rule.extensions}
    assert told == ({True} if rule.id.startswith(("XF-CLOSE", "12345")) else {False}) or not told
    approvers = [step.approver for step in rule.extensions]
    if rule.id == "PEN-DECIDE":
        assert approvers == [Approver.HEAD, Approver.COLLECTIVE]
    elif approvers:
        wanted = Approver.SUPERVISOR if rule.is_example else Approver.HEAD
        assert approvers == [wanted]
    assert rule.suspends <= set(SUSPENSIONS)


def test_an_old_petition_still_gets_a_clock():
    """A file of 2019 is imported with its real dates, from before the 2022 regulations."""
    found = rule_for("handling", "petition", "xinfang", date(2019, 3, 1))
    assert found is not None
    assert found.id == "XF-CLOSE"


def test_every_clock_of_the_table_has_a_label_and_every_label_a_row():
    clocks = {rule.clock for rule in RULES.values() if rule.clock}
    assert clocks == set(CLOCK_LABELS)
