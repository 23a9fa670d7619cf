"""Mappings saved per sender: kept when an import is started, used for the next file, managed."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.desk.imports.models import ImportMapping, ImportRun
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.import_files import REPLY_HEADERS, line, replied, xlsx
from tests.web.imports.test_pages import chosen, upload, uploaded

ROWS = [replied(1), line(2)]
ODD = ["流水", "何时", "题目", "正文"]
"""Headers of which nothing can be guessed."""


@pytest.fixture(autouse=True)
def _people(app: Flask) -> None:
    with app.app_context(), unit_of_work():
        make_cast()


@pytest.fixture
def olga(client: FlaskClient) -> FlaskClient:
    assert sign_in(client, "olga").status_code == 303
    return client


def odd_rows(number: int) -> list[dict[str, Any]]:
    return [{"流水": number, "何时": "2026/3/2 9:04", "题目": "黑烟", "正文": "砖厂冒黑烟。"}]


def odd_columns(**changes: str) -> dict[str, str]:
    off = {name: "" for name in chosen() if name.startswith("column_")}
    named = {
        "column_reference": "流水",
        "column_submitted_at": "何时",
        "column_subject": "题目",
        "column_body": "正文",
    }
    return chosen(**{**off, **named, **changes})


def run_of(app: Flask, address: str) -> ImportRun:
    with app.app_context():
        return db.session.get_one(ImportRun, int(address.rpartition("/")[2]))


def started(client: FlaskClient, raw: bytes, **form: str) -> str:
    address = uploaded(client, raw)
    assert client.post(address, data=form).status_code == 303
    return address


def saved_ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(ImportMapping.id).order_by(ImportMapping.id)))


def test_a_confirmed_mapping_is_used_for_the_next_file_in_any_order(
    app: Flask, olga: FlaskClient
) -> None:
    started(olga, xlsx(odd_rows(1), ODD), **odd_columns(track="consultation"))
    address = uploaded(olga, xlsx(odd_rows(2), ODD[::-1]))
    run = run_of(app, address)
    assert run.mapping == {
        "reference": "流水", "submitted_at": "何时", "subject": "题目", "body": "正文",
    }  # fmt: skip
    assert (run.origin, run.channel_code, run.track) == ("问政平台", "website", "consultation")
    page = olga.get(address).text
    assert "问政平台" in page
    assert "欧阳热" in page
    assert "顺序不同" in page or "another order" in page


def test_a_column_that_is_missing_is_said_and_the_rest_is_mapped(
    app: Flask, olga: FlaskClient
) -> None:
    started(olga, xlsx(ROWS, REPLY_HEADERS), **chosen())
    address = uploaded(olga, xlsx([line(7, 附注="甲")], [*REPLY_HEADERS[:6], "附注"]))
    run = run_of(app, address)
    assert run.mapping["reply"] == "答复意见"
    assert "replied_at" not in run.mapping
    page = olga.get(address).text
    found = re.search(r'<div class="cf-callout.*?</ul>', page, re.DOTALL)
    assert found is not None
    assert "答复时间" in found[0]
    assert "附注" in found[0]


def test_correcting_it_for_the_same_sender_replaces_it_and_another_sender_gets_its_own(
    app: Flask, olga: FlaskClient
) -> None:
    started(olga, xlsx(odd_rows(1), ODD), **odd_columns())
    started(olga, xlsx(odd_rows(2), ODD), **odd_columns(column_subject=""))
    assert len(saved_ids(app)) == 1
    assert "subject" not in run_of(app, uploaded(olga, xlsx(odd_rows(3), ODD))).mapping
    started(olga, xlsx(odd_rows(4), ODD), **odd_columns(origin="另一平台"))
    assert len(saved_ids(app)) == 2


def test_files_of_two_senders_with_the_same_headers_are_asked_about(
    app: Flask, olga: FlaskClient
) -> None:
    for sender in ("问政平台", "另一平台"):
        started(olga, xlsx(odd_rows(1), ODD), **odd_columns(origin=sender))
    address = uploaded(olga, xlsx(odd_rows(9), ODD))
    assert (run_of(app, address).origin, run_of(app, address).mapping) == ("", {})
    page = olga.get(address).text
    assert "“<" in page
    assert "另一平台" in page
    wanted = saved_ids(app)[1]
    used = olga.post(f"{address}/mapping", data={"saved": str(wanted)})
    assert used.status_code == 303
    assert run_of(app, address).origin == "另一平台"
    assert run_of(app, address).mapping["body"] == "正文"


def test_the_sender_can_be_named_at_the_upload(app: Flask, olga: FlaskClient) -> None:
    for sender in ("问政平台", "另一平台"):
        started(olga, xlsx(odd_rows(1), ODD), **odd_columns(origin=sender))
    sent = {"file": (io.BytesIO(xlsx(odd_rows(5), ODD)), "四月.xlsx"), "saved": "1"}
    address = olga.post("/desk/imports/", data=sent).location
    assert run_of(app, address).origin == "问政平台"


def test_a_mapping_is_listed_renamed_and_deleted(app: Flask, olga: FlaskClient) -> None:
    address = started(olga, xlsx(ROWS, REPLY_HEADERS), **chosen())
    (saved_id,) = saved_ids(app)
    assert "问政平台" in olga.get("/desk/imports/mappings").text
    one = f"/desk/imports/mappings/{saved_id}"
    assert "答复意见" in olga.get(one).text
    assert olga.post(one, data={"name": "每月导出"}).status_code == 303
    assert "每月导出" in olga.get("/desk/imports/mappings").text
    assert olga.post(f"{one}/delete").status_code == 303
    assert saved_ids(app) == []
    assert olga.get(one).status_code == 404
    assert olga.get(address).status_code == 200
    assert run_of(app, address).saved_id is None


@pytest.mark.parametrize("name", ["", "长" * 81, "另一平台"])
def test_a_name_that_does_not_do_is_said_at_its_field(
    app: Flask, olga: FlaskClient, name: str
) -> None:
    started(olga, xlsx(ROWS, REPLY_HEADERS), **chosen())
    started(olga, xlsx(ROWS, REPLY_HEADERS), **chosen(origin="另一平台"))
    answer = olga.post(f"/desk/imports/mappings/{saved_ids(app)[0]}", data={"name": name})
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text


def test_a_mapping_is_used_only_if_there_is_one_and_before_the_start(
    app: Flask, olga: FlaskClient
) -> None:
    address = started(olga, xlsx(ROWS, REPLY_HEADERS), **chosen())
    assert olga.post(f"{address}/mapping", data={"saved": "99"}).status_code == 422
    assert olga.post(f"{address}/mapping", data={}).status_code == 422
    used = olga.post(f"{address}/mapping", data={"saved": str(saved_ids(app)[0])})
    assert used.status_code == 409


@pytest.mark.parametrize("who", ["farid", "sunil", "pia", "aude", "adam"])
def test_only_those_who_import_reach_the_mappings(client: FlaskClient, who: str) -> None:
    sign_in(client, who)
    assert client.get("/desk/imports/mappings").status_code == 403
    assert client.get("/desk/imports/mappings/1").status_code == 403
    for path in ("mappings/1", "mappings/1/delete", "1/mapping"):
        assert client.post(f"/desk/imports/{path}", data={"name": "x"}).status_code == 403


def test_a_first_file_of_nobody_known_is_guessed_as_before(app: Flask, olga: FlaskClient) -> None:
    answer = upload(olga, xlsx(ROWS, REPLY_HEADERS))
    assert run_of(app, answer.location).saved_id is None
    assert run_of(app, answer.location).mapping["body"] == "留言详情"
