"""Which row of the dispatch matrix counts, and which rows clash."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from caseflow.core.assignments.reference import EXAMPLES
from caseflow.core.assignments.rules import MatrixRow, match, matches, overlaps
from caseflow.core.petitions.reference import CATEGORIES, TRACKS
from caseflow.people.accounts.reference import UNITS

DAY = date(2026, 11, 28)
PARENTS = {code: parent for code, parent, *_names in CATEGORIES}


def row(number: int, category: str | None = None, **more: Any) -> MatrixRow:
    fields: dict[str, Any] = {
        "id": number,
        "category_code": category,
        "track": None,
        "township_code": None,
        "lead_unit_id": number,
        "co_unit_ids": (),
        "basis": "",
        "is_verified": False,
        "valid_from": DAY - timedelta(days=30),
        "valid_until": None,
    }
    return MatrixRow(**{**fields, **more})


ANY = row(1)
BY_TRACK = row(2, track="consultation")
BY_TOWN = row(3, township_code="T1")
BY_BOTH = row(4, track="consultation", township_code="T1")
BY_PARENT = row(5, "noise")
BY_PARENT_TOWN = row(6, "noise", township_code="T1")
BY_CATEGORY = row(7, "noise-social")
BY_CATEGORY_TRACK = row(8, "noise-social", track="report")
BY_ALL = row(9, "noise-social", track="report", township_code="T1")
EVERY = (ANY, BY_TRACK, BY_TOWN, BY_BOTH, BY_PARENT, BY_PARENT_TOWN, BY_CATEGORY,
         BY_CATEGORY_TRACK, BY_ALL)  # fmt: skip


@pytest.mark.parametrize(
    ("category", "track", "township", "winner"),
    [
        ("water", "report", None, ANY),
        ("water", "consultation", None, BY_TRACK),
        ("water", "report", "T1", BY_TOWN),
        ("water", "consultation", "T1", BY_BOTH),
        ("noise-traffic", "report", None, BY_PARENT),
        ("noise-traffic", "report", "T1", BY_PARENT_TOWN),
        ("noise", "consultation", "T1", BY_PARENT_TOWN),  # category before township and kind
        ("noise-social", "consultation", "T1", BY_CATEGORY),
        ("noise-social", "report", "T2", BY_CATEGORY_TRACK),
        ("noise-social", "report", "T1", BY_ALL),
        (None, "report", None, ANY),
    ],
)
@pytest.mark.parametrize("rows", [EVERY, EVERY[::-1]], ids=["in order", "backwards"])
def test_the_most_specific_row_wins_in_whatever_order_they_stand(
    rows: tuple[MatrixRow, ...],
    category: str | None,
    track: str,
    township: str | None,
    winner: MatrixRow,
) -> None:
    found = match(rows, category, PARENTS.get(category or ""), track, township, DAY)
    assert found is not None
    assert found.row is winner


@pytest.mark.parametrize(
    ("first", "last", "on", "is_found"),
    [
        (0, 0, 0, True),
        (0, 5, 5, True),
        (0, 5, 6, False),
        (1, None, 0, False),
        (1, None, 400, True),
    ],
)
def test_a_row_counts_on_the_days_it_is_in_force(
    first: int, last: int | None, on: int, is_found: bool
) -> None:
    one = row(
        1,
        valid_from=DAY + timedelta(days=first),
        valid_until=None if last is None else DAY + timedelta(days=last),
    )
    found = match((one,), "water", None, "report", None, DAY + timedelta(days=on))
    assert (found is not None) is is_found


def test_the_townships_own_office_needs_a_township() -> None:
    office = row(1, "air-burning", lead_unit_id=None)
    assert match((office,), "air-burning", "air", "report", None, DAY) is None
    assert match((office,), "air-burning", "air", "report", "T1", DAY) is not None


def test_of_several_categories_the_most_specific_row_leads() -> None:
    found = matches(EVERY, ("water", "noise-social"), PARENTS, "report", None, DAY)
    assert [one.category_code for one in found] == ["noise-social", "water"]


def test_of_equally_specific_rows_the_category_named_first_leads() -> None:
    rows = (row(1, "noise-social"), row(2, "air-fumes"))
    for codes in (("noise-social", "air-fumes"), ("air-fumes", "noise-social")):
        found = matches(rows, codes, PARENTS, "report", None, DAY)
        assert [one.category_code for one in found] == list(codes)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ((0, None), (10, None), True),
        ((0, 9), (10, None), False),
        ((0, 10), (10, 20), True),
        ((0, 30), (5, 6), True),
        ((21, 30), (10, 20), False),
    ],
)
def test_rows_of_the_same_three_things_clash_when_they_share_a_day(
    one: tuple[int, int | None], other: tuple[int, int | None], clash: bool
) -> None:
    def made(days: tuple[int, int | None], **more: Any) -> MatrixRow:
        first, last = days
        until = None if last is None else DAY + timedelta(days=last)
        return row(1, valid_from=DAY + timedelta(days=first), valid_until=until, **more)

    assert overlaps(made(one), made(other)) is clash
    assert overlaps(made(other), made(one)) is clash
    assert not overlaps(made(one), made(other, track="report"))


def test_the_examples_name_what_exists_and_no_two_of_them_clash() -> None:
    categories = {code for code, *_rest in CATEGORIES}
    units = {code for code, *_rest in UNITS}
    keys = [(one.category_code, one.track) for one in EXAMPLES]
    assert len(set(keys)) == len(keys)
    for one in EXAMPLES:
        assert one.category_code is None or one.category_code in categories
        assert one.track is None or one.track in TRACKS
        assert not one.lead or one.lead in units
        assert set(one.co_handling) <= units - {one.lead}
    assert (None, None) in keys, "any matter at all has a unit"
