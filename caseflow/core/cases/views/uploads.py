"""Files sent with a step: stored before the act, so that no later error loses them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app
from flask_login import current_user
from itsdangerous import BadData, URLSafeSerializer

from caseflow.core.cases.forms import StepForm
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput
from caseflow.ground.storage.files import store_stream
from caseflow.ground.storage.kinds import kind_of
from caseflow.ground.unit_of_work import unit_of_work

Kept = list[tuple[int, str]]


def keep_uploads(form: StepForm, case_id: int) -> tuple[Kept, bool]:
    """Store what was sent and return (file id, name) of all kept so far, and whether all fitted.

    The form's hidden field then names them, signed for this person and case; a file that is not
    kept leaves its sentence at the field.
    """
    if "files" not in form:
        return [], True
    kept, wrong = _kept_before(form, case_id), []
    for upload in form["files"].data or []:
        name = str(getattr(upload, "filename", "") or "")
        if not name:
            continue
        try:
            kept.append((_store(upload.stream, name), name[-200:]))
        except BadInput as error:
            wrong.append(f"{name}: {error}")
    form.kept_files.data = _serializer().dumps([current_user.id, case_id, kept]) if kept else ""
    form.kept_names = [name for _file_id, name in kept]
    form["files"].process_errors = wrong
    form["files"].errors = list(wrong)
    return kept, not wrong


def _store(stream: Any, name: str) -> int:
    most = settings().max_upload_mb * 1024 * 1024
    with unit_of_work():
        return store_stream(stream, most, partial(kind_of, name=name)).id


def _kept_before(form: StepForm, case_id: int) -> Kept:
    try:
        user_id, for_case, kept = _serializer().loads(form.kept_files.data or "")
    except (BadData, TypeError, ValueError):
        return []
    if (user_id, for_case) != (current_user.id, case_id):
        return []
    return [(int(file_id), str(name)) for file_id, name in kept]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="kept-files")
