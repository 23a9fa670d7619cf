"""The processes `caseflow up` keeps alive, and the command of each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from caseflow.ground.config import Settings
from caseflow.ground.web.serving import web_command

DEMO_PASSWORD = "demo-password"  # noqa: S105 -- the name of a file
"""Under CASEFLOW_HOME, for its owner's eyes: the password of the demonstration accounts."""


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
