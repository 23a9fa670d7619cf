"""Which ways a message takes: persons by their addresses, groups once each, nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.messages.models import ReminderSent
from caseflow.core.messages.sweep import sweep_reminders
from caseflow.ground import clock
from caseflow.ground.config import read_settings
from caseflow.ground.errors import BadSetting
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast, present_cast
from tests.factories import case_in, do

WEDNESDAY = datetime(2026, 9, 16, 2, 0, tzinfo=clock.UTC)


@pytest.fixture
def house(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[Cast]:
    """The cast, of whom only Sunil has a telephone, and robots for two groups."""
    robots = tmp_path / "robots"
    robots.write_text("squad-1 https://robot.example/1\nsupervisors https://robot.example/2\n")
    app = make_app(CASEFLOW_SMS_URL="https://sms.example/", CASEFLOW_WECOM_FILE=str(robots))
    with app.app_context():
        with unit_of_work():
            make_cast().sunil.phone = "02354812369"
        yield present_cast()


def rows(kind: str) -> list[tuple[str, str | int | None]]:
    found = db.session.execute(
        select(OutboxMessage.channel, OutboxMessage.recipient_id, OutboxMessage.group_name)
        .where(OutboxMessage.kind == kind)
        .order_by(OutboxMessage.channel, OutboxMessage.id)
    )
    return [(row.channel, row.group_name or row.recipient_id) for row in found]


def test_an_urgent_case_goes_by_every_way_and_once_to_each_group(house: Cast) -> None:
    do(case_in("assigned"), "mark_urgent")
    assert rows("case_urgent") == [
        ("in_app", house.farid.id),
        ("in_app", house.sunil.id),
        ("sms", house.sunil.id),  # Farid has no telephone
        ("wecom", "squad-1"),
        ("wecom", "supervisors"),
    ]


def test_without_a_robot_of_its_own_a_group_is_left_out(house: Cast) -> None:
    """There is no robot for everybody here: the dispatcher's group is not told."""
    with clock.pretend(WEDNESDAY - timedelta(days=40)):
        case_in("registered")
    with clock.pretend(WEDNESDAY - timedelta(days=24)):
        sweep_reminders(clock.now())
    told = {name for channel, name in rows("reminder_late") if channel == "wecom"}
    assert told <= {"supervisors"}


def test_a_late_term_climbs_with_the_ways_of_its_row(house: Cast) -> None:
    with clock.pretend(WEDNESDAY - timedelta(days=40)):
        case = case_in("assigned")
    with clock.pretend(WEDNESDAY):
        sweep_reminders(WEDNESDAY)
        sweep_reminders(WEDNESDAY)
    found = select(OutboxMessage.key, func.count()).where(
        OutboxMessage.case_id == case.id,
        OutboxMessage.channel == "wecom",
        OutboxMessage.kind == "reminder_late",
    )
    counts = dict(db.session.execute(found.group_by(OutboxMessage.key)).all())
    assert set(counts.values()) <= {1}
    assert any(recipient == house.lena.id for _way, recipient in rows("reminder_late"))


def test_two_sweepers_at_once_give_each_reminder_once(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            make_cast()
        with clock.pretend(WEDNESDAY - timedelta(days=21)):
            for _nth in range(12):
                case_in("assigned")
    start = threading.Barrier(2)

    def sweep() -> None:
        with app.app_context():
            start.wait(30)
            sweep_reminders(WEDNESDAY, batch=3)
            db.session.remove()

    sweepers = [threading.Thread(target=sweep) for _nth in range(2)]
    for one in sweepers:
        one.start()
    for one in sweepers:
        one.join(60)
    with app.app_context():
        by_key = select(func.count(ReminderSent.id)).group_by(
            ReminderSent.deadline_id, ReminderSent.reminder, ReminderSent.recipient_id
        )
        assert set(db.session.scalars(by_key)) == {1}
        given = db.session.scalar(select(func.count(ReminderSent.id)))
        shown = db.session.scalar(
            select(func.count(OutboxMessage.id)).where(
                OutboxMessage.kind.startswith("reminder_"), OutboxMessage.channel == "in_app"
            )
        )
        assert given == shown
        assert given
        assert sweep_reminders(WEDNESDAY) == 0, "nothing was left out"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CASEFLOW_SMS_URL", "sms.example", "must begin with https"),
        ("CASEFLOW_SMS_BODY", "{phone}", "is not JSON"),
        ("CASEFLOW_SMS_BODY", '{"text": "{text}"}', "must have the places"),
    ],
)
def test_wrong_settings_stop_the_start(name: str, value: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        read_settings({name: value})


def test_a_wrong_line_of_the_robots_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "robots"
    path.write_text("supervisors robot.example\n")
    with pytest.raises(BadSetting, match="GROUP ADDRESS"):
        read_settings({"CASEFLOW_WECOM_FILE": str(path)})
