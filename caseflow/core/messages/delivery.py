"""Delivering the outbox: the ground's channels with the catalogue's words."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from caseflow.core.messages.actions import people_of, tell_people
from caseflow.core.messages.audience import Directory
from caseflow.core.messages.catalogue import CATALOGUE, IN_APP
from caseflow.core.messages.rendering import letter_of
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.channels.table import CHANNELS
from caseflow.ground.notifications.delivery import send_due, show_due
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.notifications.outbox import QueuedMessage, overdue_count, queue_messages
from caseflow.ground.notifications.wake import note_awake
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.events import is_held_up
from caseflow.ground.webhooks.models import HookEvent
from caseflow.people.permissions.policy import Role

log = structlog.get_logger()

HELD_UP_AFTER = timedelta(minutes=15)


def deliver_outbox(most: int = 1000) -> int:
    """Deliver what is due, in-app first; return how many messages went out."""
    note_awake()
    tallies = {IN_APP: show_due(most)}
    for name, channel in CHANNELS.items():
        tallies[name] = send_due(channel, letter_of, most)
    held_back = sum(tally.held_back for tally in tallies.values())
    sent = {name: tally.sent for name, tally in tallies.items() if tally.sent}
    if sent or held_back:
        log.info("outbox delivered", **sent, held_back=held_back)
    return sum(sent.values())


def watch_outbox(now: datetime) -> int:
    """Tell the administrators, once a day, of messages that wait too long; return how many do."""
    count = overdue_count(now, HELD_UP_AFTER)
    if count:
        log.error("messages are held up", count=count)
        tell_administrators("outbox_stuck", count, now)
    return count


def watch_undelivered(now: datetime) -> int:
    """Tell, once a day, of failed messages that nobody takes care of; return how many.

    The supervisor on duty is told, whose list it is, and the administrators.
    """
    nobodys = (
        OutboxMessage.state == "failed",
        OutboxMessage.owner_id.is_(None),
        OutboxMessage.kind != "messages_undelivered",
    )
    count = db.session.scalar(select(func.count(OutboxMessage.id)).where(*nobodys)) or 0
    if count:
        log.error("messages were not delivered", count=count)
        kind, day = "messages_undelivered", clock.local_date(now).isoformat()
        with unit_of_work():
            tell_people(kind, day, people_of(kind), {"count": count})
    return count


def watch_hooks(now: datetime) -> int:
    """Tell the administrators, once a day, of web hooks that do not arrive; return how many."""
    held_up = select(func.count()).select_from(HookEvent).where(is_held_up(now, HELD_UP_AFTER))
    count = db.session.scalar(held_up) or 0
    if count:
        log.error("web hooks are held up", count=count)
        tell_administrators("hooks_stuck", count, now)
    return count


def tell_administrators(kind: str, count: int, now: datetime) -> None:
    """Queue the message `kind`, which says how many, to each administrator; once a day at most."""
    today = clock.local_date(now)
    message = CATALOGUE[kind]
    with unit_of_work():
        queue_messages(
            [
                QueuedMessage(
                    key=f"{message.kind}:{today.isoformat()}:{user.id}:{channel}",
                    kind=message.kind,
                    channel=channel,
                    recipient_id=user.id,
                    case_id=None,
                    params={"count": count},
                    available_at=now,
                )
                for user in Directory(today).holders(Role.ADMINISTRATOR)
                for channel in message.channels
            ],
            now,
        )
