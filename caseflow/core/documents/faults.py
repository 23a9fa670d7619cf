"""What would void the whole file: refused with its reason, or only warned of. Pure.

The fatal rows are those of the ministry's review sheet (环执法发〔2024〕4号, a secondary copy)
that the records here can show. Every row says where it stands; “practice” is the bureau's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseflow.core.documents.bases import BASES, BUREAU, CODE_ON
from caseflow.core.documents.content import Content
from caseflow.core.documents.items import INQUIRY, ORDER, PHOTOGRAPHS, REVIEW, SCENE, SERVICE
from caseflow.core.documents.rules import Params
from caseflow.core.redaction import NOTHING_KNOWN, Known, leaks
from caseflow.ground import clock
from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Ground:
    """What beside the content is looked at: who is who, and how things stand today."""

    office: str
    """In whose name this case's documents are issued now."""
    qualified: frozenset[int]
    """Officers of the visit with a certificate valid on its day."""
    investigators: frozenset[int]
    """Everybody who worked on the case."""
    today: date
    now: datetime
    issued: frozenset[int] = frozenset()
    """Documents of the case that stand issued."""
    served_latest: date | None = None
    """The last day on which the document could be served in time (行政处罚法 61)."""
    is_served: bool = True
    """Whether an issued proof shows that the issued order was served."""
    complainants: Known = NOTHING_KNOWN
    """Who must not be told to whom the document goes."""


Check = Callable[[Content, Ground], "Params | None"]
"""Returns the reason's parameters if the fault is there, else None."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row: on these forms, refused (or warned of) with this reason."""

    code: str
    forms: tuple[str, ...]
    reason: str
    """A msgid."""
    check: Check
    source: str = REVIEW


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _too_few(content: Content, ground: Ground) -> Params | None:
    found = {one["user_id"] for one in content["officers"]} & ground.qualified
    return {} if len(found) < 2 else None


def _own_review(content: Content, ground: Ground) -> Params | None:
    chosen = {str(content["items"].get(code) or "") for code in ("reviewer", "approver")}
    return {} if chosen & {str(one) for one in ground.investigators} else None


def _wrong_office(content: Content, ground: Ground) -> Params | None:
    if content["office"] == ground.office:
        return None
    return {"named": content["office"], "right": ground.office}


def _no_address(content: Content, _ground: Ground) -> Params | None:
    items = content["items"]
    is_known = items.get("service_address") and items.get("service_confirmed")
    return None if is_known else {}


_NATURAL = re.compile(r"[三五七357３５７]\s*[个個]?\s*(?:自然日|日历日|日历天)")
_COUNTED = re.compile(r"[三五七357３５７]\s*[个個]?\s*(?:日|天)[^。；]{0,20}(?:按|以)\s*自然日")


def _natural_days(content: Content, _ground: Ground) -> Params | None:
    for value in content["items"].values():
        found = _NATURAL.search(str(value)) or _COUNTED.search(str(value))
        if found:
            return {"words": found[0]}
    return None


def _untold(content: Content, _ground: Ground) -> Params | None:
    return {} if content["has_readings"] and not content["items"].get("result_told") else None


def _law_of_another_day(content: Content, _ground: Ground) -> Params | None:
    """Article 1057: the law of the day of the act; the new one only where it is lighter."""
    items = content["items"]
    basis, act_on = BASES.get(items.get("basis", "")), _day(items.get("act_on", ""))
    if basis is None or act_on is None or basis.is_in_force(act_on):
        return None
    is_new = basis.from_on == CODE_ON and act_on < CODE_ON
    return None if is_new and items.get("is_lighter") else {"law": basis.order}


def _due_day_is_over(content: Content, ground: Ground) -> Params | None:
    due = _day(content["items"].get("correct_by", ""))
    return {} if due is not None and due <= ground.today else None


def _served_too_early(content: Content, ground: Ground) -> Params | None:
    served = _instant(content["items"].get("served_at", ""))
    issued = _instant(content["served"].get("issued_at", ""))
    if served is None or issued is None:
        return None
    return {} if served < issued or served > ground.now else None


def _served_is_void(content: Content, ground: Ground) -> Params | None:
    served = content["served"].get("document_id")
    return {} if served is not None and served not in ground.issued else None


def _ends_before_it_begins(content: Content, ground: Ground) -> Params | None:
    started = _instant(content["items"].get("started_at", ""))
    ended = _instant(content["items"].get("ended_at", ""))
    is_ahead = any(one is not None and one > ground.now for one in (started, ended))
    return {} if is_ahead or (started and ended and ended < started) else None


def _names_complainant(content: Content, ground: Ground) -> Params | None:
    told = "\n".join(texts_in(content))
    return {} if leaks(told, ground.complainants) else None


def texts_in(part: Any) -> Iterator[str]:
    """Yield every text of a content, whatever it is wrapped in."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from texts_in(list(part.values()))
    elif isinstance(part, list | tuple):
        for one in part:
            yield from texts_in(one)


VISITED = (SCENE, INQUIRY, ORDER, PHOTOGRAPHS)
ALL = (*VISITED, SERVICE)

FATAL: tuple[Fault, ...] = (
    Fault("two_officers", VISITED,
          N_("Fewer than two officers with certificates valid on the day took part."), _too_few,
          "行政处罚法 (2021) 42; " + REVIEW),
    Fault("own_review", (ORDER,),
          N_("Who investigated the case can neither review nor approve the decision."),
          _own_review),
    Fault("wrong_office", ALL,
          N_("The document names %(named)s, but this case is handled in the name of %(right)s."),
          _wrong_office),
    Fault("no_address", (INQUIRY, SERVICE),
          N_("The address for service is not confirmed by the party."), _no_address),
    Fault("natural_days", (INQUIRY, ORDER, SERVICE),
          N_("“%(words)s” counts natural days: terms of three, five and seven days are working "
             "days (行政处罚法 85)."), _natural_days, "行政处罚法 (2021) 85; " + REVIEW),
    Fault("result_not_told", (INQUIRY, ORDER),
          N_("Something was measured, but nothing says that the party was told the result."),
          _untold),
    Fault("law_of_another_day", (ORDER,),
          N_("%(law)s was not in force on the day of the act; a newer law applies only where it "
             "is lighter (生态环境法典 1057)."), _law_of_another_day, "生态环境法典 1057, 1242"),
    Fault("due_day_over", (ORDER,),
          N_("The day to put it right by is over already: a new order is needed."),
          _due_day_is_over, "practice"),
    Fault("served_too_early", (SERVICE,),
          N_("The service lies before the document was issued, or in the future."),
          _served_too_early, "practice"),
    Fault("served_is_void", (SERVICE,),
          N_("The document served is void: serve the one that replaced it."), _served_is_void,
          "practice"),
    Fault("wrong_times", (SCENE, INQUIRY),
          N_("The end lies before the beginning, or one of them in the future."),
          _ends_before_it_begins, "practice"),
    Fault("names_complainant", ALL,
          N_("The document tells the name, telephone number or home of a complainant of this case: "
             "take it out."), _names_complainant,
          "信访工作条例 (2022-05-01) 30; 生态环境法典 (2026-08-15) 146"),
)  # fmt: skip
"""Faults that refuse the issuing."""


def _served_late(content: Content, ground: Ground) -> Params | None:
    served = _instant(content["items"].get("served_at", ""))
    if served is None or ground.served_latest is None:
        return None
    return {} if clock.local_date(served) > ground.served_latest else None


def _time_barred(content: Content, ground: Ground) -> Params | None:
    act_on = _day(content["items"].get("act_on", ""))
    if act_on is None:
        return None
    year, month, day = ground.today.year - 2, ground.today.month, ground.today.day
    return {} if (act_on.year, act_on.month, act_on.day) < (year, month, day) else None


def _unverified_law(content: Content, _ground: Ground) -> Params | None:
    basis = BASES.get(content["items"].get("basis", ""))
    return {} if basis is not None and not basis.is_verified else None


def _of_others(content: Content, _ground: Ground) -> Params | None:
    """Who may order by much of the law on noise, fumes and dust is assigned locally."""
    basis = BASES.get(content["items"].get("basis", ""))
    return {"who": f"@{basis.who}"} if basis is not None and basis.who != BUREAU else None


def _not_served(_content: Content, ground: Ground) -> Params | None:
    return None if ground.is_served else {}


WARNINGS: tuple[Fault, ...] = (
    Fault("served_late", (SERVICE,),
          N_("It was served more than seven working days after it was issued (行政处罚法 61)."),
          _served_late, "行政处罚法 (2021) 61"),
    Fault("time_barred", (ORDER,),
          N_("More than two years lie between the act and today: look whether a penalty is still "
             "possible (生态环境法典 1054)."), _time_barred, "生态环境法典 1054"),
    Fault("unverified_law", (ORDER,),
          N_("The text of this law was not read when the table was made: take the article from "
             "the gazette."), _unverified_law, "practice"),
    Fault("of_others", (ORDER,),
          N_("By this law the order is given by %(who)s: make sure that this is your office."),
          _of_others, "生态环境法典 1128–1132, 1185–1190"),
    Fault("not_served", (ORDER,),
          N_("No proof shows that the decision was served. Its deadline runs here since the order "
             "was recorded; it binds the party only from the service on."), _not_served,
          "practice"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A fault that is there, with the parameters of its reason."""

    fault: Fault
    params: Params


def _faults(rows: tuple[Fault, ...], form: str, content: Content, ground: Ground) -> list[Found]:
    found = [(row, row.check(content, ground)) for row in rows if form in row.forms]
    return [Found(row, params) for row, params in found if params is not None]


def fatal(form: str, content: Content, ground: Ground) -> list[Found]:
    """Return every fault that refuses the issuing of this content."""
    return _faults(FATAL, form, content, ground)


def warnings(form: str, content: Content, ground: Ground) -> list[Found]:
    """Return what should be looked at, though it refuses nothing."""
    return _faults(WARNINGS, form, content, ground)
