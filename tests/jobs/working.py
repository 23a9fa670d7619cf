"""A real worker in a process of its own, which can be told where to die."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

from tests import servers


def worker(installation: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """Yield `run(point)`: empty the queues, or die at the point (killed.py); it tells which."""
    process = subprocess.Popen(
        servers.dying_with_us([sys.executable, "-m", "tests.jobs.killed"], "KILL"),
        env=installation,
        cwd=servers.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def run(point: str = "-") -> str:
        assert process.stdin
        assert process.stdout
        process.stdin.write(point + "\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    yield run
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
