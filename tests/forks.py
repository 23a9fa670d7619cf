"""Processes of caseflow for tests, forked from one that has loaded everything: see `forked`.

A fresh interpreter needs seconds of CPU to import caseflow and what it stands on, and every test
in a browser starts a server. A fork of a process that has imported it all is there at once, and
is as real: a process of its own, with its own environment, killed by the same signals. What the
tests of commands and of `caseflow up` start are fresh interpreters still.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from gunicorn.app.wsgiapp import run as run_gunicorn

from workers.__main__ import main
from workers.tether import PARENT, end_with_parent

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.loaded"])


def forked(
    env: dict[str, str], sign: signal.Signals, run: Callable[..., None], *arguments: Any
) -> BaseProcess:
    """Start `run(*arguments)` in a process whose environment is `env`.

    It receives `sign` when the process that it was forked from dies, which dies with this one.
    """
    process = FORKS.Process(target=_become, args=(env, sign, run, arguments))
    process.start()
    return process


def _become(
    env: dict[str, str], sign: signal.Signals, run: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    os.environ.clear()
    os.environ.update({**env, PARENT: str(os.getppid())})
    end_with_parent(sign)
    tempfile.tempdir = None  # it asks the environment again
    run(*arguments)


def gunicorn(application: str, *options: str) -> None:
    """Serve `application`, as the command `gunicorn` does."""
    sys.argv = ["gunicorn", application, *options]
    run_gunicorn()


def worker() -> None:
    """Work over all queues, as `python -m workers worker 1` does."""
    main(["worker", "1"])


def stop(process: BaseProcess, sign: signal.Signals, seconds: float = 10) -> None:
    """Ask a process to end, and make it end after `seconds`."""
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, sign)
        process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()
