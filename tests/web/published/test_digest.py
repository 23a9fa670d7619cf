"""The weekly digest: only published words, in HTML and Word, the same bytes again."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import docx
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.published import make_site, withdraw

WEEK = "/results/digest/2026-W42"
LATER = datetime(2026, 11, 20, 3, tzinfo=UTC)
pytestmark = pytest.mark.built(by=make_site)


@pytest.fixture
def day() -> Any:
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def test_page_and_document_say_what_was_published_that_week(client: FlaskClient, day: Any) -> None:
    page, paper = client.get(f"{WEEK}/").text, words_of(client.get(f"{WEEK}.docx").data)
    for said in (page, paper):
        assert "第1号办理结果" in said
        assert "第2号办理结果" in said
        assert "某餐饮店" in said
        assert "典型案例" in said
        assert "第3号办理结果" not in said
        assert "2026年10月12日" in said
    assert f"{WEEK}.docx" in page


def test_the_same_week_is_the_same_bytes_whenever_it_is_made(
    app: Flask, client: FlaskClient, day: Any
) -> None:
    first = client.get(f"{WEEK}.docx")
    day.move_to(LATER + timedelta(days=40, hours=5))
    again = app.test_client().get(f"{WEEK}.docx")
    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    with zipfile.ZipFile(io.BytesIO(first.data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None
    facts = docx.Document(io.BytesIO(first.data)).core_properties
    assert (facts.author, str(facts.created)[:10]) == ("忠县生态环境局", "2026-10-18")
    assert "2026年10月12日至10月18日" in facts.title


def test_what_was_withdrawn_since_is_named_as_withdrawn(
    app: Flask, client: FlaskClient, day: Any
) -> None:
    mark = client.get(f"{WEEK}.docx").headers["ETag"]
    with app.app_context():
        withdraw("2026-1", LATER)
    answer = client.get(f"{WEEK}.docx", headers={"If-None-Match": mark})
    assert answer.status_code == 200
    for said in (client.get(f"{WEEK}/").text, words_of(answer.data)):
        assert "第1号办理结果" not in said
        assert "表述有误" in said


def test_headings_are_headings(client: FlaskClient, day: Any) -> None:
    paper = docx.Document(io.BytesIO(client.get(f"{WEEK}.docx").data))
    styles = [paragraph.style.name for paragraph in paper.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 3
    assert styles.count("Heading 2") == 3
    assert paper.sections[0].page_width


@pytest.mark.parametrize("week", ["2026-W47", "2026-W48", "2026-W41"])
def test_there_is_none_of_a_week_that_runs_or_had_nothing(
    client: FlaskClient, day: Any, week: str
) -> None:
    assert client.get(f"/results/digest/{week}/").status_code == 404
    assert client.get(f"/results/digest/{week}.docx").status_code == 404


def test_the_list_leads_to_page_and_document(client: FlaskClient, day: Any) -> None:
    page = client.get("/results/digest/").text
    assert page.index("2026年11月2日至11月8日") < page.index("2026年10月12日至10月18日")
    assert f'href="{WEEK}/"' in page
    assert f'href="{WEEK}.docx"' in page
