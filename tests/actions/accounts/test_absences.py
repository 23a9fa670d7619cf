"""The rules of absences."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.absences import add_absence, remove_absence
from caseflow.people.accounts.actions.users import close_user
from caseflow.people.accounts.models import Absence, AccountEvent
from tests.cast import Cast

FIRST, LAST = date(2026, 12, 7), date(2026, 12, 11)


def enter(cast: Cast, from_on: date = FIRST, to_on: date = LAST) -> Absence:
    with unit_of_work():
        return add_absence(cast.farid.id, from_on, to_on, cast.fang.id, cast.adam)


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        (FIRST, LAST),
        (date(2026, 12, 1), FIRST),  # both days are included
        (LAST, date(2026, 12, 20)),
        (date(2026, 12, 9), date(2026, 12, 9)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_absences_of_one_person_do_not_overlap(cast: Cast, from_on: date, to_on: date) -> None:
    enter(cast)
    with pytest.raises(BadInput):
        enter(cast, from_on, to_on)


def test_the_day_before_and_the_day_after_are_free(cast: Cast) -> None:
    enter(cast)
    enter(cast, date(2026, 12, 1), date(2026, 12, 6))
    enter(cast, date(2026, 12, 12), date(2026, 12, 12))
    with unit_of_work():
        add_absence(cast.zoe.id, FIRST, LAST, cast.fang.id, cast.adam)
    assert len(db.session.scalars(select(Absence.id)).all()) == 4


def test_absences_that_will_not_do(cast: Cast) -> None:
    with unit_of_work():
        close_user(cast.fang, cast.adam)
    wrong = [
        (cast.farid.id, LAST, FIRST, cast.zoe.id),  # the end before the beginning
        (cast.farid.id, FIRST, LAST, cast.farid.id),  # in for oneself
        (cast.farid.id, FIRST, LAST, cast.fang.id),  # a closed account stands in
        (cast.fang.id, FIRST, LAST, cast.farid.id),  # of a closed account
        (cast.farid.id, FIRST, LAST, 9999),
    ]
    for person, from_on, to_on, stand_in in wrong:
        with pytest.raises(BadInput), unit_of_work():
            add_absence(person, from_on, to_on, stand_in, cast.adam)
    assert db.session.scalars(select(Absence.id)).all() == []


def test_entering_and_removing_are_written_down(cast: Cast) -> None:
    absence = enter(cast)
    with unit_of_work():
        remove_absence(absence, cast.adam)
    rows = db.session.execute(
        select(AccountEvent.act, AccountEvent.user_id, AccountEvent.words).order_by(AccountEvent.id)
    ).all()
    words = "2026-12-07 – 2026-12-11: fang"
    assert [tuple(row) for row in rows] == [
        ("absence_added", cast.farid.id, words),
        ("absence_removed", cast.farid.id, words),
    ]
