"""Evidence: the files themselves and small pictures of them, for those who may see the case."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from caseflow.core.cases.scope import get_case
from caseflow.core.cases.views.blueprint import bp
from caseflow.core.evidence.models import Evidence
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import open_file, thumbnail_of
from caseflow.ground.storage.models import StoredFile
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

CLOSED_BOX = "default-src 'none'; sandbox"
"""A file is shown, never run: the policy of its answer."""


@bp.get("/<int:case_id>/evidence/<int:evidence_id>")
@requires(Permission.CASE_VIEW)
def evidence(case_id: int, evidence_id: int) -> Response:
    """Send a file of the case: pictures to be looked at, everything else to be saved."""
    row = _row(case_id, evidence_id)
    response = send_file(
        open_file(row.sha256),
        mimetype=row.content_type,
        as_attachment=not row.content_type.startswith("image/"),
        download_name=row.file_name,
        etag=row.sha256,
        max_age=0,
    )
    return _closed(response)


@bp.get("/<int:case_id>/evidence/<int:evidence_id>/small")
@requires(Permission.CASE_VIEW)
def thumbnail(case_id: int, evidence_id: int) -> Response:
    """Send a small picture without EXIF."""
    row = _row(case_id, evidence_id)
    response = send_file(
        thumbnail_of(row.sha256, row.content_type), mimetype="image/jpeg", max_age=3600
    )
    response.cache_control.private = True
    response.cache_control.public = False
    return _closed(response)


def _row(case_id: int, evidence_id: int) -> Any:
    case = get_case(current_user, case_id)
    row = db.session.execute(
        select(Evidence.file_name, StoredFile.sha256, StoredFile.content_type)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.id == evidence_id, Evidence.case_id == case.id)
    ).first()
    if row is None:
        raise NotVisible(_("There is no such file in this case."))
    return row


def _closed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CLOSED_BOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
