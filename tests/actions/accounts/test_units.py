"""The rules of the tree of units."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.units import UnitCommand, change_unit, create_unit
from caseflow.people.accounts.actions.users import close_user
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import AccountEvent, Unit
from caseflow.people.accounts.queries import unit_choices, unit_tree
from caseflow.people.permissions.scoping import unit_and_below
from tests.cast import Cast, unit

NEW = UnitCommand(name="执法四大队", name_en="Enforcement Squad 4", kind="squad")


def command_of(found: Unit, **changes: Any) -> UnitCommand:
    present = UnitCommand(
        found.name, found.name_en, found.kind, found.parent_id, found.head_id, found.is_active
    )
    return replace(present, **changes)


def test_a_new_unit_stands_where_it_was_put(cast: Cast) -> None:
    brigade = unit("enforcement").id
    with unit_of_work():
        made = create_unit(" Squad-4 ", replace(NEW, parent_id=brigade), cast.adam)
    assert made.code == "squad-4"
    assert made.id in unit_and_below(brigade)
    event = db.session.scalars(select(AccountEvent)).one()
    assert (event.act, event.user_id) == ("unit_created", None)


@pytest.mark.parametrize("code", ["", "x", "大队", "squad 4", "-four", "s" * 41, "squad-1"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_codes_that_will_not_do(cast: Cast, code: str) -> None:
    with pytest.raises(BadInput), unit_of_work():
        create_unit(code, NEW, cast.adam)


@pytest.mark.parametrize("changes", [{"kind": "ministry"}, {"parent_id": 9999}, {"head_id": 9999}])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_units_that_will_not_do(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput), unit_of_work():
        create_unit("squad-4", replace(NEW, **changes), cast.adam)


@pytest.mark.parametrize("below", ["enforcement", "squad-1"])
def test_the_tree_has_no_cycles(cast: Cast, below: str) -> None:
    brigade = unit("enforcement")
    with pytest.raises(BadInput), unit_of_work():
        change_unit(brigade, command_of(brigade, parent_id=unit(below).id), 1, cast.adam)
    assert unit("enforcement").parent_id == unit("bureau").id


def test_a_unit_with_people_or_open_units_under_it_stays_open(cast: Cast) -> None:
    for code in ("squad-1", "enforcement"):
        found = unit(code)
        with pytest.raises(BadInput), unit_of_work():
            change_unit(found, command_of(found, is_active=False), 1, cast.adam)


def test_an_empty_unit_is_closed_and_offered_no_more(cast: Cast) -> None:
    found = unit("squad-3")
    with unit_of_work():
        change_unit(found, command_of(found, is_active=False), 1, cast.adam)
    assert found.id not in dict(unit_choices())
    assert found.id in dict(unit_choices(found.id)), "who works there keeps it"
    assert not next(row for row in unit_tree() if row.code == "squad-3").is_active


def test_a_head_needs_an_open_account(cast: Cast) -> None:
    with unit_of_work():
        close_user(cast.fang, cast.adam)
    found = unit("squad-1")
    with pytest.raises(BadInput), unit_of_work():
        change_unit(found, command_of(found, head_id=cast.fang.id), 1, cast.adam)


def test_a_stale_change_of_a_unit_is_refused(cast: Cast) -> None:
    found = unit("squad-3")
    with unit_of_work():
        change_unit(found, command_of(found, name="甲大队"), 1, cast.adam)
    with pytest.raises(StaleRecord), unit_of_work():
        change_unit(found, command_of(found, name="乙大队"), 1, cast.adam)
    assert found.name == "甲大队"
    assert found.version == 2


def test_every_unit_stands_in_the_tree_once_behind_its_parent(cast: Cast) -> None:
    rows = unit_tree()
    codes = [row.code for row in rows]
    assert len(codes) == len(set(codes)) == len(db.session.scalars(select(Unit.id)).all())
    depths = {row.code: row.depth for row in rows}
    assert (depths["bureau"], depths["enforcement"], depths["squad-1"]) == (0, 1, 2)
    assert next(row for row in rows if row.code == "squad-1").people_count == 2
