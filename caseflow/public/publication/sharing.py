"""The words of a published page for WeChat and Weibo, to be copied: cut to their length. Pure."""

from __future__ import annotations

from dataclasses import dataclass

WECHAT, WEIBO = 2000, 140
"""Characters, each sign counted as one: the stricter way to count."""

CUT = "…"


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text to copy. `longest`: what the platform takes; `is_cut`: the page tells more."""

    name: str
    words: str
    longest: int
    is_cut: bool

    @property
    def length(self) -> int:
        return len(self.words)


def shared_texts(title: str, body: str, address: str) -> tuple[SharedText, ...]:
    """Return the text for each platform from what the public reads; `address` may be empty."""
    return (wechat_text(title, body, address), weibo_text(title, body, address))


def wechat_text(title: str, body: str, address: str) -> SharedText:
    """Return title, paragraphs and address, cut after a sentence where it is too long."""
    words, is_cut = _joined(f"{title}\n\n", body, f"\n\n详情：{address}" if address else "", WECHAT)
    return SharedText("wechat", words, WECHAT, is_cut)


def weibo_text(title: str, body: str, address: str) -> SharedText:
    """Return the title in 【】 and as much of the text as fits, on one line, with the address."""
    flat = " ".join(body.split())
    head = f"【{title[: WEIBO // 2]}】"
    words, is_cut = _joined(head, flat, f" {address}" if address else "", WEIBO)
    return SharedText("weibo", words, WEIBO, is_cut)


def _joined(head: str, body: str, tail: str, longest: int) -> tuple[str, bool]:
    """Return the three together; an address that leaves no place for words is left out."""
    if len(head) + len(tail) > longest:
        tail = ""
    room = longest - len(head) - len(tail)
    fitting = _fitting(body, room)
    return f"{head}{fitting}{tail}".strip(), fitting != body


def _fitting(body: str, room: int) -> str:
    """Return as much of `body` as fits: whole sentences if they fill at least half the room."""
    if len(body) <= room:
        return body
    cut = body[: max(0, room - len(CUT))]
    end = max(cut.rfind(sign) for sign in "。！？\n")
    return (cut[: end + 1].rstrip() if end >= room // 2 else cut.rstrip()) + CUT
