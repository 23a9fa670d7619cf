"""Files of a submission: their pieces, and making evidence of a file that is whole.

A large file is read and copied outside any transaction, so that nobody waits for it.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

import structlog
from flask_babel import gettext as _
from sqlalchemy import ScalarResult, select, update

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.evidence.custody import RECORD, note_custody
from caseflow.core.evidence.models import Evidence
from caseflow.field.sync import coming
from caseflow.field.sync.actions.performing import lock_case
from caseflow.field.sync.actions.submitting import STANDS_IN_THE_WAY, tell_of_attention
from caseflow.field.sync.models import FieldFile, FieldFileLook, FieldSubmission
from caseflow.field.sync.problems import NotContinued
from caseflow.field.sync.rules import (
    ARRIVED,
    ATTACHED,
    COMING,
    FILE_MOST,
    KEPT,
    NEEDS_ATTENTION,
    REFUSED,
    SETTLED,
    STALE_DAYS,
    TAKEN,
    WANTED,
)
from caseflow.field.sync.wording import listed
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import Kept, keep_stream, row_of
from caseflow.ground.storage.kinds import kind_of
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import after_commit, unit_of_work
from caseflow.people.accounts.models import User

log = structlog.get_logger()


def announced(sha256: str, user_id: int) -> FieldFile:
    """Return a file that this person announced under the hash; raises NotVisible for any other."""
    wanted = select(FieldFile).where(FieldFile.user_id == user_id, FieldFile.sha256 == sha256)
    row = db.session.scalar(wanted.order_by(FieldFile.id).limit(1))
    if row is None:
        raise NotVisible(_("No record of yours announced this file."))
    return row


def have(row: FieldFile) -> int:
    """Return how many bytes are there; all of them once this person has sent the file before."""
    if _stored(row) is not None:
        return row.byte_count
    return coming.size_of(row.user_id, row.sha256)


def _stored(row: FieldFile) -> StoredFile | None:
    """Return what is stored of the file, if this very person sent it.

    What others sent under the same hash is not handed over: who has the hash need not have the
    file.
    """
    wanted = (
        select(StoredFile)
        .join(FieldFile, FieldFile.stored_file_id == StoredFile.id)
        .where(FieldFile.user_id == row.user_id, FieldFile.sha256 == row.sha256)
    )
    return db.session.scalar(wanted.limit(1))


def add_piece(row: FieldFile, offset: int, piece: bytes, piece_sha256: str) -> int:
    """Put a piece where it belongs and return how many bytes are there; commits what it notes.

    Raises BadInput for a piece that was damaged on the way, NotContinued for one out of its order.
    """
    if hashlib.sha256(piece).hexdigest() != piece_sha256.lower():
        raise BadInput(_("The piece was damaged on its way: send it again."))
    if not piece:
        raise BadInput(_("The piece is empty."))
    if _stored(row) is not None:
        return row.byte_count
    file_id, user_id, sha256, byte_count = row.id, row.user_id, row.sha256, row.byte_count
    is_new = row.state == WANTED
    db.session.rollback()  # Nothing of the database is held while the disk is waited for.
    with coming.held(user_id, sha256) as file:
        count = coming.add_piece(file, offset, piece, byte_count)
    if is_new:
        with unit_of_work():
            _mark_coming(file_id)
    return count


def _mark_coming(file_id: int) -> None:
    db.session.execute(
        update(FieldFile)
        .where(FieldFile.id == file_id, FieldFile.state == WANTED)
        .values(state=COMING)
        .execution_options(synchronize_session=False)
    )


def finish(client_id: str, user: User) -> tuple[FieldFile, bool]:
    """Make evidence of an announced file that is here as a whole; returns it and if it is new.

    Raises NotVisible for a file that is not the person's, NotContinued where bytes are missing,
    BadInput where what came is not what was announced, or of a kind that is not kept. Commits.
    """
    row = own_file(client_id, user.id)
    if row.state in ARRIVED:
        return row, False
    if row.byte_count > FILE_MOST:
        raise BadInput(row.words)
    if _stored(row) is not None:
        return _finished(client_id, user, None)
    name, user_id, sha256, byte_count = row.file_name, row.user_id, row.sha256, row.byte_count
    db.session.rollback()
    with coming.held(user_id, sha256) as file:
        try:
            kept = _whole(file, sha256, byte_count, name)
        except BadInput as error:
            with unit_of_work():
                _refuse(client_id, user, str(error))
            raise
        return _finished(client_id, user, kept)


def own_file(client_id: str, user_id: int) -> FieldFile:
    """Return the person's announced file of that number, held; raises NotVisible."""
    wanted = (
        select(FieldFile)
        .where(FieldFile.client_id == client_id, FieldFile.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = db.session.scalar(wanted)
    if row is None:
        raise NotVisible(_("No record of yours announced this file."))
    return row


def _whole(file: BinaryIO, sha256: str, byte_count: int, name: str) -> Kept:
    """Keep the coming file for good, once it is whole and what was announced."""
    count = file.seek(0, 2)
    if count < byte_count:
        raise NotContinued(_("Bytes of the file are missing."), count)
    if count != byte_count or coming.hash_of(file) != sha256:
        file.truncate(0)
        raise BadInput(_("What came is not the file that was announced: send it again."))
    file.seek(0)
    with coming.translated():
        return keep_stream(file, byte_count, partial(kind_of, name=name))


def _refuse(client_id: str, user: User, words: str) -> None:
    row = own_file(client_id, user.id)
    if row.state not in ARRIVED:
        row.state, row.words = REFUSED, words


def _finished(client_id: str, user: User, kept: Kept | None) -> tuple[FieldFile, bool]:
    """Give a whole file its row and its place; `kept` None: this person sent it before."""
    with unit_of_work():
        submission = _submission_of(client_id)
        row = own_file(client_id, user.id)
        if row.state in ARRIVED:
            return row, False
        stored = row_of(kept) if kept else _stored(row)
        assert stored is not None
        row.stored_file_id, row.arrived_at, row.words = stored.id, clock.now(), ""
        row.state = KEPT
        if submission.status == TAKEN:
            _attach_or_keep(row, submission, user)
        if kept is not None:
            user_id, sha256 = row.user_id, row.sha256
            after_commit(f"forget {client_id}", lambda: coming.forget(user_id, sha256))
    return row, True


def _submission_of(client_id: str) -> FieldSubmission:
    """Return the record that announced the file, held: always before the file, as decisions do."""
    announced_by = select(FieldFile.submission_id).where(FieldFile.client_id == client_id)
    wanted = (
        select(FieldSubmission)
        .where(FieldSubmission.id == announced_by.scalar_subquery())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(wanted).one()


def _attach_or_keep(row: FieldFile, submission: FieldSubmission, user: User) -> None:
    """Attach the file to the case, or leave it with the record if the case takes it no more."""
    case = lock_case(submission.case_id)
    assert case is not None  # What was taken has a case.
    try:
        with db.session.begin_nested():
            attach(row, case, user)
    except STANDS_IN_THE_WAY as error:
        reasons = error.reasons if isinstance(error, Refused) else [str(error)]
        about = _("The file %(name)s is kept with the record.", name=row.file_name)
        submission.status = NEEDS_ATTENTION
        submission.words = listed([*submission.words, about, *reasons])
        tell_of_attention(submission, case, user)


def attach(row: FieldFile, case: Case, actor: User) -> None:
    """Add a file that is here to the evidence of the case, as by page. Raises as `perform` does."""
    event = perform(
        case,
        "add_evidence",
        actor,
        version=case.version,
        files=[(row.stored_file_id, row.file_name)],
        caption=row.caption or row.file_name,
        stage=row.stage,
        taken_at=row.corrected_at or row.arrived_at,
    )
    evidence_id: int = event.changes["evidence"][0]
    row.state, row.evidence_id = ATTACHED, evidence_id
    db.session.get_one(Evidence, evidence_id).client_id = row.client_id
    for look in looks_at(row.id):
        note_custody(evidence_id, user_id=look.user_id, act=look.act, place=RECORD, at=look.at)
    db.session.flush()


def note_look(file_id: int, user_id: int, act: str) -> None:
    """Record that a file was opened before it is evidence. `act` is one of custody.ACTS."""
    db.session.add(FieldFileLook(file_id=file_id, user_id=user_id, act=act, at=clock.now()))


def looks_at(file_id: int) -> ScalarResult[FieldFileLook]:
    """Return who opened a file before it was evidence, the earliest first."""
    wanted = select(FieldFileLook).where(FieldFileLook.file_id == file_id)
    return db.session.scalars(wanted.order_by(FieldFileLook.id))


def sweep_coming() -> int:
    """Delete coming files that nobody awaits any more and that lay untouched; returns how many.

    Awaited is every file whose record is not settled: its tablet may be away for weeks.
    """
    before = (clock.now() - timedelta(days=STALE_DAYS)).timestamp()
    count = 0
    for path in sorted(coming.coming_folder().glob("*/*")):
        if path.stat().st_mtime < before and not _is_awaited(path):
            path.unlink(missing_ok=True)
            count += 1
    if count:
        log.info("coming files swept", count=count)
    return count


def _is_awaited(path: Path) -> bool:
    user_id = int(path.parent.name) if path.parent.name.isdecimal() else 0
    wanted = (
        select(FieldFile.id)
        .join(FieldSubmission, FieldSubmission.id == FieldFile.submission_id)
        .where(
            FieldFile.user_id == user_id,
            FieldFile.sha256 == path.name,
            FieldFile.state.not_in(ARRIVED),
            FieldSubmission.status != SETTLED,
        )
    )
    return db.session.scalar(wanted.limit(1)) is not None
