"""The pages of exports: asking from a list, following, fetching, the log — and who may."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.exports.actions.working import work_off_exports
from caseflow.supervision.exports.models import Export, ExportLog
from tests.cast import make_cast, sign_in
from tests.factories import CALLER, open_case

GIVEN = {"query": "state=all&category=noise", "form": "csv", "reason": "月度汇总",
         "columns": ["number", "title"]}  # fmt: skip


@pytest.fixture(autouse=True)
def _office(app: Flask) -> None:
    with app.app_context():
        with unit_of_work():
            make_cast()
        open_case(subject="夜间打桩")
        open_case(subject="油烟", category_codes=("air-fumes",))


@pytest.fixture
def sunil(client: FlaskClient) -> FlaskClient:
    assert sign_in(client, "sunil").status_code == 303
    return client


def ask(client: FlaskClient, **changes: Any) -> Any:
    return client.post("/supervision/exports/", data={**GIVEN, **changes})


def worked_off(app: Flask) -> None:
    with app.app_context():
        work_off_exports()


def test_a_list_leads_to_its_export_with_its_filters(sunil: FlaskClient) -> None:
    page = sunil.get("/cases/?state=all&category=noise").text
    assert "/supervision/exports/new?q=state%3Dall%26category%3Dnoise" in page
    asked = sunil.get("/supervision/exports/new?q=state%3Dall%26category%3Dnoise").text
    assert "噪声" in asked
    assert 'value="state=all&amp;category=noise"' in asked


def test_what_was_asked_for_is_written_and_fetched(app: Flask, sunil: FlaskClient) -> None:
    assert ask(sunil).location == "/supervision/exports/"
    waiting = sunil.get("/supervision/exports/").text
    assert "data-poll" in waiting
    worked_off(app)
    ready = sunil.get("/supervision/exports/progress").text
    assert "data-poll" not in ready
    got = sunil.post("/supervision/exports/1/file")
    assert got.headers["Content-Disposition"].startswith("attachment; filename=cases-")
    assert int(got.headers["Content-Length"]) == len(got.data)
    rows = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["夜间打桩"]
    with app.app_context():
        log = db.session.scalars(select(ExportLog).order_by(ExportLog.id)).all()
        assert [entry.act for entry in log] == ["asked", "written", "fetched"]
        assert {entry.query for entry in log} == {"state=all&category=noise"}
        assert log[-1].row_count == 1


def test_a_sealed_file_is_fetched_in_clear_by_its_owner(app: Flask, sunil: FlaskClient) -> None:
    ask(sunil, with_complainants="y")
    worked_off(app)
    got = sunil.post("/supervision/exports/1/file")
    assert got.status_code == 200
    assert CALLER.phone in got.data.decode("utf-8-sig")


def test_a_file_that_cannot_be_unsealed_is_not_there(
    app: Flask, sunil: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(sunil, with_complainants="y")
    worked_off(app)
    monkeypatch.setattr("caseflow.supervision.exports.keeping.CONTEXT", "another")
    assert sunil.post("/supervision/exports/1/file").status_code == 404
    with app.app_context():
        assert "fetched" not in db.session.scalars(select(ExportLog.act)).all()


@pytest.mark.parametrize(
    ("changes", "word"), [({"reason": ""}, "用途"), ({"columns": []}, "列"), ({"form": "pdf"}, "")]
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    app: Flask, sunil: FlaskClient, changes: dict[str, Any], word: str
) -> None:
    answer = ask(sunil, **changes)
    assert answer.status_code == 422
    assert word in answer.text
    assert "state=all&amp;category=noise" in answer.text
    with app.app_context():
        assert db.session.scalar(select(Export.id)) is None


def test_an_auditor_is_not_offered_complainants_and_cannot_send_for_them(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(client, "aude")
    assert "with_complainants" not in client.get("/supervision/exports/new").text
    assert ask(client, with_complainants="y").status_code == 303
    with app.app_context():
        export = db.session.scalars(select(Export)).one()
        assert not export.with_complainants
        assert export.columns == ["number", "title"]


def test_another_s_export_does_not_exist(app: Flask, sunil: FlaskClient) -> None:
    ask(sunil)
    worked_off(app)
    sign_in(sunil, "dong")
    for path in ("1/file", "1/cancel", "1/again"):
        assert sunil.post(f"/supervision/exports/{path}").status_code == 404
    assert sign_in(sunil, "farid").status_code == 303
    assert sunil.get("/supervision/exports/").status_code == 403


def test_cancel_and_ask_again(app: Flask, sunil: FlaskClient) -> None:
    ask(sunil)
    assert sunil.post("/supervision/exports/1/cancel").status_code == 303
    assert sunil.post("/supervision/exports/1/file").status_code == 404
    assert sunil.post("/supervision/exports/1/again").status_code == 303
    worked_off(app)
    with app.app_context():
        assert list(db.session.scalars(select(Export.state).order_by(Export.id))) == [
            "cancelled",
            "done",
        ]


def test_auditors_read_the_log(app: Flask, sunil: FlaskClient) -> None:
    ask(sunil)
    worked_off(app)
    sunil.post("/supervision/exports/1/file")
    assert sunil.get("/supervision/exports/log").status_code == 403
    sign_in(sunil, "aude")
    page = sunil.get("/supervision/exports/log").text
    assert page.count("月度汇总") == 3, page
    assert "苏领导" in page
