"""Reading places out of running text; every text here is invented."""

from __future__ import annotations

import pytest

from caseflow.ground.regions.place_words import (
    Kind,
    read_places,
    spot_of,
    unpacked_spot,
)

NAMED = (
    # text, what must be read of it
    ("忠州街道果园路12号有人烧垃圾", {"果园路": Kind.ROAD}),
    ("果园路与滨江大道交叉口路灯不亮", {"果园路": Kind.ROAD, "滨江大道": Kind.ROAD}),
    ("我住在香怡花园小区二期", {"香怡花园": Kind.COMPOUND}),
    ("恒兴锦绣天下一楼夜宵摊", {"锦绣天下": Kind.COMPOUND}),
    ("恒大云上和鸣楼下油烟", {"恒大云上": Kind.COMPOUND}),
    ("拔山镇八德村三组养猪场臭味", {"八德村": Kind.VILLAGE}),
    ("忠县聚福实业发展有限公司夜间排污", {"聚福公司": Kind.SOURCE}),
    ("白公路养路段噪音", {"白公路": Kind.ROAD}),
    ("５０６路公交车冒黑烟", {"506路": Kind.ROAD}),
    ("银山湖里有死鱼", {"银山湖": Kind.QUARTER}),
)

NOTHING = (
    "老旧小区什么时候改造",
    "有限公司不发工资",
    "市政府和区政府都不管",
    "过马路的人行道被占",
    "建筑工地施工太吵",
    "农村公路上走过场",
    "村组干部和村民小组",
    "公办幼儿园和农贸市场",
)


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[text for text, _names in NAMED])
def test_a_place_is_read(text: str, names: dict[str, Kind]) -> None:
    assert names.items() <= dict(read_places(text).names).items()


@pytest.mark.parametrize("text", NOTHING)
def test_a_word_that_only_looks_like_a_name_is_none(text: str) -> None:
    assert read_places(text).names == ()


def test_a_name_is_known_whatever_stands_before_it() -> None:
    assert read_places("万科云锦之城").keys & read_places("住在云锦之城的人").keys == {"云锦之城"}


def test_widths_and_blanks_make_no_difference() -> None:
    plain, wide = read_places("果园路12号A栋"), read_places(" 果园\u3000路１２号Ａ栋")
    assert plain == wide
    assert plain.buildings == {"12号", "A栋"}


def test_numbers_of_buildings_are_the_same_in_characters_and_digits() -> None:
    assert read_places("十二栋").buildings == read_places("12栋").buildings == {"12栋"}
    assert read_places("二十栋").buildings == read_places("20栋").buildings
    assert read_places("三栋").buildings == {"3栋"}


def test_areas_are_codes_and_townships() -> None:
    assert read_places("A市A3区和拔山镇").areas == {"A市", "A3区", "拔山镇"}


def test_a_spot_is_the_same_packed_and_unpacked() -> None:
    spot = spot_of("香怡花园3栋油烟", "果园路旁的香怡花园，老王火锅店，A3区。")
    again = unpacked_spot(spot.packed())
    assert again == spot
    assert "香怡花园" in spot.first
    assert "果园路" in spot.all
    assert "果园路" not in spot.first
