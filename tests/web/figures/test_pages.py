"""The pages of the figures: what they show, whose, and what they say of bad input."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, text

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.supervision.reports.actions.refreshing import refresh_figures
from tests.factories import case_in, do

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SEPTEMBER = datetime(2026, 9, 14, 10, tzinfo=clock.ZONE)
NOVEMBER = datetime(2026, 11, 20, 10, tzinfo=clock.ZONE)
YEAR = "by=range&from=2026-01&to=2026-12"


@pytest.fixture
def counted(office: Flask) -> Flask:
    """An office with a few cases of September, counted in November."""
    with office.app_context(), clock.pretend(SEPTEMBER):
        for state in ("closed", "assigned", "rectifying", "declined"):
            case_in(state)
        do(case_in("closed"), "call_back")
    with office.app_context(), clock.pretend(NOVEMBER):
        refresh_figures()
    return office


@pytest.fixture
def statements(office: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    with office.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_the_dashboard_says_how_old_it_is_and_shows_every_measure(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    page = as_("sunil").get(f"/supervision/figures/?{YEAR}")
    assert page.status_code == 200
    words = re.sub(r"\s+", " ", page.text)
    assert "数据截至" in words
    for label in ("按期办结率", "满意率", "重复投诉率", "销号率", "及时受理率", "一次办结率"):
        assert label in words, label


def test_a_figure_opens_into_so_many_lines(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    client = as_("sunil")
    page = client.get(f"/supervision/figures/?{YEAR}&measure=in_time").text
    links = re.findall(r'href="(/supervision/figures/lines[^"]+)">([\d,]+)<', page)
    assert len(links) > 40
    for href, number in links:
        shown = client.get(href.replace("&amp;", "&")).text
        assert shown.count("cf-row-title") == int(number), href


def test_the_dashboard_takes_the_same_few_statements(
    counted: Flask, as_: Callable[[str], FlaskClient], statements: list[str]
) -> None:
    client = as_("sunil")
    client.get(f"/supervision/figures/?{YEAR}")
    statements.clear()
    client.get(f"/supervision/figures/?{YEAR}")
    many = len(statements)
    assert many <= 16, statements
    assert not any(" cases" in one or "measure_facts" in one for one in statements)
    statements.clear()
    client.get("/supervision/figures/?by=month&from=2031-01")
    assert len(statements) == many, "no more for many cases than for none"


def test_an_officer_sees_the_own_unit_only(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    page = as_("zoe").get(f"/supervision/figures/lines?measure=received&part=numerator&{YEAR}")
    assert "cf-row-title" not in page.text
    mine = as_("farid").get(f"/supervision/figures/lines?measure=received&part=numerator&{YEAR}")
    assert mine.text.count("cf-row-title") == 4, "the declined one never came to the unit"


@pytest.mark.parametrize("who", ["olga", "pia", "adam"])
def test_others_have_no_figures(
    counted: Flask, as_: Callable[[str], FlaskClient], who: str
) -> None:
    assert as_(who).get("/supervision/figures/").status_code == 403


@pytest.mark.parametrize("typed", ["from=2026-13&by=month", "from=2026-05&to=2026-01&by=range"])
def test_a_period_that_is_none_is_said(
    counted: Flask, as_: Callable[[str], FlaskClient], typed: str
) -> None:
    page = as_("sunil").get(f"/supervision/figures/?{typed}")
    assert page.status_code == 200
    assert "不是有效的期间" in page.text


def test_an_unknown_figure_is_not_found(counted: Flask, as_: Callable[[str], FlaskClient]) -> None:
    client = as_("sunil")
    for query in ("measure=nothing", "measure=composite&part=numerator", "measure=open&part=unmet"):
        assert client.get(f"/supervision/figures/lines?{query}&{YEAR}").status_code == 404


def test_a_refresh_can_be_asked_for(counted: Flask, as_: Callable[[str], FlaskClient]) -> None:
    client = as_("sunil")
    assert client.post("/supervision/figures/refresh").status_code == 303
    assert "正在更新" in client.get("/supervision/figures/").text
    with counted.app_context():
        refresh_figures()
    assert "正在更新" not in client.get("/supervision/figures/").text


def test_sheets_are_files_without_formulas(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    with counted.app_context():
        db.session.execute(text("UPDATE rectification_orders SET task = '=HYPERLINK(\"x\")'"))
        db.session.commit()
    client = as_("sunil")
    assert client.get(f"/supervision/figures/sheets?{YEAR}").status_code == 200
    for kind, words in (
        ("assessment", "忠州街道"),
        ("three-lists", "HYPERLINK"),
        ("ledger", "忠环"),
    ):
        body = client.get(f"/supervision/figures/sheets/{kind}.xlsx?{YEAR}").data
        cells = [c for row in load_workbook(io.BytesIO(body)).active.rows for c in row]
        assert any(words in str(cell.value) for cell in cells), kind
        assert all(cell.data_type != "f" for cell in cells)
        assert not any(str(cell.value).startswith("=") for cell in cells)
        paper = client.get(f"/supervision/figures/sheets/{kind}.docx?{YEAR}").data
        table = docx.Document(io.BytesIO(paper)).tables[0]
        assert any(words in cell.text for row in table.rows for cell in row.cells), kind


def test_weights_are_an_example_until_they_are_decided(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    client = as_("sunil")
    assert "示例" in client.get("/supervision/figures/sheets").text
    wrong = client.post(
        "/supervision/figures/sheets/weights",
        data={"weight_in_time": "60", "basis": "忠环〔2026〕1号"},
    )
    assert wrong.status_code == 422
    assert "60" in wrong.text
    assert "忠环〔2026〕1号" in wrong.text, "what was typed stays"
    typed = {"weight_in_time": "60", "weight_rectified": "40", "basis": "忠环〔2026〕1号"}
    assert client.post("/supervision/figures/sheets/weights", data=typed).status_code == 303
    page = client.get("/supervision/figures/sheets").text
    assert "忠环〔2026〕1号" in page
    assert "示例" not in page
    assert as_("dong").get("/supervision/figures/sheets/weights").status_code == 403


def test_a_period_is_frozen_shown_and_compared(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    client = as_("sunil")
    typed = {"first": "2026-09", "last": "2026-09", "unit_id": "", "reason": "三季度报告"}
    too_early = client.post(
        "/supervision/figures/frozen/new", data={**typed, "last": clock.today().strftime("%Y-%m")}
    )
    assert too_early.status_code == 422
    assert "三季度报告" in too_early.text
    made = client.post("/supervision/figures/frozen/new", data=typed)
    assert made.status_code == 303
    page = client.get(made.location)
    assert "与冻结时逐字节一致" in page.text
    first = {e: client.get(f"{made.location}.{e}").data for e in ("json", "xlsx", "docx")}
    assert all(first.values())
    assert client.get(f"{made.location}/today").status_code == 200
    assert as_("farid").get(made.location).status_code == 404, "the county's, not the unit's"
    assert as_("aude").get(made.location).status_code == 200
    assert as_("aude").get("/supervision/figures/frozen/new").status_code == 403


def test_the_overdue_report_opens_into_petitions(
    counted: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    page = as_("sunil").get("/supervision/figures/overdue")
    assert page.status_code == 200
    assert page.text.count("cf-row-title") == 2
    over = as_("sunil").get("/supervision/figures/overdue?over=over_5_working_days")
    assert "cf-row-title" not in over.text
