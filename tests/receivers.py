"""Real local servers that record what they get: SMTP and HTTP."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Behaviour = Literal["accept", "refuse", "refuse_for_good", "hang", "close_after_accept"]


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

    `behaviour` may be changed at any time: "refuse" answers 451, "refuse_for_good" 550; "hang"
    takes the message and never answers; "close_after_accept" takes it and closes the connection
    instead of answering: the sender cannot know that it was taken.
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
        if self.behaviour == "refuse_for_good":
            return "550 No such person here"
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


HookBehaviour = Literal["accept", "error", "refuse", "redirect", "hang", "die", "drip"]


@dataclass(frozen=True)
class ReceivedHook:
    """One web hook as the server took it."""

    headers: dict[str, str]
    raw: bytes
    behaviour: HookBehaviour
    """How it was answered."""

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class HookReceiver:
    """An HTTP server on a free port of 127.0.0.1 that keeps every web hook it is sent.

    `behaviour` may be changed at any time: "error" answers 500; "redirect" 302 to itself; "hang"
    never answers; "die" takes the event and closes the connection instead of answering; "drip"
    sends one byte of headers a while. "refuse" answers 422. `stop` and `start` keep the port:
    in between connections are refused. `delay_s` is waited before every answer.
    """

    behaviour: HookBehaviour = "accept"
    hooks: list[ReceivedHook] = field(default_factory=list)
    delay_s: float = 0
    port: int = 0
    choose: Callable[[dict[str, Any]], HookBehaviour] | None = None
    """Decides by the body instead of `behaviour`."""
    _server: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?from=caseflow"

    def __enter__(self) -> HookReceiver:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        self._let_go.clear()
        self._server = _HookServer(("127.0.0.1", self.port), _HookHandler)
        self._server.receiver = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def wrap(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def stop(self) -> None:
        if self._server is not None:
            self._let_go.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def take(self, headers: dict[str, str], raw: bytes) -> HookBehaviour:
        """Keep an event and return how to answer it."""
        behaviour = self.choose(json.loads(raw)) if self.choose else self.behaviour
        with self._lock:
            self.hooks.append(ReceivedHook(headers, raw, behaviour))
        self._let_go.wait(self.delay_s)
        return behaviour

    def linger(self, seconds: float = 60) -> bool:
        """Wait until the server is stopped, at most so long; returns whether it was."""
        return self._let_go.wait(seconds)


class _HookServer(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    receiver: HookReceiver

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of senders that hung up."""


class _HookHandler(BaseHTTPRequestHandler):
    server: _HookServer

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.server.receiver.take(dict(self.headers), raw)
        if behaviour == "hang":
            self.server.receiver.linger()
        elif behaviour == "drip":
            self._drip()
        elif behaviour != "die":
            self._answer({"accept": 200, "error": 500, "refuse": 422, "redirect": 302}[behaviour])
        self.close_connection = True

    def _answer(self, status: int) -> None:
        text = f"status {status}\x00 " + "x" * 5000
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.receiver.url)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def _drip(self) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end and not self.server.receiver.linger(0.05):
            self.wfile.write(b"H")

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""


GatewayBehaviour = Literal["accept", "accept_then_hang", "refuse", "error", "busy", "no_key"]


@dataclass(frozen=True)
class ReceivedText:
    """One request to a gateway: what it was sent, and whether it took the message."""

    headers: dict[str, str]
    body: dict[str, Any]
    was_taken: bool


@dataclass
class Gateway:
    """An HTTP server that takes messages as JSON: an SMS gateway, or the robot of a group.

    `behaviour` may be changed at any time. "accept_then_hang" takes the message and never answers;
    "refuse" answers 422, "error" 500, "busy" 429 with Retry-After, "no_key" 401. A `robot` answers
    as WeCom does: 200 with an `errcode`, which is `errcode` here, or 45009 after `most` messages.
    """

    behaviour: GatewayBehaviour = "accept"
    is_robot: bool = False
    errcode: int = 0
    most: int | None = None
    requests: list[ReceivedText] = field(default_factory=list)
    port: int = 0
    _server: Any = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _let_go: threading.Event = field(default_factory=threading.Event)
    _taken: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/send?key=secret"

    @property
    def taken(self) -> list[ReceivedText]:
        return [one for one in self.requests if one.was_taken]

    def __enter__(self) -> Gateway:
        self._server = _GatewayServer(("127.0.0.1", self.port), _GatewayHandler)
        self._server.gateway = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for_one(self, seconds: float = 10) -> bool:
        """Return whether a message was taken within `seconds`, counting those already here."""
        return self._taken.wait(seconds)

    def let_go(self) -> None:
        """End the waiting of requests that hang."""
        self._let_go.set()

    def answer(self, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Keep a request; return status and body of the answer."""
        with self._lock:
            behaviour, count = self.behaviour, len(self.taken)
            is_full = self.most is not None and count >= self.most
            code = 45009 if is_full else self.errcode
            status = {"refuse": 422, "error": 500, "busy": 429, "no_key": 401}.get(behaviour, 200)
            was_taken = status == 200 and not (self.is_robot and code)
            self.requests.append(ReceivedText(headers, body, was_taken))
        if was_taken:
            self._taken.set()
        if behaviour == "accept_then_hang":
            self._let_go.wait(60)
        words = "api freq out of limit" if code == 45009 else "invalid webhook url"
        return status, {"errcode": code, "errmsg": words if code else "ok"}


class _GatewayServer(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    gateway: Gateway

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of senders that hung up."""


class _GatewayHandler(BaseHTTPRequestHandler):
    server: _GatewayServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = self.server.gateway.answer(dict(self.headers), body)
        raw = json.dumps(answer).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output of the tests clean."""
