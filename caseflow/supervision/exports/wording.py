"""A list's query string in words, as the person who asks reads them."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.core.cases.queries.filters import FilterChoices, filter_choices, read_filter
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User
from caseflow.supervision.exports.rows import arguments_of

CHOSEN: tuple[tuple[str, str, str], ...] = (
    # name in the query string, label, choices
    ("state", N_("State"), "states"),
    ("category", N_("Pollution"), "categories"),
    ("township", N_("Township"), "townships"),
    ("unit", N_("Unit"), "units"),
    ("channel", N_("Channel"), "channels"),
    ("track", N_("Kind"), "tracks"),
    ("due", N_("Due"), "dues"),
)
MARKS: tuple[tuple[str, str, str], ...] = (
    ("urgent", "1", N_("Urgent")),
    ("returned", "1", N_("Returned")),
    ("not_mine", "1", N_("Not worked on by myself")),
    ("taken", "today", N_("Taken in today by myself")),
)


def filter_words(query: str, user: User) -> str:
    """Return what a list shows, in words; six statements."""
    given, choices = arguments_of(query), filter_choices(user)
    given.setdefault("state", read_filter(given, user).state)
    found = [
        f"{_(label)}：{_named(getattr(choices, kind), given[name])}"
        for name, label, kind in CHOSEN
        if given.get(name)
    ]
    if given.get("assignee"):
        found.append(f"{_('Officer')}：{_officer(given['assignee'], choices)}")
    if given.get("clock") in CLOCK_LABELS:
        found.append(f"{_('Clock')}：{_(CLOCK_LABELS[given['clock']])}")
    found += [str(_(label)) for name, value, label in MARKS if given.get(name) == value]
    if given.get("q"):
        found.append(f"{_('Words or number')}：{given['q']}")
    return "；".join(found)


def _named(choices: tuple[tuple[str, str], ...], value: str) -> str:
    return next((label.strip() for code, label in choices if code == value), value)


def _officer(value: str, choices: FilterChoices) -> str:
    if value == "me":
        return str(_("Me"))
    return str(_("nobody yet")) if value == "none" else _named(choices.officers, value)
