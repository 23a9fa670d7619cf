"""Delivering what is due: in-app rows in batches, the other channels one claim after another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications import outbox
from caseflow.ground.notifications.channels import in_app
from caseflow.ground.notifications.channels.table import Channel
from caseflow.ground.notifications.letters import (
    Letter,
    Sender,
    TooFast,
    Undeliverable,
    Unreachable,
)
from caseflow.ground.notifications.outbox import Claimed
from caseflow.ground.unit_of_work import unit_of_work

log = structlog.get_logger()

Compose = Callable[[Claimed], Letter]
"""Puts a claimed row into words; raises Undeliverable if it cannot."""

BATCH = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows went out and how many did not."""

    sent: int = 0
    held_back: int = 0


def show_due(most: int) -> Tally:
    """Deliver up to `most` due in-app rows; a row that fails does not hold up the rest."""
    tally = Tally()
    while tally.sent + tally.held_back < most:
        now = clock.now()
        ids = outbox.due_ids("in_app", now, BATCH)
        if not ids:
            break
        try:
            with unit_of_work():
                shown = in_app.show(ids, now)
            tally = Tally(tally.sent + shown, tally.held_back)
        except (IntegrityError, DataError):
            tally = _show_each(ids, tally)
    return tally


def _show_each(ids: list[int], tally: Tally) -> Tally:
    for row_id in ids:
        now = clock.now()
        try:
            with unit_of_work():
                tally = Tally(tally.sent + in_app.show([row_id], now), tally.held_back)
        except (IntegrityError, DataError) as error:
            with unit_of_work():
                claimed = outbox.claim(row_id, now)
                if claimed is not None:
                    outbox.record_refusal(claimed, now, type(error).__name__)
            tally = Tally(tally.sent, tally.held_back + 1)
    return tally


def _claim_in_words(
    row_id: int, compose: Compose, channel: Channel
) -> tuple[Claimed, Letter] | None:
    """Claim a row and put it into words in one transaction; None if there is nothing to send."""
    with unit_of_work():
        claimed = outbox.claim(row_id, clock.now(), may_repeat=channel.knows_repeats)
        if claimed is None:
            return None
        if claimed.attempts > outbox.MOST_ATTEMPTS:
            outbox.record_refusal(claimed, clock.now(), "Delivery was cut off too often.")
            return None
        try:
            with db.session.begin_nested():
                return claimed, compose(claimed)
        except Exception as error:  # Whatever is wrong with one row must not stop the others.
            is_known = isinstance(error, Undeliverable)
            reason = str(error) if is_known else type(error).__name__
            is_final = isinstance(error, Undeliverable) and error.is_final
            outbox.record_refusal(claimed, clock.now(), reason, is_final=is_final)
            log.warning("message not put into words", outbox_id=row_id, reason=reason)
            return None


def send_due(channel: Channel, compose: Compose, most: int) -> Tally:
    """Send due messages of one channel, each recorded right after the other side accepted it.

    At most `most`, and no more than the channel's row allows at once. On a way that knows no
    repeats, what a killed worker had in its hands is failed first: it may have arrived.
    """
    sent = held_back = 0
    if not channel.knows_repeats:
        with unit_of_work():
            held_back = outbox.fail_cut_off(channel.name, clock.now())
    ids = outbox.due_ids(channel.name, clock.now(), min(most, channel.most_at_once))
    if not ids:
        return Tally(sent, held_back)
    with closing(channel.open(settings())) as sender:
        for row_id in ids:
            found = _claim_in_words(row_id, compose, channel)
            if found is None:
                continue
            try:
                accepted = _send(sender, *found)
            except Unreachable:
                return Tally(sent, held_back + 1)
            sent, held_back = sent + accepted, held_back + (not accepted)
    return Tally(sent, held_back)


def _send(sender: Sender, claimed: Claimed, letter: Letter) -> bool:
    """Send one letter and record the outcome; Unreachable is recorded and raised again."""
    try:
        sender.send(letter)
    except Unreachable as reason:
        with unit_of_work():
            outbox.put_back(claimed, clock.now(), str(reason))
        log.warning("messages do not go out", channel=claimed.channel, reason=str(reason))
        raise
    except TooFast as reason:
        with unit_of_work():
            outbox.put_back(claimed, clock.now(), str(reason), reason.wait_s)
        log.warning("messages must wait", channel=claimed.channel, reason=str(reason))
        return False
    except Undeliverable as reason:
        with unit_of_work():
            outbox.record_refusal(claimed, clock.now(), str(reason), is_final=reason.is_final)
        log.warning("message refused", outbox_id=claimed.id, reason=str(reason))
        return False
    with unit_of_work():
        outbox.record_sent(claimed, clock.now())
    return True
