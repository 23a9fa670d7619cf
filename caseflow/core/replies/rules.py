"""Replies as tables: forms, sections, remedies, proofs, the sample of call-backs, ratings. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from caseflow.ground import clock
from caseflow.ground.i18n import N_

LETTER, OPINION = "letter", "opinion"
REPLY_FORMS: dict[str, str] = {
    LETTER: N_("Letter of reply (答复函)"),
    OPINION: N_("Opinion on a petition (信访处理意见书)"),
}

DRAFTING, PROPOSED, APPROVED, OVER = "drafting", "proposed", "approved", "over"
DRAFT_STATES: dict[str, str] = {
    DRAFTING: N_("being drafted"),
    PROPOSED: N_("waits for approval"),
    APPROVED: N_("approved"),
    OVER: N_("over"),
}
LIVE = (DRAFTING, PROPOSED, APPROVED)

SUPPORT, EXPLAIN, REJECT = "support", "explain", "reject"
OPINIONS: dict[str, str] = {
    SUPPORT: N_("The request is supported"),
    EXPLAIN: N_("The request is explained and advised on"),
    REJECT: N_("The request is not supported"),
}
"""信访工作条例 (2022-05-01) 32: support, explain and advise, or not support."""
OPINIONS_PRINTED: dict[str, str] = {
    SUPPORT: "对您的请求予以支持。",
    EXPLAIN: "对您的请求作如下解释说明。",
    REJECT: "对您的请求不予支持。",
}
OPINION_OF: dict[str | None, str] = {"founded": SUPPORT, "partly": SUPPORT, "unfounded": EXPLAIN}
"""Conclusion of the case → the opinion that stands in the draft at first."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the reply that is common to all petitioners of the case."""

    code: str
    label: str
    """A msgid."""
    printed: str
    hint: str
    rows: int = 4
    source: str = "信访工作条例 (2022-05-01) 32"


SECTIONS: dict[str, Section] = {
    row.code: row
    for row in (
        Section("found", N_("What was established"), "调查核实情况",
                N_("From the inspections and looks at the place: no names of complainants."), 6),
        Section("done", N_("What was done"), "处理情况",
                N_("Orders, correction, re-inspection; what follows by when."), 5),
        Section("view", N_("Our opinion in words"), "处理意见",
                N_("Why the request is supported, explained or not supported."), 3),
        Section("law", N_("Legal basis"), "法律依据", N_("Instrument and article."), 3),
        Section("remedies", N_("Remedies"), "救济途径",
                N_("What can be done by whoever does not agree, and by when."), 3,
                "信访工作条例 (2022-05-01) 35"),
    )
}  # fmt: skip
"""In the order of the letter; what was asked stands before them, for each petitioner apart."""

ASKED_PRINTED = {LETTER: "您反映的事项", OPINION: "信访请求、事实和理由"}


@dataclass(frozen=True, slots=True)
class Basis:
    """What stands in a draft at first, by its form, from a day on."""

    form: str
    code: str
    words: str
    in_force_from: date
    source: str
    is_verified: bool


_XF_FROM, _CODE_FROM = date(2022, 5, 1), date(2026, 8, 15)
BASES: tuple[Basis, ...] = (
    Basis(OPINION, "law", "《信访工作条例》第三十一条第六项、第三十二条。", _XF_FROM,
          "信访工作条例 31(6), 32", True),
    Basis(OPINION, "remedies",
          "如不服本处理意见，您可以自收到本书面答复之日起三十日内，请求原办理机关、单位的上一级机关、"
          "单位复查。", _XF_FROM, "信访工作条例 35", True),
    Basis(LETTER, "law", "《信访工作条例》第三十一条第五项。", _XF_FROM,
          "信访工作条例 31(5)", True),
    Basis(LETTER, "law",
          "《中华人民共和国生态环境法典》第一百四十六条、《信访工作条例》第三十一条第五项。",
          _CODE_FROM, "生态环境法典 (2026-08-15) 146; 信访工作条例 31(5)", True),
    Basis(LETTER, "remedies",
          "如对本答复有疑问或者问题仍未解决，您可以通过原反映渠道告知，我局将核实并重新办理或者说明理由。",
          date(2026, 1, 1), "practice", False),
)  # fmt: skip


def basis_on(form: str, code: str, on: date) -> str:
    """Return the words in force on a day for a section of a form; "" if no row gives any."""
    rows = [b for b in BASES if (b.form, b.code) == (form, code) and b.in_force_from <= on]
    return max(rows, key=lambda row: row.in_force_from).words if rows else ""


def form_of(track: str) -> str:
    """Return the form that a track asks for: art. 32's contents for a matter of art. 31(6)."""
    return OPINION if track == "petition" else LETTER


OUTBOX, READ_OUT, POSTED, HANDED, PLATFORM, OTHER = (
    "outbox",
    "read_out",
    "posted",
    "handed",
    "platform",
    "other",
)
PROOFS: dict[str, str] = {
    OUTBOX: N_("Sent by the system"),
    READ_OUT: N_("Read out on the telephone"),
    POSTED: N_("Posted"),
    HANDED: N_("Handed over or signed for"),
    PLATFORM: N_("Sent to the platform"),
    OTHER: N_("Another proof"),
}
PROOF_OF_WAY: dict[str, str] = {
    "phone": READ_OUT,
    "letter": POSTED,
    "channel": PLATFORM,
    "sms": OUTBOX,
    "email": OUTBOX,
}
"""How a reply by this way is proven, unless something else is said."""
PROOFS_BY_HAND: dict[str, str] = {
    code: label for code, label in PROOFS.items() if code not in {OUTBOX, PLATFORM}
}

SATISFACTION: dict[str, str] = {
    "yes": N_("Satisfied"),
    "mostly": N_("Mostly satisfied"),
    "no": N_("Not satisfied"),
}
STARS: dict[str, int] = {"yes": 5, "mostly": 3, "no": 1}
"""Satisfaction as Petition.rating keeps it (1 to 5)."""

RATING_SOURCES: dict[str, str] = {
    "link": N_("by the link"),
    "code": N_("by number and code"),
    "operator": N_("told to an operator"),
}
CALL_BACK = "call_back"
SOURCES_SAID: dict[str, str] = {CALL_BACK: N_("told at the call-back"), **RATING_SOURCES}

RATING_DAYS = 30
"""How long a rating can be changed after it was first given; internal practice."""

OPEN, REHANDLED, REFUSED = "open", "rehandled", "refused"

WAITING, DONE, UNREACHABLE, EXCLUDED_STATE, SUPERSEDED = (
    "waiting",
    "done",
    "unreachable",
    "excluded",
    "superseded",
)
EXCLUDED: dict[str, str] = {
    "no_way_back": N_("no way back was left"),
    "not_drawn": N_("not in the sample"),
}
"""Why a petition is not called back. Replies that came with a file have no task at all."""

ATTEMPTS = 3
"""Calls at different times that must fail before a petitioner counts as unreachable."""
DAY_PARTS = 2
"""Of morning, afternoon and evening, how many the failed calls must lie in. Internal practice."""


def draw(number: str, seed: str) -> int:
    """Return the lot of a petition, 0 to 9999: the same for the same number and seed, always."""
    found = hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
    return int(found[:12], 16) % 10_000


def is_drawn(lot: int, share_percent: int) -> bool:
    """Return whether a lot lies in the sample of so many percent."""
    return lot < share_percent * 100


def day_part(at: datetime) -> str:
    """Return the part of the local day: morning, afternoon or evening."""
    hour = clock.local(at).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def is_unreachable(failed: Iterable[datetime]) -> bool:
    """Return whether these failed calls are enough: one counts for each part of a day."""
    times = {(clock.local_date(at), day_part(at)) for at in failed}
    return len(times) >= ATTEMPTS and len({part for _day, part in times}) >= DAY_PARTS


REVIEW, RECHECK = "review", "recheck"
REVIEW_STAGES: dict[str, str] = {
    REVIEW: N_("Review (复查)"),
    RECHECK: N_("Re-check (复核)"),
}
OUTCOMES: dict[str, str] = {
    "upheld": N_("Upheld"),
    "changed": N_("Changed"),
    "revoked": N_("Revoked, to be handled anew"),
}
