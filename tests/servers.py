"""Real servers for the tests: PostgreSQL, Redis, caseflow itself. Each dies with the test run."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from redis import Redis
from redis.exceptions import RedisError

from tests import forks

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


def refuse_strangers(event: str, arguments: tuple[Any, ...]) -> None:
    """Let no test reach another machine (an audit hook): mail and pages go to our own servers."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOCAL):
            raise PermissionError(f"a test tried to reach {address[0]}")


def missing(what: str) -> None:
    """Fail in CI, skip elsewhere, because `what` is not installed."""
    sentence = f"{what} is missing: `make test` installs it when run as root"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], seconds: float = 20, what: str = "it") -> None:
    """Return as soon as `true()`; fail the test after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.05)
    pytest.fail(f"{what} did not happen within {seconds} s")


def dying_with_us(command: list[str], sign: str, user: str | None = None) -> list[str]:
    """Return `command` made to receive `sign` when this process dies, running as `user`."""
    identity = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return ["setpriv", *identity, "--pdeathsig", sign, "--", *command]


def stop(process: subprocess.Popen[bytes], sign: signal.Signals, seconds: float = 10) -> None:
    """Ask a process to end, and make it end after `seconds`."""
    if process.poll() is None:
        process.send_signal(sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _postgresql_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        missing("PostgreSQL")
    return Path(str(on_path)).parent


class Cluster:
    """A PostgreSQL cluster of the test run, reached by its Unix socket only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        where = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            self.execute("SELECT 1")
            return True
        return False


def postgresql() -> Iterator[Cluster]:
    """Run a cluster that trades durability for speed."""
    programs = _postgresql_programs()
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="caseflow-pg-"))
    if user:
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    options = "--locale=C.UTF-8 --encoding=UTF8 --auth=trust --username=postgres --no-sync"
    subprocess.run(
        [str(programs / "initdb"), *options.split(), "-D", str(folder / "data")],
        check=True,
        stdout=subprocess.DEVNULL,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd=folder,
    )
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    fast |= {"wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off"}
    settings = {**fast, "max_connections": "300", "listen_addresses": "", "shared_buffers": "64MB"}
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            dying_with_us(command, "INT", user), stdout=log, stderr=log, cwd=folder
        )
    cluster = Cluster(folder)
    try:
        wait_until(cluster.answers, what="PostgreSQL answering")
        yield cluster
    finally:
        stop(process, signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def redis_server() -> Iterator[str]:
    """Run a Redis that keeps nothing on disk; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        missing("Redis")
    port = free_port()
    command = [str(program), "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    process = subprocess.Popen(
        dying_with_us([*command, "--appendonly", "no"], "KILL"), stdout=subprocess.DEVNULL
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        with Redis.from_url(url) as client:
            wait_until(lambda: redis_answers(client), what="Redis answering")
        yield url
    finally:
        stop(process, signal.SIGKILL)


def redis_answers(client: Redis) -> bool:
    """Return whether Redis answers a ping."""
    with contextlib.suppress(RedisError, OSError):
        return bool(client.ping())
    return False


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return an environment for a process of caseflow without settings of this one's."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("CASEFLOW_")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return {**kept, "PYTHONPATH": str(ROOT), "CASEFLOW_HOME": str(home), **more}


def answers(url: str) -> bool:
    """Return whether an address answers 200."""
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status == 200
    return False


def web_server(
    env: dict[str, str], application: str = "wsgi:app", seconds: float = 120
) -> Iterator[str]:
    """Run gunicorn over `application` on a free port, up within `seconds`; yields the address."""
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
    options += ["--no-control-socket", "--log-level", "error"]
    own = {**env, "CASEFLOW_PORT": str(port)}
    process = forks.forked(own, signal.SIGTERM, forks.gunicorn, application, *options)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{address}/healthz"), seconds, "the web server answering")
        yield address
    finally:
        forks.stop(process, signal.SIGTERM)


def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium without a window."""
    if not Path(CHROMIUM).exists():
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
