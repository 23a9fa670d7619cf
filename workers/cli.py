"""The command that serves an installation."""

from __future__ import annotations

import sys

import click

from workers.runtime import up


@click.command("up")
def up_command() -> None:
    """Serve caseflow here: web, workers, scheduler and Redis, until Ctrl-C.

    An empty database is filled with reference rows and, unless CASEFLOW_DEMO=0, with invented
    cases. Exit code 2 and one sentence when it cannot start.
    """
    sys.exit(up())
