"""The tree of units and the absences, as the administrator changes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Absence
from tests.cast import unit

As = Callable[[str], FlaskClient]
Account = Callable[..., Any]


def unit_value(app: Flask, code: str, column: str = "id") -> Any:
    with app.app_context():
        return getattr(unit(code), column)


def typed(app: Flask, **changes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "name": "执法四大队",
        "name_en": "Enforcement Squad 4",
        "kind": "squad",
        "parent_id": unit_value(app, "enforcement"),
        "is_active": "y",
        **changes,
    }


def test_a_new_unit_stands_in_the_tree_under_its_parent(office: Flask, as_: As) -> None:
    adam = as_("adam")
    assert adam.post("/units/new", data=typed(office, code="squad-4")).status_code == 303
    names = re.findall(r'class="cf-row-link"[^>]*><[^>]*>([^<]+)<', adam.get("/units/").text)
    assert names.index("执法三大队") < names.index("执法四大队")
    assert names.index("生态环境保护综合行政执法支队") < names.index("执法一大队")
    assert unit_value(office, "squad-4", "parent_id") == unit_value(office, "enforcement")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_code_that_is_taken_is_refused_and_the_typing_stays(office: Flask, as_: As) -> None:
    answer = as_("adam").post("/units/new", data=typed(office, code="squad-1"))
    assert answer.status_code == 422
    assert "squad-1" in answer.text
    assert 'value="执法四大队"' in answer.text


def test_a_unit_cannot_stand_under_its_own_units(office: Flask, as_: As) -> None:
    brigade, squad = unit_value(office, "enforcement"), unit_value(office, "squad-1")
    answer = as_("adam").post(f"/units/{brigade}", data=typed(office, parent_id=squad))
    assert answer.status_code == 422
    assert "下级" in answer.text
    assert unit_value(office, "enforcement", "parent_id") == unit_value(office, "bureau")


def test_a_stale_unit_page_shows_both_and_keeps_what_was_typed(office: Flask, as_: As) -> None:
    adam, path = as_("adam"), f"/units/{unit_value(office, 'squad-3')}"
    assert adam.post(path, data=typed(office, name="先到大队")).status_code == 303
    late = adam.post(path, data=typed(office, name="后到大队"))
    assert late.status_code == 409
    assert "先到大队" in late.text
    assert 'value="后到大队"' in late.text
    assert unit_value(office, "squad-3", "name") == "先到大队"
    again = adam.post(path, data=typed(office, name="后到大队", version=2))
    assert again.status_code == 303
    assert unit_value(office, "squad-3", "name") == "后到大队"


def test_a_unit_in_which_people_work_cannot_be_closed(office: Flask, as_: As) -> None:
    fields = typed(office)
    del fields["is_active"]
    path = f"/units/{unit_value(office, 'squad-1')}"
    assert as_("adam").post(path, data=fields).status_code == 422
    assert unit_value(office, "squad-1", "is_active")


def away(account: Account, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "user_id": account("farid"),
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=2)).isoformat(),
        "stand_in_id": account("fang"),
        **changes,
    }


def test_an_absence_is_entered_shown_and_removed(office: Flask, as_: As, account: Account) -> None:
    adam = as_("adam")
    assert adam.post("/absences/", data=away(account)).status_code == 303
    page = adam.get("/absences/").text
    assert "目前外出" in page or "不在" in page
    with office.app_context():
        absence_id = db.session.scalars(select(Absence.id)).one()
    assert adam.post(f"/absences/{absence_id}/remove").status_code == 303
    with office.app_context():
        assert db.session.scalars(select(Absence.id)).first() is None
    assert adam.post(f"/absences/{absence_id}/remove").status_code == 404


def test_a_second_absence_on_the_same_days_is_refused_and_the_typing_stays(
    as_: As, account: Account
) -> None:
    adam, typed_days = as_("adam"), away(account)
    assert adam.post("/absences/", data=typed_days).status_code == 303
    again = adam.post("/absences/", data=typed_days)
    assert again.status_code == 422
    assert f'value="{typed_days["to_on"]}"' in again.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_past_absences_are_shown_when_asked_for(as_: As, account: Account) -> None:
    adam = as_("adam")
    day = clock.today() - timedelta(days=30)
    adam.post("/absences/", data=away(account, from_on=day.isoformat(), to_on=day.isoformat()))
    assert "/remove" not in adam.get("/absences/").text
    assert "/remove" in adam.get("/absences/?past=1").text
