"""What the page of a case tells of its supervision: notices, the ladder, messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caseflow.core.deadlines.queries import DeadlineRow
from caseflow.core.messages.course import Delivery, Ladder, deliveries_of, ladders_of
from caseflow.core.notices.queries import NoticeRow, notices_of
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

SEES_ALL_MESSAGES = frozenset({Permission.SUPERVISION_VIEW, Permission.MESSAGE_RETRY})


@dataclass(frozen=True, slots=True)
class Supervising:
    """Empty parts are not shown. `sees_all`: not only the messages to oneself are listed."""

    notices: tuple[NoticeRow, ...]
    ladders: tuple[Ladder, ...]
    deliveries: tuple[Delivery, ...]
    sees_all: bool


def supervising(
    case_id: int, clocks: Iterable[DeadlineRow], user: User, rights: frozenset[Permission]
) -> Supervising:
    """Return what this person may see of it; three statements at most."""
    sees_notices = Permission.NOTICE_VIEW in rights
    sees_all = bool(SEES_ALL_MESSAGES & rights)
    return Supervising(
        notices=notices_of(case_id) if sees_notices else (),
        ladders=ladders_of(case_id, clocks) if sees_notices else (),
        deliveries=deliveries_of(case_id, None if sees_all else user.id),
        sees_all=sees_all,
    )
