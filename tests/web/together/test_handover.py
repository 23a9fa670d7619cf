"""Leaving and merging by their pages: refused while anything is held, then all in one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.absences import add_absence
from caseflow.people.accounts.models import Absence, AccountEvent, Unit, User
from tests.cast import present_cast, unit
from tests.factories import case_in

As = Callable[[str], FlaskClient]


def test_an_account_is_closed_only_when_its_work_is_handed_over(office: Flask, as_: As) -> None:
    with office.app_context():
        cast = present_cast()
        first, second = case_in("rectifying").id, case_in("awaiting_sign_off").id
        farid, fang, zoe, today = cast.farid.id, cast.fang.id, cast.zoe.id, clock.today()
        with unit_of_work():
            add_absence(fang, today + timedelta(days=3), today + timedelta(days=5), farid, None)
    adam = as_("adam")
    answer = adam.post(f"/people/{farid}/close")
    assert answer.location.endswith(f"/handover/{farid}")
    page = adam.get(f"/handover/{farid}").text
    assert "夜间施工噪声扰民" not in page, "an administrator sees no case"
    assert "执法一大队" in page
    form = {"to_id": zoe, "reason": "调离。", f"case-{second}": fang}
    assert adam.post(f"/handover/{farid}", data=form).status_code == 303
    assert adam.post(f"/people/{farid}/close").location.endswith(f"/people/{farid}")
    with office.app_context():
        assert not db.session.get_one(User, farid).is_active
        rows = {c.id: (c.assignee_id, c.unit_id, c.state) for c in db.session.scalars(select(Case))}
        assert rows[first] == (zoe, unit("squad-2").id, "rectifying"), "the order stays open"
        assert rows[second] == (fang, unit("squad-1").id, "awaiting_sign_off")
        assert unit("squad-1").head_id == zoe
        assert db.session.scalars(select(Absence.stand_in_id)).one() == zoe
        acts = db.session.scalars(select(CaseEvent.act).where(CaseEvent.act == "hand_over")).all()
        assert len(acts) == 2
        noted = select(AccountEvent).where(AccountEvent.act == "work_handed_over")
        assert db.session.scalars(noted).one().user_id == farid


def test_a_supervisor_sees_the_cases_that_are_handed_over(office: Flask, as_: As) -> None:
    with office.app_context():
        case_in("investigating")
        farid = present_cast().farid.id
    assert "夜间施工噪声扰民" in as_("sunil").get(f"/handover/{farid}").text
    assert as_("zoe").get(f"/handover/{farid}").status_code == 403


def test_a_unit_with_work_is_merged_not_closed(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = case_in("investigating").id
        old, new = unit("squad-1"), unit("squad-2").id
        form = {
            "version": old.version,
            "name": old.name,
            "name_en": old.name_en,
            "kind": old.kind,
            "parent_id": old.parent_id,
            "head_id": old.head_id,
        }
        old_id, fang = old.id, present_cast().fang.id
    adam = as_("adam")
    assert adam.post(f"/units/{old_id}", data=form).status_code == 422
    merge = {"successor_id": new, "reason": "机构改革方案。"}
    assert adam.post(f"/handover/units/{old_id}", data=merge).status_code == 303
    with office.app_context():
        case = db.session.get_one(Case, case_id)
        assert (case.unit_id, case.state) == (new, "investigating")
        assert not db.session.get_one(Unit, old_id).is_active
        assert db.session.get_one(User, fang).unit_id == new


def test_a_stand_in_of_another_squad_may_act_and_is_told_for_whom(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = case_in("assigned").id
        cast, today = present_cast(), clock.today()
        farid, zoe, name = cast.farid.id, cast.zoe.id, cast.farid.display_name
    squad_two = as_("zoe")
    assert squad_two.get(f"/cases/{case_id}").status_code == 404
    with office.app_context(), unit_of_work():
        absence = add_absence(farid, today, today, zoe, None).id
    assert name in squad_two.get("/", follow_redirects=True).text
    page = squad_two.get(f"/cases/{case_id}").text
    assert "左宜" in page
    form = {"version": 3}
    assert squad_two.post(f"/cases/{case_id}/receipt", data=form).status_code == 303
    as_("adam").post(f"/absences/{absence}/remove")
    assert squad_two.get(f"/cases/{case_id}").status_code == 404


def test_what_the_matrix_does_not_name_goes_to_a_township_only_with_a_reason(
    office: Flask, as_: As
) -> None:
    with office.app_context():
        case_id, town = case_in("accepted").id, unit("town-500233001").id
    dong, form = as_("dong"), {"version": 2, "unit_id": town}
    answer = dong.post(f"/cases/{case_id}/assign", data=form)
    assert answer.status_code == 409
    given = {**form, "township_reason": "属地巡查事项。"}
    assert dong.post(f"/cases/{case_id}/assign", data=given).status_code == 303
    assert "属地巡查事项。" in as_("sunil").get(f"/cases/{case_id}").text
    tian = as_("tian")
    assert tian.post(f"/cases/{case_id}/receipt", data={"version": 3}).status_code == 303
    assert (
        tian.post(f"/cases/{case_id}/start_investigation", data={"version": 4}).status_code == 303
    )
    assert tian.get(f"/cases/{case_id}/record_inspection").status_code == 403
    assert tian.get(f"/cases/{case_id}/submit_for_sign_off").status_code == 409
    looked = {
        "version": 5,
        "visited_at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "observer": "田镇办",
        "findings": "已劝阻,夜间停工。",
    }
    assert tian.post(f"/cases/{case_id}/record_observation", data=looked).status_code == 303
    report = {"version": 6, "conclusion": "founded", "words": "已劝阻。"}
    assert tian.post(f"/cases/{case_id}/submit_for_sign_off", data=report).status_code == 303
