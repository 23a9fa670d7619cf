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
    WatchList("returned", N_("Returned twice"), (("returned", "2"),),
              N_("Open cases that units have given back at least twice: rule on competence."),
              N_("No open case was returned twice."), "arrow-return-left", "soon"),
    WatchList("sign_off", N_("Awaiting my sign-off"),
              (("state", "awaiting_sign_off"), ("not_mine", "1")),
              N_("Submitted, and not worked on by yourself."),
              N_("No case waits for your sign-off."), "patch-check", "ok", "case:sign_off"),
    WatchList("reply", N_("Reply owed"), (("state", "reply_owed"),),
              N_("Signed off, but a complainant has not been answered."),
              N_("No petition waits for its reply."), "chat-left-text", "soon"),
    WatchList("reinspection", N_("Re-inspection due"),
              (("state", "reinspecting"), ("clock", "reinspection")),
              N_("Reported as put right, and not looked at again yet."),
              N_("No order waits for its re-inspection."), "card-checklist", "soon"),
    WatchList("attention", N_("Evidence needing attention"),
              (("attention", "1"), ("state", "all")),
              N_("A record that a tablet sent could not be applied, and waits for a decision."),
              N_("No record of a tablet waits."), "tablet", "soon"),
    WatchList("nobody", N_("Nobody’s"), (("nobody", "1"),),
              N_("Assigned to a closed account or unit, or to a unit without a head."),
              N_("Somebody answers for every open case."), "person", "late"),
)  # fmt: skip
