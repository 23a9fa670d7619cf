"""`python -m workers.tether COMMAND…`: a program that ends when its supervisor does.

Standard library only, so that the embedded Redis is there at once.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "SUPERVISOR_PID"
"""Environment name by which a child knows whose end is its own."""

PR_SET_PDEATHSIG = 1


def end_with_parent(sign: signal.Signals = signal.SIGTERM) -> None:
    """Have Linux send us `sign` when the supervisor dies, however it dies; also across exec."""
    parent = os.environ.pop(PARENT, None)
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sign)
    if os.getppid() != int(parent):
        sys.exit(0)


if __name__ == "__main__":
    end_with_parent()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 -- no shell is wanted
