"""Where tests write: in memory where there is room, for copying a database costs seconds on a disk.

A container may have a /dev/shm of a few megabytes only; then the usual folder serves.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
LEAST_FREE = 4 * 1024**3
"""Bytes."""


def use_memory() -> None:
    """Make `tempfile`, pytest and the processes of tests write into memory, if there is room."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free >= LEAST_FREE:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
