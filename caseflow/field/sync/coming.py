"""Files that come in pieces: CASEFLOW_HOME/coming/<user>/<sha256>, grown at its end only.

Whoever writes holds the lock of the file, so that two requests for the same file cannot mix their
pieces. What was cut off in the middle of a piece is a beginning like any other: the next piece
continues from there, and the hash of the whole tells at the end.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from caseflow.field.sync.problems import NotContinued
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError

CHUNK = 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def coming_folder() -> Path:
    """Return the folder of all coming files, one folder a person in it."""
    return settings().home / "coming"


def coming_path(user_id: int, sha256: str) -> Path:
    """Return where the pieces of this person's file are put together."""
    return coming_folder() / str(user_id) / sha256


def size_of(user_id: int, sha256: str) -> int:
    """Return how many bytes are there, from the start."""
    try:
        return coming_path(user_id, sha256).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def held(user_id: int, sha256: str) -> Iterator[BinaryIO]:
    """Hold the file against everybody else and yield it, open for reading and writing."""
    path = coming_path(user_id, sha256)
    while True:
        with translated():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_still(file, path):
                continue  # Whoever held it before has finished it and taken it away.
            yield file
            return


def _is_still(file: object, path: Path) -> bool:
    try:
        return os.fstat(file.fileno()).st_ino == path.stat().st_ino  # type: ignore[attr-defined]
    except FileNotFoundError:
        return False


def add_piece(file: BinaryIO, offset: int, piece: bytes, byte_count: int) -> int:
    """Put `piece` at `offset` of a file that is held and return how many bytes are there then.

    A piece that is there already, byte for byte, is welcome; one that continues nothing raises
    NotContinued. Synced before it is counted.
    """
    have = file.seek(0, os.SEEK_END)
    if offset + len(piece) > byte_count:
        raise NotContinued(_("The piece goes beyond the size that was announced."), have)
    if offset < have and offset + len(piece) <= have and _is_there(file, offset, piece):
        return have
    if offset != have:
        raise NotContinued(_("The piece does not continue what is there."), have)
    try:
        with translated():
            _write(file, piece)
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            os.ftruncate(file.fileno(), have)
        raise
    return have + len(piece)


def _is_there(file: BinaryIO, offset: int, piece: bytes) -> bool:
    file.seek(offset)
    return file.read(len(piece)) == piece


def _write(file: BinaryIO, piece: bytes) -> None:
    view = memoryview(piece)
    file.seek(0, os.SEEK_END)
    while view:
        view = view[file.write(view) :]


def hash_of(file: BinaryIO) -> str:
    """Return the SHA-256 of a file that is held, read piece by piece."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def forget(user_id: int, sha256: str) -> None:
    """Take the coming file away; whoever waits for its lock begins a new one."""
    coming_path(user_id, sha256).unlink(missing_ok=True)


@contextmanager
def translated() -> Iterator[None]:
    """Turn an error of the disk into a sentence: 507 where it is full, 503 for any other."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            sentence = _("The server's disk is full. Nothing is lost; tell your administrator.")
            raise CaseflowError(sentence, 507) from error
        sentence = _("The server cannot write files now. Nothing is lost; it is tried again.")
        raise CaseflowError(sentence, 503) from error
