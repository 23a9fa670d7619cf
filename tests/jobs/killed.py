"""Processes of caseflow that kill themselves, by SIGKILL, at a named point. Only tests start these.

A point is `module:function:before` or `…:after`: the function of that module is wrapped so that the
process dies when it is about to be called, or has returned; `…:after:3` at its third call. Nothing
of the application knows of it.

`serve` is told one point (or `-`) after the other, runs a real RQ worker over all queues until
they are empty, and answers `done` or `killed`. `tests.jobs.killed:web()` is the application for
gunicorn: it arms the point that it finds in the file KILL_FILE, once.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask

from caseflow import create_app
from caseflow.ground.jobs.queues import QUEUES
from workers.worker import make_worker


def arm(point: str, die: Callable[[], None]) -> None:
    """Wrap the function of `point` in the module that calls it."""
    module, path, when, *number = point.split(":")
    left = int(number[0]) if number else 1
    owner: Any = import_module(module)
    *classes, name = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    inner = getattr(owner, name)

    @wraps(inner)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if when == "before" and not left:
            die()
        result = inner(*args, **kwargs)
        if when == "after" and not left:
            die()
        return result

    setattr(owner, name, deadly)


def die_alone() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_with_worker() -> None:
    """Kill the worker and the process that it forked for the job: as a power cut would."""
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def _work(application: Flask, point: str) -> str:
    child = os.fork()
    if child == 0:
        if point != "-":
            arm(point, die_with_worker)
        make_worker(application, QUEUES).work(burst=True, logging_level="ERROR")
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    return "killed" if os.WIFSIGNALED(status) else "done"


def serve(orders: Connection) -> None:
    """Answer each point that is sent by one run of a worker."""
    application = create_app()
    while True:
        orders.send(_work(application, orders.recv()))


def web() -> Flask:
    """Return the application; a request that finds a point in KILL_FILE arms it."""
    application = create_app()
    order = Path(os.environ["KILL_FILE"])

    @application.before_request
    def look_for_orders() -> None:
        if order.exists():
            point = order.read_text()
            order.unlink()
            arm(point, die_alone)

    return application
