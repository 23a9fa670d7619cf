"""Delivering web hooks: receivers side by side, each one event after another, within a time limit.

Only the waiting is done in threads: claims and accounts are made by the run itself, each in a
transaction of its own. Receivers that fail start last, and one has at most one of the threads:
so a hanging one costs the others nothing while a thread is free, and one time-out when none is or
at the end of a run, which waits for what is under way.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import structlog

from caseflow.ground import clock
from caseflow.ground.extensions import db
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
SIDE_BY_SIDE = 8
"""To so many receivers at once: each costs a thread that does nothing but wait."""
LOOK_S = 1.0
"""While a receiver is waited for, what has come due for the others is looked for so often."""


def deliver_due(run_s: float = RUN_S) -> int:
    """Send what is due and return how many events were accepted; the rest is woken again."""
    note_awake(HOOKS_FLAG)
    run = _Run(time.monotonic() + run_s)
    accepted = refused = 0
    with ThreadPoolExecutor(SIDE_BY_SIDE, "hooks") as pool:
        for outcome in run.outcomes(pool):
            accepted, refused = accepted + outcome.is_accepted, refused + (not outcome.is_accepted)
    if accepted or refused:
        log.info("web hooks delivered", accepted=accepted, refused=refused)
    if run.is_over:
        wake_hooks()
    return accepted


@dataclass
class _Run:
    """One run: what is under way, and what is known to be due for each receiver."""

    end: float
    under_way: dict[Future[Outcome], Claimed] = field(default_factory=dict)
    due: dict[int, deque[int]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.end

    def outcomes(self, pool: ThreadPoolExecutor) -> Iterator[Outcome]:
        """Yield what came of each event until nothing is due, or the time is over.

        What fails in the database ends the run, but what is under way is accounted for before.
        """
        failure: Exception | None = None
        while True:
            try:
                if failure is None:
                    self._start(pool)
            except Exception as error:
                failure = self._failed(error)
            if not self.under_way:
                break
            done = wait(self.under_way, timeout=LOOK_S, return_when=FIRST_COMPLETED).done
            for future in done:
                claimed, outcome = self.under_way.pop(future), future.result()
                try:
                    settle(claimed, outcome)
                except Exception as error:  # Sent again when its lease is over.
                    failure = self._failed(error)
                    continue
                if outcome.blames_receiver:  # The others of its events would fail, too.
                    self.due.pop(claimed.subscription_id, None)
                yield outcome
        if failure is not None:
            raise failure

    def _failed(self, error: Exception) -> Exception:
        db.session.rollback()
        self.end = 0.0
        return error

    def _start(self, pool: ThreadPoolExecutor) -> None:
        """Start an event of every receiver that has none under way, while threads are free."""
        busy = {claimed.subscription_id for claimed in self.under_way.values()}
        for subscription_id in events.receivers(clock.now()):
            if self.is_over or len(self.under_way) >= SIDE_BY_SIDE:
                break
            if subscription_id in busy:
                continue
            found = self._claim_next(subscription_id)
            if found is not None:
                self.under_way[pool.submit(send, *found)] = found[0]
        db.session.rollback()  # Nothing is open in the database while receivers are waited for.

    def _claim_next(self, subscription_id: int) -> tuple[Claimed, dict[str, str] | None] | None:
        """Claim the next event that is due for a receiver; None if there is none."""
        queue = self.due.setdefault(subscription_id, deque())
        if not queue:
            queue.extend(events.due_ids(subscription_id, clock.now(), BATCH))
        while queue:
            found = claim(queue.popleft())
            if found is not None:
                return found
        return None


def claim(event_id: int) -> tuple[Claimed, dict[str, str] | None] | None:
    """Claim an event and sign it (None: no secret can be read); None if it is not to be had."""
    with unit_of_work():
        claimed = claiming.claim(event_id, clock.now())
        return (claimed, _signed(claimed)) if claimed is not None else None


def settle(claimed: Claimed, outcome: Outcome) -> None:
    """Write down what came of an event."""
    with unit_of_work():
        claiming.record(claimed, outcome, clock.now())
    if not outcome.is_accepted:
        log.warning("web hook not accepted", hook=claimed.uuid, reason=outcome.reason)


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


def send(claimed: Claimed, headers: dict[str, str] | None) -> Outcome:
    """Send a claimed event well within its lease; another worker may send it again after that.

    Runs in a thread, without the database and without the application.
    """
    if headers is None:
        return Outcome(None, CannotUnseal.__name__, 0)
    return sending.post(claimed.url, headers, claimed.body.encode(), claimed.lease_s / 2)
