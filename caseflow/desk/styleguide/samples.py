"""Invented words for the style page; nothing here is a real case, person or place of business."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import gettext as _

from caseflow.core.cases.states import STATE_LABELS
from caseflow.ground import clock
from caseflow.ground.web.pagination import Page

ROWS = (
    (128, "夜间施工噪声扰民", "忠州街道", "执法一中队", "investigating", "late"),
    (131, "餐馆油烟直排居民楼", "白公街道", "执法一中队", "assigned", "today"),
    (135, "养殖场污水流入溪沟", "汝溪镇", "执法二中队", "rectifying", "soon"),
    (136, "砂石厂扬尘", "拔山镇", "执法二中队", "awaiting_sign_off", "ok"),
    (140, "露天焚烧秸秆和垃圾", "石宝镇", "石宝镇人民政府", "closed", "met"),
)


@dataclass(frozen=True, slots=True)
class SampleRow:
    number: str
    title: str
    place: str
    unit: str
    state: str
    state_label: str
    due_state: str
    due_text: str


@dataclass(frozen=True, slots=True)
class SampleEvent:
    title: str
    actor: str
    hours_ago: float
    words: str = ""
    icon: str = ""
    tone: str = ""
    is_internal: bool = False
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def at(self) -> object:
        return clock.now() - timedelta(hours=self.hours_ago)


@dataclass(frozen=True, slots=True)
class SampleAct:
    label: str
    href: str = "#"
    tone: str = ""
    reasons: list[str] = field(default_factory=list)


def due_words() -> list[tuple[str, str]]:
    """Return every state of a due badge with its words."""
    return [
        ("ok", _("%(count)s working days left", count=12)),
        ("soon", _("%(count)s working days left", count=3)),
        ("today", _("due today")),
        ("late", _("%(count)s days late", count=2)),
        ("met", _("kept")),
        ("stopped", _("ended")),
        ("suspended", _("suspended")),
    ]


def states() -> list[tuple[str, str]]:
    """Return every state of a case with its word."""
    return [(state.value, _(label)) for state, label in STATE_LABELS.items()]


def rows() -> Page[SampleRow]:
    """Return a page of a list."""
    due, labels = dict(due_words()), dict(states())
    found = []
    for number, title, place, unit, state, mark in ROWS:
        full = f"忠环访〔2026〕{number}号"
        found.append(SampleRow(full, title, place, unit, state, labels[state], mark, due[mark]))
    return Page(found, next_cursor="next", prev_cursor="prev")


def events() -> list[SampleEvent]:
    """Return the history of a case, newest on top."""
    return [
        SampleEvent(
            _("Note"),
            "孙莉",
            1.5,
            "诉求人来电补充：凌晨两点后声音更大。",
            "chat-left-text",
            "",
            is_internal=True,
        ),
        SampleEvent(
            _("Inspection recorded"),
            "方强、范敏",
            20,
            "现场检查时水泥搅拌机正在作业，未取得夜间施工证明。",
            "clipboard",
            "warn",
            facts=[(_("Outcome"), _("Violation found"))],
        ),
        SampleEvent(_("Receipt acknowledged"), "方强", 45, icon="check-lg", tone="good"),
        SampleEvent(_("Assigned"), "董洁", 46, icon="person", facts=[(_("Unit"), "执法一中队")]),
        SampleEvent(_("Registered"), "欧阳兰", 52, icon="telephone", tone="brand"),
    ]


def acts() -> list[SampleAct]:
    """Return what may be done next, and what may not."""
    return [
        SampleAct(_("Submit for sign-off"), tone="primary"),
        SampleAct(_("Order rectification")),
        SampleAct(_("Decline petition"), tone="danger"),
        SampleAct(
            _("Sign off"),
            reasons=[_("You worked on this case yourself; somebody else must check it.")],
        ),
    ]


def steps() -> list[tuple[str, str, str]]:
    """Return the life of a case as it stands."""
    return [
        (_("Registered"), "done", "9-21"),
        (_("Accepted"), "done", "9-22"),
        (_("Assigned"), "done", "9-22"),
        (_("Under investigation"), "here", ""),
        (_("Under rectification"), "ahead", ""),
        (_("Awaiting sign-off"), "ahead", ""),
        (_("Reply owed"), "ahead", ""),
        (_("Closed"), "ahead", ""),
    ]
