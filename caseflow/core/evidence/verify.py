"""Proving the files: each is read again and compared with the size and hash of its row.

The hash of each piece of evidence stands in the sealed history of its case as well, so that a file
and its row altered together are found, and rows that were taken out, moved to another case or put
in by hand; the history itself is proven by `caseflow audit verify`.
Reads in pieces and only reads; works while caseflow runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import CHUNK, open_file
from caseflow.ground.storage.models import StoredFile

BATCH = 200
MISSING, ALTERED, WRONG_SIZE, UNREADABLE = "missing", "altered", "wrong size", "unreadable"
REPLACED, MOVED, REMOVED, UNRECORDED = "replaced", "moved", "removed", "unrecorded"
"""Against the history of a case: the row names another file than was added, or stands in another
case, or is gone; and a row that the history of its case does not know."""


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
    verdict.faults += _against_history()
    verdict.faults += _unrecorded()
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


def _against_history() -> Iterator[Fault]:
    """Yield a fault for each piece of evidence that is not as the history of its case has it."""
    last = 0
    while True:
        wanted = (
            select(CaseEvent.id, CaseEvent.case_id, Case.number, CaseEvent.changes)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(CaseEvent.act == "add_evidence", CaseEvent.id > last)
            .order_by(CaseEvent.id)
            .limit(BATCH)
        )
        events = db.session.execute(wanted).all()
        if not events:
            return
        last = events[-1].id
        present = _present({one for event in events for one in event.changes["evidence"]})
        for event in events:
            for evidence_id, was in _named(event.changes):
                row = present.get(evidence_id)
                what = _difference(row, event.case_id, was)
                if what:
                    name = row.file_name if row is not None else ""
                    yield Fault(was or "", what, (Place(event.number, evidence_id, name),))


def _present(evidence_ids: set[int]) -> dict[int, Any]:
    """Return the rows of these pieces of evidence, by id."""
    wanted = (
        select(Evidence.id, Evidence.case_id, Evidence.file_name, StoredFile.sha256)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.id.in_(evidence_ids))
    )
    return {row.id: row for row in db.session.execute(wanted)}


def _named(changes: dict[str, Any]) -> list[tuple[int, str | None]]:
    """Return id and hash of what an act added; None: from before hashes were written down."""
    hashes = changes.get("evidence_hashes", ())
    return list(zip_longest(changes["evidence"], hashes[: len(changes["evidence"])]))


def _difference(row: Any, case_id: int, was: str | None) -> str:
    """Return how the row differs from the history of the case that it was added to, or ""."""
    if row is None:
        return REMOVED
    if row.case_id != case_id:
        return MOVED
    return REPLACED if was not in (None, row.sha256) else ""


def _unrecorded() -> Iterator[Fault]:
    """Yield a fault for each piece of evidence that the history of its case does not know."""
    last = 0
    while True:
        wanted = (
            select(
                Evidence.case_id, Case.number, Evidence.id, Evidence.file_name, StoredFile.sha256
            )
            .join(Case, Case.id == Evidence.case_id)
            .join(StoredFile, StoredFile.id == Evidence.file_id)
            .where(Evidence.id > last)
            .order_by(Evidence.id)
            .limit(BATCH)
        )
        rows = db.session.execute(wanted).all()
        if not rows:
            return
        last = rows[-1].id
        recorded = _recorded({row.case_id for row in rows})
        for row in rows:
            if (row.case_id, row.id) not in recorded:
                yield Fault(row.sha256, UNRECORDED, (Place(row.number, row.id, row.file_name),))


def _recorded(case_ids: set[int]) -> set[tuple[int, int]]:
    """Return case and evidence of all that the history of these cases says was added."""
    events = select(CaseEvent.case_id, CaseEvent.changes).where(
        CaseEvent.case_id.in_(case_ids), CaseEvent.act == "add_evidence"
    )
    return {
        (case_id, evidence_id)
        for case_id, changes in db.session.execute(events)
        for evidence_id in changes["evidence"]
    }
