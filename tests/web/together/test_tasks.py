"""Tasks of co-handling units by their pages: given at assignment, seen, answered, awaited."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.evidence.models import Evidence
from caseflow.core.together.models import CaseTask
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from tests.cast import unit
from tests.factories import case_in, do
from tests.web.cases.pictures import a_photo

As = Callable[[str], FlaskClient]


def assigned_with_task(office: Flask, as_: As) -> tuple[int, int]:
    """Assign a case to squad-1 with a task for squad-2, by the page; returns case and task."""
    with office.app_context():
        case = case_in("accepted")
        case_id, lead, helper = case.id, unit("squad-1").id, unit("squad-2").id
    form = {
        "version": 2,
        "unit_id": lead,
        "co_tasks-unit": [helper, ""],
        "co_tasks-words": ["核查渣土车辆", ""],
        "co_tasks-day": [(clock.today() + timedelta(days=3)).isoformat(), ""],
    }
    assert as_("dong").post(f"/cases/{case_id}/assign", data=form).status_code == 303
    with office.app_context():
        task = db.session.scalars(select(CaseTask)).one()
        assert (task.case_id, task.unit_id, task.role) == (case_id, helper, "co")
        return case_id, task.id


def version(office: Flask, case_id: int) -> int:
    with office.app_context():
        return db.session.get_one(Case, case_id).version


def test_a_co_handling_unit_is_told_sees_the_case_and_answers(office: Flask, as_: As) -> None:
    case_id, task_id = assigned_with_task(office, as_)
    with office.app_context():
        told = db.session.scalars(
            select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "task_given")
        ).all()
        assert set(told) == {unit("squad-2").head_id}
    zoe = as_("zoe")
    assert "核查渣土车辆" in zoe.get("/", follow_redirects=True).text
    assert "核查渣土车辆" in zoe.get("/tasks").text
    page = zoe.get(f"/cases/{case_id}").text
    assert f"answer_task?task={task_id}" in page
    assert "夜间施工噪声扰民" in page
    assert zoe.get(f"/cases/{case_id}/receipt").status_code == 403, "the case is not hers"
    received = {"version": version(office, case_id), "task_id": task_id}
    assert zoe.post(f"/cases/{case_id}/receive_task", data=received).status_code == 303
    answer = {
        "version": version(office, case_id),
        "task_id": task_id,
        "words": "已查三辆,均有密闭。",
        "files": (io.BytesIO(a_photo()), "车辆.jpg"),
    }
    assert zoe.post(f"/cases/{case_id}/answer_task", data=answer).status_code == 303
    assert "已查三辆" in as_("farid").get(f"/cases/{case_id}").text
    with office.app_context():
        assert db.session.scalars(select(Evidence.file_name)).all() == ["车辆.jpg"]
        assert db.session.get_one(CaseTask, task_id).state == "answered"


def test_a_case_is_not_submitted_before_its_tasks_are_answered(office: Flask, as_: As) -> None:
    with office.app_context():
        case = do(do(case_in("investigating"), "record_inspection"), "add_task")
        case_id, task_id = case.id, db.session.scalars(select(CaseTask.id)).one()
    farid = as_("farid")
    answer = farid.get(f"/cases/{case_id}/submit_for_sign_off")
    assert answer.status_code == 409
    form = {"version": version(office, case_id), "task_id": task_id, "reason": "已无需要。"}
    assert farid.post(f"/cases/{case_id}/withdraw_task", data=form).status_code == 303
    assert farid.get(f"/cases/{case_id}/submit_for_sign_off").status_code == 200


def test_others_have_no_part_in_a_task(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = do(case_in("investigating"), "add_task").id
        task_id = db.session.scalars(select(CaseTask.id)).one()
    form = {"version": version(office, case_id), "task_id": task_id, "words": "代答。"}
    assert as_("farid").post(f"/cases/{case_id}/answer_task", data=form).status_code in {409, 422}
    assert as_("tian").get(f"/cases/{case_id}").status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_with_a_line_is_said_and_nothing_is_lost(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id, lead = case_in("accepted").id, unit("squad-1").id
        helper = unit("squad-2").id
    form: dict[str, Any] = {
        "version": 2,
        "unit_id": lead,
        "co_tasks-unit": [helper, ""],
        "co_tasks-words": ["核查渣土车辆", "没有单位的一行"],
        "co_tasks-day": ["昨天", "12-15"],
    }
    answer = as_("dong").post(f"/cases/{case_id}/assign", data=form)
    assert answer.status_code == 422
    for words in ("核查渣土车辆", "没有单位的一行", "昨天", "12-15", 'id="co_tasks-error"'):
        assert words in answer.text


def test_minutes_make_tasks_of_their_points_and_can_be_printed(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = do(case_in("investigating"), "mark_joint").id
        police = unit("police").id
    form: dict[str, Any] = {
        "version": version(office, case_id),
        "held_on": clock.today().isoformat(),
        "place": "县政府二会议室",
        "attendees": "县公安局 王队",
        "words": "议定夜间联合巡查。",
        "points-unit": [police, police],
        "points-words": ["夜间联合巡查", "提供车辆信息"],
        "points-day": [(clock.today() + timedelta(days=5)).isoformat()] * 2,
        "points-task": ["0"],
    }
    sunil = as_("sunil")
    assert sunil.post(f"/cases/{case_id}/record_minutes", data=form).status_code == 303
    with office.app_context():
        task = db.session.scalars(select(CaseTask)).one()
        assert (task.words, task.unit_id) == ("夜间联合巡查", police)
        from caseflow.core.together.models import CoordinationMinutes

        minutes_id = db.session.scalars(select(CoordinationMinutes.id)).one()
        task_id = task.id
    sheet = sunil.get(f"/cases/{case_id}/minutes/{minutes_id}")
    assert sheet.status_code == 200
    assert "提供车辆信息" in sheet.text
    # A partner department has no accounts: whoever leads writes its answer down.
    form = {"version": version(office, case_id), "task_id": task_id, "words": "公安已巡查三次。"}
    assert as_("farid").post(f"/cases/{case_id}/answer_task", data=form).status_code == 303
