"""What a report is worth: each row, each bound, each change in time."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.public.rewards.rules import RULES, Change, Kind, amount_of, rule_on

NEW_YEAR, SUMMER, AUTUMN = date(2026, 1, 1), date(2026, 7, 1), date(2026, 10, 1)


def change(code: str, on: date, **numbers: int | None) -> Change:
    given = {"amount_yuan": None, "percent": None, "cap_yuan": None, **numbers}
    return Change(
        code, on, instrument="渝环规〔2026〕9号", article="第七条", is_verified=True, **given
    )


@pytest.mark.parametrize(
    ("code", "fine", "chosen", "count", "yuan"),
    [
        # rule, fine, put in, how many share, what each gets
        ("tier-500", None, None, 1, 500),
        ("tier-1000", None, None, 1, 1000),
        ("tier-2000", None, None, 1, 2000),
        ("tier-2000", 90_000, 7, 1, 2000),  # A fine and a number put in change nothing.
        ("tier-2000", None, None, 3, 666),  # Parts of a yuan are dropped.
        ("penalty", 100_000, None, 1, 5000),
        ("penalty", 30_019, None, 1, 1500),  # 1500.95
        ("penalty", 20, None, 1, 1),
        ("penalty", 10_000_000, None, 1, 500_000),  # No highest amount is known.
        ("penalty", 100_000, None, 2, 2500),
        ("emergency-1", None, 100_000, 1, 100_000),
        ("emergency-4", None, 1, 1, 1),
        ("emergency-2", None, 50_000, 4, 12_500),
    ],
)
def test_each_rule_comes_to_its_amount(
    code: str, fine: int | None, chosen: int | None, count: int, yuan: int
) -> None:
    found = amount_of(RULES[code], fine_yuan=fine, chosen_yuan=chosen, reporter_count=count)
    assert (found.yuan, found.problem) == (yuan, "")
    lines = 1 if RULES[code].kind is Kind.FIXED else 2
    assert len(found.lines) == lines + (count > 1), "the sum is told line by line"


@pytest.mark.parametrize(
    ("code", "fine", "chosen", "count", "problem"),
    [
        ("penalty", None, None, 1, "Enter the fine: this rule counts from it."),
        ("penalty", 0, 500, 1, "Enter the fine: this rule counts from it."),
        ("penalty", 19, None, 1, "The amount comes to nothing."),
        ("penalty", 40, None, 3, "The amount comes to nothing."),
        ("emergency-1", 5000, None, 1, "Enter the amount: this rule only says the highest."),
        ("emergency-1", None, 100_001, 1, "The amount is above the highest that this rule allows."),
    ],
)
def test_what_is_missing_is_said(
    code: str, fine: int | None, chosen: int | None, count: int, problem: str
) -> None:
    found = amount_of(RULES[code], fine_yuan=fine, chosen_yuan=chosen, reporter_count=count)
    assert found.problem == problem


def test_no_row_pretends_to_be_verified_and_each_names_its_instrument() -> None:
    for row in RULES.values():
        assert not row.is_verified
        assert "渝环规〔2025〕1号" in row.instrument
        assert row.note, "what is not known is said"
        counts_with = {
            Kind.FIXED: row.amount_yuan, Kind.PERCENT: row.percent, Kind.UP_TO: row.cap_yuan,
        }  # fmt: skip
        assert counts_with[row.kind]
    assert [code for code, row in RULES.items() if row.needs_decision] == ["penalty"]


@pytest.mark.parametrize(
    ("on", "yuan", "is_verified"),
    [
        (date(2025, 12, 31), 500, False),  # The built-in row.
        (NEW_YEAR, 600, True),
        (date(2026, 6, 30), 600, True),
        (SUMMER, 800, True),  # Of two set for one day, the later.
        (AUTUMN, 800, True),
    ],
)
def test_a_change_counts_from_its_day_on(on: date, yuan: int, is_verified: bool) -> None:
    known = [
        change("tier-500", SUMMER, amount_yuan=700),
        change("tier-500", NEW_YEAR, amount_yuan=600),
        change("tier-500", SUMMER, amount_yuan=800),
        change("tier-1000", NEW_YEAR, amount_yuan=9),
    ]
    found = rule_on("tier-500", on, known)
    assert (found.amount_yuan, found.is_verified) == (yuan, is_verified)
    assert bool(found.note) is not is_verified, "a row that was set is doubtful no more"


def test_a_change_that_sets_a_cap_keeps_the_percentage_and_caps_the_sum() -> None:
    found = rule_on("penalty", AUTUMN, [change("penalty", NEW_YEAR, cap_yuan=50_000)])
    assert (found.percent, found.needs_decision) == (5, True)
    assert amount_of(found, fine_yuan=2_000_000).yuan == 50_000
    assert amount_of(found, fine_yuan=2_000_000, reporter_count=2).yuan == 25_000
