"""`python -m workers ROLE`: one process of an installation. What systemd starts, and `caseflow up`.

Roles: prepare (migrate, load reference rows) · web · worker NAME (front: no long work) · scheduler
"""

from __future__ import annotations

import os
import sys

from caseflow.ground.config import read_settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.web.serving import web_command
from workers.address import with_address
from workers.queues import FRONT, GENERAL
from workers.tether import end_with_parent


def main(words: list[str]) -> None:
    """Play one role until told to stop."""
    name, rest = words[0], words[1:]
    end_with_parent()
    if name == "web":
        command = web_command(with_address(read_settings(), os.environ))
        os.execv(command[0], command)  # noqa: S606 -- no shell is wanted
    if name == "prepare":
        from workers.preparing import prepare

        prepare()
    elif name == "worker":
        from workers.worker import work

        work(FRONT if rest == ["front"] else GENERAL)
    elif name == "scheduler":
        from workers.scheduler import schedule

        schedule()
    else:
        raise CaseflowError(f"There is no role “{name}”.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or ["help"])
    except CaseflowError as error:
        sys.stderr.write(f"caseflow: {error}\n")
        sys.exit(2)
