"""Private details that are numbers, accounts or signs, each in several spellings.

Every function draws one value from the generator that it is given and returns it as it stands in a
text; what is private of it stands between ⟦ and ⟧.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Spelling = Callable[[Random], str]

_FULL = str.maketrans("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ@.-", "".join(
    chr(ord(c) + 0xFEE0) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ@.-"
))  # fmt: skip
_WORDS = str.maketrans("0123456789", "零一二三四五六七八九")
_CALLED = str.maketrans("0123456789", "零幺二三四五六七八九")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def own(words: str) -> str:
    return f"⟦{words}⟧"


def words(spaced: str) -> tuple[str, ...]:
    return tuple(spaced.split())


def some(r: Random, count: int, of: str = "0123456789") -> str:
    return "".join(r.choice(of) for _place in range(count))


def full(words: str) -> str:
    return words.translate(_FULL)


def _mobile(r: Random) -> str:
    return "1" + r.choice("3456789") + some(r, 9)


def _cut(number: str, *sizes: int, by: str = " ") -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return by.join(parts)


MOBILE: dict[str, Spelling] = {
    "plain": lambda r: own(_mobile(r)),
    "blanks": lambda r: own(_cut(_mobile(r), 3, 4, 4)),
    "dashes": lambda r: own(_cut(_mobile(r), 3, 4, 4, by="-")),
    "full width": lambda r: own(full(_mobile(r))),
    "in words": lambda r: own(_mobile(r).translate(_WORDS)),
    "as called out": lambda r: own(_mobile(r).translate(_CALLED)),
    "with country code": lambda r: own("+86 " + _mobile(r)),
    "country code in brackets": lambda r: own("（+86）" + _cut(_mobile(r), 3, 4, 4, by="-")),
    "dots": lambda r: own(_cut(_mobile(r), 3, 4, 4, by=".")),
    "middle starred": lambda r: own(f"1{r.choice('3578')}{some(r, 1)}****{some(r, 4)}"),
}

LANDLINE: dict[str, Spelling] = {
    "dash": lambda r: own(f"023-5{some(r, 7)}"),
    "brackets": lambda r: own(f"(023)5{some(r, 7)}"),
    "full width brackets": lambda r: own(f"（023）5{some(r, 7)}"),
    "joined": lambda r: own(f"0235{some(r, 7)}"),
    "blank": lambda r: own(f"023 5{some(r, 3)} {some(r, 4)}"),
    "no area code": lambda r: "电话" + own(f"5{some(r, 7)}"),
    "full width": lambda r: own(full(f"023-5{some(r, 7)}")),
    "extension": lambda r: own(f"023-5{some(r, 7)}转{some(r, 3)}"),
}


def identity(r: Random, check: str = "0123456789X") -> str:
    born = f"{r.randint(1945, 2005)}{r.randint(1, 12):02}{r.randint(1, 28):02}"
    return f"500233{born}{some(r, 3)}{r.choice(check)}"


def _old_identity(r: Random) -> str:
    return (
        f"512222{r.randint(45, 79)}{r.randint(1, 12):02}{r.randint(1, 28):02}{some(r, 3, '123456')}"
    )


IDENTITY: dict[str, Spelling] = {
    "eighteen": lambda r: own(identity(r)),
    "small x": lambda r: own(identity(r, "x")),
    "fifteen": lambda r: own(_old_identity(r)),
    "blanks": lambda r: own(_cut(identity(r), 6, 8, 4)),
    "dashes": lambda r: own(_cut(identity(r), 6, 8, 4, by="-")),
    "full width": lambda r: own(full(identity(r))),
    "partly starred": lambda r: own(identity(r)[:6] + "********" + identity(r)[-4:]),
    "tail": lambda r: "身份证尾号" + own(identity(r)[-4:]),
}

SOCIAL_SECURITY: dict[str, Spelling] = {
    "number": lambda r: "社保号" + own(some(r, 1, "123456789") + some(r, 9)),
    "with colon": lambda r: "社会保障号码：" + own(identity(r)),
    "card": lambda r: "社保卡号为" + own(f"C{some(r, 8)}"),
    "blanks": lambda r: "社会保障号" + own(_cut(identity(r), 6, 4, 4, 4)),
    "medical": lambda r: "医保卡号" + own(some(r, 1, "123456789") + some(r, 8)),
    "full width": lambda r: "社保编号：" + own(full(some(r, 1, "123456789") + some(r, 9))),
}


def _plate(r: Random) -> str:
    return f"{r.choice('FAGBCD')}{some(r, 1, _LETTERS + '0123456789')}{some(r, 4)}"


PLATE: dict[str, Spelling] = {
    "plain": lambda r: own("渝" + _plate(r)),
    "dotted": lambda r: own(f"渝{r.choice('FAG')}·{some(r, 5)}"),
    "new energy": lambda r: own(f"渝A{r.choice('DF')}{some(r, 5)}"),
    "small letters": lambda r: own("渝" + _plate(r).lower()),
    "blank": lambda r: own(f"渝{r.choice('FAG')} {some(r, 1, _LETTERS)}{some(r, 4)}"),
    "other province": lambda r: own(r.choice("川鄂黔湘陕") + _plate(r)),
    "with its word": lambda r: "牌照" + own(_plate(r)),
    "full width": lambda r: own("渝" + full(_plate(r))),
    "partly starred": lambda r: own(f"渝{r.choice('FAG')}**{some(r, 3)}"),
}


def _card(r: Random) -> str:
    return "62" + some(r, 17)


CARD: dict[str, Spelling] = {
    "plain": lambda r: own(_card(r)),
    "groups": lambda r: own(_cut(_card(r), 4, 4, 4, 4, 3)),
    "dashes": lambda r: own(_cut(_card(r), 4, 4, 4, 4, 3, by="-")),
    "full width": lambda r: own(full(_card(r))),
    "account": lambda r: "账号" + own(some(r, 1, "123456789") + some(r, 15)),
    "tail": lambda r: "银行卡尾号" + own(some(r, 4)),
    "partly starred": lambda r: own(f"6222{some(r, 2)}******{some(r, 4)}"),
}


def _handle(r: Random) -> str:
    return some(r, r.randint(3, 6), "abcdefghkmnpxyz") + r.choice(["_", "-", ""]) + some(r, 4)


WECHAT: dict[str, Spelling] = {
    "number": lambda r: "微信号" + own(_handle(r)),
    "colon": lambda r: "微信：" + own(_handle(r)),
    "short": lambda r: "vx" + own(_handle(r)),
    "misspelt": lambda r: "薇信" + own(_handle(r)),
    "letters only": lambda r: "微信号为" + own(some(r, 9, "abcdefghkmnpxyz")),
    "wx": lambda r: "加wx:" + own(_handle(r)),
    "in brackets": lambda r: f"微信（{own(_handle(r))}）",
}

QQ: dict[str, Spelling] = {
    "plain": lambda r: "QQ" + own(some(r, 1, "123456789") + some(r, 8)),
    "number": lambda r: "QQ号" + own(some(r, 1, "123456789") + some(r, 8)),
    "colon": lambda r: "QQ：" + own(some(r, 1, "123456789") + some(r, 7)),
    "small": lambda r: "qq" + own(some(r, 1, "123456789") + some(r, 9)),
    "in Chinese": lambda r: "扣扣" + own(some(r, 1, "123456789") + some(r, 8)),
    "group": lambda r: "业主QQ群" + own(some(r, 1, "123456789") + some(r, 8)),
    "full width": lambda r: "ＱＱ" + own(full(some(r, 1, "123456789") + some(r, 8))),
}


def _mail(r: Random, at: str = "@", dot: str = ".") -> str:
    house = r.choice(["example", "mail-demo", "post.example"]).replace(".", dot)
    return f"{_handle(r)}{at}{house}{dot}{r.choice(['com', 'cn', 'net'])}"


EMAIL: dict[str, Spelling] = {
    "plain": lambda r: own(_mail(r)),
    "blanks around the sign": lambda r: own(_mail(r, " @ ")),
    "sign in words": lambda r: own(_mail(r, " at ")),
    "full width sign": lambda r: own(_mail(r, "＠")),
    "full width": lambda r: own(full(_mail(r).upper())),
    "brackets": lambda r: own(_mail(r, "(at)")),
    "dot in words": lambda r: own(_mail(r, "@", " dot ")),
    "sign as a hash": lambda r: own(_mail(r, "#")),
}

WORK_ORDER: dict[str, Spelling] = {
    "number": lambda r: f"工单编号{own(f'ZX2026{some(r, 8)}')}",
    "order": lambda r: (
        f"工单号：{own(f'2026{r.randint(1, 12):02}{r.randint(1, 28):02}{some(r, 6)}')}"
    ),
    "petition": lambda r: own(f"忠环访〔2026〕{r.randint(1, 900)}号"),
    "square": lambda r: own(f"忠信访[2026]{r.randint(1, 900)}号"),
    "query": lambda r: f"查询码{own(some(r, 8, _LETTERS + '23456789'))}",
    "registered": lambda r: f"受理编号为{own(f'12345-{some(r, 8)}')}",
    "incoming": lambda r: f"来件{own(f'CQ{some(r, 10)}')}",
    "bare": lambda r: own(f"2026{r.randint(1, 12):02}{r.randint(1, 28):02}{some(r, 6)}"),
}

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _credit(r: Random) -> str:
    return r.choice(["91500233MA", "92500233MA"]) + some(r, 8, _CREDIT)


CREDIT_CODE: dict[str, Spelling] = {
    "with its name": lambda r: "统一社会信用代码" + own(_credit(r)),
    "colon": lambda r: "统一社会信用代码：" + own(_credit(r)),
    "bare": lambda r: own(_credit(r)),
    "small letters": lambda r: own(_credit(r).lower()),
    "full width": lambda r: own(full(_credit(r))),
    "blanks": lambda r: "信用代码" + own(_cut(_credit(r), 8, 10)),
}


def _east(r: Random) -> str:
    return f"10{r.choice('78')}.{some(r, 6)}"


def _north(r: Random) -> str:
    return f"30.{some(r, 6)}"


def _degrees(r: Random) -> str:
    return f"{r.randint(0, 59):02}′{r.randint(0, 59):02}″"


COORDINATES: dict[str, Spelling] = {
    "pair": lambda r: own(f"{_east(r)},{_north(r)}"),
    "full width comma": lambda r: own(f"{_east(r)}，{_north(r)}"),
    "north first": lambda r: own(f"{_north(r)},{_east(r)}"),
    "named": lambda r: f"东经{own(_east(r))}、北纬{own(_north(r))}",
    "degrees": lambda r: own(f"E108°{_degrees(r)}") + "，" + own(f"N30°{_degrees(r)}"),
    "degrees in words": lambda r: (
        f"东经{own(f'108度{r.randint(0, 59)}分')}，北纬{own(f'30度{r.randint(0, 59)}分')}"
    ),
}
