"""Addresses down to what may stay: the township and the road are read, the house is not."""

from __future__ import annotations

import pytest

from tests.unit.publication.redacting import assert_hidden, marked, shown

HIDDEN = [
    # text, what must be hidden
    ("果园路3栋2单元501室", "3栋2单元501室"),
    ("果园路12号3栋2单元501室", "12号3栋2单元501室"),
    ("果园路12号3-2-501", "12号3-2-501"),
    ("住3-2-501", "3-2-501"),
    ("在果园路18号附2号", "18号附2号"),
    ("在果园路18号", "18号"),
    ("在民族路三十八号", "三十八号"),
    ("白公村3组的鱼塘", "3组"),
    ("白公村三组的鱼塘", "三组"),
    ("白公村3组12号", "3组12号"),
    ("白公村2社", "2社"),
    ("坐落于滨江花园", "滨江花园"),
    ("滨江花园夜间施工", "滨江花园"),
    ("滨江花园3栋", "滨江花园3栋"),
    ("滨江花园3号楼2单元12楼", "滨江花园3号楼2单元12楼"),
    ("滨江花园三栋二单元五楼", "滨江花园三栋二单元五楼"),
    ("滨江花园A栋501", "滨江花园A栋501"),
    ("翡翠天地3栋501室", "翡翠天地3栋501室"),
    ("州屏公寓旁的夜市", "州屏公寓"),
    ("移民小区外", "移民小区"),
    ("玉溪家属院", "玉溪家属院"),
    ("2单元1203", "2单元1203"),
    ("位于三楼", "三楼"),
    ("该楼501室", "501室"),
    ("坐标108.0392,30.2994附近", "108.0392,30.2994"),
    ("坐标108.039200，30.299400附近", "108.039200，30.299400"),
    ("坐标30.299400,108.039200附近", "30.299400,108.039200"),
    ("东经108.0392、北纬30.2994", "108.0392"),
    ("东经108.0392、北纬30.2994", "30.2994"),
    ("E108°02′21″，N30°17′58″", "E108°02′21″"),
    ("E108°02′21″，N30°17′58″", "N30°17′58″"),
    ("东经108度2分，北纬30度17分", "108度2分"),
    ("东经108度2分，北纬30度17分", "30度17分"),
]

READABLE = [
    "忠州街道果园路一处餐饮店油烟扰民。",
    "石宝镇新街村鱼塘边有生活垃圾。",
    "轨道3号线工地夜间施工。",
    "1号排口、2号锅炉均达标。",
    "居民小区周边餐饮店已全部整改。",
    "老旧小区改造同步推进。",
    "多个住宅小区开展宣传。",
    "全县设置收集点12处，监测点位3个。",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_what_lies_below_the_road_is_proposed(text: str, secret: str) -> None:
    assert_hidden("address", text, secret)


@pytest.mark.parametrize("text", READABLE)
def test_roads_townships_and_plain_numbers_stay_readable(text: str) -> None:
    assert marked(text) == []


def test_the_township_and_the_road_are_still_there_when_the_house_is_hidden() -> None:
    assert shown("家在忠州街道果园路12号").startswith("家在忠州街道果园路")
