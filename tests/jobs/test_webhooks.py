"""Web hooks against a real receiver that fails in every way, two deliverers, and SIGKILL.

Whatever happens, each event arrives at least once, in the order of its petition, and dropping the
ids that came before leaves exactly the sequence that was written.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from caseflow.core.cases.models import Case
from caseflow.core.messages.delivery import watch_hooks
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import enqueue, queue
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks import claiming, delivery, events, forgetting, resting, sending
from caseflow.ground.webhooks.claiming import Claimed
from caseflow.ground.webhooks.models import HookAttempt, HookEvent, HookSecret, HookSubscription
from caseflow.ground.webhooks.secret_keeping import rotate_secret
from caseflow.ground.webhooks.sending import Outcome
from tests import servers
from tests.cast import make_cast, present_cast
from tests.factories import WAYS, case_in, do
from tests.hooks import bodies, pushed, states, subscribe
from tests.jobs.working import worker
from tests.receivers import HookBehaviour, HookReceiver
from workers.jobs.webhooks import forget_hooks
from workers.schedule import by_name

ACTS = WAYS["reply_owed"]


@pytest.fixture
def office(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """Everybody, in a pushed context."""
    app = make_app(CASEFLOW_OUTBOX_RETRY_S="1")
    with app.app_context():
        with unit_of_work():
            make_cast()
        yield app


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers are waited for no longer than a test should."""
    monkeypatch.setattr(sending, "READ_S", 1.0)
    monkeypatch.setattr(sending, "OVERALL_S", 2.5)


def check_order(receiver: HookReceiver) -> dict[str, list[int]]:
    """Check what the receiver saw and return each petition's sequence without the repeats."""
    accepted: set[tuple[str, int]] = set()
    raw_of: dict[str, bytes] = {}
    kept: dict[str, list[int]] = defaultdict(list)
    for hook in receiver.hooks:
        number, sequence = hook.body["petition_number"], hook.body["sequence"]
        if sequence > 1:
            assert (number, sequence - 1) in accepted, "sent before its turn"
        uuid = hook.headers["Caseflow-Event-Id"]
        assert uuid == hook.body["id"]
        if uuid in raw_of:
            assert raw_of[uuid] == hook.raw, "a repeat differs"
        else:
            raw_of[uuid] = hook.raw
            kept[number].append(sequence)
        if hook.behaviour == "accept":
            accepted.add((number, sequence))
    return dict(kept)


def written() -> dict[str, list[int]]:
    """Return each petition's sequence as it stands in the database."""
    found: dict[str, list[int]] = defaultdict(list)
    for body in bodies():
        found[body["petition_number"]].append(body["sequence"])
    return dict(found)


FAILURES: tuple[tuple[HookBehaviour | None, str], ...] = (
    (None, "ConnectError"),  # nobody listens
    ("hang", "ReadTimeout"),
    ("error", "HTTP 500"),
    ("die", "RemoteProtocolError"),
    ("redirect", "HTTP 302"),
    ("drip", "TimeoutError"),
    ("refuse", "HTTP 422"),
)


def test_every_event_arrives_in_order_whatever_the_receiver_does(
    office: Flask, impatient: None, hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    start = clock.now()
    cases = [case_in("registered", **pushed(f"W-{index}")) for index in range(2)]
    acts = iter(ACTS)
    for hour, (behaviour, error) in enumerate(FAILURES, 1):
        with clock.pretend(start + timedelta(minutes=2 * hour)):
            _behave(hook_receiver, behaviour)
            act = next(acts, None)
            for case in cases:
                if act:
                    do(case, act)
            delivery.deliver_due()
            last = db.session.scalars(select(HookAttempt).order_by(HookAttempt.id.desc())).first()
            assert last is not None
            assert (last.error or f"HTTP {last.status_code}") == error
            db.session.rollback()
            _behave(hook_receiver, "accept")
            if hour % 2:  # every other failure is followed by a good spell
                with clock.pretend(start + timedelta(minutes=2 * hour + 1)):
                    assert delivery.deliver_due() > 0
    for hour in range(2, 9):  # a busy machine may need more than one try
        with clock.pretend(start + timedelta(hours=hour)):
            delivery.deliver_due()
    assert set(states()) == {"sent"}
    assert check_order(hook_receiver) == written()
    assert len(hook_receiver.hooks) > len(bodies()), "nothing was ever repeated"
    assert sorted(len(sequence) for sequence in written().values()) == [len(FAILURES)] * 2


def _behave(receiver: HookReceiver, behaviour: HookBehaviour | None) -> None:
    """Set the behaviour; None: nobody listens on the port."""
    receiver.stop()
    if behaviour is not None:
        receiver.behaviour = behaviour
        receiver.start()


def test_two_deliverers_share_the_events_and_repeat_none(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    hook_receiver.delay_s = 0.01
    for index in range(4):
        case_in("closed", **pushed(f"W-{index}"))
    counts = []

    def deliver() -> None:
        with office.app_context():
            counts.append(delivery.deliver_due(60))

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    while delivery.deliver_due():  # what one had to leave because the other held its forerunner
        pass
    assert set(states()) == {"sent"}
    assert all(counts), "only one of them did anything"
    assert check_order(hook_receiver) == written()
    assert len(hook_receiver.hooks) == len(bodies())


def test_a_dead_receiver_costs_three_attempts_and_holds_up_nobody(
    office: Flask, impatient: None, hook_receiver: HookReceiver
) -> None:
    with HookReceiver("hang") as dead:
        gone, _secret = subscribe(dead.url)
        subscribe(hook_receiver.url)
        for index in range(6):
            case_in("accepted", **pushed(f"W-{index}"))
        started = time.monotonic()
        assert delivery.deliver_due() == 6
        assert time.monotonic() - started < 20, "each event was waited for"
        assert len(hook_receiver.hooks) == 6
        assert len(dead.hooks) == resting.RESTS_FROM
        db.session.refresh(gone)
        assert gone.rests_until_at is not None
        assert gone.rests_until_at > clock.now()
        assert delivery.deliver_due() == 0
        assert len(dead.hooks) == resting.RESTS_FROM, "it was not left in peace"
        dead.behaviour = "accept"
        with clock.pretend(gone.rests_until_at + timedelta(seconds=1)):
            assert delivery.deliver_due() == 6
        db.session.refresh(gone)
        assert (gone.failures_in_row, gone.rests_until_at) == (0, None)


def test_a_slow_receiver_with_a_backlog_keeps_no_other_waiting(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    with HookReceiver(delay_s=3) as slow:
        subscribe(slow.url)
        subscribe(hook_receiver.url)
        for index in range(3):
            case_in("accepted", **pushed(f"W-{index}"))
        delivery.deliver_due(6)
        assert len(hook_receiver.hooks) == 3, "the slow one had the whole run for itself"
        assert 0 < len(slow.hooks) < 4
        assert list(check_order(hook_receiver).values()) == [[1]] * 3


def test_an_account_that_cannot_be_written_loses_no_other(
    office: Flask, hook_receiver: HookReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HookReceiver(delay_s=1) as slow:
        quick, _secret = subscribe(hook_receiver.url)
        subscribe(slow.url)
        case_in("accepted", **pushed("W-1"))
        settle = delivery.settle

        def failing(claimed: Claimed, outcome: Outcome) -> None:
            if claimed.subscription_id == quick.id:
                raise OSError("the database is away")
            settle(claimed, outcome)

        monkeypatch.setattr(delivery, "settle", failing)
        with pytest.raises(OSError, match="away"):
            delivery.deliver_due()
        rows = db.session.execute(select(HookEvent.subscription_id, HookEvent.state))
        found = {row.subscription_id: row.state for row in rows}
    assert found.pop(quick.id) != "sent"
    assert set(found.values()) == {"sent"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_receiver_that_failed_starts_after_the_others(office: Flask) -> None:
    at = clock.now()
    failed, _secret = subscribe(failures_in_row=1)
    served, _secret = subscribe(last_accepted_at=at)
    unserved, _secret = subscribe(last_accepted_at=at - timedelta(hours=1))
    fresh, _secret = subscribe()
    order = [fresh.id, unserved.id, served.id, failed.id]
    assert events.receivers(clock.now()) == order


def test_a_run_ends_in_time_and_wakes_the_next(office: Flask, hook_receiver: HookReceiver) -> None:
    subscribe(hook_receiver.url)
    case_in("closed", **pushed("W-1"))
    queue("urgent").empty()
    hook_receiver.delay_s = 0.2
    done = delivery.deliver_due(0.3)
    assert 0 < done < len(bodies())
    waiting = [job.func_name for job in queue("urgent").jobs]
    assert waiting == ["workers.jobs.webhooks.deliver_hooks"]


def test_an_event_refused_waits_longer_each_time_and_holds_up_its_own_petition_only(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    bad = case_in("assigned", **pushed("bad"))
    case_in("assigned", **pushed("good"))
    hook_receiver.choose = lambda body: "refuse" if body["origin_reference"] == "bad" else "accept"
    at, waits = clock.now(), []
    for sent in (2, 0, 0, 0):
        with clock.pretend(at):
            assert delivery.deliver_due() == sent
        due = _first_unsettled().available_at
        waits.append((due - at).total_seconds())
        at = due
    assert 0 < waits[0] < 1.3
    assert waits == sorted(set(waits)), "each wait is longer than the one before"
    assert {
        hook.body["sequence"] for hook in hook_receiver.hooks if hook.behaviour == "refuse"
    } == {1}
    assert db.session.scalars(select(HookSubscription.failures_in_row)).one() == 0
    assert bad.state == "assigned"


def _first_unsettled() -> HookEvent:
    db.session.rollback()
    return db.session.scalars(
        select(HookEvent).where(HookEvent.state.not_in(events.SETTLED)).order_by(HookEvent.id)
    ).first()  # type: ignore[return-value]


def test_after_72_hours_an_event_is_undeliverable_and_an_administrator_decides(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    case_in("receipted", **pushed("W-1"))
    hook_receiver.behaviour = "refuse"
    start = clock.now()
    delivery.deliver_due()
    with clock.pretend(start + claiming.PATIENCE - timedelta(hours=1)):
        delivery.deliver_due()
    assert states() == ["waiting"] * 3
    with clock.pretend(start + claiming.PATIENCE + timedelta(hours=1)):
        delivery.deliver_due()
        assert states() == ["undeliverable", "waiting", "waiting"]
        hook_receiver.behaviour = "accept"
        assert delivery.deliver_due() == 0, "what follows must not overtake it"
        assert watch_hooks(clock.now()) == watch_hooks(clock.now()) == 3
        told = db.session.scalars(
            select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "hooks_stuck")
        ).all()
        assert told == [present_cast().adam.id]
        with unit_of_work():
            assert claiming.send_again(_first_unsettled().id, clock.now())
        hook_receiver.behaviour = "refuse"
        delivery.deliver_due()
        assert states()[0] == "waiting", "sent again by hand, it has fresh patience"
        with unit_of_work():
            first = _first_unsettled().id
            assert claiming.skip(first, "电话已告知", present_cast().adam.id, clock.now())
            assert not claiming.skip(first, "再跳", present_cast().adam.id, clock.now())
            assert not claiming.send_again(first, clock.now())
        hook_receiver.behaviour = "accept"
        assert delivery.deliver_due() == 2
        assert watch_hooks(clock.now()) == 0
    assert states() == ["skipped", "sent", "sent"]


def independent_signature(secret: str, timestamp: str, raw: bytes) -> str:
    """Work the signature out from the definition of HMAC alone (RFC 2104)."""
    key = secret.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + timestamp.encode() + b"." + raw)
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner.digest()).hexdigest()


def test_every_event_is_signed_and_by_both_secrets_while_one_takes_over(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    hook, old = subscribe(hook_receiver.url)
    case = case_in("accepted", **pushed("W-1"))
    delivery.deliver_due()
    with unit_of_work():
        new = rotate_secret(hook.id, clock.now(), timedelta(hours=24))
    do(case, "assign")
    delivery.deliver_due()
    with clock.pretend(clock.now() + timedelta(hours=25)):
        do(case, "receipt")
        delivery.deliver_due()
    for received, secrets in zip(hook_receiver.hooks, ([old], [new, old], [new]), strict=True):
        timestamp = received.headers["Caseflow-Timestamp"]
        assert received.headers["Caseflow-Signature"].split(",") == [
            f"v1={independent_signature(secret, timestamp, received.raw)}" for secret in secrets
        ]
        assert received.headers["Caseflow-Event"] == received.body["kind"]
        assert received.headers["Host"] == f"127.0.0.1:{hook_receiver.port}"
    wrong = hmac.new(b"x", hook_receiver.hooks[0].raw, hashlib.sha256).hexdigest()
    assert wrong not in hook_receiver.hooks[0].headers["Caseflow-Signature"]


def test_a_paused_web_hook_keeps_its_events_and_a_trial_goes_all_the_same(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    hook, _secret = subscribe(hook_receiver.url, is_active=False)
    case_in("assigned", **pushed("W-1"))
    with unit_of_work():
        events.write_event(hook.id, "ping-1", events.PING, {"details": {}}, clock.now())
    assert delivery.deliver_due() == 1
    assert [received.body["kind"] for received in hook_receiver.hooks] == ["ping"]
    assert watch_hooks(clock.now() + timedelta(days=1)) == 0
    _set(is_active=True)
    assert delivery.deliver_due() == 2
    _set(ended_at=clock.now())
    with unit_of_work():
        events.write_event(hook.id, "late", "closed", {}, clock.now())
    assert delivery.deliver_due() == 0


def _set(**values: Any) -> None:
    with unit_of_work():
        db.session.execute(update(HookSubscription).values(**values))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",  # the same, as one number: only the resolver finds out
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
    ],
)
def test_no_event_goes_to_a_metadata_service(office: Flask, url: str) -> None:
    subscribe(url)
    case_in("accepted", **pushed("W-1"))
    assert delivery.deliver_due() == 0
    assert db.session.scalars(select(HookAttempt.error)).all() == ["AddressRefused"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_an_answer_only_the_beginning_is_kept(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    case_in("accepted", **pushed("W-1"))
    delivery.deliver_due()
    attempt = db.session.scalars(select(HookAttempt)).one()
    assert attempt.status_code == 200
    assert attempt.answer.startswith("status 200  xx")
    assert len(attempt.answer) == 200
    assert attempt.took_ms is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_secret_that_cannot_be_read_fails_its_event_and_no_other(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    broken, _secret = subscribe(hook_receiver.url)
    with unit_of_work():
        db.session.execute(
            update(HookSecret)
            .where(HookSecret.subscription_id == broken.id)
            .values(sealed="aesgcm:lost:AAAA")
        )
    subscribe(hook_receiver.url)
    case_in("accepted", **pushed("W-1"))
    assert delivery.deliver_due() == 1
    errors = db.session.scalars(select(HookAttempt.error).where(HookAttempt.error.is_not(None)))
    assert set(errors) == {"CannotUnseal"}


def test_what_arrived_long_ago_is_forgotten_and_what_did_not_stays(
    office: Flask, hook_receiver: HookReceiver
) -> None:
    hook, _secret = subscribe(hook_receiver.url)
    case = case_in("closed", **pushed("W-1"))
    delivery.deliver_due()
    now = clock.now()
    rows = db.session.scalars(select(HookEvent).order_by(HookEvent.id)).all()
    assert len(rows) > 5
    old = now - forgetting.KEEP - timedelta(minutes=1)
    with unit_of_work():
        for row in rows[:4]:
            row.settled_at = old
        rows[4].settled_at = now - forgetting.KEEP + timedelta(minutes=1)
        rows[1].state, rows[2].state = "undeliverable", "skipped"
    kept = [row.id for row in rows[1:3] + rows[4:]]
    before = db.session.scalar(select(func.count(HookAttempt.id)))
    assert before == len(rows)
    assert forget_hooks() == 2
    db.session.rollback()
    assert db.session.scalars(select(HookEvent.id).order_by(HookEvent.id)).all() == kept
    attempts = select(HookAttempt.event_id).order_by(HookAttempt.event_id)
    assert db.session.scalars(attempts).all() == kept
    assert forget_hooks() == 0
    with unit_of_work():
        events.write_event(hook.id, bodies()[0]["petition_number"], "reopened", {}, now)
    assert bodies()[-1]["sequence"] == len(rows) + 1, "the numbers began anew"
    assert case.state == "closed"
    assert by_name("forget_hooks").function == "workers.jobs.webhooks.forget_hooks"


_DELIVERY = "caseflow.ground.webhooks"
POINTS = {
    f"{_DELIVERY}.claiming:claim:after": 0,  # claimed, not committed
    f"{_DELIVERY}.sending:post:before": 0,  # the claim stands, nothing is sent
    f"{_DELIVERY}.sending:post:after": 1,  # the receiver has it, we know nothing
    f"{_DELIVERY}.claiming:record:after": 1,  # recorded, not committed
    f"{_DELIVERY}.delivery:settle:after": 0,  # committed, the job is not acknowledged
}
"""Where the worker dies → how many events may come twice by it."""


@pytest.fixture
def installation(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return servers.environment(
        tmp_path / "home",
        **environment,
        CASEFLOW_OUTBOX_LEASE_S="4",
        CASEFLOW_OUTBOX_RETRY_S="1",
    )


@pytest.fixture
def work(installation: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """`work(point)`: a real worker empties the queues, or dies at the point; tells which."""
    yield from worker(installation)


def test_a_worker_killed_anywhere_loses_no_event_and_keeps_the_order(
    office: Flask, work: Callable[[str], str], hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    cases = [case_in("registered", **pushed(f"W-{index}")) for index in range(2)]
    for act, (point, repeats) in zip(ACTS, POINTS.items(), strict=False):
        before = len(hook_receiver.hooks)
        for case in cases:
            do(case, act)
        enqueue("urgent", "workers.jobs.webhooks.deliver_hooks")
        assert work(point) == "killed", point
        _settle(work)
        arrived = len(hook_receiver.hooks) - before
        assert 2 <= arrived <= 2 + repeats, point
        assert check_order(hook_receiver) == written(), point
    cut_off = select(HookAttempt.id).where(
        HookAttempt.status_code.is_(None), HookAttempt.error.is_(None)
    )
    assert len(db.session.scalars(cut_off).all()) == 3, "attempts that were cut off stay in the log"


def _settle(run: Callable[[str], str]) -> None:
    def is_quiet() -> bool:
        enqueue("urgent", "workers.jobs.webhooks.deliver_hooks")
        assert run("-") == "done"
        return set(states()) == {"sent"}

    servers.wait_until(is_quiet, 30, "every web hook being delivered")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_act_wakes_the_delivery_at_once(
    office: Flask, work: Callable[[str], str], hook_receiver: HookReceiver
) -> None:
    subscribe(hook_receiver.url)
    case: Case = case_in("registered", **pushed("W-1"))
    assert work("-") == "done"
    do(case, "accept")
    assert work("-") == "done"
    assert [received.body["kind"] for received in hook_receiver.hooks] == ["acknowledged"]
