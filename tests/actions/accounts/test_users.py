"""The rules of accounts: who may be made, changed and closed, and what is written down of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions import users
from caseflow.people.accounts.actions.users import UserCommand
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import AccountEvent, User
from caseflow.people.accounts.passwords import is_right
from tests.cast import PASSWORD, Cast, unit


def command_of(user: User, **changes: Any) -> UserCommand:
    present = UserCommand(
        display_name=user.display_name,
        role=user.role,
        unit_id=user.unit_id,
        email=user.email,
        certificate_number=user.certificate_number,
        certificate_valid_until=user.certificate_valid_until,
        is_on_duty=user.is_on_duty,
    )
    return replace(present, **changes)


def acts() -> list[str]:
    return list(db.session.scalars(select(AccountEvent.act).order_by(AccountEvent.id)))


def test_a_new_account_keeps_only_the_hash_of_its_password(cast: Cast) -> None:
    with unit_of_work():
        made = users.create_user(" Wang.Li ", command_of(cast.fang), PASSWORD, cast.adam)
    assert made.username == "wang.li"
    assert made.password_hash.startswith("$argon2id$")
    assert PASSWORD not in made.password_hash
    assert is_right(PASSWORD, made.password_hash)
    event = db.session.scalars(select(AccountEvent)).one()
    assert (event.act, event.actor_id, event.user_id) == ("user_created", cast.adam.id, made.id)
    assert PASSWORD not in event.words


@pytest.mark.parametrize("name", ["x", "王力", "wang li", "-wang", "w" * 65, "olga", "OLGA"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_user_names_that_will_not_do(cast: Cast, name: str) -> None:
    with pytest.raises(BadInput), unit_of_work():
        users.create_user(name, command_of(cast.fang), PASSWORD, cast.adam)


@pytest.mark.parametrize(
    "changes", [{"display_name": "  "}, {"role": "emperor"}, {"unit_id": 999_999}]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_accounts_that_will_not_do(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput), unit_of_work():
        users.create_user("new", command_of(cast.fang, **changes), PASSWORD, cast.adam)


def test_nobody_new_works_in_a_closed_unit_but_who_is_there_stays(cast: Cast) -> None:
    with unit_of_work():
        unit("squad-1").is_active = False
    with pytest.raises(BadInput), unit_of_work():
        users.change_user(cast.zoe, command_of(cast.zoe, unit_id=cast.fang.unit_id), 1, cast.adam)
    with unit_of_work():
        users.change_user(cast.fang, command_of(cast.fang, email=None), 1, cast.adam)
    assert cast.fang.email is None


def test_a_change_says_what_was_and_what_is(cast: Cast) -> None:
    until = date(2030, 1, 1)
    with unit_of_work():
        users.change_user(
            cast.fang,
            command_of(cast.fang, display_name="方小晴", certificate_valid_until=until),
            1,
            cast.adam,
        )
    words = db.session.scalars(select(AccountEvent.words)).one()
    assert "方晴 → 方小晴" in words
    assert "2099-12-31 → 2030-01-01" in words
    assert cast.fang.version == 2


def test_saving_without_a_change_writes_nothing(cast: Cast) -> None:
    with unit_of_work():
        users.change_user(cast.fang, command_of(cast.fang), 1, cast.adam)
    assert acts() == []
    assert cast.fang.version == 1


def test_a_stale_change_is_refused(cast: Cast) -> None:
    with unit_of_work():
        users.change_user(cast.fang, command_of(cast.fang, display_name="甲"), 1, cast.adam)
    with pytest.raises(StaleRecord), unit_of_work():
        users.change_user(cast.fang, command_of(cast.fang, display_name="乙"), 1, cast.adam)
    assert cast.fang.display_name == "甲"


def test_the_last_administrator_can_be_neither_closed_nor_given_another_role(cast: Cast) -> None:
    with pytest.raises(BadInput), unit_of_work():
        users.close_user(cast.adam, None)
    with pytest.raises(BadInput), unit_of_work():
        users.change_user(cast.adam, command_of(cast.adam, role="auditor"), 1, None)
    with unit_of_work():
        users.create_user("anna", command_of(cast.adam), PASSWORD, cast.adam)
    with unit_of_work():
        users.close_user(cast.adam, None)
    assert not cast.adam.is_active


def test_a_closed_administrator_does_not_count_as_another(cast: Cast) -> None:
    with unit_of_work():
        anna = users.create_user("anna", command_of(cast.adam), PASSWORD, cast.adam)
        users.close_user(anna, cast.adam)
    with pytest.raises(BadInput), unit_of_work():
        users.close_user(cast.adam, anna)


def test_nobody_changes_their_own_role_or_closes_themselves(cast: Cast) -> None:
    with unit_of_work():
        users.create_user("anna", command_of(cast.adam), PASSWORD, cast.adam)
    with pytest.raises(BadInput), unit_of_work():
        users.change_user(cast.adam, command_of(cast.adam, role="auditor"), 1, cast.adam)
    with pytest.raises(BadInput), unit_of_work():
        users.close_user(cast.adam, cast.adam)
    with unit_of_work():
        users.change_user(cast.adam, command_of(cast.adam, email="a@example.test"), 1, cast.adam)
    assert cast.adam.email == "a@example.test"


def test_closing_twice_is_one_act_and_so_is_reopening(cast: Cast) -> None:
    for _again in range(2):
        with unit_of_work():
            users.close_user(cast.fang, cast.adam)
    for _again in range(2):
        with unit_of_work():
            users.reopen_user(cast.fang, cast.adam)
    assert acts() == ["user_deactivated", "user_reactivated"]


def test_a_reset_password_must_be_changed_and_unlocks(cast: Cast) -> None:
    with unit_of_work():
        cast.fang.failed_sign_ins = 7
        cast.fang.locked_until_at = clock.now() + timedelta(minutes=9)
    with unit_of_work():
        given = users.reset_password(cast.fang, cast.adam)
    assert is_right(given, cast.fang.password_hash)
    assert cast.fang.must_change_password
    assert (cast.fang.failed_sign_ins, cast.fang.locked_until_at) == (0, None)
    event = db.session.scalars(select(AccountEvent)).one()
    assert given not in event.words


def test_what_was_written_down_cannot_be_changed(cast: Cast) -> None:
    with unit_of_work():
        users.close_user(cast.fang, cast.adam)
    for statement in ("UPDATE account_events SET words = 'x'", "DELETE FROM account_events"):
        with pytest.raises(DatabaseError), unit_of_work():
            db.session.execute(text(statement))
    assert acts() == ["user_deactivated"]
