"""Where the tests find the bytes of stored files, to look at them or to alter them."""

from __future__ import annotations

from pathlib import Path

from caseflow.ground.config import settings
from caseflow.ground.storage.places import Folder, folder_of


def path_of(sha256: str) -> Path:
    """Return where the file with this hash lies in the folder of the running installation."""
    return Folder(folder_of(settings())).path(sha256)
