"""Which lists make up each role's day: one row a list, the first is the one to begin with. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Role


@dataclass(frozen=True, slots=True)
class Board:
    """One list: its name, its query string, how it is shown when empty. `tone` as of ui.stat."""

    key: str
    label: str
    query: dict[str, str] = field(default_factory=dict)
    empty: str = ""
    icon: str = "folder2-open"
    tone: str = ""


LATE = Board("late", N_("Late"), {"due": "late"}, N_("Nothing is late."),
             "exclamation-triangle", "late")  # fmt: skip
_MINE = {"assignee": "me"}

BOARDS: dict[Role, tuple[Board, ...]] = {
    Role.OPERATOR: (
        Board("reply", N_("Reply owed"), {"state": "reply_owed"},
              N_("No petition waits for its reply."), "chat-left-text", "soon"),
        Board("mine", N_("Taken in by me today"), {"taken": "today", "state": "all"},
              N_("You have not registered anything today."), "plus-lg"),
        Board("callback", N_("Call-backs due"), {"clock": "callback", "due": "any",
                                                 "state": "all"},
              N_("Nobody waits for a call-back."), "telephone"),
        Board("returned", N_("Returned"), {"state": "accepted", "returned": "1"},
              N_("Nothing was returned."), "arrow-return-left"),
    ),
    Role.DISPATCHER: (
        Board("registered", N_("To be accepted"), {"state": "registered"},
              N_("No petition waits to be accepted."), "inbox", "soon"),
        Board("accepted", N_("To be assigned"), {"state": "accepted"},
              N_("No case waits to be assigned."), "send", "soon"),
        Board("returned", N_("Returned by a unit"), {"state": "accepted", "returned": "1"},
              N_("Nothing was returned."), "arrow-return-left", "today"),
        Board("receipt", N_("Receipt not acknowledged"), {"state": "assigned"},
              N_("Every unit has acknowledged what it was assigned."), "clock"),
        LATE,
    ),
    Role.OFFICER: (
        Board("mine", N_("My cases"), _MINE, N_("No open case is yours."), "person", "ok"),
        Board("receipt", N_("To acknowledge"), {"state": "assigned"},
              N_("Nothing new for your unit."), "inbox", "soon"),
        Board("today", N_("Due today"), {"due": "today"}, N_("Nothing is due today."), "bell",
              "today"),
        Board("soon", N_("Due in 3 working days"), {"due": "soon"},
              N_("Nothing is due in the next three working days."), "hourglass-split", "soon"),
        LATE,
    ),
    Role.SUPERVISOR: (
        Board("sign_off", N_("Awaiting my sign-off"),
              {"state": "awaiting_sign_off", "not_mine": "1"},
              N_("No case waits for your sign-off."), "patch-check", "soon"),
        LATE,
        Board("today", N_("Due today"), {"due": "today"}, N_("Nothing is due today."), "bell",
              "today"),
        Board("reply", N_("Reply owed"), {"state": "reply_owed"},
              N_("No petition waits for its reply."), "chat-left-text"),
        Board("urgent", N_("Urgent"), {"urgent": "1"}, N_("No open case is urgent."),
              "exclamation-triangle"),
    ),
    Role.TOWNSHIP: (
        Board("mine", N_("My cases"), _MINE, N_("No open case is yours."), "person", "ok"),
        Board("receipt", N_("To acknowledge"), {"state": "assigned"},
              N_("Nothing new for your unit."), "inbox", "soon"),
        Board("unit", N_("Cases of our township office"), {},
              N_("No open case lies with your office."), "folder2-open"),
        Board("soon", N_("Due in 3 working days"), {"due": "soon"},
              N_("Nothing is due in the next three working days."), "hourglass-split", "soon"),
        LATE,
    ),
    Role.LEADER: (
        LATE,
        Board("urgent", N_("Urgent"), {"urgent": "1"}, N_("No open case is urgent."),
              "exclamation-triangle"),
        Board("open", N_("Open cases"), {}, N_("No case is open."), "folder2-open", "ok"),
    ),
    Role.PUBLISHER: (
        Board("closed", N_("Closed, may be published"), {"state": "closed"},
              N_("No case has been closed yet."), "megaphone", "ok"),
    ),
    Role.AUDITOR: (
        LATE,
        Board("open", N_("Open cases"), {}, N_("No case is open."), "folder2-open", "ok"),
        Board("ended", N_("Ended cases"), {"state": "ended"}, N_("No case has ended yet."),
              "check-circle"),
    ),
    Role.REWARD_OFFICER: (),
    Role.ADMINISTRATOR: (),
}  # fmt: skip
