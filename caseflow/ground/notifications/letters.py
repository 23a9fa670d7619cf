"""What a channel is given to deliver, and the two ways in which it can fail. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in words, ready to go out."""

    message_id: str
    """The same at every attempt."""
    address: str
    subject: str
    body: str
    is_urgent: bool
    finish_before_at: datetime
    """The end of the lease: another worker may send it again from then on."""


class Undeliverable(Exception):
    """This message was refused; others may go through."""


class Unreachable(Exception):
    """The way as a whole is closed: no use trying the others now, and no fault of this one."""
