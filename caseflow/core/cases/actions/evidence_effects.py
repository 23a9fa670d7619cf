"""Effects of adding evidence and official documents: what each is goes into the sealed history."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect
from caseflow.core.evidence.models import Evidence
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile


@effect("add_evidence")
def _add_evidence(act: Act) -> None:
    """`files`: pairs of StoredFile id and file name, stored before the act by the edge."""
    taken = act.given.get("taken_at") or act.at
    if taken > act.at + timedelta(minutes=10):
        raise BadInput(_("The picture cannot have been taken in the future."))
    ids = []
    for file_id, file_name in act.given["files"]:
        row = Evidence(
            case_id=act.case.id,
            file_id=file_id,
            file_name=file_name[-200:],
            caption=act.given["caption"],
            stage=act.given["stage"],
            taken_at=taken,
            added_at=act.at,
            added_by_id=act.actor_id,
        )
        db.session.add(row)
        db.session.flush()
        ids.append(row.id)
    act.changes["evidence"] = ids
    act.changes["evidence_hashes"] = _hashes([file_id for file_id, _name in act.given["files"]])


def _hashes(file_ids: list[int]) -> list[str]:
    """Return the hash of each file, to be sealed in the history: none can be put for another."""
    wanted = select(StoredFile.id, StoredFile.sha256).where(StoredFile.id.in_(file_ids))
    by_id = {row.id: row.sha256 for row in db.session.execute(wanted)}
    return [by_id[file_id] for file_id in file_ids]


@effect("issue_document", "void_document")
def _document(act: Act) -> None:
    """Seal which document, under which number and with which content, into the history."""
    act.changes["document"] = act.given["document"]
    for name in ("document_id", "document_sha256"):
        if name in act.given:
            act.changes[name] = act.given[name]
