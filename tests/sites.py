"""Looking at a static bundle past caseflow: its files, their inodes, one hash of all of it."""

from __future__ import annotations

import hashlib
from pathlib import Path


def files_of(top: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path there."""
    return {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


def inodes_of(top: Path) -> dict[str, int]:
    """Return which file stands under each path."""
    return {str(p.relative_to(top)): p.stat().st_ino for p in top.rglob("*") if p.is_file()}


def tree_hash(folder: Path) -> str:
    """Return one hash of paths and bytes of what the bundle in `folder` serves; "" for nothing."""
    served = folder / "current"
    if not served.exists():
        return ""
    found = hashlib.sha256()
    for path, content in files_of(served.resolve()).items():
        found.update(f"{path}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
