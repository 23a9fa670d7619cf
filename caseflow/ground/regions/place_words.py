"""Reading places out of Chinese running text: roads, compounds, villages, firms, area codes. Pure.

Chinese writes no blanks: where a name begins is a guess, where it ends is sure (路, 小区, 厂).
A place is therefore known by its key: its ending with the two characters before it. It compares
well whatever stood before (万科云锦之城 and 云锦之城), and it is short enough for an index.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

MOST_NAMES = 16
"""Names kept of one text; the first named count."""

LONGEST_READ = 3000
"""Characters of a text that are read: petitions name their place early."""


class Kind(StrEnum):
    ROAD = "road"
    COMPOUND = "compound"
    VILLAGE = "village"
    SOURCE = "source"
    QUARTER = "quarter"
    """A lake, a bay: what lies about it bears its name."""


WIDE = frozenset({Kind.ROAD, Kind.QUARTER})
"""Kinds so large that two petitions may name one and mean different spots."""

ENDINGS: dict[Kind, str] = {
    # Endings of several characters, longer ones first by sorting; see SHORT for single characters.
    Kind.ROAD: "大道 大街 公路 大桥 立交桥 立交 高速 联络线 隧道",
    Kind.COMPOUND: (
        "小区 花园 花苑 花城 家园 嘉园 佳园 佳苑 雅苑 名苑 景苑 公寓 大厦 广场 商业中心 新城 "
        "新村 华府 公馆 山庄 别墅 豪庭 国际城 国际社区 国际广场 国际 嘉苑 华苑 天下 世家 "
        "名邸 名园 名城 之都 之城 都会 大都汇 公园 外滩 市场 景区 地铁站 公交站 安置房 宿舍 "
        "商城 中心 三角洲 天街"
    ),
    Kind.VILLAGE: "社区 居委会",
    Kind.SOURCE: (
        "公司 集团 工厂 养殖场 养猪场 养鸡场 养鸭场 养牛场 猪场 鸡场 砂石场 石场 搅拌站 "
        "加油站 学校 中学 小学 幼儿园 学院 大学 医院 酒店 饭店 宾馆 餐馆 火锅店 烧烤店 "
        "夜宵店 歌城 KTV 酒吧 会所 工地 项目部 殡仪馆 垃圾站 合作社 经营部 卤菜店 洗车场 "
        "修理厂 采石场 五金厂 加工厂 砖厂 水泥厂"
    ),
}

SHORT: dict[str, tuple[Kind, str]] = {
    # ending → kind, characters after it that make it part of another word (城管, 村民, 居住)
    "路": (Kind.ROAD, ""),
    "街": (Kind.ROAD, "道"),
    "巷": (Kind.ROAD, ""),
    "苑": (Kind.COMPOUND, ""),
    "城": (Kind.COMPOUND, "管市乡建区轨铁镇际"),
    "府": (Kind.COMPOUND, ""),
    "湾": (Kind.COMPOUND, ""),
    "郡": (Kind.COMPOUND, ""),
    "庭": (Kind.COMPOUND, "院审"),
    "邸": (Kind.COMPOUND, ""),
    "园": (Kind.COMPOUND, "区林艺长内方"),
    "居": (Kind.COMPOUND, "民住委家然"),
    "轩": (Kind.COMPOUND, ""),
    "墅": (Kind.COMPOUND, ""),
    "湖": (Kind.QUARTER, ""),
    "村": (Kind.VILLAGE, "民委干里支组镇级书部"),
    "组": (Kind.VILLAGE, "织长成合建团"),
    "厂": (Kind.SOURCE, "家方长商"),
    "场": (Kind.SOURCE, "所面地"),
}

_NEVER = (
    "的在于与及是到至从由对把被将我你您他们这那该本贵此其每个了着"
    "就也又让给很请哪某各全两几区市县镇乡号栋幢旁内里处段后前边近面周路街组省、"
)
"""Characters that do not stand inside a name just before its ending."""

AREA = re.compile(r"[A-Z]\d*[市区县]|[\u4e00-\u9fff]{2}(?:街道|镇|乡)")
"""A code that stands for a city or district (A3区), or a township."""

_PART = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_BUILDING = re.compile(r"([0-9]{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])(?:栋|幢|号楼)")
_DOOR = re.compile(r"[路街道巷]([0-9]{1,4})号")
_BUS = re.compile(r"(?<![0-9])([0-9]{1,3})路")
_DIGITS = {char: str(value) for value, char in enumerate("一二三四五六七八九", 1)}


def _word_lists() -> dict[str, list[str]]:
    """Return the lists of the shipped table of words by their heading."""
    table = (files(__package__) / "data" / "place_words.txt").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = {}
    found: list[str] = []
    for line in table.splitlines():
        if line.startswith("["):
            found = lists.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            found.extend(line.split())
    return lists


_LISTS = _word_lists()
_THROUGH, _NO_STEMS = frozenset(_LISTS["through"]), frozenset(_LISTS["no_stems"])
_NO_KEYS = frozenset(_LISTS["no_keys"])


def _longest_first(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_KIND_OF = {e: kind for kind, words in ENDINGS.items() for e in words.split()}
_KIND_OF |= {ending: kind for ending, (kind, _after) in SHORT.items()}
_ENDING = re.compile(
    "|".join(
        (
            _longest_first([e for words in ENDINGS.values() for e in words.split()]),
            *(f"{e}(?![{after}路街巷]|大道)" for e, (_kind, after) in SHORT.items()),
        )
    )
)
_BRAND = re.compile(rf"(?:{_longest_first(_LISTS['brands'])})[\u4e00-\u9fff0-9]{{2}}")
_BRAND_NO = re.compile("地产|物业|公司|集团|小区|置业|开发|业主|房产|[一二三]期|置地|楼盘|[的在]")
_NEVER_IN = re.compile(f"[{_NEVER}0-9]|[A-Za-z]{{2}}")


@dataclass(frozen=True, slots=True)
class Places:
    """What a text says of its place."""

    names: tuple[tuple[str, Kind], ...] = ()
    """(key, kind) in the order of mention, each key once."""
    buildings: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of all names."""
        return frozenset(key for key, _kind in self.names)


def folded(text: str) -> str:
    """Return the text in one width and without blanks, at most LONGEST_READ characters of it."""
    return "".join(unicodedata.normalize("NFKC", text[:LONGEST_READ]).split())


def read_places(text: str) -> Places:
    """Return the places named in a text."""
    text = folded(text)
    names: dict[str, Kind] = {}
    for part in _PART.findall(text):
        _read_names(part, names)
    buildings = {f"{_number(found)}栋" for found in _BUILDING.findall(text)}
    buildings |= {f"{found}号" for found in _DOOR.findall(text)}
    found = tuple(names.items())[:MOST_NAMES]
    return Places(found, frozenset(buildings), frozenset(AREA.findall(text)))


def _read_names(part: str, names: dict[str, Kind]) -> None:
    for number in _BUS.findall(part):
        names.setdefault(f"{number}路", Kind.ROAD)
    for brand in _BRAND.findall(part):
        if not _BRAND_NO.search(brand):
            names.setdefault(brand, Kind.COMPOUND)
    last_end = -1
    for match in _ENDING.finditer(part):
        ending, start = match.group(), match.start()
        if start == last_end:
            # 碧云家园小区, 八德村养猪场: what stands before is the name.
            last_end = match.end()
            continue
        stem = _stem_before(part, start)
        if not stem and ending == "公路":
            stem, ending = _stem_before(part, start + 1), "路"
        if stem and stem + ending not in _NO_KEYS:
            names.setdefault(stem + ending, _KIND_OF[ending])
            last_end = match.end()


def _stem_before(part: str, end: int) -> str:
    """Return the two characters that name what ends at `end`; empty if they name nothing."""
    for _word in range(6):
        stem = part[max(0, end - 2) : end]
        if stem not in _THROUGH:
            return stem if len(stem) == 2 and _is_stem(stem) else ""
        end -= 2
    return ""


def _is_stem(stem: str) -> bool:
    """Return whether two characters can name something."""
    return (
        stem not in _NO_STEMS and stem[0] != "村" and stem[1] != "政" and not _NEVER_IN.search(stem)
    )


def _number(words: str) -> str:
    """Return a building's number in digits: 十二 → 12, 二十 → 20; letters in upper case."""
    if words[0] not in _DIGITS and words[0] != "十":
        return words.upper().lstrip("0")
    tens, ten, ones = words.partition("十")
    if not ten:
        return "".join(_DIGITS.get(char, "") for char in words)
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one petition: what its heading and address name, and what else its text does."""

    first: dict[str, Kind]
    """Key → kind of what subject, address and respondent name."""
    all: dict[str, Kind]
    """Those and what the body names; those of the heading come first."""
    buildings: frozenset[str]
    areas: frozenset[str]

    def packed(self) -> str:
        """Return the spot as one line of text: four lists, each name behind its kind's letter."""
        further = {key: kind for key, kind in self.all.items() if key not in self.first}
        names = [
            " ".join(f"{kind[0]}{key}" for key, kind in named.items())
            for named in (self.first, further)
        ]
        return ";".join((*names, " ".join(sorted(self.buildings)), " ".join(sorted(self.areas))))


_KINDS = {str(kind)[0]: kind for kind in Kind}


def unpacked_spot(line: str) -> Spot:
    """Return the spot that was packed."""
    first, further, buildings, areas = line.split(";")
    head = {word[1:]: _KINDS[word[0]] for word in first.split()}
    rest = {word[1:]: _KINDS[word[0]] for word in further.split()}
    return Spot(head, head | rest, frozenset(buildings.split()), frozenset(areas.split()))


def spot_of(heading: str, body: str) -> Spot:
    """Return the place of a petition by what is in its heading (with address) and in its body."""
    head, rest = read_places(heading), read_places(body)
    first = dict(head.names)
    return Spot(
        first,
        first | {key: kind for key, kind in rest.names if key not in first},
        head.buildings or rest.buildings,
        head.areas | rest.areas,
    )
