"""A web server as in service: its memory while a film comes in, the desk while tablets crawl."""

from __future__ import annotations

import hashlib
import os
import random
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from caseflow.bench.desk import registration
from caseflow.bench.field.sessions import Wire, wire_of
from caseflow.bench.field.visits import (
    MEBIBYTE,
    OFFICERS,
    announced,
    film,
    make_trip,
    new_id,
    sha256,
    visit,
)
from caseflow.bench.timing import milliseconds, percentile
from caseflow.ground.config import Settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.web.serving import web_command

FILM_BYTES = 200_000_000
TABLETS = 20
BYTES_A_SECOND = 10_000
REGISTRATIONS = 100
START_S = 120
WARM_UP = 10
LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A web server of the bench."""

    process: subprocess.Popen[bytes]
    port: int

    def workers(self) -> list[int]:
        """Return the process numbers of gunicorn's workers."""
        number = self.process.pid
        found = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii")
        return [int(one) for one in found.split()]

    def resident(self) -> float:
        """Return the memory of all workers together, in MiB."""
        return sum(_resident(number) for number in self.workers())


def _resident(number: int) -> float:
    """Return what a process holds of its own, in MiB: pages of files it reads are not counted."""
    with suppress(FileNotFoundError):
        for line in Path(f"/proc/{number}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(settings: Settings) -> Iterator[Running]:
    """Run the web server over the bench's database and yield it once it answers."""
    port = _free_port()
    served = replace(settings, host="127.0.0.1", port=port, tls_cert=None, tls_key=None)
    env = {**os.environ, "CASEFLOW_HOME": str(settings.home), "CASEFLOW_RATE_LIMITS": "0"}
    env["DATABASE_URL"] = settings.database_url
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(web_command(served), env=env, stdout=log, stderr=log)
        try:
            _wait(process, port)
            yield Running(process, port)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as probe:
            probe.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            if b"200" in probe.recv(20):
                return
        time.sleep(0.2)
    raise CaseflowError("The web server of the bench did not start.")


# --- memory -------------------------------------------------------------------------------------


def film_memory(app: Flask, server: Running) -> dict[str, float]:
    """Upload a film in pieces of 1 MiB and return what it does to the memory of the web workers.

    {"bytes", "seconds", "idle_mib", "most_mib", "growth_mib"}: idle after some pieces of another
    film, so that what the first piece needs anyway is not counted.
    """
    tablet = wire_of(app, OFFICERS[0], server.port, "/field/session")
    trip, chance = make_trip(app), random.Random(5)
    whole, first = film(chance, FILM_BYTES), film(chance, WARM_UP * MEBIBYTE)
    files = [announced(one, chance, "video/mp4", "现场.mp4") for one in (first, whole)]
    tablet.json("POST", "/field/submissions", visit(trip, 1, files, new_id(chance)))
    _send(tablet, first, files[0])
    idle, most, is_done = server.resident(), [0.0], threading.Event()

    def look() -> None:
        while not is_done.wait(LOOK_S):
            most[0] = max(most[0], server.resident())

    watching = threading.Thread(target=look)
    watching.start()
    begun = time.perf_counter()
    try:
        _send(tablet, whole, files[1])
    finally:
        seconds = time.perf_counter() - begun
        is_done.set()
        watching.join()
    return {
        "bytes": len(whole),
        "seconds": round(seconds, 1),
        "idle_mib": round(idle, 1),
        "most_mib": round(most[0], 1),
        "growth_mib": round(most[0] - idle, 1),
    }


def _send(tablet: Wire, content: bytes, file: dict[str, Any]) -> None:
    for offset in range(0, len(content), MEBIBYTE):
        piece = content[offset : offset + MEBIBYTE]
        status, _headers, said = tablet.ask(
            "PUT",
            f"/field/files/{file['sha256']}?offset={offset}",
            piece,
            **{
                "Content-Type": "application/octet-stream",
                "X-Piece-SHA256": hashlib.sha256(piece).hexdigest(),
            },
        )
        if status != 200:
            raise CaseflowError(f"A piece was answered by {status}: {said.decode()}")
    tablet.json("POST", f"/field/evidence/{file['client_id']}", {})


# --- slow tablets -------------------------------------------------------------------------------


def slow_tablets(app: Flask, server: Running, count: int = REGISTRATIONS) -> dict[str, float]:
    """Register petitions at the desk, alone and while twenty tablets send at 10 kB/s.

    Returns {"tablets", "idle_median_ms", "idle_p95_ms", "busy_median_ms", "busy_p95_ms",
    "ratio_p95", "pieces_bytes"}: the last is what the tablets got through meanwhile.
    """
    desk = wire_of(app, "operator", server.port, "/desk/registration/")
    tablet = wire_of(app, OFFICERS[0], server.port, "/field/session")
    trip, chance = make_trip(app), random.Random(6)
    files = []
    for _tablet in range(TABLETS):
        content = chance.randbytes(MEBIBYTE)
        files.append((content, announced(content, chance, "image/jpeg", "现场.jpg")))
    tablet.json(
        "POST",
        "/field/submissions",
        visit(trip, 1, [file for _content, file in files], new_id(chance)),
    )
    for _round in range(WARM_UP):
        _register(desk)
    idle = [milliseconds(lambda: _register(desk)) for _round in range(count)]
    is_done = threading.Event()
    crawling = [
        _Crawler(tablet, server.port, content, file["sha256"], is_done) for content, file in files
    ]
    for one in crawling:
        one.start()
    time.sleep(1)
    try:
        busy = [milliseconds(lambda: _register(desk)) for _round in range(count)]
    finally:
        is_done.set()
        for one in crawling:
            one.join()
    if not all(one.sent for one in crawling):
        raise CaseflowError("A tablet could not send.")
    idle_p95, busy_p95 = percentile(idle, 95), percentile(busy, 95)
    return {
        "tablets": TABLETS,
        "idle_median_ms": round(percentile(idle, 50), 1),
        "idle_p95_ms": round(idle_p95, 1),
        "busy_median_ms": round(percentile(busy, 50), 1),
        "busy_p95_ms": round(busy_p95, 1),
        "ratio_p95": round(busy_p95 / idle_p95, 2),
        "pieces_bytes": sum(one.sent for one in crawling),
    }


class _Crawler(threading.Thread):
    """A tablet on a slow line: one piece, ten kilobytes a second."""

    def __init__(
        self, tablet: Wire, port: int, content: bytes, digest: str, is_done: threading.Event
    ) -> None:
        super().__init__()
        self.port, self.content, self.is_done = port, content, is_done
        lines = [
            f"PUT /field/files/{digest}?offset=0 HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Content-Type: application/octet-stream",
            f"X-Piece-SHA256: {sha256(content)}",
            f"Content-Length: {len(content)}",
            *(f"{name}: {value}" for name, value in tablet.headers().items()),
        ]
        self.head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.sent = 0

    def run(self) -> None:
        step = BYTES_A_SECOND // 10
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 30) as line:
            line.sendall(self.head)
            while not self.is_done.wait(0.1) and self.sent < len(self.content):
                line.sendall(self.content[self.sent : self.sent + step])
                self.sent += step


def _register(desk: Wire) -> None:
    body = urlencode(registration(), doseq=True).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _headers, _said = desk.ask("POST", "/desk/registration/", body, **kind)
    if status != 303:
        raise CaseflowError(f"The registration was answered by {status}.")
