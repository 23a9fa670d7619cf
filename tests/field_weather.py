"""caseflow behind bad weather: requests are lost, doubled, delayed, reordered and cut; the server
is killed, its disk is full, the session has ended, a foreign network answers in its place.

`POST /weather` with `{"seed"}` begins anew and returns what happened since it began before; without
a seed the weather is fine. Only what tablets ask is in the weather.
"""

from __future__ import annotations

import errno
import io
import json
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from caseflow.field.sync import coming
from caseflow.ground.storage import files
from wsgi import app as caseflow

PREFIXES = tuple(
    f"/field/{name}" for name in ("submissions", "files", "evidence", "session", "devices")
)
CHANCES = {
    "came late": 0.08,
    "never arrived": 0.08,
    "was cut": 0.08,
    "came twice": 0.08,
    "answer lost": 0.08,
    "waited": 0.08,
    "session ended": 0.004,
    "foreign network": 0.03,
    "failed": 0.03,
    "disk full": 0.04,
    "killed": 0.004,
}
"""Of each request, one after the other in this order."""

WAIT_S = 0.05
KILLED_WITHIN_S = 0.03
KILLS = Path(os.environ["CASEFLOW_HOME"]) / "kills"
"""One character for each time the server was killed, which forgets what it has seen."""

Environ = dict[str, Any]


class Weather:
    """What happens to requests, by a seed; without one, nothing does."""

    def __init__(self) -> None:
        self.rng: random.Random | None = None
        self.seen: Counter[str] = Counter()
        self.earlier: list[tuple[Environ, bytes]] = []
        self.lock = threading.Lock()

    def begin(self, seed: int | None) -> dict[str, int]:
        """Begin anew; returns what happened before."""
        with self.lock:
            seen, self.seen = dict(self.seen), Counter()
            self.rng = random.Random(seed) if seed is not None else None
            self.earlier = []
        return seen

    def happens(self, what: str) -> bool:
        with self.lock:
            found = self.rng is not None and self.rng.random() < CHANCES[what]
            self.seen[what] += int(found)
        return found

    def chosen(self) -> tuple[Environ, bytes] | None:
        with self.lock:
            return self.rng.choice(self.earlier) if self.rng and self.earlier else None


weather = Weather()
disk = threading.local()


def _full_disk(write: Callable[..., Any]) -> Callable[..., Any]:
    """Return `write`, which fails as on a full disk while this thread's disk is full."""

    def tried(*args: Any) -> Any:
        if getattr(disk, "is_full", False):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*args)

    return tried


coming._write = _full_disk(coming._write)
files._copy = _full_disk(files._copy)


def _ask(environ: Environ, body: bytes) -> tuple[str, list[tuple[str, str]], bytes]:
    """Hand a request on to caseflow and return its whole answer."""
    told: list[Any] = []
    given = {**environ, "wsgi.input": io.BytesIO(body)}

    def began(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Any:
        told.extend((status, headers))

    found = caseflow(given, began)
    try:
        content = b"".join(found)
    finally:
        if hasattr(found, "close"):
            found.close()
    return told[0], told[1], content


def _hang_up(environ: Environ) -> list[bytes]:
    """Close the connection without an answer."""
    with suppress(OSError):
        environ["gunicorn.socket"].shutdown(socket.SHUT_RDWR)
    return []


def _kill_soon() -> None:
    """Kill this process somewhere in the middle of what it does now; a file keeps count."""
    with KILLS.open("a", encoding="ascii") as file:
        file.write("x")
    rng = weather.rng or random.Random()
    wait = rng.random() * KILLED_WITHIN_S
    threading.Timer(wait, os.kill, (os.getpid(), signal.SIGKILL)).start()


def _answered(environ: Environ, body: bytes) -> tuple[str, list[tuple[str, str]], bytes]:
    if weather.happens("session ended"):
        environ.pop("HTTP_COOKIE", None)
    disk.is_full = weather.happens("disk full")
    try:
        return _ask(environ, body)
    finally:
        disk.is_full = False


def _stormy(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length and weather.happens("was cut"):
        environ["wsgi.input"].read(length // 2)
        return _hang_up(environ)
    body = environ["wsgi.input"].read(length)
    late = weather.chosen()
    if late and weather.happens("came late"):
        _ask(dict(late[0]), late[1])
    if weather.happens("never arrived"):
        weather.earlier.append((dict(environ), body))
        return _hang_up(environ)
    if weather.happens("waited"):
        time.sleep(WAIT_S)
    if weather.happens("foreign network"):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<h1>Wi-Fi</h1>"]
    if weather.happens("failed"):
        start_response("502 Bad Gateway", [("Content-Type", "text/html")])
        return [b"<h1>502</h1>"]
    if weather.happens("killed"):
        _kill_soon()
    weather.earlier.append((dict(environ), body))
    status, headers, content = _answered(environ, body)
    if weather.happens("came twice"):
        status, headers, content = _ask(dict(environ), body)
    if weather.happens("answer lost"):
        return _hang_up(environ)
    start_response(status, headers)
    return [content]


def app(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Let the weather at what tablets ask; everything else goes straight to caseflow."""
    path = environ["PATH_INFO"]
    if path == "/weather":
        asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(weather.begin(asked["seed"])).encode()]
    if weather.rng is not None and path.startswith(PREFIXES):
        return _stormy(environ, start_response)
    return caseflow(environ, start_response)
