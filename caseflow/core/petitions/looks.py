"""Reading who looked at complainants, for auditors; the complainant's own data stay sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

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
    statement: Any = select(
        ComplainantLook.looked_at,
        _of(User.display_name, User.id == ComplainantLook.user_id),
        _of(User.username, User.id == ComplainantLook.user_id),
        ComplainantLook.reason,
        _of(Petition.number, Petition.id == ComplainantLook.petition_id),
        _of(Petition.case_id, Petition.id == ComplainantLook.petition_id),
    )
    if username:
        person = select(User.id).where(User.username == username)
        statement = statement.where(ComplainantLook.user_id.in_(person))
    return fetch_page(
        statement,
        [Key(ComplainantLook.looked_at, is_descending=True), Key(ComplainantLook.id, True)],
        cursor,
        _row,
    )


def _of(column: Any, where: ColumnElement[bool]) -> Any:
    """Return a column to be read for the rows of the page alone: the others are only sorted."""
    return select(column).where(where).scalar_subquery().label(column.key)


def _row(row: Any) -> LookRow:
    return LookRow(
        at=row.looked_at,
        person=row.display_name,
        username=row.username,
        reason=row.reason,
        petition=row.number,
        case_id=row.case_id,
    )
