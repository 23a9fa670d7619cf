"""A page of an old version: 409 with both versions, what was typed kept, three ways on."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.cases.models import Case
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast, sign_in, unit
from tests.factories import case_in, do

REASON = "等待环境监测站的报告。"


@pytest.fixture
def stale(app: Flask, client: FlaskClient) -> dict[str, Any]:
    """A case that moved on by a note after its page was opened; Sunil is signed in."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        case = case_in("assigned")
        old = case.version
        do(case, "note", "dong", words="来电人又打电话询问进展。")
        squad = unit("squad-1").id
        fang = present_cast().fang.id
        found = {"id": case.id, "old": old, "new": case.version, "squad": squad, "fang": fang}
    sign_in(client, "sunil")
    return found


def reassignment(stale: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "version": stale["old"],
        "unit_id": stale["squad"],
        "assignee_id": stale["fang"],
        "reason": REASON,
        **changes,
    }


def version_of(app: Flask, case_id: int) -> int:
    with app.app_context():
        return db.session.get_one(Case, case_id).version


def test_a_stale_page_shows_both_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, stale: dict[str, Any]
) -> None:
    answer = client.post(f"/cases/{stale['id']}/reassign", data=reassignment(stale))
    assert answer.status_code == 409
    assert "来电人又打电话询问进展。" in answer.text
    assert answer.text.count(REASON) >= 2, "shown, and sent along"
    assert "方晴" in answer.text, "the officer chosen is named, not numbered"
    assert f'name="version" value="{stale["new"]}"' in answer.text
    assert version_of(app, stale["id"]) == stale["new"]


def test_mine_can_be_put_on_top(app: Flask, client: FlaskClient, stale: dict[str, Any]) -> None:
    fields = reassignment(stale, version=stale["new"], intent="again")
    assert client.post(f"/cases/{stale['id']}/reassign", data=fields).status_code == 303
    assert version_of(app, stale["id"]) == stale["new"] + 1


def test_mine_can_be_edited_further(client: FlaskClient, stale: dict[str, Any]) -> None:
    fields = reassignment(stale, intent="edit")
    answer = client.post(f"/cases/{stale['id']}/reassign", data=fields)
    assert answer.status_code == 200
    assert REASON in answer.text
    assert f'value="{stale["new"]}"' in answer.text
