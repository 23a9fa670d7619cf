"""Real local servers that record what they get: SMTP."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Behaviour = Literal["accept", "refuse", "hang", "close_after_accept"]


@dataclass(frozen=True)
class Received:
    """One message as the server took it."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class MailReceiver:
    """An SMTP server on a free port of 127.0.0.1.

    `behaviour` may be changed at any time: "refuse" answers 451; "hang" takes the message and never
    answers; "close_after_accept" takes it and closes the connection instead of answering: the
    sender cannot know that it was taken.
    """

    behaviour: Behaviour = "accept"
    messages: list[Received] = field(default_factory=list)
    host: str = "127.0.0.1"
    port: int = 0
    _controller: Any = None
    _taken: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> MailReceiver:
        self._controller = _AnyPort(self, hostname=self.host, port=0)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._controller.stop()

    def wait_for_one(self, seconds: float = 10) -> bool:
        """Return whether a message came within `seconds`, counting those already here."""
        return self._taken.wait(seconds)

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a message, then behave as told."""
        if self.behaviour == "refuse":
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(Received(str(envelope.mail_from), envelope.rcpt_tos, message))
        self._taken.set()
        if self.behaviour == "hang":
            await asyncio.sleep(3600)
        if self.behaviour == "close_after_accept":
            assert server.transport is not None
            server.transport.abort()
        return "250 Taken"


class _AnyPort(Controller):
    """aiosmtpd's controller, which checks itself on the port it was told: here the port it got."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
