"""Proving the files: each is read again and compared with the size and hash of its row.

Reads in pieces and only reads; works while caseflow runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import CHUNK, open_file
from caseflow.ground.storage.models import StoredFile

BATCH = 200
MISSING, ALTERED, WRONG_SIZE, UNREADABLE = "missing", "altered", "wrong size", "unreadable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands as evidence."""

    case_number: str
    evidence_id: int
    file_name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One file that is not what it was; without a place it is no evidence (a sent import file)."""

    sha256: str
    what: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class FileVerdict:
    """What was read, in files and bytes, and each fault found."""

    file_count: int = 0
    byte_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.faults


def verify_files() -> FileVerdict:
    """Read every stored file; a batch of rows is one short statement, none is open meanwhile."""
    verdict = FileVerdict()
    for sha256, byte_count in _rows():
        what, count = _examine(sha256, byte_count)
        verdict.file_count += 1
        verdict.byte_count += count
        if what:
            verdict.faults.append(Fault(sha256, what, _places(sha256)))
    return verdict


def _rows() -> Iterator[tuple[str, int]]:
    """Yield hash and size of all files there are at the end, by id."""
    last = 0
    while True:
        wanted = (
            select(StoredFile.id, StoredFile.sha256, StoredFile.byte_count)
            .where(StoredFile.id > last)
            .order_by(StoredFile.id)
            .limit(BATCH)
        )
        rows = db.session.execute(wanted).all()
        db.session.rollback()  # Reading a batch of files takes minutes: let the database go.
        if not rows:
            return
        last = rows[-1].id
        yield from ((row.sha256, row.byte_count) for row in rows)


def _examine(sha256: str, byte_count: int) -> tuple[str, int]:
    """Return what is wrong with a file ("" if nothing) and how many bytes were read."""
    digest, count = hashlib.sha256(), 0
    try:
        with open_file(sha256) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                count += len(chunk)
    except NotVisible:
        return MISSING, 0
    except OSError:
        return UNREADABLE, count
    if count != byte_count:
        return WRONG_SIZE, count
    return ("" if digest.hexdigest() == sha256 else ALTERED), count


def _places(sha256: str) -> tuple[Place, ...]:
    wanted = (
        select(Case.number, Evidence.id, Evidence.file_name)
        .join(Evidence, Evidence.case_id == Case.id)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(StoredFile.sha256 == sha256)
        .order_by(Evidence.id)
    )
    return tuple(Place(*row) for row in db.session.execute(wanted))
