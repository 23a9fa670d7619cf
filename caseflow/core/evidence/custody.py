"""The custody of evidence: who looked at a file or took a copy, when, where and what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.evidence.models import CustodyEntry
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User

LOOK, COPY = "look", "copy"
ACTS: dict[str, str] = {LOOK: N_("Looked at"), COPY: N_("Copy taken")}
"""A picture is shown and leaves nothing behind; what the browser saves is a copy."""
DESK, TABLET, FILE, RECORD = "desk", "tablet", "file", "record"
PUBLICATION = "publication"
PLACES: dict[str, str] = {
    DESK: N_("page of the case"),
    TABLET: N_("tablet"),
    FILE: N_("page of the file"),
    PUBLICATION: N_("page where a picture is covered before it is published"),
    RECORD: N_("record of a tablet, before it was taken"),
}


@dataclass(frozen=True, slots=True)
class CustodyRow:
    """One entry of the log, to be shown."""

    at: datetime
    person: str
    act: str
    place: str
    reason: str


def note_custody(
    evidence_id: int,
    *,
    user_id: int,
    act: str,
    place: str,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Record that a file was handed out. `act` is one of ACTS, `place` one of PLACES.

    `at`: when, if it was not now but before the file was evidence.
    """
    assert act in ACTS
    assert place in PLACES
    db.session.add(
        CustodyEntry(
            evidence_id=evidence_id,
            user_id=user_id,
            act=act,
            place=place,
            reason=reason[:300],
            at=at or clock.now(),
        )
    )


def custody_page(evidence_id: int, cursor: str | None) -> Page[CustodyRow]:
    """Return who was handed the file, the latest first."""
    statement: Any = (
        select(
            CustodyEntry.at,
            User.display_name,
            CustodyEntry.act,
            CustodyEntry.place,
            CustodyEntry.reason,
        )
        .join(User, User.id == CustodyEntry.user_id)
        .where(CustodyEntry.evidence_id == evidence_id)
    )
    # What was opened before it was evidence is entered late: the instant counts, not the row.
    keys = [Key(CustodyEntry.at, is_descending=True), Key(CustodyEntry.id, is_descending=True)]
    return fetch_page(statement, keys, cursor, _row)


def _row(row: Any) -> CustodyRow:
    return CustodyRow(row.at, row.display_name, row.act, row.place, row.reason)
