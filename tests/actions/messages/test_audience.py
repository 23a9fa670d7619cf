"""Who is told: every audience, its ladder when nobody is there, and stand-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from caseflow.core.messages import catalogue as c
from caseflow.core.messages.audience import LADDER, Addressee, Directory
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Absence, User
from tests.cast import Cast, unit


def addressee(cast: Cast, **changes: object) -> Addressee:
    fields = {
        "case_id": 1,
        "number": "忠环访〔2026〕1号",
        "unit_id": unit("squad-1").id,
        "assignee_id": cast.fang.id,
        "created_by_id": cast.olga.id,
        **changes,
    }
    return Addressee(**fields)  # type: ignore[arg-type]


def told(audience: str, case: Addressee) -> list[str]:
    return [user.username for user in Directory(clock.today()).resolve(audience, case)]


def away(user: User, stand_in: User) -> None:
    today = clock.today()
    with unit_of_work():
        db.session.add(
            Absence(
                user_id=user.id,
                stand_in_id=stand_in.id,
                from_on=today - timedelta(days=1),
                to_on=today + timedelta(days=1),
                created_at=clock.now(),
            )
        )


def close(*users: User) -> None:
    with unit_of_work():
        for user in users:
            user.is_active = False


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (c.HANDLER, ["fang"]),
        (c.UNIT_HEAD, ["farid"]),
        (c.DUTY_DISPATCHER, ["dong"]),
        (c.SUPERVISORS, ["sunil"]),
        (c.DUTY_SUPERVISOR, ["sunil"]),
        (c.LEADERS, ["lena"]),
        (c.REGISTRAR, ["olga"]),
        (c.LEADING_HANDLER, ["zoe"]),
        (c.WHOSE_TURN, ["fang"]),
        (c.PUBLISHERS, ["pia"]),
        (c.ADMINISTRATORS, ["adam"]),
    ],
)
def test_each_audience(cast: Cast, audience: str, names: list[str]) -> None:
    case = addressee(cast, leading_assignee_id=cast.zoe.id)
    assert told(audience, case) == names


def test_all_audiences_are_tried_here() -> None:
    assert len(c.AUDIENCES) == 11
    assert set(LADDER) <= set(c.AUDIENCES)


def test_without_a_supervisor_on_duty_every_supervisor_is_told(cast: Cast) -> None:
    with unit_of_work():
        cast.sunil.is_on_duty = False
    assert told(c.DUTY_SUPERVISOR, addressee(cast)) == ["sunil"]


def test_without_a_leader_the_supervisors_are_told(cast: Cast) -> None:
    close(cast.lena)
    assert told(c.LEADERS, addressee(cast)) == ["sunil"]


def test_without_a_handler_the_head_of_the_unit_is_told(cast: Cast) -> None:
    assert told(c.HANDLER, addressee(cast, assignee_id=None)) == ["farid"]


def test_without_a_unit_the_duty_dispatcher_is_told(cast: Cast) -> None:
    assert told(c.HANDLER, addressee(cast, assignee_id=None, unit_id=None)) == ["dong"]


def test_a_unit_without_a_head_is_reached_through_the_unit_above(cast: Cast) -> None:
    with unit_of_work():
        squad = unit("squad-1")
        squad.head_id = None
        above = squad.parent_id
        assert above is not None
        db.session.get_one(type(squad), above).head_id = cast.zoe.id
    assert told(c.UNIT_HEAD, addressee(cast)) == ["zoe"]


def test_a_handler_whose_account_was_closed_is_replaced(cast: Cast) -> None:
    close(cast.fang)
    assert told(c.HANDLER, addressee(cast)) == ["farid"]


def test_the_stand_in_is_told_and_that_ones_stand_in(cast: Cast) -> None:
    away(cast.fang, cast.zoe)
    assert told(c.HANDLER, addressee(cast)) == ["zoe"]
    away(cast.zoe, cast.farid)
    assert told(c.HANDLER, addressee(cast)) == ["farid"]


def test_two_who_stand_in_for_each_other_end_at_the_head(cast: Cast) -> None:
    away(cast.fang, cast.zoe)
    away(cast.zoe, cast.fang)
    assert told(c.HANDLER, addressee(cast)) == ["farid"]


def test_a_past_absence_does_not_count(cast: Cast) -> None:
    away(cast.fang, cast.zoe)
    later = Directory(clock.today() + timedelta(days=2))
    assert later.resolve(c.HANDLER, addressee(cast)) == [cast.fang]


def test_when_nobody_is_left_the_administrators_are_told(cast: Cast) -> None:
    close(cast.fang, cast.farid, cast.dong, cast.sunil)
    assert told(c.HANDLER, addressee(cast, unit_id=None)) == ["adam"]


def test_a_person_of_two_audiences_is_told_once(cast: Cast) -> None:
    case = addressee(cast, assignee_id=cast.farid.id)
    people = Directory(clock.today()).recipients((c.HANDLER, c.UNIT_HEAD), case)
    assert people == [cast.farid]
