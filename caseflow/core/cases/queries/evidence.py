"""The files of a case: what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.codes import STAGES
from caseflow.core.evidence.models import Evidence
from caseflow.ground.extensions import db
from caseflow.ground.storage.kinds import BY_TYPE
from caseflow.ground.storage.models import StoredFile
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file and its row; `added_by` is None where the system put it there."""

    id: int
    file_name: str
    caption: str
    stage: str
    taken_at: datetime
    added_at: datetime
    added_by: str | None
    sha256: str
    byte_count: int
    content_type: str

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def kind_words(self) -> str:
        """Return the kind in words, or the content type of a kind that is not kept any more."""
        kind = BY_TYPE.get(self.content_type)
        return _(kind.words) if kind else self.content_type

    @property
    def stage_words(self) -> str:
        return _(STAGES[self.stage]) if self.stage in STAGES else self.stage


def evidence_file(case_id: int, evidence_id: int) -> EvidenceFile | None:
    """Return a file of this very case, or None; one statement."""
    row = db.session.execute(_of_case(case_id).where(Evidence.id == evidence_id)).first()
    return EvidenceFile(*row) if row else None


def evidence_files(case_id: int) -> tuple[EvidenceFile, ...]:
    """Return all files of a case, oldest first; one statement."""
    rows = db.session.execute(_of_case(case_id).order_by(Evidence.id))
    return tuple(EvidenceFile(*row) for row in rows)


def _of_case(case_id: int) -> Any:
    return (
        select(
            Evidence.id,
            Evidence.file_name,
            Evidence.caption,
            Evidence.stage,
            Evidence.taken_at,
            Evidence.added_at,
            User.display_name,
            StoredFile.sha256,
            StoredFile.byte_count,
            StoredFile.content_type,
        )
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .outerjoin(User, User.id == Evidence.added_by_id)
        .where(Evidence.case_id == case_id)
    )
