"""The supervisor's lists, one row each, in the order of urgency. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class WatchList:
    """One list: what it holds, its query string, and whose turn it is."""

    key: str
    label: str
    query: tuple[tuple[str, str], ...]
    note: str
    empty: str
    icon: str
    tone: str = ""
    permission: str = ""
    """Shown only to those who hold it."""


WATCH_LISTS: tuple[WatchList, ...] = (
    WatchList("late", N_("Late"), (("due", "late"), ("state", "all")),
              N_("The nearest deadline has passed."), N_("Nothing is late."),
              "exclamation-triangle", "late"),
    WatchList("today", N_("Due today"), (("due", "today"), ("state", "all")),
              N_("The nearest deadline ends today."), N_("Nothing is due today."), "bell",
              "today"),
    WatchList("soon", N_("Due in 3 working days"), (("due", "soon"), ("state", "all")),
              N_("Due after today, within three working days."),
              N_("Nothing is due in the next three working days."), "hourglass-split", "soon"),
    WatchList("receipt", N_("Receipt not acknowledged"), (("state", "assigned"),),
              N_("Assigned, but the unit has not acknowledged receipt."),
              N_("Every unit has acknowledged what it was assigned."), "inbox", "soon"),
    WatchList("sign_off", N_("Awaiting my sign-off"),
              (("state", "awaiting_sign_off"), ("not_mine", "1")),
              N_("Submitted, and not worked on by yourself."),
              N_("No case waits for your sign-off."), "patch-check", "ok", "case:sign_off"),
    WatchList("reply", N_("Reply owed"), (("state", "reply_owed"),),
              N_("Signed off, but a complainant has not been answered."),
              N_("No petition waits for its reply."), "chat-left-text", "soon"),
    WatchList("returned", N_("Returned"), (("returned", "1"),),
              N_("Open cases that a unit has given back at least once."),
              N_("No open case was returned."), "arrow-return-left"),
)  # fmt: skip
