"""The catalogue of hazardous waste: brought in by an administrator, in force by day."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.field.inspections.waste_list.queries import codes_on
from caseflow.field.sync.judging import verdicts_of
from tests.visits import visit_record

HERE = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CASEFLOW_SHARED_DATA") or HERE.parent / "shared" / "data")
FILE = FOLDER / "reference" / "hazwaste_2021.csv"
As = Callable[[str], FlaskClient]
HEAD = "废物代码,废物类别代码,危险废物,危险特性\n"
OLD = HEAD + '900-214-08,HW08,废矿物油,"T,I"\n900-039-49,HW49,废活性炭,T\n'
NEW = HEAD + '900-214-08,HW08,废矿物油,"T,I"\n'


def bring_in(client: FlaskClient, text: str | bytes, day: str, name: str = "名录") -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    data = {"file": (io.BytesIO(content), "list.csv"), "name": name, "in_force_from": day}
    return client.post("/inspections/waste-list/", data=data)


def test_an_edition_is_in_force_until_the_next_one_begins(office: Flask, as_: As) -> None:
    adam = as_("adam")
    assert bring_in(adam, OLD, "2021-01-01", "2021年版").status_code == 303
    assert bring_in(adam, NEW.encode("gb18030"), "2025-01-01", "2025年版").status_code == 303
    page = adam.get("/inspections/waste-list/").get_data(as_text=True)
    assert page.index("2025年版") < page.index("2021年版")
    with office.app_context():
        assert codes_on(date(2020, 12, 31)) is None
        assert codes_on(date(2024, 12, 31)) == ["900-039-49", "900-214-08"]
        assert codes_on(date(2025, 1, 1)) == ["900-214-08"]
        assert [outcome(day) for day in ("2024-06-01", "2026-11-01")] == ["complies", "alert"]
    codes = as_("farid").get("/field/package").json["codes"]
    assert codes["waste"] == ["900-214-08"]


def outcome(day: str) -> Any:
    """Return the server's verdict on a code that the newer edition knows no more."""
    entered = {"measured_on": day, "code": "900-039-49", "class": "HW49"}
    record = visit_record(kind="hazardous_waste", readings=[{"entered": entered, "verdict": None}])
    (found,) = verdicts_of(record)
    return found and found["outcome"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "day", "sentence"),
    [
        ("a,b\n1,2\n", "2025-01-01", "废物代码”和“危险废物"),
        (HEAD, "2025-01-01", "1 至 5000"),
        (HEAD + "900-214-8,HW08,油,T\n", "2025-01-01", "第 2 行：“900-214-8”不是废物代码"),
        (NEW + "900-214-08,HW08,油,T\n", "2025-01-01", "第 3 行：900-214-08 重复"),
        (b"\xff\xfe\x00\x81", "2025-01-01", "另存为 CSV"),
        (NEW, "", "日期"),
        (NEW, "2021-01-01", "已有版本自该日起施行"),
    ],
)
def test_what_is_no_edition_is_refused_in_words(
    office: Flask, as_: As, text: str | bytes, day: str, sentence: str
) -> None:
    adam = as_("adam")
    bring_in(adam, OLD, "2021-01-01")
    answer = bring_in(adam, text, day, "新名录")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert 'value="新名录"' in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_who_may_change_checklists_brings_one_in(office: Flask, as_: As) -> None:
    assert bring_in(as_("farid"), NEW, "2025-01-01").status_code == 403


@pytest.mark.skipif(
    not FILE.is_file(),
    reason="the shared data is not there: set CASEFLOW_SHARED_DATA to its folder",
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_real_list_of_2021_is_read_whole(office: Flask, as_: As) -> None:
    content = FILE.read_bytes()
    assert bring_in(as_("adam"), content, "2021-01-01").status_code == 303
    with office.app_context():
        assert len(codes_on(date(2021, 1, 1)) or []) == 467
