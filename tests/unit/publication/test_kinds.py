"""The table of kinds, row by row: what the issue asks of each."""

from __future__ import annotations

import pytest

from caseflow.core.deadlines.rules import RULES, DayUnit
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication.drafting import DRAFTING
from caseflow.public.publication.kinds import KINDS, SUMMARY, Naming, Need, PublicationKind
from caseflow.public.published.kinds import KINDS as WORDS
from caseflow.public.published.models import PublishedPage

SHEET = {
    # key: needs, naming, clock, working days, verified, expires after days, right of reply
    "summary": ("case", "on_decision", "INT-PUBLISH", 20, False, None, False),
    "typical_case": ("cases", "on_decision", "", None, None, None, False),
    "rectification_progress": ("period", "on_decision", "PUB-OTHER", 20, True, None, False),
    "penalty_decision": ("fact", "grounds", "PUB-PENALTY", 7, False, None, False),
    "random_inspection": ("draw", "grounds", "PUB-RANDOM", 20, False, None, False),
    "night_exposure": ("sites", "grounds", "", None, None, 180, True),
    "horn_exposure": ("file", "never", "", None, None, 90, False),
    "hazardous_waste_progress": ("period", "on_decision", "PUB-OTHER", 20, True, None, False),
    "hidden_danger_progress": ("period", "on_decision", "PUB-OTHER", 20, True, None, False),
    "monthly_statistics": ("period", "never", "PUB-OTHER", 20, True, None, False),
}


def test_the_kinds_are_those_of_the_sheet() -> None:
    assert list(KINDS) == list(SHEET)


def test_the_public_has_words_for_every_kind() -> None:
    assert list(WORDS) == list(KINDS)
    hidden = {key for key, row in WORDS.items() if row.names_nobody}
    assert hidden == {SUMMARY, "typical_case"}


@pytest.mark.parametrize("key", SHEET)
def test_every_cell_of_a_row(key: str) -> None:
    row, rule = KINDS[key], RULES.get(KINDS[key].clock)
    assert (
        row.needs,
        row.naming,
        row.clock,
        rule.amount if rule else None,
        rule.is_verified if rule else None,
        row.expires_days,
        row.has_right_of_reply,
    ) == SHEET[key]
    assert rule is None or rule.unit == DayUnit.WORKING_DAYS


@pytest.mark.parametrize("row", KINDS.values(), ids=lambda row: row.key)
def test_every_row_is_whole(row: PublicationKind) -> None:
    assert row.drafting in DRAFTING
    assert row.draft_right == Permission.PUBLICATION_DRAFT
    assert row.approve_right == Permission.PUBLICATION_APPROVE
    assert len(row.key) <= (PublishedPage.__table__.columns["kind"].type.length or 0)
    assert row.names
    assert row.hides
    assert row.bases
    assert all(basis.instrument for basis in row.bases)
    note = row.impact
    assert all((note.purpose, note.data, note.risk, note.measures))
    assert note.kept_years >= 3  # 个人信息保护法 56


def test_what_was_not_read_is_marked() -> None:
    unread = {key for key, row in KINDS.items() if row.unverified}
    assert {"penalty_decision", "random_inspection"} <= unread
    assert all(basis.note for row in KINDS.values() for basis in row.unverified)


def test_only_named_lists_have_a_right_of_reply_and_they_expire() -> None:
    for row in KINDS.values():
        if row.has_right_of_reply:
            assert row.naming == Naming.GROUNDS
            assert row.needs == Need.SITES
            assert row.expires_days


def test_only_what_counts_in_cells_may_not_overlap() -> None:
    counting = {key for key, row in KINDS.items() if not row.periods_may_overlap}
    assert counting == {"monthly_statistics"}
    assert all(KINDS[key].needs == Need.PERIOD for key in counting)
