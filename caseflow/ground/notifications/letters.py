"""What a channel is given to deliver, and the ways in which it can fail. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in words, ready to go out."""

    message_id: str
    """The same at every attempt."""
    address: str
    """Of e-mail the address, of SMS the telephone number, of a group its name."""
    subject: str
    body: str
    is_urgent: bool
    finish_before_at: datetime
    """The end of the lease: another worker may send it again from then on."""


class Undeliverable(Exception):
    """This message was refused; others may go through.

    `is_final`: trying again is of no use, or could deliver it twice; so it fails at once.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Unreachable(Exception):
    """The way as a whole is closed: no use trying the others now, and no fault of this one."""


class TooFast(Exception):
    """The other side takes no more for `wait_s` seconds: it costs this message no attempt."""

    def __init__(self, reason: str, wait_s: int) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class Sender(Protocol):
    """What a channel is to the delivery: a way that is opened, used and closed."""

    def send(self, letter: Letter) -> None:
        """Hand `letter` over; returning means accepted. Raises one of the three above."""

    def close(self) -> None:
        """Let go of connections."""
