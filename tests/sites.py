"""Looking at a static bundle past caseflow: its files, their inodes, one hash of all of it."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests import servers


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


def served(folder: Path) -> Iterator[str]:
    """Serve the bundle in `folder` as plain files; yields the address."""
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        servers.dying_with_us([*command, "--directory", str(folder / "current")], "KILL"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        servers.wait_until(lambda: servers.answers(f"{address}/robots.txt"), 20, "the file server")
        yield address
    finally:
        servers.stop(process, signal.SIGKILL)
