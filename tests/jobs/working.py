"""A real worker in a process of its own, which can be told where to die."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

from tests import forks
from tests.jobs import killed


def worker(installation: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """Yield `run(point)`: empty the queues, or die at the point (killed.py); it tells which."""
    ours, its = forks.FORKS.Pipe()
    process = forks.forked(installation, signal.SIGKILL, killed.serve, its)
    its.close()

    def run(point: str = "-") -> str:
        ours.send(point)
        return str(ours.recv())

    yield run
    forks.stop(process, signal.SIGKILL)
    ours.close()
