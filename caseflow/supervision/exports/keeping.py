"""Where exports lie: on a shelf of the installation (ground/storage/shelves.py).

While an export is written its parts lie in a folder of the worker's machine, thrown away whatever
happens. A file that names complainants is kept sealed, a piece at a time.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from caseflow.ground.config import settings
from caseflow.ground.sealing import Sealer, current_sealer
from caseflow.ground.storage.shelves import Shelf, shelf

PIECE = 256 * 1024
CONTEXT = "exports.file"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in its place. `byte_count` and `sha256` are of what its owner fetches."""

    file_name: str
    byte_count: int
    sha256: str


def exports_folder() -> Path:
    """Return this machine's folder of exports, made at the first call: of work, and of what is
    finished unless that lies in a bucket."""
    folder = settings().home / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _prefix(export_id: int) -> str:
    return f"writing-{export_id}-"


def make_work_folder(export_id: int, attempt: int) -> Path:
    """Return an empty folder for this attempt; what earlier ones left is thrown away."""
    drop_work(export_id)
    folder = exports_folder() / f"{_prefix(export_id)}{attempt}"
    folder.mkdir(mode=0o700)
    return folder


def drop_work(export_id: int) -> None:
    """Throw away whatever attempts at an export left."""
    for folder in exports_folder().glob(f"{_prefix(export_id)}*"):
        shutil.rmtree(folder, ignore_errors=True)


def work_ids() -> set[int]:
    """Return the exports of which a work folder is there."""
    names = (folder.name.split("-") for folder in exports_folder().glob("writing-*-*"))
    return {int(parts[1]) for parts in names if parts[1].isdecimal()}


def finished() -> Shelf:
    """Return where finished exports are kept."""
    return shelf("exports")


def keep(written: Path, export_id: int, attempt: int, *, is_sealed: bool) -> KeptFile:
    """Put a finished file in its place, sealed if it names people.

    Raises OSError, and CaseflowError while its bucket is away.
    """
    digest, count = hashlib.sha256(), 0
    with written.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            count += len(piece)
    name = f"{export_id}-{attempt}{written.suffix}{'.sealed' if is_sealed else ''}"
    if is_sealed:
        written = _sealed(written)
    finished().keep(written, name)
    return KeptFile(name, count, digest.hexdigest())


def _sealed(plain: Path) -> Path:
    """Write each piece as a sealed line, bound to its place; return the new file."""
    sealed, seals = plain.with_suffix(".sealed"), current_sealer()
    with plain.open("rb") as source, sealed.open("w", encoding="ascii") as target:
        number = 0
        while piece := source.read(PIECE):
            words = seals.seal(base64.b64encode(piece).decode(), f"{CONTEXT}:{number}")
            target.write(words + "\n")
            number += 1
    plain.unlink()
    return sealed


def pieces_of(file_name: str) -> Iterator[bytes]:
    """Return the pieces of a kept file in clear; the first is read at once, to know that it can be.

    Raises FileNotFoundError, CannotUnseal, and CaseflowError while its bucket is away.
    """
    file = finished().open(file_name)
    is_sealed = file_name.endswith(".sealed")
    pieces = _unsealed_pieces(file, current_sealer()) if is_sealed else _plain_pieces(file)
    return chain([next(pieces, b"")], pieces)


def _plain_pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _unsealed_pieces(file: BinaryIO, seals: Sealer) -> Iterator[bytes]:
    """Yield the pieces; while they are sent there is no application to ask for keys any more."""
    with file:
        for number, line in enumerate(file):
            words = line.decode("ascii").strip()
            yield base64.b64decode(seals.unseal(words, f"{CONTEXT}:{number}"))


def drop(file_name: str | None) -> None:
    """Throw a kept file away; one that is gone already is no fault."""
    if file_name:
        finished().drop(file_name)
