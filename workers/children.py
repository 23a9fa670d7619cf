"""The processes `caseflow up` keeps alive, and the command of each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from caseflow.ground.config import Settings

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds `wsgi.py` and `migrations`."""

DEMO_PASSWORD = "demo-password"  # noqa: S105 -- the name of a file
"""Under CASEFLOW_HOME, for its owner's eyes: the password of the demonstration accounts."""

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn's heartbeat files, not ours to guess

ACCESS_LOG = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'


@dataclass(frozen=True, slots=True)
class Child:
    """One process: a name for people, its command, what its environment adds."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def role(*words: str) -> tuple[str, ...]:
    """Return the command of one of our own roles (see `__main__`)."""
    return (sys.executable, "-P", "-m", "workers", *words)


def tethered(command: list[str]) -> tuple[str, ...]:
    """Return `command` run so that it ends with its parent."""
    return (sys.executable, "-P", "-m", "workers.tether", *command)


def redis_child(command: list[str]) -> Child:
    """Return the embedded Redis."""
    return Child("redis", tethered(command))


def web_command(settings: Settings) -> list[str]:
    """Return gunicorn's command line: sync workers had the best p95 with a database."""
    command = [sys.executable, "-P", "-m", "gunicorn", "wsgi:app", "--chdir", str(ROOT)]
    command += ["--bind", f"{settings.host}:{settings.port}"]
    command += ["--workers", str(settings.web_workers), "--timeout", "120"]
    command += ["--graceful-timeout", "4", "--log-level", "warning", "--no-control-socket"]
    # The application itself decides which proxies to believe.
    command += ["--forwarded-allow-ips", ""]
    # No access log is kept here; one turned on by GUNICORN_CMD_ARGS has neither query nor Referer:
    # the telephone system opens a call with the caller's number in its address.
    command += ["--access-logformat", ACCESS_LOG]
    if SHARED_MEMORY.is_dir():
        command += ["--worker-tmp-dir", str(SHARED_MEMORY)]
    if settings.serves_tls:
        command += ["--certfile", str(settings.tls_cert), "--keyfile", str(settings.tls_key)]
    return command


def working_children(settings: Settings) -> list[Child]:
    """Return web, workers and scheduler."""
    workers = [Child("worker front", role("worker", "front"))]
    for number in range(1, settings.job_workers + 1):
        workers.append(Child(f"worker {number}", role("worker", str(number))))
    return [
        Child("web", tethered(web_command(settings))),
        *workers,
        Child("scheduler", role("scheduler"), {"TZ": "Asia/Shanghai"}),
    ]
