"""Queuing messages: rows of the outbox, in the transaction of the act that they tell of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.deadlines.models import Deadline
from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.catalogue import CATALOGUE, IN_APP, WECOM, Message
from caseflow.core.messages.wishes import NONE, Wishes
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.notifications.channels.table import CHANNELS, Channel
from caseflow.ground.notifications.models import InboxMessage
from caseflow.ground.notifications.outbox import QueuedMessage, queue_messages
from caseflow.people.accounts.models import User

if TYPE_CHECKING:
    from caseflow.core.audit.models import CaseEvent
    from caseflow.core.cases.models import Case


def tell(kind: str, case: Case, event: CaseEvent) -> None:
    """Queue the message `kind` of an act for everybody whom the catalogue names.

    Nobody is told what they did themselves. Invented and imported histories are quiet. Never
    commits: the rows live and die with the act.
    """
    if db.session.info.get("quiet"):
        return
    message, directory = CATALOGUE[kind], Directory(clock.local_date(event.at))
    addressee = addressee_of(case)
    found = directory.recipients(message.audience, addressee)
    queue_messages(
        rows_for(
            f"{kind}:{event.id}",
            message.channels,
            [user for user in found if user.id != event.actor_id],
            kind,
            case.id,
            {"number": case.number, **_due(case.id, message), **_named(event)},
            event.at,
            wishes=directory.wishes if leaves_the_house(message.channels) else None,
            groups=directory.groups(message.audience, addressee.unit_id),
        ),
        event.at,
    )


def _named(event: CaseEvent) -> dict[str, Any]:
    """Return what the message names beside the case: the number of a supervision notice."""
    number = event.changes.get("notice_number")
    return {"notice": number} if number else {}


def leaves_the_house(channels: tuple[str, ...]) -> bool:
    """Return whether any of the channels is set up that is not the inbox."""
    return any(way is not None for _name, way in _ways(channels))


def people_told(kind: str, case: Case, day: date, actor_id: int | None) -> list[User]:
    """Return whom the message `kind` of the case reaches on that day, never the actor."""
    found = Directory(day).recipients(CATALOGUE[kind].audience, addressee_of(case))
    return [user for user in found if user.id != actor_id]


def tell_people(kind: str, key: str, people: list[User], facts: dict[str, Any]) -> None:
    """Queue the message `kind`, which belongs to no case, for these people.

    `key` says once and for all which message it is: queued again, it is not sent again.
    """
    message, now = CATALOGUE[kind], clock.now()
    directory = Directory(clock.local_date(now))
    rows = rows_for(
        f"{kind}:{key}",
        message.channels,
        people,
        kind,
        None,
        facts,
        now,
        wishes=directory.wishes if leaves_the_house(message.channels) else None,
        groups=directory.groups(message.audience, None),
    )
    queue_messages(rows, now)


def people_of(kind: str) -> list[User]:
    """Return whom the catalogue names for a message that belongs to no case; never nobody."""
    nobody = Addressee(case_id=0, number="", unit_id=None, assignee_id=None, created_by_id=None)
    return Directory(clock.today()).recipients(CATALOGUE[kind].audience, nobody)


def addressee_of(case: Case) -> Addressee:
    """Return what addressing needs of `case`, with the handler of its leading case if merged."""
    leading = db.session.get(type(case), case.leading_case_id) if case.leading_case_id else None
    return Addressee(
        case_id=case.id,
        number=case.number,
        unit_id=case.unit_id,
        assignee_id=case.assignee_id,
        created_by_id=case.created_by_id,
        leading_assignee_id=leading.assignee_id if leading else None,
        leading_unit_id=leading.unit_id if leading else None,
        is_urgent=case.is_urgent,
        state=case.state,
    )


def _due(case_id: int, message: Message) -> dict[str, Any]:
    """Return the clock and the due day to be named: the message's own, else the handling term."""
    running: dict[str, date] = {}
    for name, due_on in db.session.execute(
        select(Deadline.clock, Deadline.due_on)
        .where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
        .order_by(Deadline.due_on.desc())
    ):
        running[name] = due_on
    for name in (message.clock, "handling"):
        if name in running:
            return {"clock": name, "due_on": running[name].isoformat()}
    return {}


def rows_for(
    key: str,
    channels: tuple[str, ...],
    people: list[User],
    kind: str,
    case_id: int | None,
    params: dict[str, Any],
    available_at: datetime,
    *,
    wishes: Mapping[int, Wishes] | None = None,
    groups: Sequence[str] = (),
) -> list[QueuedMessage]:
    """Return one row per person and way, and one per group whose robot is told.

    A way that is not set up, or for which the account has no address, is left out; so is what the
    person does not want, where duty allows it. The quiet hours of a person hold back what leaves
    the house, unless it is urgent.
    """
    ways = _ways(channels)
    is_urgent = CATALOGUE[kind].is_urgent or bool(params.get("is_urgent"))

    def row(to: str, channel: str, at: datetime, **whom: Any) -> QueuedMessage:
        return QueuedMessage(
            key=f"{key}:{to}:{channel}",
            kind=kind,
            channel=channel,
            case_id=case_id,
            params=params,
            available_at=at,
            **whom,
        )

    rows = []
    for user in people:
        wish = (wishes or {}).get(user.id, NONE)
        for name, way in ways:
            if way is None:
                rows.append(row(str(user.id), name, available_at, recipient_id=user.id))
            elif way.address and getattr(user, way.address) and wish.takes(kind, name):
                at = wish.not_before(available_at, is_urgent=is_urgent)
                rows.append(row(str(user.id), name, at, recipient_id=user.id))
    if any(name == WECOM for name, _way in ways):
        rows += [
            row(f"group-{name}", WECOM, available_at, recipient_id=None, group_name=name)
            for name in groups
        ]
    return rows


def _ways(channels: tuple[str, ...]) -> list[tuple[str, Channel | None]]:
    """Return the channels that are set up, with their rows; None: the inbox."""
    return [
        (name, CHANNELS.get(name))
        for name in channels
        if name == IN_APP or CHANNELS[name].is_set(settings())
    ]


def mark_read(user_id: int, message_id: int, at: datetime) -> str | None:
    """Mark one of the person's messages as read; return the page that it leads to, if any.

    Raises NotVisible if the message is not theirs.
    """
    message = db.session.get(InboxMessage, message_id)
    if message is None or message.user_id != user_id:
        raise NotVisible(_("There is no such message in your inbox."))
    if message.read_at is None:
        message.read_at = at
    return path_of(message.kind, message.case_id, message.params)


def path_of(kind: str, case_id: int | None, params: Mapping[str, Any]) -> str | None:
    """Return the address within the application of what a message is about, if it has a page."""
    if case_id:
        return f"/cases/{case_id}"
    return params.get("path") or CATALOGUE[kind].path or None


def mark_all_read(user_id: int, newest_id: int, at: datetime) -> int:
    """Mark the person's messages up to `newest_id` as read; return how many were not."""
    result = db.session.execute(
        update(InboxMessage)
        .where(
            InboxMessage.user_id == user_id,
            InboxMessage.read_at.is_(None),
            InboxMessage.id <= newest_id,
        )
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
