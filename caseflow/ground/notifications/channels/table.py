"""The ways out, one row each: who sends, to which address, and what the other side can bear.

The inbox is no row: it never leaves the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from caseflow.ground.config import Settings
from caseflow.ground.i18n import N_
from caseflow.ground.notifications.channels.email import EmailSender
from caseflow.ground.notifications.channels.sms import SmsSender
from caseflow.ground.notifications.channels.wecom import WecomSender
from caseflow.ground.notifications.letters import Sender

IN_APP = "in_app"
EMAIL = "email"
SMS = "sms"
WECOM = "wecom"


@dataclass(frozen=True, slots=True)
class Channel:
    """One row. `address` names the column of a person's account; "" : a group is addressed."""

    name: str
    label: str
    open: Callable[[Settings], Sender]
    is_set: Callable[[Settings], bool]
    address: str
    knows_repeats: bool
    """The other side is given the same id at every attempt. Without one nothing is sent again
    whose outcome is unknown: it fails, for a person to look whether it arrived."""
    most_at_once: int
    """How many one run of the delivery hands over; the next run goes on a minute later."""
    most_characters: int
    """Longer words are cut; 0: never."""


CHANNELS: dict[str, Channel] = {
    row.name: row
    for row in (
        Channel(EMAIL, N_("e-mail"), EmailSender, lambda s: s.smtp_host is not None,
                "email", knows_repeats=True, most_at_once=1000, most_characters=0),
        Channel(SMS, N_("text message"), SmsSender, lambda s: s.sms_url is not None,
                "phone", knows_repeats=True, most_at_once=200, most_characters=200),
        # The robot takes 20 messages a minute and 4096 bytes of a message; a sign has up to 3.
        Channel(WECOM, N_("group robot"), WecomSender, lambda s: bool(s.wecom_robots),
                "", knows_repeats=False, most_at_once=20, most_characters=1300),
    )
}  # fmt: skip

LABELS: dict[str, str] = {IN_APP: N_("inbox"), **{row.name: row.label for row in CHANNELS.values()}}
