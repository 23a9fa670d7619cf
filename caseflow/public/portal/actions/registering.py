"""Making petitions of what was handed in: each once, in one transaction with all that follows.

Killed at any line, the transaction is undone and the row is found again; a file that was stored
before it is found again by its hash.
"""

from __future__ import annotations

import io
import json
from typing import Any

import structlog
from sqlalchemy import delete, func, select, update

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.plain_text import without_controls
from caseflow.ground.record_sealing import bureau_keys
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.storage.files import Kept, keep_stream, row_of
from caseflow.ground.storage.kinds import MEBIBYTE, PICTURES
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.actions.reading import Unreadable, command_of
from caseflow.public.portal.models import PortalDraft, PortalFile, PortalSubmission
from caseflow.public.portal.rules import (
    MOST_IN_A_NAME,
    MOST_PER_PHONE,
    MOST_PICTURE_MB,
    MOST_PICTURES,
    PHONE_SPAN,
)

log = structlog.get_logger()

MOST_AT_ONCE = 100
CAPTION = "来件人随件提交的照片"
MANY = (
    "系统提示：24小时内以同一电话号码在网站提交的信访件，这是第{count}件。"
    "请核对是否重复来件，或者号码是否被他人冒用。"
)

Stored = list[tuple[Kept, str]]


def register_submissions(most: int = MOST_AT_ONCE) -> int:
    """Register what was handed in, the oldest first; return how many petitions were made.

    One that fails is noted and tried again by the next run; it does not hold up the others.
    """
    keys = db.session.scalars(
        select(PortalSubmission.key)
        .where(PortalSubmission.registered_at.is_(None))
        .order_by(PortalSubmission.attempts, PortalSubmission.received_at)
        .limit(most)
    ).all()
    count = 0
    for key in keys:
        try:
            count += _register(key)
        except Exception as error:  # Whatever is wrong with one must not stop the others.
            _note_failure(key, type(error).__name__)
    return count


def _register(key: str) -> bool:
    payload = _payload(key)
    stored = _store(key, payload)
    with unit_of_work():
        row = db.session.scalars(
            select(PortalSubmission)
            .where(PortalSubmission.key == key)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if row.registered_at is not None:
            return False
        opened = register_petition(
            command_of(payload, row.number, row.received_at), None, received_at=row.received_at
        )
        _note_many(opened.case, row)
        if stored:
            perform(
                opened.case,
                "add_evidence",
                None,
                version=opened.case.version,
                files=[(row_of(kept).id, name) for kept, name in stored],
                caption=CAPTION,
                stage="petition",
                taken_at=row.received_at,
            )
        row.petition_id, row.registered_at = opened.petition.id, clock.now()
        row.sealed, row.error = None, None
        _forget(key)
    return True


def _note_many(case: Case, row: PortalSubmission) -> None:
    """Note for the desk that more came with this telephone number than one person hands in a day.

    They may be one matter, or somebody may use the number of another; people judge that. A number
    whose hash is forgotten already is not counted.
    """
    if row.phone_hash is None:
        return
    count = db.session.scalar(
        select(func.count(PortalSubmission.key)).where(
            PortalSubmission.phone_hash == row.phone_hash,
            PortalSubmission.received_at > row.received_at - PHONE_SPAN,
            PortalSubmission.received_at <= row.received_at,
        )
    )
    if (count or 0) > MOST_PER_PHONE:
        perform(case, "note", None, version=case.version, words=MANY.format(count=count))


def _payload(key: str) -> dict[str, Any]:
    """Return what was handed in, opened with the bureau's key."""
    sealed = db.session.scalar(select(PortalSubmission.sealed).where(PortalSubmission.key == key))
    if sealed is None:  # Another worker was quicker.
        return {}
    found = json.loads(bureau_keys().unseal(json.loads(sealed)))
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _store(key: str, payload: dict[str, Any]) -> Stored:
    """Store the pictures, outside any transaction; one that is no picture is left out."""
    stored: Stored = []
    for picture in list(payload.get("pictures") or ())[:MOST_PICTURES]:
        sealed = db.session.scalar(
            select(PortalFile.sealed).where(
                PortalFile.id == str(picture["id"]), PortalFile.key == key
            )
        )
        db.session.rollback()
        try:
            if sealed is not None:
                content = bureau_keys().unseal(json.loads(sealed))
                kept = keep_stream(io.BytesIO(content), MOST_PICTURE_MB * MEBIBYTE)
                if kept.content_type in PICTURES:
                    name = without_controls(str(picture["name"]))[-MOST_IN_A_NAME:]
                    stored.append((kept, name or "picture"))
        except (BadInput, CannotUnseal) as error:
            log.warning("picture of the portal left out", error=type(error).__name__)
    return stored


def _forget(key: str) -> None:
    """Delete draft and sealed pictures: what was in them is in the case now."""
    for model in (PortalDraft, PortalFile):
        db.session.execute(delete(model).where(model.key == key))


def _note_failure(key: str, error: str) -> None:
    db.session.rollback()
    log.error("petition of the portal not registered", error=error)
    with unit_of_work():
        db.session.execute(
            update(PortalSubmission)
            .where(PortalSubmission.key == key, PortalSubmission.registered_at.is_(None))
            .values(attempts=PortalSubmission.attempts + 1, error=error[:100])
            .execution_options(synchronize_session=False)
        )
