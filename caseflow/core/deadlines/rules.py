"""Terms of the law and of practice, one row each, effective-dated. Pure.

`clock` is the name under which cases run the term; rows without one are computed on request only.
`is_verified` is False where the text was not read (facts A.0: K, F2 marks). Internal practice and
examples from elsewhere say so in their row. Numbers are never taken from code elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseflow.ground.i18n import N_


class DayUnit(StrEnum):
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"


CLOCK_LABELS: dict[str, str] = {
    "acknowledgement": N_("Acknowledgement"),
    "objection": N_("Objection to a wrong transfer"),
    "handling": N_("Handling"),
    "receipt": N_("Receipt by the unit"),
    "contact": N_("Contact with the complainant"),
    "rectification": N_("Rectification"),
    "reinspection": N_("Re-inspection"),
    "sign_off": N_("Sign-off"),
    "reply": N_("Reply to the complainant"),
    "callback": N_("Call-back"),
    "publication": N_("Publication"),
    "notice": N_("Answer to a supervision notice"),
}

UNIT_LABELS: dict[DayUnit, str] = {
    DayUnit.WORKING_DAYS: N_("working days"),
    DayUnit.NATURAL_DAYS: N_("natural days"),
    DayUnit.HOURS: N_("hours"),
    DayUnit.MONTHS: N_("months"),
    DayUnit.YEARS: N_("years"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One term. Natural days, months and years roll to a working day if `rolls`."""

    id: str
    label: str
    amount: int
    unit: DayUnit
    source: str
    article: str
    in_force_from: date
    is_verified: bool
    clock: str = ""
    tracks: frozenset[str] = frozenset()
    """Empty: every track."""
    channels: frozenset[str] = frozenset()
    """Empty: every channel that no other row of the clock names."""
    in_force_until: date | None = None
    extension_amount: int = 0
    """At most so much, in the same unit, once; 0: no extension."""
    extension_note: str = ""
    rolls: bool = True
    is_internal_only: bool = False
    """Never shown to a respondent or outside the team."""
    is_example: bool = False
    """A figure of another place or of internal practice, to be set by the bureau."""
    note: str = ""

    @property
    def full_source(self) -> str:
        return f"{self.source} {self.article}".strip()


WD, ND, H = DayUnit.WORKING_DAYS, DayUnit.NATURAL_DAYS, DayUnit.HOURS
MONTHS, YEARS = DayUnit.MONTHS, DayUnit.YEARS

XF = "信访工作条例"
HL = "环保举报热线工作管理办法（环境保护部令第15号）"
PL = "行政处罚法"
INTERNAL = N_("internal practice, editable, unverified")
_XF_FROM, _HL_FROM, _PL_FROM = date(2022, 5, 1), date(2011, 3, 1), date(2021, 7, 15)
_ORDER30 = "生态环境行政处罚办法（生态环境部令第30号）"
_O30_FROM = date(2023, 7, 1)
_CRIME = "行政执法机关移送涉嫌犯罪案件的规定"
_CRIME_FROM = date(2020, 8, 7)
_HOTLINES = frozenset({"12369-phone", "12369-wechat", "12369-web", "54812369", "reward"})
_SENT = frozenset(
    {"xinfang", "superior", "inspectorate-central", "inspectorate-city", "department"}
)
_12345 = frozenset({"12345"})
_EXAMPLE_NOTE = "示例，以本地规定为准"
_INTERNAL_FROM = date(2026, 1, 1)


def _r(
    id_: str,
    label: str,
    amount: int,
    unit: DayUnit,
    source: str,
    article: str,
    since: date,
    verified: bool,
    clock: str = "",
    tracks: str = "",
    channels: frozenset[str] = frozenset(),
    **more: object,
) -> Rule:
    return Rule(
        id_,
        label,
        amount,
        unit,
        source,
        article,
        since,
        verified,
        clock,
        frozenset(tracks.split()),
        channels,
        **more,  # type: ignore[arg-type]
    )


_ALL = (
    # Letters and visits.
    _r("XF-REG", N_("Registration and transfer by the letters-and-visits office"), 15, ND, XF, "22",
       _XF_FROM, True),
    _r("XF-ACK-DIRECT", N_("Notice of receipt, petition received directly"), 15, ND, XF, "23",
       _XF_FROM, True, "acknowledgement"),
    _r("XF-ACK-XFER", N_("Notice of receipt, petition transferred or assigned"), 15, ND, XF, "23",
       _XF_FROM, True, "acknowledgement", channels=_SENT),
    _r("XF-OBJECT", N_("Objection to a transfer that is not ours"), 5, WD, XF, "23",
       _XF_FROM, True, "objection", channels=_SENT),
    _r("XF-CLOSE", N_("Handling of a petition matter"), 60, ND, XF, "34", _XF_FROM, True,
       "handling", "petition", extension_amount=30,
       extension_note=N_("head of the unit approves; reason told to the petitioner")),
    _r("XF-REVIEW-ASK", N_("Asking for a review"), 30, ND, XF, "35", _XF_FROM, True),
    _r("XF-REVIEW-ANS", N_("Answer to a request for review"), 30, ND, XF, "35", _XF_FROM, True),
    _r("XF-RECHECK-ASK", N_("Asking for a re-check"), 30, ND, XF, "36", _XF_FROM, True),
    _r("XF-RECHECK-ANS", N_("Answer to a request for re-check"), 30, ND, XF, "36", _XF_FROM, True,
       note=N_("hearing time is not counted")),
    # The 12369 hotline (Order 15; whether it is still in force was not verified).
    _r("HL-ACK", N_("Notice of receipt, 12369 report"), 15, ND, HL, "8", _HL_FROM, False,
       "acknowledgement", channels=_HOTLINES),
    _r("HL-TRANSFER", N_("Transfer of a 12369 report to the competent level"), 3, WD, HL, "9, 10",
       _HL_FROM, False),
    _r("HL-CLOSE", N_("Handling of a 12369 report"), 60, ND, HL, "11", _HL_FROM, False,
       "handling", "report", extension_amount=30),
    # 12345 work orders: figures of another place as editable examples.
    _r("12345-CONSULT", N_("12345 work order: consultation"), 3, WD, "四川省（2025-12）示例", "",
       date(2025, 12, 25), False, "handling", "consultation", is_example=True,
       note=_EXAMPLE_NOTE, extension_amount=3),
    _r("12345-HELP", N_("12345 work order: help or suggestion"), 7, WD, "四川省（2025-12）示例", "",
       date(2025, 12, 25), False, "handling", "suggestion", is_example=True,
       note=_EXAMPLE_NOTE, extension_amount=7),
    _r("12345-REPORT", N_("12345 work order: complaint or report"), 15, WD,
       "四川省（2025-12）示例", "", date(2025, 12, 25), False, "handling", "report", _12345,
       is_example=True, note=_EXAMPLE_NOTE, extension_amount=15),
    _r("12345-URGENT", N_("12345 work order: urgent"), 0, ND, "深圳地区某局规则 示例", "",
       date(2025, 12, 25), False, is_example=True, note=f"{_EXAMPLE_NOTE}；当日", rolls=False),
    # Penalties and what surrounds them: computed on request in this release.
    _r("PEN-FILE", N_("Filing of a case after a lead"), 15, ND, _ORDER30, "", _O30_FROM, False,
       extension_amount=15),
    _r("PEN-DECIDE", N_("Penalty decision"), 90, ND, PL, "60", _PL_FROM, True,
       extension_amount=60, note=N_("extensions of Order 30 unverified")),
    _r("PEN-PLEA", N_("Plea after the notice of penalty"), 5, WD, _ORDER30, "", _O30_FROM, False),
    _r("PEN-HEARING-ASK", N_("Request for a hearing"), 5, WD, PL, "64(1)", _PL_FROM, True),
    _r("PEN-HEARING-NOTICE", N_("Notice before the hearing"), 7, WD, PL, "64(2)", _PL_FROM, True),
    _r("PEN-REGISTER-PRESERVE", N_("Decision after registration and preservation"), 7, WD, PL, "56",
       _PL_FROM, True),
    _r("PEN-SERVE", N_("Service of a penalty decision"), 7, WD, PL, "61", _PL_FROM, True),
    _r("PEN-PAY", N_("Payment of a fine"), 15, ND, PL, "67", _PL_FROM, True),
    _r("PEN-WITHDRAW", N_("Withdrawal of a published decision"), 3, WD, PL, "48", _PL_FROM, True),
    _r("PUB-PENALTY", N_("Publication of a penalty decision"), 7, WD, "国办发〔2018〕118号", "",
       date(2019, 1, 1), False),
    _r("PUB-OTHER", N_("Publication of other enforcement information"), 20, WD,
       "政府信息公开条例", "26", date(2019, 5, 15), True),
    _r("PUB-RANDOM", N_("Publication of random inspection results"), 20, WD, "国发〔2019〕5号", "",
       date(2019, 1, 1), False),
    _r("DAYFINE-SERVE", N_("Service of the correction order, monitoring needed"), 3, WD,
       "环境保护主管部门实施按日连续处罚办法（第28号令）", "8", date(2015, 1, 1), False),
    _r("DAYFINE-RECHECK", N_("Unannounced recheck where a daily fine is in view"), 30, ND,
       "环境保护主管部门实施按日连续处罚办法（第28号令）", "10", date(2015, 1, 1), False,
       is_internal_only=True, rolls=False),
    _r("SEIZE", N_("Sealing or seizure"), 30, ND, "行政强制法", "25", date(2012, 1, 1), True,
       extension_amount=30, rolls=False),
    _r("ENFORCE-COURT", N_("Application for enforcement by the court"), 3, MONTHS, "行政强制法",
       "53", date(2012, 1, 1), True),
    _r("CRIME-DECIDE", N_("Decision on transfer to the police"), 3, ND, _CRIME, "5", _CRIME_FROM,
       True),
    _r("CRIME-MOVE", N_("Transfer to the police after approval"), 24, H, _CRIME, "5", _CRIME_FROM,
       True),
    _r("CRIME-POLICE", N_("Police decision on filing"), 3, ND, _CRIME, "8", _CRIME_FROM, True),
    _r("CRIME-RECONSIDER", N_("Request to reconsider a refusal to file"), 3, ND, _CRIME, "9",
       _CRIME_FROM, True),
    _r("CRIME-HANDOVER", N_("Handover of items to the police"), 3, ND, _CRIME, "12", _CRIME_FROM,
       True),
    _r("DETAIN-MOVE", N_("Transfer for administrative detention"), 3, WD,
       "行政主管部门移送适用行政拘留环境违法案件暂行办法", "12–15, 19", date(2014, 12, 24), True),
    _r("APPEAL-REVIEW", N_("Application for administrative review"), 60, ND, "行政复议法", "20",
       date(2024, 1, 1), True),
    _r("APPEAL-SUIT", N_("Administrative suit"), 6, MONTHS, "行政诉讼法", "46", date(2017, 7, 1),
       False),
    _r("HW-CONFIRM", N_("Confirmation of received hazardous waste"), 5, WD,
       "危险废物转移管理办法（第23号令）", "", date(2022, 1, 1), True),
    _r("HW-PAPER", N_("Entering a paper manifest afterwards"), 10, WD,
       "危险废物转移管理办法（第23号令）", "", date(2022, 1, 1), True),
    _r("LIMITATION", N_("Limitation of punishment"), 2, YEARS, "生态环境法典", "1054",
       date(2026, 8, 15), True, rolls=False),
    _r("LIMITATION-HARM", N_("Limitation of punishment, harm to life or safety"), 5, YEARS,
       "生态环境法典", "1054", date(2026, 8, 15), True, rolls=False),
    # Internal practice.
    _r("INT-RECEIPT", N_("Receipt by the unit"), 1, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "receipt", is_example=True),
    _r("INT-CONTACT", N_("First contact with the complainant"), 1, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "contact", "report petition suggestion consultation",
       is_example=True),
    _r("INT-INSPECT", N_("Handling of the bureau's own inspection"), 30, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "handling", "inspection", is_example=True),
    _r("INT-RECTIFY", N_("Rectification, unless the order fixes a day"), 15, ND, INTERNAL, "",
       _INTERNAL_FROM, False, "rectification", is_example=True),
    _r("INT-RECHECK", N_("Re-inspection after reported rectification"), 5, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "reinspection", is_example=True),
    _r("INT-SIGNOFF", N_("Sign-off after submission"), 2, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "sign_off", is_example=True),
    _r("INT-REPLY", N_("Reply by the day promised at registration"), 15, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "reply", is_example=True),
    _r("INT-CALLBACK", N_("Call-back after the reply"), 5, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "callback", is_example=True),
    _r("INT-PUBLISH", N_("Publication of a case summary after closing"), 20, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "publication", is_example=True),
    _r("INT-NOTICE", N_("Answer to a supervision notice, unless it fixes a day"), 3, WD, INTERNAL,
       "", _INTERNAL_FROM, False, "notice", is_example=True),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}


def _is_in_force(rule: Rule, on: date) -> bool:
    """Internal practice and examples also serve for petitions that came in before them."""
    if rule.is_example:
        return True
    return rule.in_force_from <= on and (rule.in_force_until is None or on <= rule.in_force_until)


def rule_for(clock: str, track: str, channel: str | None, on: date) -> Rule | None:
    """Return the term that `clock` runs for a case of this track and channel, opened on `on`.

    A row that names the channel goes before one that does not; so does one that names the track.
    An older day than any row's first one takes the oldest row, so that no case is without a clock.
    """
    rows = [
        rule
        for rule in RULES.values()
        if rule.clock == clock
        and (not rule.tracks or track in rule.tracks)
        and (not rule.channels or channel in rule.channels)
    ]
    rows.sort(key=lambda rule: (not rule.channels, not rule.tracks))
    in_force = [rule for rule in rows if _is_in_force(rule, on)]
    return next(iter(in_force or rows), None)


SETTABLE_UNITS = (DayUnit.WORKING_DAYS, DayUnit.NATURAL_DAYS, DayUnit.HOURS)


def settable_units(rule: Rule) -> tuple[DayUnit, ...]:
    """Return the units in which the bureau may set `rule`: none for a term of the law.

    A term that can be extended keeps its unit, since the extension is counted in it.
    """
    if not rule.is_example:
        return ()
    return (rule.unit,) if rule.extension_amount else SETTABLE_UNITS
