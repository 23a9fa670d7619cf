"""The search page, its fragment, and complainants by post only."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.petitions.models import ComplainantLook
from caseflow.core.search.rules import FILTERS
from caseflow.ground.extensions import db
from tests.factories import CALLER, open_case

As = Callable[[str], FlaskClient]


@pytest.fixture
def case_id(office: Flask) -> int:
    with office.app_context():
        return open_case(subject="凌晨打桩<扰民>", address_text="果园路3号").case.id


def looks(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(ComplainantLook.id))) or 0


def test_what_is_typed_leads_to_an_address_that_can_be_kept(case_id: int, as_: As) -> None:
    olga = as_("olga")
    answer = olga.post("/search/", data={"q": " 打桩 "})
    assert answer.status_code == 303
    page = olga.get(answer.location)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "凌晨<mark>打桩</mark>&lt;扰民&gt;" in text
    assert f"/cases/{case_id}" in text
    assert 'value="打桩"' in text


def test_a_number_leads_to_its_case(office: Flask, as_: As) -> None:
    with office.app_context():
        opened = open_case()
        number, case_id = opened.petition.number, opened.case.id
    olga = as_("olga")
    for typed in (number, number.replace("〔", "[").replace("〕", "]")):
        answer = olga.get("/search/", query_string={"q": typed})
        assert answer.location.endswith(f"/cases/{case_id}"), typed


def test_the_box_explains_itself_by_right(office: Flask, as_: As) -> None:
    text = as_("olga").get("/search/").get_data(as_text=True)
    for row in FILTERS.values():
        assert f"{row.names[0]}:{row.example}" in text or f"{row.key}:{row.example}" in text
    assert "5678" not in as_("pia").get("/search/").get_data(as_text=True)


def test_what_is_not_understood_keeps_what_was_typed(office: Flask, as_: As) -> None:
    page = as_("olga").get("/search/", query_string={"q": "打桩 街道:火星"})
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert 'value="打桩 街道:火星"' in text
    assert "火星" in text.split("cf-search-problem")[1]


def test_an_empty_result_says_what_to_try(office: Flask, as_: As) -> None:
    text = as_("olga").get("/search/?q=没有这些字").get_data(as_text=True)
    assert "cf-empty-text" in text


@pytest.mark.parametrize(("who", "is_told"), [("olga", True), ("pia", False)])
def test_a_bare_telephone_number_that_finds_nothing_hints_at_its_filter(
    office: Flask, as_: As, who: str, is_told: bool
) -> None:
    person = as_(who)
    whole = person.get("/search/?q=139 0000-1111").text
    few = person.post("/search/hits", data={"q": "13900001111", "few": "1"}).text
    assert ("电话:13900001111" in whole, "电话:13900001111" in few) == (is_told, is_told)
    assert "电话:" not in person.post("/search/hits", data={"q": "139000", "few": "1"}).text
    assert looks(office) == 0


def test_pages_have_addresses(office: Flask, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.app_context():
        ids = [open_case().case.id for _ in range(22)]
    olga = as_("olga")
    text = olga.get("/search/?q=打桩").get_data(as_text=True)
    (older,) = re.findall(r'rel="next" href="([^"]+)"', text)
    rest = olga.get(older.replace("&amp;", "&")).get_data(as_text=True)
    assert [int(one) for one in re.findall(r'href="/cases/(\d+)" data-row-link', rest)] == [
        ids[1],
        ids[0],
    ]
    assert 'rel="prev"' in rest


def test_a_complainant_is_never_looked_up_by_an_address(
    office: Flask, case_id: int, as_: As
) -> None:
    page = as_("olga").get("/search/", query_string={"q": f"电话:{CALLER.phone}"})
    assert page.status_code == 422
    assert "凌晨" not in page.get_data(as_text=True)
    assert looks(office) == 0


def test_a_complainant_is_looked_up_by_post_and_the_look_is_recorded(
    office: Flask, case_id: int, as_: As
) -> None:
    page = as_("olga").post("/search/", data={"q": f"电话:{CALLER.phone} 打桩"})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "凌晨<mark>打桩</mark>" in page.get_data(as_text=True)
    assert CALLER.phone not in page.get_data(as_text=True).replace(f"电话:{CALLER.phone}", "")
    assert looks(office) == 1


def test_without_the_right_the_sentence_says_so(office: Flask, case_id: int, as_: As) -> None:
    page = as_("pia").post("/search/", data={"q": f"姓名:{CALLER.name}"})
    assert page.status_code == 422
    assert "凌晨" not in page.get_data(as_text=True)
    assert looks(office) == 0


def test_results_while_one_types(office: Flask, case_id: int, as_: As) -> None:
    olga = as_("olga")
    for few in ("", "1"):
        part = olga.post("/search/hits", data={"q": "打桩", "few": few})
        text = part.get_data(as_text=True)
        assert part.status_code == 200
        assert "<html" not in text
        assert "<mark>打桩</mark>" in text
        assert "&lt;扰民&gt;" in text
        assert f"/cases/{case_id}" in text
        assert "data-count" in text
    assert not olga.post("/search/hits", data={"q": ""}).get_data(as_text=True).strip()


def test_complainants_wait_for_enter(office: Flask, case_id: int, as_: As) -> None:
    part = as_("olga").post("/search/hits", data={"q": f"电话:{CALLER.phone}", "few": "1"})
    assert part.status_code == 200
    assert "凌晨" not in part.get_data(as_text=True)
    assert looks(office) == 0


def test_only_who_sees_cases_searches(office: Flask, as_: As) -> None:
    assert as_("adam").get("/search/?q=a").status_code == 403
    assert as_("adam").post("/search/hits", data={"q": "a"}).status_code == 403
    assert office.test_client().get("/search/?q=a").status_code == 303
