"""The receipt of a submission: what the tablet goes by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import reaches
from caseflow.field.sync.models import FieldFile, FieldSubmission
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission


def receipt_of(row: FieldSubmission, user: User) -> dict[str, Any]:
    """Return the receipt as it is now; nothing of a case that `user` cannot see."""
    return {
        "client_id": row.client_id,
        "status": row.status,
        "words": list(row.words),
        "received_at": instant_words(row.received_at),
        "case": _case(row.case_id, user),
        "evidence": [
            {"client_id": file.client_id, "sha256": file.sha256, "state": file.state}
            for file in files_of(row.id)
        ],
    }


def file_receipt(file: FieldFile) -> dict[str, Any]:
    """Return the receipt of a file that is here as a whole."""
    return {
        "client_id": file.client_id,
        "sha256": file.sha256,
        "state": file.state,
        "evidence_id": file.evidence_id,
    }


def files_of(submission_id: int) -> list[FieldFile]:
    """Return the files that a submission announced, in its order."""
    wanted = select(FieldFile).where(FieldFile.submission_id == submission_id)
    return list(db.session.scalars(wanted.order_by(FieldFile.id)))


def _case(case_id: int | None, user: User) -> dict[str, Any] | None:
    case = db.session.get(Case, case_id) if case_id is not None else None
    if case is None or not reaches(user, Permission.CASE_VIEW, case):
        return None
    return {"number": case.number, "state": case.state, "version": case.version}


def instant_words(at: datetime) -> str:
    """Return an instant as the protocol writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
