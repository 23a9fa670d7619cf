"""Two administrators at the same moment: one of them is told so, and one of them stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import func, select

from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.absences import add_absence
from caseflow.people.accounts.actions.users import UserCommand, change_user, close_user, create_user
from caseflow.people.accounts.models import Absence, User
from tests.cast import PASSWORD, Cast, make_cast, present_cast, unit


def both(app: Flask, acts: list[Callable[[Cast], None]]) -> list[str]:
    """Do the acts in threads that start together; return what each came to."""
    came: list[str] = [""] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place: int) -> None:
        with app.app_context():
            cast = present_cast()
            start.wait(20)
            try:
                with unit_of_work():
                    acts[place](cast)
                came[place] = "done"
            except CaseflowError as error:
                came[place] = type(error).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(came)


def office(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        make_cast()


def test_of_two_changes_of_one_account_one_is_stale(app: Flask) -> None:
    office(app)

    def renamed(name: str) -> Callable[[Cast], None]:
        return lambda cast: change_user(
            cast.fang, UserCommand(name, "officer", cast.fang.unit_id), 1, None
        )

    assert both(app, [renamed("甲"), renamed("乙"), renamed("丙")]) == [
        "StaleRecord",
        "StaleRecord",
        "done",
    ]
    with app.app_context():
        assert present_cast().fang.version == 2


def test_two_administrators_who_close_each_other_leave_one(app: Flask) -> None:
    office(app)
    with app.app_context(), unit_of_work():
        command = UserCommand("安娜", "administrator", unit("bureau").id)
        anna_id = create_user("anna", command, PASSWORD, None).id

    def anna(_cast: Cast) -> User:
        return db.session.get_one(User, anna_id)

    came = both(
        app,
        [
            lambda cast: close_user(cast.adam, anna(cast)),
            lambda cast: close_user(anna(cast), cast.adam),
        ],
    )
    assert came == ["BadInput", "done"]
    with app.app_context():
        left = select(func.count(User.id)).where(User.role == "administrator", User.is_active)
        assert db.session.scalar(left) == 1


def test_of_two_absences_on_the_same_days_one_is_entered(app: Flask) -> None:
    office(app)
    days = date(2026, 12, 7), date(2026, 12, 11)

    def enter(cast: Cast) -> None:
        add_absence(cast.farid.id, *days, cast.fang.id, None)

    assert both(app, [enter, enter]) == ["BadInput", "done"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Absence.id))) == 1
