"""Files of records, in pieces, and their end as evidence."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import UnsupportedMediaType

from caseflow.field.sync.actions import files
from caseflow.field.sync.guarding import for_tablets
from caseflow.field.sync.problems import Unkept
from caseflow.field.sync.receipts import file_receipt
from caseflow.field.sync.rules import PIECE_MOST
from caseflow.field.sync.shape import BYTES_MOST, is_sha256
from caseflow.field.sync.views.blueprint import answered, bp
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.permissions.policy import Permission

PIECE_HASH = "X-Piece-SHA256"


@bp.get("/files/<sha256>")
@for_tablets(Permission.FIELD_SEND)
def file(sha256: str) -> Response:
    """Say how many bytes of the file are there, from the start."""
    row = files.announced(_hash(sha256), current_user.id)
    body = {"sha256": row.sha256, "byte_count": row.byte_count, "have": files.have(row)}
    return answered(body)


@bp.put("/files/<sha256>")
@for_tablets(Permission.FIELD_SEND)
def piece(sha256: str) -> Response:
    """Take the next piece of the file: at most 1 MiB, in its order."""
    if request.mimetype != "application/octet-stream":
        raise UnsupportedMediaType
    row = files.announced(_hash(sha256), current_user.id)
    offset = request.args.get("offset", type=int)
    if offset is None or not 0 <= offset < BYTES_MOST:
        raise Unkept("offset")
    piece_hash = request.headers.get(PIECE_HASH, "").lower()
    if not is_sha256(piece_hash):
        raise Unkept(PIECE_HASH)
    request.max_content_length = PIECE_MOST
    byte_count = row.byte_count
    db.session.rollback()  # A slow tablet takes minutes for its piece: no connection waits for it.
    content = request.get_data(cache=False)
    have = files.add_piece(row, offset, content, piece_hash)
    return answered({"sha256": sha256, "byte_count": byte_count, "have": have})


@bp.post("/evidence/<client_id>")
@for_tablets(Permission.FIELD_SEND)
def evidence(client_id: str) -> Response:
    """Make evidence of a file that is here as a whole: 201, or 200 once more."""
    row, is_new = files.finish(client_id, current_user._get_current_object())
    return answered({"receipt": file_receipt(row)}, 201 if is_new else 200)


def _hash(sha256: str) -> str:
    if not is_sha256(sha256):
        raise NotVisible(_("No record of yours announced this file."))
    return sha256
