"""Place decides, words only support: invented petitions of the kinds that operators meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from caseflow.core.cases.likeness import Words, cut
from caseflow.desk.duplicates import rules
from caseflow.desk.duplicates.rules import WEIGHTS, Ground, Judged, Place, Side
from caseflow.ground.regions.place_words import unpacked_spot
from caseflow.ground.search.sketch import shared

ZHONGZHOU, BASHAN = "500233001", "500233104"

NOISE = "每天晚上十一点以后还在打桩，声音很大，老人和孩子无法入睡，请环保部门尽快处理。"
FUMES = "一楼的餐馆没有专用烟道，油烟直接排到楼道里，住户不敢开窗，多次反映没有结果。"
SMELL = "养猪场的粪水直接排到水沟里，臭味很大，苍蝇很多，附近住户没有办法生活。"
DUST = "渣土车不盖篷布，一路掉泥，天晴一身灰，雨天一身泥，希望安排洒水和清扫。"


@dataclass(frozen=True)
class Told:
    """A petition as typed."""

    subject: str
    body: str = ""
    address: str = ""
    source_id: int | None = None
    township: str | None = None
    longitude: float | None = None
    latitude: float | None = None


def judge(one: Told, other: Told, **ground: object) -> Judged:
    sides, sketches = [], []
    for told in (one, other):
        words = cut(Words(f"{told.subject}，{told.address}", told.body))
        sides.append(Side(words.spot, told.source_id, told.township, told.longitude, told.latitude))
        sketches.append(words.sketch)
    alike = shared(*sketches)
    place = rules.place_of(*sides, alike)
    names = rules.shared_names(sides[0].spot, sides[1].spot)
    headings = rules.heading_likeness(one.subject, other.subject, names)
    return rules.judged(*sides, place, Ground(alike, headings, **ground))  # type: ignore[arg-type]


LOOKALIKES = (
    # the same words at another compound
    (Told("香怡花园楼下餐馆油烟扰民", FUMES), Told("碧云家园楼下餐馆油烟扰民", FUMES)),
    # another road
    (Told("果园路工地夜间施工", NOISE), Told("滨江路工地夜间施工", NOISE)),
    # another village
    (Told("八德村养猪场臭味", SMELL), Told("石宝村养猪场臭味", SMELL)),
    # another firm
    (Told("聚福实业有限公司夜间排烟", NOISE), Told("永盛建材有限公司夜间排烟", NOISE)),
    # two compounds on one road
    (Told("果园路香怡花园楼下油烟", FUMES), Told("果园路碧云家园楼下油烟", FUMES)),
    # a road of the same name in another township
    (
        Told("果园路渣土车扬尘", DUST, township=ZHONGZHOU),
        Told("果园路渣土车扬尘", DUST, township=BASHAN),
    ),
    # the same road name, townships only in the text
    (Told("忠州街道果园路渣土车", DUST), Told("拔山镇果园路渣土车", DUST)),
    # places only in the bodies
    (
        Told("楼下餐馆油烟扰民", "香怡花园" + FUMES),
        Told("楼下餐馆油烟扰民", "碧云家园" + FUMES),
    ),
    # places only in the address field
    (
        Told("工地夜间施工噪声", NOISE, address="白公路18号"),
        Told("工地夜间施工噪声", NOISE, address="州屏环路18号"),
    ),
    # two chosen sources, whatever is told
    (Told("香怡花园油烟", FUMES, source_id=1), Told("香怡花园油烟", FUMES, source_id=2)),
    # far apart by coordinates
    (
        Told("工地夜间施工噪声", NOISE, longitude=108.03, latitude=30.30),
        Told("工地夜间施工噪声", NOISE, longitude=108.10, latitude=30.30),
    ),
    # the same wording without any place, but not a copy
    (Told("工地夜间施工噪声", NOISE), Told("晚上施工太吵", "晚上打桩声音很大，老人孩子睡不着。")),
    # the same compound and another matter
    (Told("香怡花园楼下油烟", FUMES), Told("香怡花园什么时候通天然气", "已经交房三年，没有气。")),
)

DUPLICATES = (
    # the very same
    (Told("香怡花园楼下餐馆油烟扰民", FUMES), Told("香怡花园楼下餐馆油烟扰民", FUMES)),
    # told by another person in other words
    (
        Told("香怡花园小区餐馆油烟大", "楼下开餐馆，油烟直接排到楼道里，住户不敢开窗。"),
        Told("香怡花园楼下餐馆油烟扰民", FUMES),
    ),
    # full-width digits, blanks
    (
        Told("果园路１２号工地 夜间施工", NOISE),
        Told("果园路12号工地夜间施工", NOISE),
    ),
    # the township in short, in full and by code
    (
        Told("忠州果园路工地夜间施工", NOISE),
        Told("忠县忠州街道果园路工地夜间施工", NOISE, township=ZHONGZHOU),
    ),
    # an earlier name of the township, by code the same
    (
        Told("忠州镇果园路工地夜间施工", NOISE, township=ZHONGZHOU),
        Told("忠州街道果园路工地夜间施工", NOISE, township=ZHONGZHOU),
    ),
    # builder named or not
    (
        Told("万科云锦之城夜宵摊油烟", FUMES),
        Told("云锦之城小区一楼夜宵摊油烟严重", FUMES),
    ),
    # the firm in full and in short
    (
        Told("聚福实业发展有限公司夜间排烟", NOISE),
        Told("聚福公司夜间又在排烟", "晚上十一点以后排烟，声音很大，无法入睡。"),
    ),
    # the source chosen, the text only its street
    (
        Told("夜间排烟", "厂里半夜排烟。", source_id=7),
        Told("果园路闻到怪味", "不知道哪家厂在排。", source_id=7),
    ),
    # heading without a place, which the body names
    (
        Told("楼下餐馆油烟扰民", "我是香怡花园的业主。" + FUMES),
        Told("香怡花园一楼餐馆油烟", FUMES),
    ),
    # a name misheard in one character in a copied text
    (
        Told("清溪公寓每天停水", "白公路清溪公寓" + NOISE + FUMES),
        Told("青溪公寓经常停水", "白公路青溪公寓" + NOISE + FUMES),
    ),
    # no name, but coordinates a few steps apart
    (
        Told("工地夜间施工噪声", NOISE, longitude=108.0300, latitude=30.3000),
        Told("晚上打桩睡不着", "晚上十一点以后还在打桩，无法入睡。", longitude=108.0310,
             latitude=30.3005),
    ),
    # a copy that names no place at all
    (Told("晚上施工", NOISE), Told("晚上施工", NOISE)),
    # half typed
    (
        Told("香怡花园", "一楼的餐馆没有专用烟道，油烟直接"),
        Told("香怡花园楼下餐馆油烟扰民", FUMES),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), LOOKALIKES)
def test_another_place_or_matter_is_not_suggested(one: Told, other: Told) -> None:
    assert judge(one, other).score == 0
    assert judge(other, one).score == 0


@pytest.mark.parametrize(("one", "other"), DUPLICATES)
def test_the_same_is_suggested_however_it_is_told(one: Told, other: Told) -> None:
    assert judge(one, other).score > 0
    assert judge(one, other).place is not Place.DIFFERENT


def test_words_alone_never_make_a_place_the_same() -> None:
    one = Told("晚上施工", NOISE)
    assert judge(one, one).place is Place.UNKNOWN


def test_a_chosen_source_weighs_more_than_a_name() -> None:
    named = Told("香怡花园楼下餐馆油烟扰民", FUMES)
    plain = judge(named, named)
    chosen = replace(named, source_id=3)
    assert judge(chosen, chosen).score > plain.score
    assert judge(chosen, chosen).reasons[0][0] == "same source"


def test_what_else_is_alike_adds_to_the_score_and_is_said() -> None:
    told = Told("果园路工地夜间施工", "晚上打桩。")
    other = Told("果园路工地夜里打桩", "半夜打桩声音很大。")
    bare = judge(told, other)
    more = judge(told, other, shares_category=True, is_same_caller=True, days_apart=3)
    assert more.score > bare.score
    said = [msgid for msgid, _given in more.reasons]
    assert {"same category", "same caller", "%(days)s days earlier"} <= set(said)


def test_a_few_words_alike_are_no_reason_to_be_named() -> None:
    words = "%(percent)s %% of the words alike"
    told = Told("果园路工地", NOISE, source_id=1)
    said = [msgid for msgid, _given in judge(told, Told("果园路", DUST, source_id=1)).reasons]
    assert "same source" in said
    assert words not in said
    again = [msgid for msgid, _given in judge(told, told).reasons]
    assert words in again


def test_near_days_weigh_more_than_far_ones() -> None:
    told = Told("果园路工地夜间施工", "晚上打桩。")
    other = Told("果园路工地夜里打桩", "半夜打桩声音很大。")
    scores = [judge(told, other, days_apart=days).score for days in (0, 10, 50, 400)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_a_score_is_never_above_one() -> None:
    told = Told("香怡花园果园路聚福公司油烟", FUMES, source_id=1, longitude=108.0, latitude=30.0)
    sure = judge(told, told, shares_category=True, is_same_caller=True, days_apart=0)
    assert sure.score == 1.0


def test_every_weight_has_its_reason() -> None:
    assert all(0 < weight < 1 and why for weight, why in WEIGHTS.values())


def test_distance_is_in_metres() -> None:
    here = Side(unpacked_spot(";;;"), longitude=108.0, latitude=30.0)
    there = Side(unpacked_spot(";;;"), longitude=108.0, latitude=30.001)
    assert rules.metres_between(here, there) == pytest.approx(111.3, abs=0.5)
    assert rules.metres_between(here, Side(unpacked_spot(";;;"))) is None
