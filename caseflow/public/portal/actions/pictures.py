"""Pictures of a petition: looked at as every file is, then sealed to the bureau at once.

The original is evidence, with what the camera wrote into it; nothing here shows it again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
from pathlib import Path, PurePath
from typing import BinaryIO

from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.desk_database import handing_in, is_inserted
from caseflow.ground.errors import BadInput
from caseflow.ground.plain_text import without_controls
from caseflow.ground.record_sealing import bureau_keys, seal
from caseflow.ground.storage.kinds import BY_TYPE, HEAD, MEBIBYTE, PICTURES, kind_of
from caseflow.public.portal.actions.drafts import Draft, Picture
from caseflow.public.portal.models import PortalFile
from caseflow.public.portal.rules import MOST_IN_A_NAME, MOST_PICTURE_MB, MOST_PICTURES


def add_picture(draft: Draft, stream: BinaryIO, name: str) -> None:
    """Keep a picture, sealed, and note it in the draft, which the caller keeps. Commits.

    Raises BadInput for what is no picture, is too large, or is one too many; the same picture
    twice is one.
    """
    content = stream.read(MOST_PICTURE_MB * MEBIBYTE + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    if any(picture.sha256 == sha256 for picture in draft.pictures):
        return
    if len(draft.pictures) >= MOST_PICTURES:
        raise BadInput(_("At most %(most)s pictures can be sent.", most=MOST_PICTURES))
    _check(content)
    plain = without_controls(name).replace("\\", "/")
    short = PurePath(plain).name[-MOST_IN_A_NAME:] or "picture"
    picture = Picture(str(uuid.uuid4()), short, sha256, len(content))
    envelope = json.dumps(seal(bureau_keys().public, content)).encode()
    row = {"id": picture.id, "key": draft.key, "sealed": envelope, "saved_at": clock.now()}
    with handing_in() as connection:
        is_inserted(connection, PortalFile, row)
    draft.pictures.append(picture)


def _check(content: bytes) -> None:
    """Raise BadInput for anything but a picture that can be opened."""
    if not content:
        raise BadInput(_("The file is empty."))
    if len(content) > MOST_PICTURE_MB * MEBIBYTE:
        raise BadInput(_("The file is too large: at most %(most)s MB.", most=MOST_PICTURE_MB))
    if not any(BY_TYPE[kind].matches(content[:HEAD]) for kind in PICTURES):
        raise BadInput(_("Only pictures can be sent here: JPEG, PNG or WebP."))
    with tempfile.NamedTemporaryFile(prefix="caseflow-coming-") as file:
        file.write(content)
        file.flush()
        kind_of(Path(file.name))
