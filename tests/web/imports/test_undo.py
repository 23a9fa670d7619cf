"""The pages of taking an import back: what will happen, rights, 422 and 409, the void numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.cases.actions import perform
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.actions.following import work_off_tasks
from caseflow.desk.imports.actions.tasks import UNDO, task_of
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast, sign_in
from tests.import_files import line, replied
from tests.import_runs import cases_of, imported

REASON = {"reason": "文件发错了。"}


@pytest.fixture
def run_id(app: Flask) -> int:
    with app.app_context():
        with unit_of_work():
            make_cast()
        found = imported([line(1), line(2), replied(3)])
        work_off_tasks()
        return found


def work_off(app: Flask) -> None:
    with app.app_context():
        work_off_tasks()


def accept_the_first(app: Flask, run_id: int) -> str:
    with app.app_context():
        case = cases_of(run_id)[0]
        with unit_of_work():
            perform(case, "accept", present_cast().dong, version=case.version)
        return case.number


def test_it_says_what_will_happen_does_it_and_lists_the_numbers(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    assert f"/desk/imports/{run_id}/undo" in client.get(f"/desk/imports/{run_id}").text
    page = client.get(f"/desk/imports/{run_id}/undo")
    assert page.status_code == 200
    assert re.search(r"3 ?件", page.text)
    asked = client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    assert asked.status_code == 303
    half = client.get(f"/desk/imports/{run_id}/undo").text
    assert "data-poll" in half
    assert 'data-poll="/desk/imports' in client.get(f"/desk/imports/{run_id}").text
    work_off(app)
    done = client.get(f"/desk/imports/{run_id}/undo").text
    assert "data-poll" not in done
    assert 'data-state="done"' in client.get(f"/desk/imports/{run_id}/undo/progress").text
    assert 'data-state="undone"' in client.get(f"/desk/imports/{run_id}/progress").text
    with app.app_context():
        numbers = [case.number for case in cases_of(run_id)]
    listed = client.get("/desk/imports/void").text
    assert all(number in listed for number in numbers)
    assert "文件发错了。" in listed
    assert "董调度" in listed
    report = client.get(f"/desk/imports/{run_id}/report.csv").get_data().decode("utf-8-sig")
    assert report.count("作废") + report.count("Void") == 3


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_without_a_reason_nothing_happens(
    app: Flask, client: FlaskClient, run_id: int, reason: str
) -> None:
    sign_in(client, "olga")
    answer = client.post(f"/desk/imports/{run_id}/undo", data={"reason": reason})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    with app.app_context():
        assert task_of(run_id, UNDO) is None


def test_a_case_that_was_worked_on_is_named_and_nothing_is_taken_back(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "olga")
    number = accept_the_first(app, run_id)
    page = client.get(f"/desk/imports/{run_id}/undo").text
    assert number in page
    assert 'name="reason"' not in page
    refused = client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    assert refused.status_code == 409
    assert number in refused.text
    with app.app_context():
        assert {case.state for case in cases_of(run_id)} == {"accepted", "registered", "closed"}


def test_a_half_taken_back_import_is_shown_so_and_goes_on(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "olga")
    client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    with app.app_context(), unit_of_work():
        task = task_of(run_id, UNDO)
        assert task is not None
        task.state, task.error = "failed", "The work stopped its worker again and again."
    page = client.get(f"/desk/imports/{run_id}/undo").text
    assert f"/desk/imports/{run_id}/undo/resume" in page
    assert client.post(f"/desk/imports/{run_id}/undo/resume").status_code == 303
    work_off(app)
    with app.app_context():
        assert {case.state for case in cases_of(run_id)} == {"void"}
    assert client.post(f"/desk/imports/{run_id}/undo/resume").status_code == 409


@pytest.mark.parametrize("who", ["farid", "pia", "aude", "adam"])
def test_others_may_not(client: FlaskClient, run_id: int, who: str) -> None:
    sign_in(client, who)
    for path in ("undo", "undo/progress"):
        assert client.get(f"/desk/imports/{run_id}/{path}").status_code == 403
    for path in ("undo", "undo/resume"):
        assert client.post(f"/desk/imports/{run_id}/{path}", data=REASON).status_code == 403


def test_an_operator_may_not_take_back_what_a_colleague_started(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    with app.app_context():
        other = imported([line(9)], who="dong")
    sign_in(client, "olga")
    assert client.get(f"/desk/imports/{other}/undo").status_code == 403
    assert client.post(f"/desk/imports/{other}/undo", data=REASON).status_code == 403
    assert "/undo" not in client.get(f"/desk/imports/{other}").text


def test_a_supervisor_finds_the_imports_beside_the_void_numbers(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "sunil")
    assert f"/desk/imports/{run_id}/undo" in client.get("/desk/imports/void").text
    assert client.post(f"/desk/imports/{run_id}/undo", data=REASON).status_code == 303
    work_off(app)
    assert client.get(f"/desk/imports/void?run={run_id}").text.count("文件发错了。") == 3
    assert client.get("/desk/imports/void?run=999").text.count("文件发错了。") == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("sunil", 200), ("dong", 200), ("aude", 200), ("olga", 200), ("farid", 403), ("adam", 403)],
)
def test_the_void_numbers_are_for_those_who_import_and_for_supervision(
    client: FlaskClient, run_id: int, who: str, status: int
) -> None:
    sign_in(client, who)
    assert client.get("/desk/imports/void").status_code == status


def test_the_list_of_void_numbers_is_linked_where_they_are_spoken_of(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "olga")
    assert 'href="/desk/imports/void"' in client.get(f"/desk/imports/{run_id}/undo").text
    client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    work_off(app)
    listed = client.get(f"/desk/imports/{run_id}/undo").text
    assert f'href="/desk/imports/void?run={run_id}"' in listed
    assert client.get(f"/desk/imports/void?run={run_id}").text.count("文件发错了。") == 3


def test_an_import_that_is_not_there_is_not_found(client: FlaskClient, run_id: int) -> None:
    sign_in(client, "dong")
    assert client.get("/desk/imports/99/undo").status_code == 404
    assert client.post("/desk/imports/99/undo/resume").status_code == 404


def test_the_portal_says_plainly_that_the_number_is_void(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "olga")
    client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    work_off(app)
    with app.app_context():
        petition: Any = db.session.get_one(Petition, cases_of(run_id)[2].id)
        asked = {"number": petition.number, "code": lookup_code(petition)}
    stranger = app.test_client()
    found = stranger.post("/lookup", data=asked)
    assert found.status_code == 200
    assert "此编号已作废" in found.text
    assert "责令砖厂停产整改" not in found.text


def test_a_void_case_offers_no_step_on(app: Flask, client: FlaskClient, run_id: int) -> None:
    sign_in(client, "dong")
    client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    work_off(app)
    with app.app_context():
        case_id = cases_of(run_id)[0].id
    page = client.get(f"/cases/{case_id}").text
    assert 'data-state="void"' in page
    assert f"/cases/{case_id}/accept" not in page
    assert "文件发错了。" in page


def test_what_was_worked_on_meanwhile_is_listed_and_the_run_says_so(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    client.post(f"/desk/imports/{run_id}/undo", data=REASON)
    number = accept_the_first(app, run_id)
    work_off(app)
    page = client.get(f"/desk/imports/{run_id}/undo").text
    assert "导入已撤销，1件除外" in page
    assert number in page
    assert re.search(r"导入之后的操作：已?受理，[-0-9 :]+董调度。", page)
    assert "导入已撤销，1件除外" in client.get(f"/desk/imports/{run_id}").text
    for listed in ("/desk/imports/", "/desk/imports/void"):
        assert "已撤销，1件除外" in client.get(listed).text
