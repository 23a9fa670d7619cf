"""Terms of the law and of practice, one row each, effective-dated. Pure.

`clock` is the name under which cases run the term; rows without one are computed on request only.
`is_verified` is False where the text was not read (facts A.0: K, F2 marks). Internal practice and
examples from elsewhere say so in their row. Numbers are never taken from code elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from caseflow.core.deadlines.rule import (
    APPROVER_LABELS,
    OF_PRACTICE,
    ORDER_30,
    READ_2010,
    SUSPENSIONS,
    UNIT_LABELS,
    Approver,
    DayUnit,
    ExtensionStep,
    Rule,
    SuspensionKind,
)
from caseflow.ground.i18n import N_

__all__ = [
    "APPROVER_LABELS",
    "CLOCK_LABELS",
    "INTERNAL_ONLY",
    "OF_FACTS",
    "RULES",
    "SUSPENSIONS",
    "THEIRS",
    "UNIT_LABELS",
    "Approver",
    "DayUnit",
    "ExtensionStep",
    "Rule",
    "SuspensionKind",
    "rule_for",
    "rule_on",
    "settable_units",
]

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
    "unsolved": N_("Decision on what is not solved"),
    "rehandling": N_("Handling again"),
    "publication": N_("Publication"),
    # Clocks of recorded facts (enforcement/rules.py).
    "review_request": N_("Asking for a review"),
    "review_answer": N_("Answer to a request for review"),
    "recheck_request": N_("Asking for a re-check"),
    "recheck_answer": N_("Answer to a request for re-check"),
    "level_transfer": N_("Transfer to the competent level"),
    "filing": N_("Filing of a case"),
    "penalty_decision": N_("Penalty decision"),
    "plea": N_("Plea of the party"),
    "hearing_request": N_("Request for a hearing"),
    "hearing_notice": N_("Notice of the hearing"),
    "preservation": N_("Preserved evidence"),
    "service": N_("Service of the decision"),
    "payment": N_("Payment of the fine"),
    "retraction": N_("Withdrawal of a published decision"),
    "penalty_publication": N_("Publication of the penalty"),
    "info_publication": N_("Publication of enforcement information"),
    "random_publication": N_("Publication of random inspection results"),
    "order_service": N_("Service of the correction order"),
    "recheck": N_("Unannounced recheck"),
    "seizure": N_("Sealing or seizure"),
    "court": N_("Application to the court"),
    "crime_decision": N_("Decision on transfer to the police"),
    "crime_transfer": N_("Transfer to the police"),
    "police_filing": N_("Decision of the police"),
    "reconsideration": N_("Request to reconsider"),
    "police_review": N_("Reconsideration by the police"),
    "handover": N_("Handover of items"),
    "detention": N_("Transfer for detention"),
    "detention_accept": N_("Acceptance by the police"),
    "detention_return": N_("Return by the police"),
    "appeal_review": N_("Application for administrative review"),
    "appeal_suit": N_("Administrative suit"),
    "waste_confirm": N_("Confirmation of received waste"),
    "waste_paper": N_("Entry of a paper manifest"),
    "limitation": N_("Limitation of punishment"),
    "task": N_("Task of a co-handling unit"),
    "notice": N_("Answer to a supervision notice"),
}

WD, ND, H = DayUnit.WORKING_DAYS, DayUnit.NATURAL_DAYS, DayUnit.HOURS
MONTHS, YEARS = DayUnit.MONTHS, DayUnit.YEARS

XF = "信访工作条例"
HL = "环保举报热线工作管理办法（环境保护部令第15号）"
PL = "行政处罚法"
INTERNAL = N_("internal practice, editable, unverified")
_XF_FROM, _HL_FROM, _PL_FROM = date(2022, 5, 1), date(2011, 3, 1), date(2021, 7, 15)
_ORDER30 = "生态环境行政处罚办法（生态环境部令第30号）"
_O30_FROM = date(2023, 7, 1)
_ORDER8 = "环境行政处罚办法（环境保护部令第8号）"
_O8_FROM, _O8_UNTIL = date(2010, 3, 1), date(2023, 6, 30)
_CODE, _CODE_FROM = "生态环境法典", date(2026, 8, 15)
_ORDER28 = "环境保护主管部门实施按日连续处罚办法（第28号令）"
_CRIME = "行政执法机关移送涉嫌犯罪案件的规定"
_CRIME_FROM = date(2020, 8, 7)
_DETAIN = "行政主管部门移送适用行政拘留环境违法案件暂行办法"
_DETAIN_FROM = date(2014, 12, 24)
_WASTE = "危险废物转移管理办法（第23号令）"
_HOTLINES = frozenset({"12369-phone", "12369-wechat", "12369-web", "54812369", "reward"})
_SENT = frozenset(
    {"xinfang", "superior", "inspectorate-central", "inspectorate-city", "department"}
)
_12345 = frozenset({"12345"})
_EXAMPLE_NOTE = "示例，以本地规定为准"
_SICHUAN, _SICHUAN_FROM = "四川省（2025-12）示例", date(2025, 12, 25)
_INTERNAL_FROM = date(2026, 1, 1)

_HEAD, _ALL_HEADS = Approver.HEAD, Approver.COLLECTIVE
_TOLD_BY_HEAD = (ExtensionStep(30, _HEAD, is_told=True, is_verified=True),)


def _once(amount: int) -> tuple[ExtensionStep, ...]:
    """Return the one extension of a work order, told to the caller (examples of A.2)."""
    return (ExtensionStep(amount, Approver.SUPERVISOR, is_told=True),)


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


def _f(*row: object, theirs: bool = False, **more: object) -> Rule:
    """Return a row whose clock a recorded fact starts."""
    return _r(*row, is_of_fact=True, is_theirs=theirs, **more)  # type: ignore[arg-type]


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
       "handling", "petition", extensions=_TOLD_BY_HEAD),
    _f("XF-REVIEW-ASK", N_("Asking for a review"), 30, ND, XF, "35", _XF_FROM, True,
       "review_request", theirs=True),
    _f("XF-REVIEW-ANS", N_("Answer to a request for review"), 30, ND, XF, "35", _XF_FROM, True,
       "review_answer"),
    _f("XF-RECHECK-ASK", N_("Asking for a re-check"), 30, ND, XF, "36", _XF_FROM, True,
       "recheck_request", theirs=True),
    _f("XF-RECHECK-ANS", N_("Answer to a request for re-check"), 30, ND, XF, "36", _XF_FROM, True,
       "recheck_answer", suspends=frozenset({"hearing"}),
       note=N_("hearing time is not counted")),
    # The 12369 hotline (Order 15; whether it is still in force was not verified).
    _r("HL-ACK", N_("Notice of receipt, 12369 report"), 15, ND, HL, "8", _HL_FROM, False,
       "acknowledgement", channels=_HOTLINES),
    _f("HL-TRANSFER", N_("Transfer of a 12369 report to the competent level"), 3, WD, HL, "9, 10",
       _HL_FROM, False, "level_transfer"),
    _r("HL-CLOSE", N_("Handling of a 12369 report"), 60, ND, HL, "11", _HL_FROM, False,
       "handling", "report", extensions=(ExtensionStep(30, _HEAD),)),
    # 12345 work orders: figures of another place as editable examples.
    _r("12345-CONSULT", N_("12345 work order: consultation"), 3, WD, _SICHUAN, "",
       _SICHUAN_FROM, False, "handling", "consultation", is_example=True,
       note=_EXAMPLE_NOTE, extensions=_once(3), suspends=OF_PRACTICE),
    _r("12345-HELP", N_("12345 work order: help or suggestion"), 7, WD, _SICHUAN, "",
       _SICHUAN_FROM, False, "handling", "suggestion", is_example=True,
       note=_EXAMPLE_NOTE, extensions=_once(7), suspends=OF_PRACTICE),
    _r("12345-REPORT", N_("12345 work order: complaint or report"), 15, WD,
       _SICHUAN, "", _SICHUAN_FROM, False, "handling", "report", _12345,
       is_example=True, note=_EXAMPLE_NOTE, extensions=_once(15), suspends=OF_PRACTICE),
    _r("12345-URGENT", N_("12345 work order: urgent"), 0, ND, "深圳地区某局规则 示例", "",
       _SICHUAN_FROM, False, "handling", "report consultation suggestion", _12345,
       condition="urgent", is_example=True, note=f"{_EXAMPLE_NOTE}；当日", rolls=False),
    # Penalties and what surrounds them: clocks of recorded facts.
    _f("PEN-FILE-2010", N_("Filing of a case after a lead"), 7, WD, _ORDER8, "22", _O8_FROM, True,
       "filing", in_force_until=_O8_UNTIL, version_of="PEN-FILE"),
    _f("PEN-FILE", N_("Filing of a case after a lead"), 15, ND, _ORDER30, "", _O30_FROM, False,
       "filing", extensions=(ExtensionStep(15, _HEAD),)),
    _f("PEN-DECIDE-2010", N_("Penalty decision"), 3, MONTHS, _ORDER8, "55", _O8_FROM, True,
       "penalty_decision", in_force_until=_O8_UNTIL, version_of="PEN-DECIDE",
       suspends=READ_2010),
    _f("PEN-DECIDE", N_("Penalty decision"), 90, ND, PL, "60", _O30_FROM, True,
       "penalty_decision", suspends=ORDER_30,
       extensions=(ExtensionStep(30, _HEAD), ExtensionStep(30, _ALL_HEADS)),
       note=N_("extensions of Order 30 unverified")),
    _f("PEN-PLEA", N_("Plea after the notice of penalty"), 5, WD, _ORDER30, "", _O30_FROM, False,
       "plea", theirs=True),
    _f("PEN-HEARING-ASK", N_("Request for a hearing"), 5, WD, PL, "64(1)", _PL_FROM, True,
       "hearing_request", theirs=True),
    _f("PEN-HEARING-NOTICE", N_("Notice before the hearing"), 7, WD, PL, "64(2)", _PL_FROM, True,
       "hearing_notice"),
    _f("PEN-REGISTER-PRESERVE-2010", N_("Decision after registration and preservation"), 7, WD,
       _ORDER8, "39", _O8_FROM, True, "preservation", in_force_until=date(2021, 7, 14),
       version_of="PEN-REGISTER-PRESERVE"),
    _f("PEN-REGISTER-PRESERVE", N_("Decision after registration and preservation"), 7, WD, PL, "56",
       _PL_FROM, True, "preservation"),
    _f("PEN-SERVE", N_("Service of a penalty decision"), 7, WD, PL, "61", _PL_FROM, True,
       "service"),
    _f("PEN-PAY", N_("Payment of a fine"), 15, ND, PL, "67", _PL_FROM, True, "payment",
       theirs=True),
    _f("PEN-WITHDRAW", N_("Withdrawal of a published decision"), 3, WD, PL, "48", _PL_FROM, True,
       "retraction"),
    _f("PUB-PENALTY", N_("Publication of a penalty decision"), 7, WD, "国办发〔2018〕118号", "",
       date(2019, 1, 1), False, "penalty_publication"),
    _f("PUB-OTHER", N_("Publication of other enforcement information"), 20, WD,
       "政府信息公开条例", "26", date(2019, 5, 15), True, "info_publication"),
    _f("PUB-RANDOM", N_("Publication of random inspection results"), 20, WD, "国发〔2019〕5号", "",
       date(2019, 1, 1), False, "random_publication"),
    _f("DAYFINE-SERVE", N_("Service of the correction order, monitoring needed"), 3, WD,
       _ORDER28, "8", date(2015, 1, 1), False, "order_service"),
    _f("DAYFINE-RECHECK", N_("Unannounced recheck where a daily fine is in view"), 30, ND,
       _ORDER28, "10", date(2015, 1, 1), False, "recheck", is_internal_only=True, rolls=False),
    _f("SEIZE", N_("Sealing or seizure"), 30, ND, "行政强制法", "25", date(2012, 1, 1), True,
       "seizure", extensions=(ExtensionStep(30, _HEAD, is_verified=True),), rolls=False),
    _f("ENFORCE-COURT", N_("Application for enforcement by the court"), 3, MONTHS, "行政强制法",
       "53", date(2012, 1, 1), True, "court"),
    _f("CRIME-DECIDE", N_("Decision on transfer to the police"), 3, ND, _CRIME, "5", _CRIME_FROM,
       True, "crime_decision"),
    _f("CRIME-MOVE", N_("Transfer to the police after approval"), 24, H, _CRIME, "5", _CRIME_FROM,
       True, "crime_transfer"),
    _f("CRIME-POLICE", N_("Police decision on filing"), 3, ND, _CRIME, "8", _CRIME_FROM, True,
       "police_filing", theirs=True),
    _f("CRIME-RECONSIDER", N_("Request to reconsider a refusal to file"), 3, ND, _CRIME, "9",
       _CRIME_FROM, True, "reconsideration"),
    _f("CRIME-RECONSIDER-ANS", N_("Police decision on the reconsideration"), 3, ND, _CRIME, "9",
       _CRIME_FROM, True, "police_review", theirs=True),
    _f("CRIME-HANDOVER", N_("Handover of items to the police"), 3, ND, _CRIME, "12", _CRIME_FROM,
       True, "handover"),
    _f("DETAIN-MOVE", N_("Transfer for administrative detention"), 3, WD, _DETAIN, "12–15, 19",
       _DETAIN_FROM, True, "detention"),
    _f("DETAIN-ACCEPT", N_("Acceptance of a transfer for detention by the police"), 3, WD, _DETAIN,
       "12–15, 19", _DETAIN_FROM, True, "detention_accept", theirs=True),
    _f("DETAIN-RETURN", N_("Return of a transfer for detention by the police"), 5, WD, _DETAIN,
       "12–15, 19", _DETAIN_FROM, True, "detention_return", theirs=True),
    _f("APPEAL-REVIEW", N_("Application for administrative review"), 60, ND, "行政复议法", "20",
       date(2024, 1, 1), True, "appeal_review", theirs=True),
    _f("APPEAL-SUIT", N_("Administrative suit"), 6, MONTHS, "行政诉讼法", "46", date(2017, 7, 1),
       False, "appeal_suit", theirs=True),
    _f("HW-CONFIRM", N_("Confirmation of received hazardous waste"), 5, WD, _WASTE, "",
       date(2022, 1, 1), True, "waste_confirm", theirs=True),
    _f("HW-PAPER", N_("Entering a paper manifest afterwards"), 10, WD, _WASTE, "",
       date(2022, 1, 1), True, "waste_paper", theirs=True),
    _f("LIMITATION-2021", N_("Limitation of punishment"), 2, YEARS, PL, "36", _PL_FROM, True,
       "limitation", in_force_until=date(2026, 8, 14), version_of="LIMITATION", rolls=False),
    _f("LIMITATION", N_("Limitation of punishment"), 2, YEARS, _CODE, "1054",
       _CODE_FROM, True, "limitation", rolls=False),
    _f("LIMITATION-HARM-2021", N_("Limitation of punishment, harm to life or safety"), 5, YEARS,
       PL, "36", _PL_FROM, True, "limitation", in_force_until=date(2026, 8, 14),
       version_of="LIMITATION-HARM", rolls=False),
    _f("LIMITATION-HARM", N_("Limitation of punishment, harm to life or safety"), 5, YEARS,
       _CODE, "1054", _CODE_FROM, True, "limitation", rolls=False),
    # Internal practice.
    _r("INT-EXAM", N_("Noise near a school in an examination period"), 1, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "handling", "report", condition="exam", is_example=True,
       note=_EXAMPLE_NOTE),
    _r("INT-RECEIPT", N_("Receipt by the unit"), 1, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "receipt", is_example=True),
    _r("INT-CONTACT", N_("First contact with the complainant"), 1, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "contact", "report petition suggestion consultation",
       is_example=True),
    _r("INT-INSPECT", N_("Handling of the bureau's own inspection"), 30, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "handling", "inspection", is_example=True, suspends=OF_PRACTICE),
    _r("INT-RECTIFY", N_("Rectification, unless the order fixes a day"), 15, ND, INTERNAL, "",
       _INTERNAL_FROM, False, "rectification", is_example=True),
    _r("INT-RECHECK", N_("Re-inspection after reported rectification"), 5, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "reinspection", is_example=True, suspends=OF_PRACTICE),
    _r("INT-SIGNOFF", N_("Sign-off after submission"), 2, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "sign_off", is_example=True),
    _r("INT-REPLY", N_("Reply by the day promised at registration"), 15, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "reply", is_example=True),
    _r("INT-CALLBACK", N_("Call-back after the reply"), 5, WD, INTERNAL, "", _INTERNAL_FROM, False,
       "callback", is_example=True),
    _r("INT-UNSOLVED", N_("Decision on a matter that a complainant calls not solved"), 2, WD,
       INTERNAL, "", _INTERNAL_FROM, False, "unsolved", is_example=True),
    _r("INT-REHANDLE", N_("Handling again after it was found not solved"), 7, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "rehandling", is_example=True,
       extensions=(ExtensionStep(7, Approver.SUPERVISOR),), suspends=OF_PRACTICE),
    _r("INT-TASK", N_("Answer of a co-handling unit, unless the task fixes a day"), 5, WD,
       INTERNAL, "", _INTERNAL_FROM, False, "task", is_example=True),
    _r("INT-PUBLISH", N_("Publication of a case summary after closing"), 20, WD, INTERNAL, "",
       _INTERNAL_FROM, False, "publication", is_example=True),
    _r("INT-NOTICE", N_("Answer to a supervision notice, unless it fixes a day"), 3, WD, INTERNAL,
       "", _INTERNAL_FROM, False, "notice", is_example=True),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}

CONDITIONS = ("urgent", "exam")
"""What makes a case run by a row of its own, the strongest first."""


THEIRS = frozenset(rule.clock for rule in _ALL if rule.is_theirs)
"""Clocks of a party or another authority: past their day, nothing of ours is late."""
INTERNAL_ONLY = frozenset(rule.clock for rule in _ALL if rule.is_internal_only)
"""Clocks that nobody outside the team sees."""
OF_FACTS = frozenset(rule.clock for rule in _ALL if rule.is_of_fact)
"""Clocks of recorded facts: they run on when the case is closed."""


def _is_in_force(rule: Rule, on: date) -> bool:
    """Internal practice and examples also serve for petitions that came in before them."""
    if rule.is_example:
        return True
    return rule.in_force_from <= on and (rule.in_force_until is None or on <= rule.in_force_until)


def rule_for(
    clock: str,
    track: str,
    channel: str | None,
    on: date,
    conditions: Collection[str] = (),
) -> Rule | None:
    """Return the term that `clock` runs for a case of this track and channel, opened on `on`.

    A row for one of the case's `conditions` goes first; then a row that names the channel goes
    before one that does not; so does one that names the track. An older day than any row's first
    one takes the oldest row, so that no case is without a clock.
    """
    rows = [
        rule
        for rule in RULES.values()
        if rule.clock == clock
        and not rule.is_of_fact
        and (not rule.condition or rule.condition in conditions)
        and (not rule.tracks or track in rule.tracks)
        and (not rule.channels or channel in rule.channels)
    ]
    rows.sort(key=_rank)
    in_force = [rule for rule in rows if _is_in_force(rule, on)]
    return next(iter(in_force or rows), None)


def _rank(rule: Rule) -> tuple[int, bool, bool]:
    place = CONDITIONS.index(rule.condition) if rule.condition else len(CONDITIONS)
    return place, not rule.channels, not rule.tracks


def rule_on(rule_id: str, on: date) -> Rule:
    """Return the version of a term that was in force on `on`; before the first, the first one."""
    versions = [rule for rule in RULES.values() if rule.family == RULES[rule_id].family]
    versions.sort(key=lambda rule: rule.in_force_from)
    return next((rule for rule in versions if _is_in_force(rule, on)), versions[0])


SETTABLE_UNITS = (DayUnit.WORKING_DAYS, DayUnit.NATURAL_DAYS, DayUnit.HOURS)


def settable_units(rule: Rule) -> tuple[DayUnit, ...]:
    """Return the units in which the bureau may set `rule`: none for a term of the law.

    A term that can be extended keeps its unit, since the extension is counted in it.
    """
    if not rule.is_example:
        return ()
    return (rule.unit,) if rule.extension_amount else SETTABLE_UNITS
