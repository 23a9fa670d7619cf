"""A reply in words: sections drafted from the case, and the letter of one petitioner. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseflow.core.replies.rules import (
    ASKED_PRINTED,
    OPINION_OF,
    OPINIONS_PRINTED,
    SECTIONS,
    basis_on,
)

NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class OrderDone:
    """A rectification order, as far as the reply tells of it."""

    number: str
    task: str
    goal: str
    due_on: date
    complied_on: date | None


@dataclass(frozen=True, slots=True)
class Handled:
    """What the records of a case say of its handling.

    The words of a submission for sign-off are not among them: they are written for colleagues.
    """

    form: str
    today: date
    conclusion: str | None
    """founded, partly or unfounded; None: not judged."""
    visits: Sequence[tuple[date, str]]
    """Inspections, looks and re-inspections: day and findings, oldest first."""
    orders: Sequence[OrderDone]
    law: Sequence[str] = ()
    """Laws named in issued decisions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One petition, as far as its own petitioner is told of it again."""

    number: str
    submitted_on: date
    channel: str
    subject: str
    request: str
    body: str


def day_words(day: date) -> str:
    """Return a day as letters write it: 2026年11月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


_JUDGED = {
    "founded": "经调查核实，您反映的问题属实。",
    "partly": "经调查核实，您反映的问题部分属实。",
    "unfounded": "经调查核实，未发现您反映的问题。",
}


def sections_of(handled: Handled) -> dict[str, str]:
    """Return the sections of a first draft, by code, with the opinion; all of it can be changed.

    Of what no record tells, nothing is said: such a section is "" and must be written.
    """
    return {
        "opinion": OPINION_OF.get(handled.conclusion, "explain"),
        "found": _found(handled),
        "done": _done(handled),
        "view": _JUDGED.get(handled.conclusion or "", ""),
        "law": _law(handled),
        "remedies": basis_on(handled.form, "remedies", handled.today),
    }


def _found(handled: Handled) -> str:
    return "\n".join(
        f"{day_words(day)}，执法人员现场核查：{words.strip()}" for day, words in handled.visits
    )


def _done(handled: Handled) -> str:
    return "\n".join(_order(one) for one in handled.orders)


def _order(one: OrderDone) -> str:
    asked = f"我局责令责任单位于{day_words(one.due_on)}前改正（{one.number}）：{one.task.strip()}"
    if one.complied_on is None:
        return f"{asked}，我局将继续跟踪改正情况。"
    return f"{asked}。{day_words(one.complied_on)}经复查，已改正到位。"


def _law(handled: Handled) -> str:
    return "\n".join([*handled.law, basis_on(handled.form, "law", handled.today)]).strip()


def asked_of(petition: Asked) -> str:
    """Return what one petitioner asked, in their own words and nobody else's."""
    lines = [petition.subject.strip(), petition.body.strip()]
    if petition.request.strip():
        lines.append(f"请求：{petition.request.strip()}")
    return "\n".join(line for line in lines if line)


def opening_of(petition: Asked) -> str:
    """Return the sentence that a letter begins with."""
    return (
        f"您于{day_words(petition.submitted_on)}通过{petition.channel}反映的事项"
        f"（编号：{petition.number}）收悉。经办理，现答复如下："
    )


def parts_of(
    form: str, sections: Mapping[str, str], asked: str, own_words: str
) -> list[tuple[str, str]]:
    """Return the headed parts of one petitioner's letter, those without words left out."""
    found = [(ASKED_PRINTED[form], asked)]
    for code, row in SECTIONS.items():
        words = sections.get(code, "").strip()
        if code == "view":
            words = f"{OPINIONS_PRINTED[sections['opinion']]}{words}"
        if code == "done" and own_words.strip():
            words = f"{words}\n{own_words.strip()}"
        found.append((row.printed, words))
    return [(title, words) for title, words in found if words.strip()]


def answer_of(parts: Iterable[tuple[str, str]]) -> str:
    """Return the answer as text: what is read out, sent and kept.

    What the petitioner asked is left out of it: it stands in their own letter, and goes to no
    platform, list or publication along with the answer.
    """
    told = [(title, words) for title, words in parts if title not in ASKED_PRINTED.values()]
    return "\n\n".join(f"{NUMERALS[n]}、{title}\n{words}" for n, (title, words) in enumerate(told))


def letter_of(opening: str, parts: Iterable[tuple[str, str]], office: str) -> str:
    """Return the whole letter to one petitioner as text, as it is printed."""
    body = [f"{NUMERALS[n]}、{title}\n{words}" for n, (title, words) in enumerate(parts)]
    return "\n\n".join([opening, *body, office])


def lacking(form: str, sections: Mapping[str, str], asked: Mapping[str, str]) -> list[str]:
    """Return the msgids of what a reply must hold and does not; `asked`: by petition number."""
    found = [row.label for code, row in SECTIONS.items() if not sections.get(code, "").strip()]
    if sections.get("opinion") not in OPINIONS_PRINTED:
        found.append("Opinion")
    if not asked or not all(words.strip() for words in asked.values()):
        found.append("What was asked")
    return found
