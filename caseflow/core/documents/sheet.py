"""A content as it stands on paper: lines, parts, tables and pictures in their order. Pure.

The DOCX (paper.py) and the print page are drawn from the same Sheet, in Chinese, whatever the
language of the page is: it is an official document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from caseflow.core.documents.content import Content
from caseflow.core.documents.items import (
    INQUIRY,
    ORDER,
    PHOTOGRAPHS,
    SCENE,
    SERVICE,
    WAYS,
    Item,
    form_named,
    items_of,
)
from caseflow.ground import clock

Pairs = tuple[tuple[str, str], ...]
READ = "以上笔录我已看过（或已向我宣读），与我说的一致。"
BLANK = "（以下空白）"
ORIGINAL = "经核对与原件无误"
ADDED = "以下内容由执法人员在签名后补录，不属于被检查人签名确认的笔录内容："


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of paragraphs; `title` "" for running text."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture with what must stand below it."""

    sha256: str
    lines: Pairs


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs where: a picture, a refusal in words, or a line to be signed by hand."""

    label: str
    name: str
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document, ready to be set."""

    form: str
    office: str
    title: str
    number: str
    lines: Pairs
    """Beside each other in a table at the head."""
    lead: tuple[str, ...]
    """Paragraphs before the evidence."""
    parts: tuple[Part, ...]
    evidence: tuple[tuple[str, str, str, str, str], ...]
    """Number, name, time, provider, what it proves."""
    after: tuple[str, ...]
    """Paragraphs after the evidence."""
    photographs: tuple[Photograph, ...]
    remark: str
    signatures: tuple[Signature, ...]
    added: tuple[Part, ...]
    """What was added at the desk, below the signatures that were given before."""
    page_signers: tuple[str, ...]
    """Who signs at the foot of every page."""
    is_sealed: bool
    day: str
    approval: Pairs
    """A sheet of its own for the file, not served."""
    mark: str
    """The first 16 digits of the content's hash, at the foot of every page."""


def instant_words(text: str) -> str:
    """Return an instant as official documents write it: 2026年11月28日10时05分."""
    local = clock.local(datetime.fromisoformat(text))
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def day_words(text: str) -> str:
    """Return a day as official documents write it: 2026年11月28日."""
    day = date.fromisoformat(text[:10])
    return f"{day.year}年{day.month}月{day.day}日"


def shown(item: Item, value: Any, people: Mapping[str, str]) -> str:
    """Return the value of an item in the words of the paper."""
    if not value:
        return ""
    if item.kind == "moment":
        return instant_words(value)
    if item.kind == "day":
        return day_words(value)
    if item.kind == "yes":
        return "是"
    if item.kind == "way":
        return WAYS[value][1]
    if item.kind == "person":
        return people.get(str(value), "")
    return str(value)


class _Reader:
    """Looks values up in a content, worded."""

    def __init__(self, content: Content, people: Mapping[str, str]) -> None:
        self.content, self.people = content, people
        self.items = {item.code: item for item in items_of(content["form"])}

    def text(self, code: str) -> str:
        return shown(self.items[code], self.content["items"].get(code), self.people)

    def lines(self, codes: str) -> Pairs:
        """Return (name, value) of these items; empty ones only where they are required."""
        form = self.content["form"]
        found = [(self.items[code], self.text(code)) for code in codes.split()]
        return tuple((i.name_on(form), text) for i, text in found if text or i.is_required)

    def parts(self, codes: str) -> tuple[Part, ...]:
        return tuple(Part(name, _paragraphs(text)) for name, text in self.lines(codes))

    def signed(self, codes: str) -> str:
        """Return those of these items that stood in the record when it was signed."""
        return " ".join(code for code in codes.split() if code not in self.content["added"])

    def officers(self) -> str:
        return "；".join(
            f"{one['name']}（执法证号：{one['certificate']}）" for one in self.content["officers"]
        )

    def named_officers(self) -> Pairs:
        name = self.items["officers"].name_on(self.content["form"])
        return ((name, self.officers()),)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def sheet_of(content: Content, people: Mapping[str, str], mark: str = "") -> Sheet:
    """Return the paper of a content. `people`: names of reviewers and approvers by their id."""
    form = form_named(content["form"])
    drawn = _DRAWN[form.code](_Reader(content, people))
    blank: dict[str, Any] = {
        "lines": (), "lead": (), "parts": (), "evidence": (), "after": (), "photographs": (),
        "remark": "", "signatures": (), "added": (), "page_signers": (), "approval": (),
    }  # fmt: skip
    return Sheet(
        form=form.code,
        office=content["office"],
        title=form.title,
        number=content["number"] or "（草稿，未编号）",
        is_sealed=form.is_sealed,
        day=day_words(content["issued_on"]) if content["issued_on"] else "    年  月  日",
        mark=mark[:16],
        **{**blank, **drawn},
    )


def _scene(read: _Reader) -> dict[str, Any]:
    head = ("started_at ended_at place party_name party_address party_code legal_person"
            " present present_identity")  # fmt: skip
    told = "recorder certificates_shown rights_told"
    return {
        "lines": (
            read.lines(read.signed(head)) + read.named_officers() + read.lines(read.signed(told))
        ),
        "parts": read.parts(
            read.signed("production permits treatment findings sampling statement")
        ),
        "added": read.parts(" ".join(read.content["added"])),
        "remark": READ,
        "signatures": tuple(_signatures(read.content)),
        "page_signers": ("被检查人", "检查（勘察）人", "记录人"),
    }


_ROLES = {
    "party": "被检查人（现场负责人）",
    "officer": "检查（勘察）人",
    "second_officer": "检查（勘察）人",
    "witness": "见证人",
}


def _signatures(content: Content) -> Iterable[Signature]:
    given = {one["role"]: one for one in content["signatures"]}
    for role, label in _ROLES.items():
        one = given.get(role)
        if one is None:
            if role != "witness":
                yield Signature(label, "")
        elif one["is_refused"]:
            witness = f"；见证人：{one['witness']}" if one["witness"] else ""
            note = f"拒绝签名。理由：{one['reason']}{witness}。以上情况由执法人员注明。"
            yield Signature(label, one["name"], note=note)
        else:
            yield Signature(label, one["name"], one["sha256"])


def _inquiry(read: _Reader) -> dict[str, Any]:
    lines = read.lines("started_at ended_at place respondent respondent_identity respondent_post"
                       " respondent_phone party_name party_address party_code")  # fmt: skip
    told = read.lines("certificates_shown rights_told")
    served = read.lines("service_address service_confirmed")
    return {
        "lines": lines + read.named_officers() + read.lines("recorder") + told + served,
        "parts": read.parts("questions fault result_told")
        if read.text("result_told")
        else read.parts("questions fault"),
        "remark": READ,
        "signatures": (
            Signature("被询问人", ""),
            Signature("询问人", ""),
            Signature("询问人", ""),
            Signature("记录人", ""),
        ),
        "page_signers": ("被询问人", "询问人", "记录人"),
    }


def _order(read: _Reader) -> dict[str, Any]:
    text = read.text
    law_words = f"：“{text('law_broken_words')}”" if text("law_broken_words") else ""
    order_words = f"：“{text('law_order_words')}”" if text("law_order_words") else ""
    lighter = "新法处罚较轻，依法适用新法。" if text("is_lighter") else ""
    told = (f"监测结果告知情况：{text('result_told')}",) if text("result_told") else ()
    return {
        "lines": read.lines("party_name party_code party_address legal_person"),
        "lead": (
            f"我机关于{text('started_at')}对你（单位）进行了调查"
            f"（执法人员：{read.officers()}），发现你（单位）实施了以下违法行为：",
            *_paragraphs(text("findings")),
            f"违法行为发生时间：{text('act_on')}；地点：{text('place')}。",
            f"违法动机：{text('motive')}",
            f"情节及后果：{text('consequence')}",
            *told,
            "以上事实，有下列证据为证：",
        ),
        "evidence": _evidence_rows(read.content),
        "after": (
            f"你（单位）的上述行为违反了{text('law_broken')}的规定{law_words or '。'}",
            f"依据{text('law_order')}的规定{order_words or '，'}{lighter}现责令你（单位）"
            f"改正上述违法行为，于{text('correct_by')}前完成下列改正：",
            *_paragraphs(text("correction")),
            f"逾期不改正的后果：{text('default')}",
            "你（单位）如不服本决定，可以自收到本决定书之日起六十日内向"
            f"{text('review_body')}申请行政复议，也可以自收到本决定书之日起六个月内向{text('court')}"
            "提起行政诉讼。",
        ),
        "approval": read.lines("reviewer reviewed_on approver approved_on"),
    }


def _evidence_rows(content: Content) -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(
        (str(n), one["name"], instant_words(one["taken_at"]), one["provider"], one["proves"])
        for n, one in enumerate(content["evidence"], 1)
    )


def _service(read: _Reader) -> dict[str, Any]:
    served = read.content["served"]
    what = f"{served['name']} {served['number']}" if served else ""
    optional = " ".join(
        code
        for code in ("electronic_consent", "post_number", "witness", "refusal")
        if read.text(code)
    )
    return {
        "lines": (
            (read.items["served"].printed, what),
            *read.lines(
                f"party_name service_address service_confirmed way served_at recipient relation"
                f" servers {optional}"
            ),
        ),
        "signatures": (
            Signature("收件人", ""),
            Signature("送达人", ""),
            Signature("送达人", ""),
        ),
    }


def _photographs(read: _Reader) -> dict[str, Any]:
    names = ("拍摄对象", "拍摄时间", "拍摄地点", "拍摄人", "证明内容")
    keys = ("object", "taken_at", "place", "taker", "proves")
    found = []
    for number, one in enumerate(read.content["photographs"], 1):
        values = [instant_words(one[k]) if k == "taken_at" else one[k] for k in keys]
        lines = (("照片编号", str(number)), *zip(names, values, strict=True))
        found.append(Photograph(one["sha256"], lines))
    return {
        "lines": read.lines("party_name place") + read.named_officers(),
        "photographs": tuple(found),
        "remark": ORIGINAL if read.text("verified") else "",
        "signatures": (
            Signature("被检查人", ""),
            Signature("拍摄人", ""),
            Signature("执法人员", ""),
        ),
    }


ADDRESSEE = "信访人"
NAME_LINE = "＿＿＿＿＿＿＿＿（姓名）"


def _letter(read: _Reader) -> dict[str, Any]:
    items = read.content["items"]
    return {
        "lines": ((ADDRESSEE, NAME_LINE), ("编号", read.content["petition"])),
        "parts": (
            Part("", _paragraphs(items["opening"])),
            *(Part(title, _paragraphs(words)) for title, words in items["parts"]),
        ),
    }


def _notice(read: _Reader) -> dict[str, Any]:
    items = read.content["items"]
    return {
        "lines": (
            (ADDRESSEE, NAME_LINE),
            ("编号", read.content["petition"]),
            ("反映事项", items["subject"]),
        ),
        "parts": (Part("", _paragraphs(items["words"])),),
    }


def addressed(sheet: Sheet, name: str) -> Sheet:
    """Return the sheet of a letter with the petitioner's name on it."""
    return replace(sheet, lines=((ADDRESSEE, name), *sheet.lines[1:]))


_DRAWN = {
    "letter": _letter,
    "opinion": _letter,
    "acceptance": _notice,
    "refusal": _notice,
    SCENE: _scene,
    INQUIRY: _inquiry,
    ORDER: _order,
    SERVICE: _service,
    PHOTOGRAPHS: _photographs,
}
