"""Townships are found as people type and say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.ground.regions.matching import (
    TownshipChoice,
    meant_township,
    suggestions,
    township_in,
)
from caseflow.ground.regions.reference import shipped_aliases, shipped_townships

ALIASES = shipped_aliases()
CHOICES = tuple(
    TownshipChoice(
        row.code,
        row.name,
        row.name_en,
        row.pinyin,
        row.initials,
        tuple(alias for alias, code, _ in ALIASES if code == row.code),
    )
    for row in shipped_townships()
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zz", "忠州街道"),
        ("ZZ", "忠州街道"),
        ("zzjd", "忠州街道"),
        ("忠州", "忠州街道"),
        ("忠州镇", "忠州街道"),
        ("zhongzhou", "忠州街道"),
        ("zhong zhou", "忠州街道"),
        ("500233001", "忠州街道"),
        ("bs", None),  # 拔山 and 白石
        ("bashan", "拔山镇"),
        ("磨子", "磨子土家族乡"),
        ("mz", "磨子土家族乡"),
        ("s", None),
        ("", None),
        ("重庆", None),
    ],
)
def test_what_is_typed_names_one_township_or_none(typed: str, name: str | None) -> None:
    found = meant_township(typed, CHOICES)
    assert (found.name if found else None) == name


def test_ambiguous_initials_offer_every_township_they_fit() -> None:
    assert [c.name for c in suggestions("bs", CHOICES)] == ["拔山镇", "白石镇"]


def test_nothing_typed_offers_all_29() -> None:
    assert len(suggestions("", CHOICES)) == 29


@pytest.mark.parametrize("choice", CHOICES, ids=lambda c: c.code)
def test_every_township_is_found_by_each_of_its_names(choice: TownshipChoice) -> None:
    assert all(meant_township(name, CHOICES) == choice for name in choice.names)
    assert choice in suggestions(choice.initials, CHOICES)
    assert choice in suggestions(choice.pinyin, CHOICES)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("忠县拔山镇果园社区三组", "拔山镇"),
        ("拔山街上菜市场旁", "拔山镇"),
        ("忠州街道新生路12号", "忠州街道"),  # the longer name wins over 新生
        ("从石宝镇到涂井乡的公路", "石宝镇"),  # the first of equals
        ("磨子土家族乡政府对面", "磨子土家族乡"),
        ("州屏环路", None),
        ("", None),
    ],
)
def test_an_address_text_names_its_township(address: str, name: str | None) -> None:
    found = township_in(address, CHOICES)
    assert (found.name if found else None) == name


@given(st.text(max_size=20))
def test_the_likeliest_suggestion_comes_first(typed: str) -> None:
    found = meant_township(typed, CHOICES)
    if found is not None:
        assert suggestions(typed, CHOICES)[0] == found
