"""The portal's job: twice, two at once, killed at any line, stopped by nothing unreadable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import enqueue
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.record_sealing import bureau_keys, seal
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.actions import requests
from caseflow.public.portal.actions.handing_in import ask
from caseflow.public.portal.actions.watching import HELD_UP_AFTER, watch_portal
from caseflow.public.portal.models import PortalFile, PortalRequest, PortalSubmission
from tests import servers
from tests.cast import make_cast, present_cast
from tests.factories import case_petition
from tests.jobs.working import worker
from tests.resident import hand_in, type_all, unhurried
from workers import checks
from workers.jobs.portal import work_off_portal

__all__ = ["unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")

_REGISTERING = "caseflow.public.portal.actions.registering"
POINTS = (
    f"{_REGISTERING}:_payload:after",  # opened, nothing is stored
    f"{_REGISTERING}:keep_stream:after",  # a picture lies in the store, it has no row
    f"{_REGISTERING}:command_of:after",  # the transaction has begun
    f"{_REGISTERING}:register_petition:after",  # a case is open, not committed
    f"{_REGISTERING}:row_of:after",  # the picture has its row
    f"{_REGISTERING}:perform:after",  # it is evidence
    f"{_REGISTERING}:_forget:before",  # the submission is marked
    f"{_REGISTERING}:_forget:after",  # all is written, nothing is committed
    f"{_REGISTERING}:_register:after",  # committed, the job is not acknowledged
)


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


@pytest.fixture
def work(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`work(point)`: a real worker empties the queues, or dies at the point; tells which."""
    yield from worker(servers.environment(tmp_path / "home", **environment))


def counts() -> tuple[int, int, int]:
    """Return how many petitions, cases and pieces of evidence there are."""
    db.session.rollback()
    found = [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Petition, Case, Evidence)
    ]
    return found[0], found[1], found[2]


def test_a_worker_killed_anywhere_loses_no_petition_and_makes_none_twice(
    office: Flask, work: Callable[[str], str]
) -> None:
    for count, point in enumerate(POINTS, start=1):
        client = office.test_client()
        type_all(client, phone=f"139000000{count:02d}")
        hand_in(client)
        assert work(point) == "killed", point
        with office.app_context():
            enqueue("urgent", "workers.jobs.portal.work_off_portal")
        assert work("-") == "done"
        with office.app_context():
            assert counts() == (count, count, count), point
            assert db.session.scalar(select(func.count()).select_from(PortalFile)) == 0
    with office.app_context():
        assert verify().is_intact


def test_two_workers_at_once_share_what_came_in(office: Flask) -> None:
    for number in range(4):
        client = office.test_client()
        type_all(client, with_picture=False, phone=f"1390000010{number}")
        hand_in(client)
    with office.app_context():
        keys = list(db.session.scalars(select(PortalSubmission.key)))

    def run() -> int:
        with office.app_context():
            return work_off_portal()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _number: run(), range(2))) == len(keys)
    with office.app_context():
        assert counts()[:2] == (4, 4)


def asked() -> PortalRequest:
    """Return the one request there is, as the database has it now."""
    db.session.rollback()
    return db.session.scalars(select(PortalRequest)).one()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("error", "is_given_up"), [(CannotUnseal, False), (StaleCase, True)])
def test_a_request_that_fails_is_kept_watched_and_done_when_it_can_be(
    office: Flask, monkeypatch: pytest.MonkeyPatch, error: type[Exception], is_given_up: bool
) -> None:
    begun = clock.now()
    with office.app_context():
        petition = case_petition("investigating")
        words = {"number": petition.number, "code": lookup_code(petition), "words": "又打桩。"}
        ask("words", "0" * 36, words)
    with office.app_context(), monkeypatch.context() as patched:
        patched.setitem(requests.ACTS, "words", lambda _payload: raised(error("x")))
        for _run in range(12):
            assert work_off_portal() == 0
        assert asked().sealed is not None
        assert asked().attempts == 12
        later = begun + HELD_UP_AFTER + timedelta(minutes=1)
        assert watch_portal(begun) == 0
        assert watch_portal(later) == watch_portal(later) == 1
        told = select(OutboxMessage.params).where(OutboxMessage.kind == "requests_stuck")
        assert [one["count"] for one in db.session.scalars(told)] == [1, 1]
        with clock.pretend(later):
            level, said = checks.portal()
        assert level is checks.Level.ERROR
        assert "not done: 1" in said
        with clock.pretend(begun + timedelta(days=31)):
            work_off_portal()
        assert (asked().sealed is None) is is_given_up
    if not is_given_up:
        with office.app_context():
            assert work_off_portal() == 1
            assert asked().outcome == "done"


def raised(error: Exception) -> bool:
    raise error


@pytest.mark.parametrize(
    "payload",
    [
        "no envelope",
        {"answers": {}},
        {"answers": {"kind": {"kinds": ["invented"]}, "place": {}, "words": {"body": "x"},
                     "person": {}}, "code": "ABCDEFGH", "pictures": []},
        {"answers": {"kind": {"kinds": ["other"]}, "place": {}, "words": {"body": "x"},
                     "person": {}}, "code": "not a code", "pictures": []},
        ["a list"],
    ],
)  # fmt: skip
def test_what_the_portal_cannot_have_written_holds_up_nobody(
    office: Flask, payload: object, capfd: pytest.CaptureFixture[str]
) -> None:
    with office.app_context():
        sealed = (
            payload
            if isinstance(payload, str)
            else json.dumps(seal(bureau_keys().public, json.dumps(payload).encode()))
        )
        with unit_of_work():
            db.session.add(
                PortalSubmission(
                    key="0" * 64, number="网-00000-00001", code_hash="x", sealed=sealed,
                    received_at=clock.now(), attempts=0,
                )
            )  # fmt: skip
    client = office.test_client()
    type_all(client, with_picture=False)
    hand_in(client)
    with office.app_context():
        assert work_off_portal() == 1
        assert work_off_portal() == 0
        stuck = db.session.get_one(PortalSubmission, "0" * 64)
        assert stuck.attempts == 2
        assert stuck.error
        assert stuck.sealed == sealed
        assert counts()[0] == 1
        later = clock.now() + HELD_UP_AFTER + timedelta(minutes=1)
        assert watch_portal(clock.now()) == 0
        assert watch_portal(later) == watch_portal(later) == 1
        told = select(OutboxMessage).where(OutboxMessage.kind == "portal_stuck")
        messages = list(db.session.scalars(told))
        cast = present_cast()
        assert {one.recipient_id for one in messages} == {cast.dong.id, cast.adam.id}
        assert {one.params["numbers"] for one in messages} == {stuck.number}
        with clock.pretend(later):
            level, words = checks.portal()
        assert level is checks.Level.ERROR
        assert "网-00000-00001 (1)" in words
    assert "petition of the portal not registered" in capfd.readouterr().err
