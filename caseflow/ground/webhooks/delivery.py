"""Delivering web hooks: receivers in turn, one event after another, within a limit of time.

A receiver that fails as such is left for the next round, and after three failures in a row for a
while: it costs a run a few time-outs and holds up nobody else. Each outcome is its own transaction.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import structlog

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.notifications.wake import HOOKS_FLAG, note_awake, wake_hooks
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks import claiming, events, sending
from caseflow.ground.webhooks.claiming import Claimed
from caseflow.ground.webhooks.secret_keeping import valid_secrets
from caseflow.ground.webhooks.sending import Outcome
from caseflow.ground.webhooks.signing import signature_header

log = structlog.get_logger()

RUN_S = 30.0
"""A run ends after this long and wakes the next one, so that messages get their turn."""
BATCH = 20


def deliver_due(run_s: float = RUN_S) -> int:
    """Send what is due and return how many events were accepted; the rest is woken again."""
    note_awake(HOOKS_FLAG)
    end = time.monotonic() + run_s
    accepted = refused = 0
    has_moved = True
    while has_moved and time.monotonic() < end:
        has_moved = False
        for outcome in _round(end):
            has_moved = True
            accepted, refused = accepted + outcome.is_accepted, refused + (not outcome.is_accepted)
    if accepted or refused:
        log.info("web hooks delivered", accepted=accepted, refused=refused)
    if has_moved:
        wake_hooks()
    return accepted


def _round(end: float) -> Iterator[Outcome]:
    """Send each receiver some of what is due, up to its first failure as such."""
    for subscription_id in events.receivers(clock.now()):
        for event_id in events.due_ids(subscription_id, clock.now(), BATCH):
            if time.monotonic() >= end:
                return
            outcome = deliver_one(event_id)
            if outcome is None:
                continue
            yield outcome
            if outcome.blames_receiver:
                break


def deliver_one(event_id: int) -> Outcome | None:
    """Claim, send and record one event; None if it was not to be had.

    Nothing is open in the database while the receiver is waited for.
    """
    with unit_of_work():
        claimed = claiming.claim(event_id, clock.now())
        headers = _signed(claimed) if claimed is not None else None
    if claimed is None:
        return None
    outcome = send(claimed, headers) if headers else Outcome(None, CannotUnseal.__name__, 0)
    with unit_of_work():
        claiming.record(claimed, outcome, clock.now())
    if not outcome.is_accepted:
        log.warning("web hook not accepted", hook=claimed.uuid, reason=outcome.reason)
    return outcome


def _signed(claimed: Claimed) -> dict[str, str] | None:
    """Return the headers of an event, signed with every valid secret; None if none can be read."""
    now = clock.now()
    timestamp = str(int(now.timestamp()))
    try:
        secrets = valid_secrets(claimed.subscription_id, now)
    except CannotUnseal:
        return None
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Accept-Encoding": "identity",
        "User-Agent": "caseflow-webhooks/1",
        "Caseflow-Event-Id": claimed.uuid,
        "Caseflow-Event": claimed.kind,
        "Caseflow-Timestamp": timestamp,
        "Caseflow-Signature": signature_header(secrets, timestamp, claimed.body.encode()),
    }


def send(claimed: Claimed, headers: dict[str, str]) -> Outcome:
    """Send a claimed event well within its lease; another worker may send it again after that."""
    return sending.post(claimed.url, headers, claimed.body.encode(), settings().outbox_lease_s / 2)
