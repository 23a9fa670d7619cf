"""Saved copies of a tablet: each record goes the way of a submission, each piece that of a piece.

A copy that is brought in twice does nothing the second time. One bad line stops no other.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.visits.shape import Unreadable
from caseflow.field.sync.actions import files
from caseflow.field.sync.actions.submitting import take
from caseflow.field.sync.models import FieldFile, FieldSubmission
from caseflow.field.sync.problems import Unkept
from caseflow.field.sync.rules import ARRIVED, TAKEN
from caseflow.field.sync.shape import is_sha256, read
from caseflow.ground.errors import BadInput, CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.record_sealing import BureauKeys, bureau_keys
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

FORMAT = "caseflow field copy 1"
LINE_MOST = 8 * 1024 * 1024
"""Bytes: the largest record, sealed and in base64, is well below."""
FAULTS_MOST = 100


@dataclass(slots=True)
class Outcome:
    """What became of a copy; `faults`: (number of the line, sentence)."""

    owner: str
    taken_count: int = 0
    waiting_count: int = 0
    known_count: int = 0
    file_count: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    client_ids: list[str] = field(default_factory=list)


def import_copy(stream: BinaryIO, importer: User) -> Outcome:
    """Bring in a saved copy, line by line, each in a unit of work of its own.

    Raises BadInput if it is no copy of a tablet, or of somebody who has no account.
    """
    lines = _lines(stream)
    owner = _owner(next(lines, (1, b""))[1])
    outcome, keys, importer_id = Outcome(owner.display_name), bureau_keys(), importer.id
    for number, line in lines:
        try:
            _one(line, keys, owner, importer_id, outcome)
        except CaseflowError as error:
            _fault(outcome, number, str(error))
    _finish_files(owner, outcome)
    return outcome


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(LINE_MOST + 1):
        number += 1
        if line.strip():
            yield number, line


def _owner(line: bytes) -> User:
    head = _json(line)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise BadInput(_("This is not a saved copy of a tablet."))
    user_id = head.get("user_id")
    known = isinstance(user_id, int) and 0 < user_id < 2**31
    owner = db.session.get(User, user_id) if known else None
    if owner is None:
        raise BadInput(_("The copy is of somebody who has no account here."))
    return owner


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _one(line: bytes, keys: BureauKeys, owner: User, importer_id: int, outcome: Outcome) -> None:
    envelope = _json(line) if len(line) <= LINE_MOST else None
    if not isinstance(envelope, dict):
        raise BadInput(_("The line cannot be read: it was cut off or altered."))
    try:
        row = _json(keys.unseal(envelope))
    except CannotUnseal as error:
        raise BadInput(_("The line cannot be opened: altered, or for another bureau.")) from error
    if isinstance(row, dict) and "submission" in row:
        _record(row["submission"], owner, importer_id, outcome)
    elif isinstance(row, dict):
        _piece(row, owner)
    else:
        raise BadInput(_("The line cannot be read: it was cut off or altered."))


def _record(body: Any, owner: User, importer_id: int, outcome: Outcome) -> None:
    try:
        sent = read(body, is_copy=True)
    except Unreadable as error:
        raise Unkept(error.path) from error
    with unit_of_work():
        brought_by = None if importer_id == owner.id else db.session.get(User, importer_id)
        answer = take(sent, owner, brought_by=brought_by)
    outcome.client_ids.append(sent.client_id)
    if not answer.is_first:
        outcome.known_count += 1
    elif answer.receipt["status"] == TAKEN:
        outcome.taken_count += 1
    else:
        outcome.waiting_count += 1


def _piece(row: dict[str, Any], owner: User) -> None:
    sha256, offset, plain = row.get("sha256"), row.get("offset"), _bytes(row.get("bytes"))
    if not is_sha256(sha256) or not isinstance(offset, int) or offset < 0 or plain is None:
        raise BadInput(_("The line cannot be read: it was cut off or altered."))
    file = files.announced(str(sha256), owner.id)
    if files.have(file) >= offset + len(plain):
        return
    files.add_piece(file, offset, plain, hashlib.sha256(plain).hexdigest())


def _bytes(text: Any) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        return None


def _finish_files(owner: User, outcome: Outcome) -> None:
    """Make evidence of the files that are whole now; the others wait for the rest of them."""
    for client_id in outcome.client_ids:
        wanted = (
            select(FieldFile)
            .join(FieldSubmission, FieldSubmission.id == FieldFile.submission_id)
            .where(FieldSubmission.client_id == client_id, FieldFile.state.not_in(ARRIVED))
            .order_by(FieldFile.id)
        )
        whole = [f.client_id for f in db.session.scalars(wanted) if files.have(f) >= f.byte_count]
        for file_id in whole:
            try:
                files.finish(file_id, owner)
                outcome.file_count += 1
            except CaseflowError as error:
                _fault(outcome, 0, str(error))


def _fault(outcome: Outcome, number: int, sentence: str) -> None:
    if len(outcome.faults) < FAULTS_MOST:
        outcome.faults.append((number, sentence))
