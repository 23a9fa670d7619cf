"""Reading who looked at complainants, for auditors; the complainant's own data stay sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import ComplainantLook, Petition
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look. `petition` and `case_id` are None where the look was at a caller's history."""

    at: datetime
    person: str
    username: str
    reason: str
    petition: str | None
    case_id: int | None


def looks_page(cursor: str | None, username: str = "") -> Page[LookRow]:
    """Return the looks at complainants, the latest first; of one person if given."""
    statement: Any = (
        select(
            ComplainantLook.looked_at,
            User.display_name,
            User.username,
            ComplainantLook.reason,
            Petition.number,
            Case.id,
        )
        .join(User, User.id == ComplainantLook.user_id)
        .outerjoin(Petition, Petition.id == ComplainantLook.petition_id)
        .outerjoin(Case, Case.id == Petition.case_id)
    )
    if username:
        statement = statement.where(User.username == username)
    return fetch_page(
        statement,
        [Key(ComplainantLook.id, is_descending=True)],
        cursor,
        _row,
    )


def _row(row: Any) -> LookRow:
    return LookRow(
        at=row.looked_at,
        person=row.display_name,
        username=row.username,
        reason=row.reason,
        petition=row.number,
        case_id=row.id,
    )
