"""Where canned texts are offered, what their variables mean, and what is left to fill in. Pure.

A variable is written {{name}} in a text. The page that inserts the text fills in what it knows and
leaves a mark such as [请填写受理编号] for what it does not; no marked words are sent as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from caseflow.ground.i18n import N_

PLACES: dict[str, str] = {
    "registration": N_("Registration of a petition"),
    "notice": N_("Notice to the complainant"),
    "reply": N_("Reply"),
    "note": N_("Note, reason or remark"),
}
"""Code → name. A text area says by `data-texts` which of them it is."""

VARIABLES: dict[str, tuple[str, str]] = {
    "number": ("受理编号", N_("number of the petition")),
    "case_number": ("案件编号", N_("number of the case")),
    "promised_on": ("承诺答复日期", N_("day the reply is promised by")),
    "unit": ("承办单位", N_("unit that handles the case")),
    "source": ("被反映单位", N_("who is complained of")),
    "place": ("地点", N_("place of the matter")),
    "today": ("日期", N_("today's date")),
    "operator": ("经办人", N_("who is writing")),
    "authority": ("本局名称", N_("name of the bureau")),
}
"""Name → (what the mark asks for, what it stands for)."""

MARK = "[请填写"
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_MARKED = re.compile(r"\[请填写[^\]\n]{0,80}\]")


def as_written(name: str) -> str:
    """Return a variable as it stands in a text: {{number}}."""
    return "{{" + name + "}}"


def unknown_variables(body: str) -> list[str]:
    """Return the variables of a text that no page can fill, in the order of their appearance."""
    return [name for name in _VARIABLE.findall(body) if name not in VARIABLES]


def filled(body: str, facts: Mapping[str, str]) -> str:
    """Return the text with its variables replaced; what `facts` lacks becomes a mark."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        known = facts.get(name, "")
        if known:
            return known
        return f"{MARK}{VARIABLES[name][0]}]" if name in VARIABLES else match[0]

    return _VARIABLE.sub(value, body)


def left_to_fill(text: str) -> list[str]:
    """Return the marks still standing in a text, each once, in order."""
    return list(dict.fromkeys(_MARKED.findall(text)))


def is_in_force(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Return whether something is in force on `day`; both days are included."""
    return valid_from <= day and (valid_until is None or day <= valid_until)


def day_in_text(day: date) -> str:
    """Return a day as an official Chinese text writes it: 2026年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
