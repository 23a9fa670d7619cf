"""The digest of the morning: one message to each person, what is late and what waits for them.

Given once a day, by a unique row. Who has nothing waiting gets none; only supervisors and the
leadership are told so, for their asking is answered by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_counts
from caseflow.core.cases.scope import cases_where
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.messages.actions import leaves_the_house, rows_for
from caseflow.core.messages.audience import Directory
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.messages.models import DigestGiven
from caseflow.core.messages.wishes import NONE
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import ANSWERED, ISSUED, PROPOSED
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import insert_new, queue_messages
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission, Role, scope_of

log = structlog.get_logger()

KIND = "morning_digest"
LATEST_HOUR = 12
"""Not given after noon: a digest of the morning that comes later says nothing new."""

Query = dict[str, str]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is counted for people of one role, and where its link leads."""

    lists: dict[str, Query]
    path: str
    says_all_clear: bool = False


_WATCHED: dict[str, Query] = {
    "late": {"due": "late", "state": "all"},
    "today": {"due": "today", "state": "all"},
    "soon": {"due": "soon", "state": "all"},
}

DIGESTS: dict[Role, Digest] = {
    Role.SUPERVISOR: Digest(
        {
            **_WATCHED,
            "sign_off": {"state": "awaiting_sign_off", "not_mine": "1"},
            "receipt": {"state": "assigned"},
        },
        "/supervision/",
        says_all_clear=True,
    ),
    Role.LEADER: Digest(dict(_WATCHED), "/supervision/", says_all_clear=True),
    Role.DISPATCHER: Digest({**_WATCHED, "receipt": {"state": "assigned"}}, "/supervision/"),
    Role.OFFICER: Digest({**_WATCHED, "receipt": {"state": "assigned"}}, "/"),
    Role.TOWNSHIP: Digest({**_WATCHED, "receipt": {"state": "assigned"}}, "/"),
}
"""By role. An officer is told of their own cases, the head of a unit of the unit's."""


def give_digests(now: datetime) -> int:
    """Give the digest to everybody whose time of the morning has come; return to how many.

    On working days. Each person is a transaction of their own; run twice, each gets one.
    """
    today, local = clock.local_date(now), clock.local(now)
    if not current_calendar().is_workday(today) or local.hour >= LATEST_HOUR:
        return 0
    directory = Directory(today)
    given = sum(
        _give(user_id, directory, now)
        for user_id in list(_waiting(directory, today, f"{local:%H:%M}"))
    )
    if given:
        log.info("digests given", count=given)
    return given


def _waiting(directory: Directory, today: date, time: str) -> Iterator[int]:
    """Yield who is to get a digest by now and was not looked at today."""
    done = set(db.session.scalars(select(DigestGiven.user_id).where(DigestGiven.day_on == today)))
    for role in DIGESTS:
        for user in directory.holders(role):
            wish = directory.wishes.get(user.id, NONE)
            if user.id not in done and wish.digest_at <= time:
                yield user.id


def _give(user_id: int, directory: Directory, now: datetime) -> bool:
    with unit_of_work():
        user = db.session.get_one(User, user_id)
        digest = DIGESTS[Role(user.role)]
        counts = digest_counts(user)
        row = {
            "user_id": user.id,
            "day_on": directory.day,
            "counts": counts,
            "given_at": now,
        }
        claim = insert_new(DigestGiven).values(**row).returning(DigestGiven.id)
        is_ours = db.session.scalar(claim) is not None
        if not is_ours or not (counts or digest.says_all_clear):
            return False
        channels = CATALOGUE[KIND].channels
        queue_messages(
            rows_for(
                f"{KIND}:{directory.day.isoformat()}",
                channels,
                [user],
                KIND,
                None,
                {"counts": counts, "path": digest.path},
                now,
                wishes=directory.wishes if leaves_the_house(channels) else None,
            ),
            now,
        )
        return True


def digest_counts(user: User) -> dict[str, int]:
    """Return what waits for a person, the empty counts left out; three statements and the reach."""
    digest, own = DIGESTS[Role(user.role)], _own(user)
    filters = {key: read_filter({**query, **own}, user) for key, query in digest.lists.items()}
    counts = {**case_counts(filters, user), **_notices(user)}
    return {key: count for key, count in counts.items() if count}


def _own(user: User) -> Query:
    """Return what narrows the lists of a handler who heads no unit to their own cases."""
    if user.role not in {Role.OFFICER, Role.TOWNSHIP}:
        return {}
    heads = db.session.scalar(select(Unit.id).where(Unit.head_id == user.id).limit(1))
    return {} if heads is not None else {"assignee": "me"}


def _notices(user: User) -> dict[str, int]:
    """Return the notices that wait for this person: to be answered, or judged and decided."""
    role = Role(user.role)
    states = {
        key: state
        for key, state, right in (
            ("notices", ISSUED, Permission.NOTICE_ANSWER),
            ("answers", ANSWERED, Permission.NOTICE_ISSUE),
            ("drafts", PROPOSED, Permission.NOTICE_ISSUE),
        )
        if scope_of(role, right) is not None
    }
    if not states:
        return {}
    rows = db.session.execute(
        select(SupervisionNotice.state, func.count())
        .join(Case, Case.id == SupervisionNotice.case_id)
        .where(
            SupervisionNotice.state.in_(states.values()),
            cases_where(user, Permission.NOTICE_VIEW),
        )
        .group_by(SupervisionNotice.state)
    ).all()
    found = {row[0]: row[1] for row in rows}
    return {key: found.get(state, 0) for key, state in states.items()}
