"""Files kept once under their SHA-256, outside the database: CASEFLOW_HOME/files/ab/cd/<sha256>,
or a bucket (places.py).

A file is complete or not there: it is written here, synced, looked at, then put in its place.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import structlog
from flask_babel import gettext as _
from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.kinds import PICTURES, kind_of
from caseflow.ground.storage.models import WITHOUT, StoredFile
from caseflow.ground.storage.places import folder_of, place
from caseflow.ground.unit_of_work import unit_of_work

log = structlog.get_logger()

CHUNK = 1024 * 1024
THUMBNAIL_PIXELS = (480, 360)


def files_folder() -> Path:
    """Return the folder of stored files and of what is made of them."""
    return folder_of(settings())


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in its place and may not have its row yet."""

    sha256: str
    byte_count: int
    content_type: str


def store_stream(
    stream: BinaryIO, limit: int, find_kind: Callable[[Path], str] = kind_of
) -> StoredFile:
    """Keep what `stream` holds and return its row, flushed; the same content is kept once.

    `limit` is in bytes; `find_kind` names the content type. Raises BadInput for an empty or too
    large file and for a kind that is not kept. Never commits; a file without a row is harmless and
    found again by its hash.
    """
    return row_of(keep_stream(stream, limit, find_kind))


def keep_stream(stream: BinaryIO, limit: int, find_kind: Callable[[Path], str] = kind_of) -> Kept:
    """Keep what `stream` holds without asking the database, which a large file would keep waiting.

    Arguments and errors as of `store_stream`; `row_of` then gives it its row.
    """
    folder = files_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
    coming = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            sha256, count = _copy(stream, target, limit)
        kind = find_kind(coming)
        place().keep(coming, sha256)
    finally:
        coming.unlink(missing_ok=True)
    return Kept(sha256, count, kind)


def _copy(stream: BinaryIO, target: BinaryIO, limit: int) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        count += len(chunk)
        if count > limit:
            most = limit // (1024 * 1024)
            raise BadInput(_("The file is too large: at most %(most)s MB.", most=most))
        digest.update(chunk)
        target.write(chunk)
    if not count:
        raise BadInput(_("The file is empty."))
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), count


def row_of(kept: Kept) -> StoredFile:
    """Return the row of a kept file, made at the first time and flushed. Never commits."""
    wanted = select(StoredFile).where(StoredFile.sha256 == kept.sha256)
    row = db.session.scalar(wanted)
    if row is not None:
        return row
    row = StoredFile(
        sha256=kept.sha256,
        byte_count=kept.byte_count,
        content_type=kept.content_type,
        created_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # Somebody kept the same content in this very moment.
        return db.session.scalars(wanted).one()
    return row


def open_file(sha256: str) -> BinaryIO:
    """Return the stored file, open for reading; raises NotVisible if its bytes are not there."""
    try:
        return place().open(sha256)
    except FileNotFoundError as error:
        raise NotVisible(_("The file is not in the store any more.")) from error


def make_small_pictures(most: int) -> int:
    """Make the small pictures that are lacking, the newest files first; return how many were.

    Each is committed by itself. One that cannot be made is logged and not tried again; whoever
    looks at it gets the reason.
    """
    wanted = select(StoredFile.id, StoredFile.sha256, StoredFile.content_type).where(WITHOUT)
    rows = db.session.execute(wanted.order_by(StoredFile.id.desc()).limit(most)).all()
    count = 0
    for row in rows:
        db.session.rollback()  # No transaction waits while a picture is made.
        try:
            thumbnail_of(row.sha256, row.content_type)
            count += 1
        except (CaseflowError, OSError, ValueError) as error:
            log.warning("no small picture", sha256=row.sha256, error=type(error).__name__)
            if isinstance(error, CaseflowError) and error.status == 503:
                return count  # The store is away: tried again when it is back.
        with unit_of_work():
            db.session.get_one(StoredFile, row.id).small_at = clock.now()
    return count


def thumbnail_of(sha256: str, content_type: str) -> Path:
    """Return the path of a small JPEG of a stored picture, made now if no worker did.

    It carries nothing but pixels: no EXIF, so neither place nor device. Raises NotVisible for a
    file that is no picture or is not there.
    """
    small = files_folder() / "thumbnails" / sha256[:2] / f"{sha256}.jpg"
    if small.exists():
        return small
    if content_type not in PICTURES:
        raise NotVisible(_("There is no small picture of this file."))
    small.parent.mkdir(parents=True, exist_ok=True)
    with open_file(sha256) as file, Image.open(file, formats=(PICTURES[content_type],)) as whole:
        whole.draft("RGB", THUMBNAIL_PIXELS)
        upright = ImageOps.exif_transpose(whole).convert("RGB")
    upright.thumbnail(THUMBNAIL_PIXELS)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=small.parent)
    with os.fdopen(handle, "wb") as target:
        bare.save(target, "JPEG", quality=80, optimize=True)
    Path(name).replace(small)
    return small
