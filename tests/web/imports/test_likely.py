"""Likely duplicates of a whole file: searched by a worker, merged by ticks, each by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.desk.imports.actions.following import work_off_tasks
from caseflow.desk.imports.models import ImportLikely
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast, sign_in
from tests.import_runs import cases_of, imported, placed

REASON = "同一工地。"


@pytest.fixture
def run_id(app: Flask) -> int:
    """Four new cases: two at the place of an accepted case, two at that of a declined one."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        early = {"留言时间": "2026/3/20 9:04:05"}
        first = imported([placed(101, **early), placed(102, "河边村3组砖厂", **early)])
        leading, over = cases_of(first)
        _act(leading, "accept", words="属于本局职责。")
        _act(over, "decline", decline_reason="not-ours", notice_words="已告知。", reply_way="phone")
        late = {"留言时间": "2026/4/2 9:04:05"}
        found = imported(
            [
                placed(1, "果园路18号 工地", **late),
                placed(2, "果园路１８号工地", **late),
                placed(3, "河边村3组砖厂", **late),
                placed(4, "河边村3组砖厂", **late),
                placed(5, "别处", **late),
            ]
        )
        work_off_tasks()
        return found


def _act(case: Case, name: str, **given: Any) -> None:
    with unit_of_work():
        perform(case, name, present_cast().dong, version=case.version, **given)


def likely(app: Flask) -> list[tuple[int, int, str, str | None]]:
    with app.app_context():
        rows = db.session.scalars(select(ImportLikely).order_by(ImportLikely.id))
        return [(one.case_id, one.other_case_id, one.outcome, one.refusal) for one in rows]


def all_ticks(client: FlaskClient, run_id: int) -> list[str]:
    page = client.get(f"/desk/imports/{run_id}/likely").text
    return re.findall(r'name="tick" value="([0-9.]+)"', page)


def test_each_new_case_has_its_earlier_ones_and_rows_of_the_same_file(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    with app.app_context():
        numbers = [case.number for case in cases_of(run_id)]
    page = client.get(f"/desk/imports/{run_id}/likely")
    assert page.status_code == 200
    assert all(number in page.text for number in numbers[:4])
    assert numbers[4] not in page.text
    assert len(likely(app)) == 1 + 2 + 1 + 2
    assert "同一文件第2行" in page.text
    assert "同一道路" in page.text
    assert f"/desk/imports/{run_id}/likely" in client.get(f"/desk/imports/{run_id}").text


def test_ticked_ones_are_merged_each_by_itself_and_two_that_cannot_say_why(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    with app.app_context():
        new = [case.id for case in cases_of(run_id)]
        earlier = {
            one.id: one.case_id
            for one in db.session.scalars(
                select(ImportLikely).where(ImportLikely.other_case_id.not_in(new))
            )
        }
    wanted = [t for t in all_ticks(client, run_id) if int(t.split(".")[0]) in earlier]
    assert len(wanted) == 4
    answer = client.post(f"/desk/imports/{run_id}/likely", data={"tick": wanted, "reason": REASON})
    assert answer.status_code == 303
    outcomes = [row[2] for row in likely(app) if row[1] not in new]
    assert sorted(outcomes) == ["merged", "merged", "refused", "refused"]
    refusals = {row[3] for row in likely(app) if row[2] == "refused"}
    assert len(refusals) == 1
    assert all(refusals)
    with app.app_context():
        states = [case.state for case in cases_of(run_id)]
        assert states == ["merged", "merged", "registered", "registered", "registered"]
        merged = cases_of(run_id)[0]
        assert merged.leading_case_id is not None
    page = client.get(f"/desk/imports/{run_id}/likely").text
    assert page.count(str(next(iter(refusals)))) == 2


def test_what_was_changed_since_the_page_was_drawn_is_not_merged(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    first = all_ticks(client, run_id)[0]
    with app.app_context():
        _act(cases_of(run_id)[0], "mark_urgent", reason="可能污染饮用水源。")
    client.post(f"/desk/imports/{run_id}/likely", data={"tick": [first], "reason": REASON})
    assert likely(app)[0][2] == "refused"
    again = all_ticks(client, run_id)[0]
    assert again != first
    client.post(f"/desk/imports/{run_id}/likely", data={"tick": [again], "reason": REASON})
    assert likely(app)[0][2] == "merged"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tick": []}, "tick"),
        ({"tick": ["1"]}, "tick"),
        ({"tick": ["x.1"]}, "tick"),
        ({"tick": ["1.1"] * 201}, "tick"),
        ({"reason": ""}, "reason"),
        ({"reason": "长" * 501}, "reason"),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(
    app: Flask, client: FlaskClient, run_id: int, changes: dict[str, Any], field: str
) -> None:
    sign_in(client, "dong")
    tick = all_ticks(client, run_id)[0]
    sent = {"tick": [tick], "reason": REASON, **changes}
    answer = client.post(f"/desk/imports/{run_id}/likely", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'href="#{field}"' in answer.text
    if field == "reason":
        assert f'value="{tick}" checked' in answer.text
    assert {row[2] for row in likely(app)} == {"open"}


def test_a_suggestion_of_another_import_is_not_found(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "dong")
    sent = {"tick": ["9999.1"], "reason": REASON}
    assert client.post(f"/desk/imports/{run_id}/likely", data=sent).status_code == 404
    own = all_ticks(client, run_id)[0]
    sent = {"tick": [own], "reason": REASON}
    assert client.post(f"/desk/imports/{run_id - 1}/likely", data=sent).status_code == 404
    assert {row[2] for row in likely(app)} == {"open"}


def test_an_operator_sees_them_and_merges_nothing(
    app: Flask, client: FlaskClient, run_id: int
) -> None:
    sign_in(client, "olga")
    page = client.get(f"/desk/imports/{run_id}/likely")
    assert page.status_code == 200
    assert 'name="tick"' not in page.text
    answer = client.post(f"/desk/imports/{run_id}/likely", data={"tick": ["1.1"], "reason": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["farid", "sunil", "pia", "aude", "adam"])
def test_others_do_not_reach_them(client: FlaskClient, run_id: int, who: str) -> None:
    sign_in(client, who)
    assert client.get(f"/desk/imports/{run_id}/likely").status_code == 403
    assert client.get(f"/desk/imports/{run_id}/likely/progress").status_code == 403


def test_the_page_follows_the_search(app: Flask, client: FlaskClient, run_id: int) -> None:
    with app.app_context():
        other = imported([placed(77)])
    sign_in(client, "dong")
    assert "data-poll" in client.get(f"/desk/imports/{other}/likely").text
    assert "data-poll" in client.get(f"/desk/imports/{other}/likely/progress").text
    with app.app_context():
        work_off_tasks()
    assert "data-poll" not in client.get(f"/desk/imports/{other}/likely/progress").text
