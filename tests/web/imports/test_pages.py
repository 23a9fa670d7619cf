"""The pages of imports: upload, look over, start, follow, report — and who may."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.actions.working import work_off_runs
from caseflow.desk.imports.models import ImportRun
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.import_files import csv_bytes, line, replied, xlsx

ROWS = [replied(1), line(2), line(3, 留言时间="某日"), line("@4"), line(2, 留言详情="别的")]


@pytest.fixture(autouse=True)
def _people(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        make_cast()


@pytest.fixture
def olga(client: FlaskClient) -> FlaskClient:
    assert sign_in(client, "olga").status_code == 303
    return client


def upload(client: FlaskClient, raw: bytes, name: str = "三月.xlsx") -> Any:
    return client.post("/desk/imports/", data={"file": (io.BytesIO(raw), name)})


def uploaded(client: FlaskClient, raw: bytes = b"") -> str:
    """Return the address of a run that was just uploaded."""
    answer = upload(client, raw or xlsx(ROWS, blank_rows=20))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def chosen(**changes: str) -> dict[str, str]:
    """Return what the page sends for a board's file."""
    return {
        "origin": "问政平台",
        "channel": "website",
        "track": "report",
        "column_reference": "留言编号",
        "column_submitted_at": "留言时间",
        "column_subject": "留言主题",
        "column_body": "留言详情",
        "column_account": "留言用户",
        "column_reply": "答复意见",
        "column_replied_at": "答复时间",
        "do": "start",
        **changes,
    }


def petition_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def work_off(app: Flask) -> int:
    with app.app_context():
        return work_off_runs()


def test_a_file_is_looked_over_started_worked_off_and_reported(
    app: Flask, olga: FlaskClient
) -> None:
    address = uploaded(olga)
    look = olga.get(address)
    assert look.status_code == 200
    assert re.search(r'<option [^>]*selected[^>]*value="留言编号"', look.text)
    assert "“某日”" in look.text
    assert petition_count(app) == 0

    started = olga.post(address, data=chosen())
    assert started.status_code == 303
    assert "data-poll" in olga.get(address).text
    assert work_off(app) == 1
    assert petition_count(app) == 3
    done = olga.get(address)
    assert "data-poll" not in done.text
    assert "“某日”" in done.text
    assert 'data-state="done"' in olga.get(f"{address}/progress").text

    report = olga.get(f"{address}/report.csv")
    rows = list(csv.reader(io.StringIO(report.get_data().decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["1", "2", "3", "'@4", "2"]
    assert [bool(row[3]) for row in rows[1:]] == [True, True, False, True, False]
    assert "某日" in rows[3][5]
    sheet = load_workbook(io.BytesIO(olga.get(f"{address}/report.xlsx").get_data())).active
    assert sheet["B5"].value == "@4"
    assert sheet["B5"].data_type == "s"


def test_the_same_file_again_is_already_there(app: Flask, olga: FlaskClient) -> None:
    for _ in range(2):
        address = uploaded(olga)
        olga.post(address, data=chosen())
        work_off(app)
    assert petition_count(app) == 3
    with app.app_context():
        runs = db.session.scalars(select(ImportRun).order_by(ImportRun.id)).all()
        counts = [(r.imported_count, r.already_count, r.reply_count, len(r.rejected)) for r in runs]
    assert counts == [(3, 0, 1, 2), (0, 3, 0, 2)]


def test_checking_again_keeps_the_choice_and_starts_nothing(app: Flask, olga: FlaskClient) -> None:
    address = uploaded(olga)
    answer = olga.post(address, data=chosen(do="check", column_reply="", column_replied_at=""))
    assert answer.status_code == 303
    page = olga.get(address).text
    assert "问政平台" in page
    assert work_off(app) == 0
    with app.app_context():
        run = db.session.scalars(select(ImportRun)).one()
        assert run.state == "uploaded"
        assert "reply" not in run.mapping


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin": " "}, "origin"),
        ({"origin": "长" * 81}, "origin"),
        ({"channel": "pigeon"}, "channel"),
        ({"track": "inspection"}, "track"),
        ({"column_reference": ""}, "column_reference"),
        ({"column_subject": "", "column_body": ""}, "column_body"),
        ({"column_body": "没有这一列"}, "column_body"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, olga: FlaskClient, changes: dict[str, str], field: str
) -> None:
    address = uploaded(olga)
    answer = olga.post(address, data=chosen(**changes))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert work_off(app) == 0


@pytest.mark.parametrize("raw", [b"\x00\x01\x02" * 99, b"PK\x03\x04broken", b"\n"])
def test_a_file_that_cannot_be_read_is_refused_at_once(olga: FlaskClient, raw: bytes) -> None:
    answer = upload(olga, raw)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_an_upload_without_a_file_says_so(olga: FlaskClient) -> None:
    answer = olga.post("/desk/imports/", data={})
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text


def test_a_started_import_cannot_be_started_again(app: Flask, olga: FlaskClient) -> None:
    address = uploaded(olga)
    assert olga.post(address, data=chosen()).status_code == 303
    assert olga.post(address, data=chosen(origin="另一个")).status_code == 303
    work_off(app)
    assert petition_count(app) == 3


def test_the_uploaded_file_is_kept_sealed(app: Flask, olga: FlaskClient) -> None:
    uploaded(olga, csv_bytes([line(1, 留言用户="陈小河")]))
    with app.app_context():
        folder = Path(app.config["SETTINGS"].home) / "files"
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert not any("陈小河".encode() in raw or raw == b"U1" for raw in kept)


def test_the_look_over_shows_nobody_who_complained(olga: FlaskClient) -> None:
    address = uploaded(olga, csv_bytes([line(1, 留言用户="陈小河")]))
    assert "陈小河" not in olga.get(address).text


@pytest.mark.parametrize("who", ["farid", "sunil", "pia", "aude", "adam"])
def test_only_operators_and_dispatchers_may_import(client: FlaskClient, who: str) -> None:
    sign_in(client, who)
    assert client.get("/desk/imports/").status_code == 403
    assert client.get("/desk/imports/1").status_code == 403
    assert client.post("/desk/imports/1", data=chosen()).status_code == 403
    assert client.get("/desk/imports/1/report.csv").status_code == 403


def test_an_import_that_is_not_there_is_not_found(olga: FlaskClient) -> None:
    for path in ("", "/progress", "/report.csv"):
        assert olga.get(f"/desk/imports/7{path}").status_code == 404


def test_there_is_no_report_before_the_end_and_none_of_another_kind(olga: FlaskClient) -> None:
    address = uploaded(olga)
    assert olga.get(f"{address}/report.csv").status_code == 404
    assert olga.get(f"{address}/report.exe").status_code == 404


def test_columns_that_are_not_used_are_named_and_rejected_rows_bear_their_number(
    app: Flask, olga: FlaskClient
) -> None:
    rows = [line(1, 诉求类型="投诉", 被诉单位="某砖厂"), line(7731, 留言时间="某日")]
    address = uploaded(olga, xlsx(rows))
    page = olga.get(address).text
    unused = re.search(r"文件中没有用到的列：(.*?)</p>", page, re.S)
    assert unused is not None
    assert "诉求类型" in unused[1]
    assert "被诉单位" not in unused[1]
    assert "7731" in page
    olga.post(address, data=chosen(column_reply="", column_replied_at=""))
    with app.app_context():
        work_off_runs()
    page = olga.get(address).text
    assert "7731" in page.split("未导入的行")[-1]
