"""Where a person's name may stand, and what speaks for it and against it. Pure.

Every weight is in bits, as in the lexicons: what is said here adds to how likely the characters
themselves are. A name is proposed from THRESHOLD on; behind a cue that is soon reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from caseflow.core.redaction.cutting import Run, is_word, tag_of
from caseflow.core.redaction.lexicon import (
    UNKNOWN_GIVEN,
    given_weights,
    surnames,
    township_stems,
)
from caseflow.core.redaction.title_words import TITLES

THRESHOLD = 4.0
LONGEST_SURNAME = 6
COMMON_WEIGHT = -3
"""The least weight of a common surname."""
NOBODY = frozenset({"张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十"})
LISTED_THRESHOLD = -2.0
"""For a name that stands in a list with one that is told: 邓忠明、万超."""
COUNTY = ("忠县", "重庆", "长江", "三峡")
WEAKEST_SURNAME = -7
"""和, 的 and the like are surnames too, but not without a cue."""

CUES = (
    "姓名|我叫|名叫|名为|叫做|署名|本人|联系人|投诉人|举报人|来电人|反映人|申请人|信访人|业主|住户|"
    "居民|店主|老板|"
    "老板娘|经营者|经营户|经营人|实际控制人|承包人|承租人|出租人|户主|机主|车主|"
    "负责人|法定代表人|法人代表|法人|代表|村民|市民|群众|工人|司机|驾驶员|邻居|当事人|经理|"
    "厂长|站长|主任|"
    "队长|组长|科长|局长|镇长|支书|书记|社长|队员|干部|"
    "目击者|证人|见证人|被询问人|询问人|记录人|执法人员|检查人员|工作人员|调查人员|网格员|"
    "保洁员|管理员|"
    "租户|房东|收款人|付款人|开户人|受益人|领取人|领奖人|驾驶人|证明人|介绍人|安全员|技术员|"
    "操作员|操作工|质检员|调解员|员工|厨师|家属|嫌疑人|收购人|委托人|代理人|签收人|经办人|"
    "承办人|主办人|养殖户|种植户|农户|商户|"
    "摊主|户名|"
    "妻子|丈夫|父亲|母亲|儿子|女儿|配偶|哥哥|弟弟|姐姐|妹妹"
)
"""What is said of persons just before their name."""
_AFTER_CUE = r"(?:是|为|叫|系|名叫|:|\(|、|-)?"
_ASKED = (
    "对|向|由|与|和|被|经|将|给|让|请|找|同|跟|询问|约谈|找到|联系|通知|告知|送达|交给|反馈给|"
    "电话|劝导|陪同|"
    "询问了|联系了|通知了|走访|约见|致电|责令|处罚"
)
_OWNED = "系|是|为|来自|源自|出自|属|归|原为|及|以及|人是|至"
_WAYS = "路街巷镇乡村县组社区省市"
"""Nobody's name ends so."""
_SAID = (
    "称|说|讲|表示|反映|认为|解释|介绍|承认|否认|坦言|提出|要求|陪同|在场|到场|签字|签名|签收|"
    "确认|同意|拒绝|"
    "承诺|提供|雇|购买|承包|所有|经营|租用|等人|均|未到场|出示|本人|家中|家的|一家|两人|二人|"
    "三人|带领|引导|自行|"
    "开办|进行|出具|拿出|说明|当面|当场|随即|立即|主动|代为|现场|配合|领取|名下|来电|来信|清洗|"
    "停止|倒入"
)
_PLACE_ENDINGS = (
    "镇乡村路街巷县区市省州沟河湖溪江桥坝湾坪山岭坡坎寨堡垭洞塘库岩滩岛屯庄组社道港铺沱嘴梁镇店厂站"
)
_PLANT = frozenset("池罐间仓棚井塔槽箱桶库房炉机泵管渠口器窖坑场站车台架沟")
"""What plants are built of; behind a word it makes 储存池, 冷却塔, 柴油桶."""
_TRADE_WORDS = frozenset({"化粪", "尾水"})
"""Words before it that the dictionary does not have."""
_CUE_LEFT = re.compile(rf"(?:{CUES})\s*{_AFTER_CUE}\s*$")
_ASKED_LEFT = re.compile(rf"(?:{_ASKED})$")
_OWNED_LEFT = re.compile(rf"(?:{_OWNED})$")
_SAID_RIGHT = re.compile(rf"(?:{_SAID})")
_PHRASES = frozenset("pcurfm")
_NOW = frozenset({"正在", "现在", "目前", "当时", "当天", "当晚", "今年", "去年"})
_NAMING = frozenset({"nr", "ns", "nz"})
_WATERS = "湖河溪洲坪坡冲湾沟塘垭岭"
_PLACE_RIGHT = re.compile(
    "[东南西北中上下新老]?(?:路|街|大道|街道|社区|公园|广场|景区|片区|小区|花园|家园|楼盘|大厦|"
    "国际|立交|大桥|隧道|地铁|"
    "会展|幼儿园|幼稚园|小学|中学|学校|学院|医院|纪念馆|美术馆|博物馆|影像馆|书院|水库|电站|"
    "中队|建材|餐饮|食品)"
)
_TITLE_RIGHT = re.compile(rf"(?:{TITLES})")
_TOWNSHIP = re.compile("|".join((*COUNTY, *sorted(township_stems()))))
_ACCOUNTS = frozenset({"微信", "薇信", "威信", "维信", "扣扣"})
_FIRM = re.compile(
    r"[^的在被将把于对向由与和,。;、\s]{0,14}?"
    r"(?:公司|集团|合作社|经营部|事务所|项目部|[砖矿工]厂|加工厂|农场|林场|医院|学校|小学|中学|"
    r"大学|银行|酒店|饭店)"
)
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")

GAIN, FEWER_AT_MOST = 2.5, 2
"""For each word fewer that the sentence is cut into with the name in it."""
NO_GAIN = -4.0
"""Without a cue, a name that leaves as many words or more is rather a piece of others."""
CUE, ASKED, OWNED, EDGE = 12.0, 4.0, 2.0, 1.5
SAID, VERB, TITLE = 4.0, 2.5, 6.0
ORDINARY_WORD, FAMOUS_WORD, NAME_WORD = -12.0, -6.0, 1.0
"""The dictionary's word of three characters may be a place that bears a person's name: 梁建国."""
DOUBTFUL_WORD = -5.0
NAME_OF_NOBODY = 12.0
CROSSING = -4.0
"""The surname ends a word that begins before it: 对方, 长江."""
CROSSING_AFTER = -5.0
"""The name ends with the beginning of a word: 禹泰公 of 禹泰公司."""
OTHER_WORD, LONGER_WORD = -9.0, -16.0
"""Behind a cue stands a word that is no name: 群众 申领, 业主 承诺."""
PHRASE = -6.0
"""What would be the given name is an adverb, a preposition and the like: 陈 正在."""
WATER = -3.0
"""Lakes and slopes are named like people: 松雅湖."""
PLACE, FIRM, TOWNSHIP = -10.0, -8.0, -20.0
BUILT = -16.0
"""A word and what is built for it: 储存池. The dictionary does not have them all."""
SINGLE = -3.0
"""A given name of one character has less to be told by."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may stand at `start` to `end` of the whole text."""

    start: int
    end: int
    score: float
    has_cue: bool


def candidates(folded: str) -> Iterator[Candidate]:
    """Yield every place that may well be a name, with its score; they overlap."""
    for found in _HAN_RUN.finditer(folded):
        run = Run(found.group())
        for start in range(len(run.text) - 1):
            for surname in _surnames_at(run.text, start):
                yield from _names_at(folded, found.start(), run, start, surname)


def _surnames_at(text: str, start: int) -> Iterator[str]:
    known = surnames()
    for length in range(LONGEST_SURNAME, 0, -1):
        surname = text[start : start + length]
        if len(surname) == length and surname in known:
            yield surname


def _names_at(folded: str, offset: int, run: Run, start: int, surname: str) -> Iterator[Candidate]:
    before, sentence = folded[max(0, offset + start - 12) : offset + start], len(run.text)
    has_cue = bool(_CUE_LEFT.search(before))
    if surnames()[surname] < WEAKEST_SURNAME and not has_cue:
        return
    for length in (1, 2):
        end = start + len(surname) + length
        given = run.text[start + len(surname) : end]
        if end > sentence or "某" in given:
            return
        score = (
            surnames()[surname]
            + _given(given, has_cue)
            + _as_word(run.text[start:end], run.text[end:], has_cue)
            + (CUE if has_cue else _before(before))
            + _after(run, end)
            + _as_place(run, start, end)
            + (0.0 if has_cue else _as_built(run.text[start:end]))
        )
        if score + GAIN * FEWER_AT_MOST >= LISTED_THRESHOLD:
            score += _gain(run, start, end, has_cue)
            yield Candidate(offset + start, offset + end, score, has_cue)


def _gain(run: Run, start: int, end: int, has_cue: bool) -> float:
    """Return what the words of the sentence say, with the name in it and without."""
    gain, rest = run.gain(start, end), run.text[end:]
    weight = GAIN * min(gain, FEWER_AT_MOST)
    if rest and is_word(run.text[end - 1 : end + 1]) and not _SAID_RIGHT.match(rest):
        weight += CROSSING_AFTER
    if has_cue:
        return weight + _other_word(run.words_right(start)[0], run.text[start:end])
    is_crossing = start > 0 and is_word(run.text[start - 1 : start + 1])
    is_piece = gain <= 0 and not is_word(run.text[start:end])
    return weight + min(CROSSING if is_crossing else 0.0, NO_GAIN if is_piece else 0.0)


def _other_word(first: str, name: str) -> float:
    """Return what it weighs that a word which is no name begins where the name would."""
    if len(first) < 2 or first == name or tag_of(first)[:2] in _NAMING:
        return 0.0
    return OTHER_WORD if len(first) <= len(name) else LONGER_WORD


def _given(given: str, has_cue: bool) -> float:
    """Return what the characters of a given name weigh."""
    weights = given_weights()
    unknown = (UNKNOWN_GIVEN, UNKNOWN_GIVEN)
    if len(given) == 1:
        return max(weights.get(given, unknown)) + SINGLE
    is_phrase = not has_cue and (given in _NOW or tag_of(given)[:1] in _PHRASES)
    found = float(weights.get(given[0], unknown)[0] + weights.get(given[1], unknown)[1])
    return found + (PHRASE if is_phrase else 0.0)


def _as_word(words: str, rest: str, has_cue: bool) -> float:
    """Return what it weighs that the dictionary has the whole: as a name or as something else."""
    if words in NOBODY:
        return NAME_OF_NOBODY
    tag = tag_of(words)
    if not tag:
        return 0.0
    is_common = surnames().get(words[0], 0) >= COMMON_WEIGHT
    if tag.startswith("nr"):
        # The dictionary takes 安静 and 温馨 for names as well.
        return NAME_WORD if is_common or len(words) > 2 else DOUBTFUL_WORD
    if has_cue and is_common and (tag in _NAMING or not rest or _SAID_RIGHT.match(rest)):
        return 0.0 if tag in _NAMING else DOUBTFUL_WORD
    if len(words) > 2 and tag in {"ns", "nz", "n"}:
        return 0.0 if has_cue else FAMOUS_WORD
    return ORDINARY_WORD


def _as_built(name: str) -> float:
    """Return what speaks for a part of a plant instead."""
    if len(name) != 3 or name[-1] not in _PLANT:
        return 0.0
    is_word_first = name[:2] in _TRADE_WORDS or tag_of(name[:2])[:2] not in {"", "nr"}
    return BUILT if is_word_first else 0.0


def _before(before: str) -> float:
    if not before or not _HAN_RUN.match(before[-1]):
        return EDGE
    if _ASKED_LEFT.search(before):
        return ASKED
    return OWNED if _OWNED_LEFT.search(before) else 0.0


def _after(run: Run, end: int) -> float:
    rest = run.text[end:]
    if not rest:
        return EDGE
    if _TITLE_RIGHT.match(rest):
        return TITLE
    if _SAID_RIGHT.match(rest):
        return SAID
    return VERB if tag_of(run.words_right(end)[0])[:1] in {"v", "d", "p", "u"} else 0.0


def _as_place(run: Run, start: int, end: int) -> float:
    """Return what speaks for a place, a township or a firm instead."""
    name, rest = run.text[start:end], run.text[end:]
    if _is_township(run, start, end) or name[-2:] in _ACCOUNTS:
        return TOWNSHIP
    if name[-1] in _WAYS:
        return PLACE
    if rest[:1] and rest[0] in _PLACE_ENDINGS and not is_word(rest[:2]):
        return PLACE
    if _PLACE_RIGHT.match(rest):
        return PLACE
    if name[-1] in _PLACE_ENDINGS and len(name) == 3 and name[1] == "家":
        return PLACE
    if _FIRM.match(rest):
        return FIRM
    return WATER if len(name) == 3 and name[-1] in _WATERS else 0.0


def _townships(text: str) -> list[tuple[int, int]]:
    """Return where the county and its townships are named: 白石 alone, or in 白石镇, 汝溪河."""
    found = []
    for place in _TOWNSHIP.finditer(text):
        is_county = place.group() in COUNTY
        is_whole = text[place.end() : place.end() + 1] in _PLACE_ENDINGS
        # A stem may begin a person's name as well (石子涵): it counts whole, or before 镇 and 河.
        found.append((place.start(), place.end() if is_county or is_whole else -place.end()))
    return found


def _is_township(run: Run, start: int, end: int) -> bool:
    for at, until in _townships_of(run.text):
        if until > 0 and start < until and at < end:
            return True
        if (at, -until) == (start, end):
            return True
    return False


_townships_of = lru_cache(maxsize=256)(_townships)
