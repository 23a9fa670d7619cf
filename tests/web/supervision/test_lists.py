"""The supervision page and the list of cases: what shows, in which order, at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.cases.models import Case
from caseflow.core.worklists.models import SavedView
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.lists.boards import WATCH_LISTS
from tests.cast import present_cast, unit
from tests.factories import case_in, do, open_case
from tests.statements import counted

As = Callable[[str], FlaskClient]


def shown(page: Any) -> list[int]:
    """Return the cases of a list in its order."""
    return [int(one) for one in re.findall(r'data-case="(\d+)"', page.get_data(as_text=True))]


def english(client: FlaskClient) -> FlaskClient:
    client.post("/language", data={"language": "en"})
    return client


def test_each_list_of_the_supervision_page_opens_and_holds_what_it_says(
    office: Flask, as_: As
) -> None:
    with office.app_context():
        with clock.pretend(clock.now() - timedelta(days=200)):
            late = case_in("assigned")
        twice = case_in("accepted")
        for _ in range(2):
            do(twice, "assign")
            do(twice, "return_to_dispatcher")
        signing, owed, checking = (
            case_in(state) for state in ("awaiting_sign_off", "reply_owed", "reinspecting")
        )
        left = case_in("investigating")
        do(left, "reassign", unit_id=unit("squad-2").id, assignee_id=present_cast().zoe.id)
        with unit_of_work():
            present_cast().zoe.is_active = False
        ids = {
            "late": {late.id},
            "receipt": {late.id, left.id},
            "returned": {twice.id},
            "sign_off": {signing.id},
            "reply": {owed.id},
            "reinspection": {checking.id},
            "nobody": {left.id},
            "attention": set(),
        }
    client = english(as_("sunil"))
    for one in WATCH_LISTS:
        page = client.get(f"/supervision/?list={one.key}")
        assert page.status_code == 200
        if one.key in ids:
            assert set(shown(page)) == ids[one.key], one.key
    words = client.get("/supervision/").get_data(as_text=True)
    assert re.search(r"Receipt by the unit \d+ working days late", words)
    assert "waits for receipt by 方立德" in words


def test_a_list_of_open_cases_is_sorted_by_its_headings_and_grouped_with_subtotals(
    office: Flask, as_: As
) -> None:
    with office.app_context():
        first = case_in("assigned", township_code="500233001")
        second = case_in("investigating", township_code="500233002")
        third = case_in("accepted", township_code="500233001")
        a, b, c = first.id, second.id, third.id
    client = english(as_("sunil"))
    assert shown(client.get("/cases/?sort=opened")) == [a, b, c]
    assert shown(client.get("/cases/?sort=-opened")) == [c, b, a]
    assert shown(client.get("/cases/?sort=state")) == [c, a, b]
    grouped = client.get("/cases/?group=township")
    assert shown(grouped)[2] == b
    heads = re.findall(r'<tr class="cf-group">.*?</tr>', grouped.get_data(as_text=True), re.S)
    assert ["2 cases" in heads[0], "1 cases" in heads[1]] == [True, True]
    by_unit = client.get("/cases/?group=unit").get_data(as_text=True)
    assert "none yet" in by_unit
    assert 'aria-sort="descending"' in client.get("/cases/?sort=-due").get_data(as_text=True)


def test_an_address_that_nobody_understands_breaks_nothing(office: Flask, as_: As) -> None:
    with office.app_context():
        case_in("assigned")
    client = as_("sunil")
    for query in (
        "sort=%00&group=x&unit=99999999999999999999&late_over=-1&returned=a&due=never&clock=1",
        "state=nonsense&township=%27&category=%25&assignee=--&page=zzz",
        "unit=987654321&late_over=99999&returned=1000&q=%22%22",
        "late_over=9999",
    ):
        assert client.get(f"/cases/?{query}").status_code == 200, query
        assert client.get(f"/supervision/?list=gone&{query}").status_code == 200, query


def test_columns_are_chosen_once_for_all_lists_of_a_kind(office: Flask, as_: As) -> None:
    with office.app_context():
        case_in("assigned")
    client = english(as_("sunil"))
    sent = client.post(
        "/lists/columns/cases", data={"column": ["opened", "due", "evil"], "back": "/cases/?a=1"}
    )
    assert sent.headers["Location"] == "/cases/?a=1"
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', client.get("/cases/").text, re.S)
    words = [re.sub(r"<[^>]*>|[↑↓]", "", head).strip() for head in heads]
    assert words[1:] == ["Case", "Nearest deadline", "Opened"]
    assert client.post("/lists/columns/elsewhere", data={}).status_code == 422
    assert "Nearest deadline" in english(as_("dong")).get("/cases/").text


def test_a_view_is_named_shared_pinned_moved_and_deleted(office: Flask, as_: As) -> None:
    with office.app_context():
        case_in("assigned")
        case_in("accepted")
    sunil, dong = english(as_("sunil")), english(as_("dong"))
    made = {"name": "等签收", "shared_with": "county", "is_pinned": "y", "query": "state=assigned"}
    assert sunil.post("/lists/new", data=made).status_code == 303
    again = sunil.post("/lists/new", data=made)
    assert again.status_code == 422
    assert "You have a view of that name already." in again.text
    for client in (sunil, dong):
        page = client.get("/supervision/?list=view-1")
        assert "等签收" in page.text
        assert len(shown(page)) == 1
        assert len(shown(client.get("/lists/1", follow_redirects=True))) == 1
    assert dong.get("/lists/1/edit").status_code == 404
    changed = {"name": "等签收的", "shared_with": "nobody", "query": "evil=1"}
    assert sunil.post("/lists/1/edit", data=changed).status_code == 303
    sunil.get("/lists/")
    assert "等签收" not in dong.get("/supervision/").text
    assert "等签收" not in sunil.get("/supervision/").text, "no longer pinned"
    sunil.post("/lists/new", data={**made, "name": "另一个"})
    sunil.post("/lists/2/move", data={"do": "up"})
    words = sunil.get("/lists/").text
    assert words.index("另一个") < words.index("等签收的")
    sunil.post("/lists/1/edit", data={"do": "delete"})
    gone = sunil.get("/lists/1", follow_redirects=True)
    assert "This view is gone" in gone.text


def test_only_supervision_shares_with_everybody(office: Flask, as_: As) -> None:
    made = {"name": "x", "shared_with": "county", "query": ""}
    assert as_("farid").post("/lists/new", data=made).status_code == 422
    assert as_("farid").post("/lists/new", data={**made, "shared_with": "unit"}).status_code == 303
    assert "x" in as_("fang").get("/lists/").text
    assert ">x<" not in as_("zoe").get("/lists/").text


def test_an_old_view_whose_words_are_not_known_any_more_still_opens(office: Flask, as_: As) -> None:
    with office.app_context():
        case_in("assigned")
        with unit_of_work():
            db.session.add(
                SavedView(
                    owner_id=present_cast().sunil.id,
                    name="旧",
                    query="colour=red&state=assigned&unit=abc&&&=;%",
                    shared_with="nobody",
                    is_pinned=True,
                    position=1,
                    created_at=clock.now(),
                )
            )
    client = as_("sunil")
    assert len(shown(client.get("/supervision/?list=view-1"))) == 1
    assert client.get("/lists/").status_code == 200
    assert client.get("/lists/1", follow_redirects=True).status_code == 200


def test_the_page_says_how_many_came_in_since_it_was_loaded(office: Flask, as_: As) -> None:
    with office.app_context():
        old = case_in("assigned").id
    client = english(as_("sunil"))
    page = client.get("/supervision/?list=receipt").text
    address = re.search(r'data-list-news="([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    assert client.get(address).json == {"count": 0, "words": ""}
    with office.app_context():
        do(db.session.get_one(Case, old), "note", "dong")
        case_in("assigned")
        open_case()
    answer = client.get(address)
    assert answer.json == {"count": 1, "words": "1 new — show"}
    tag = answer.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/lists/since?mark=forged").json == {"count": 0, "words": ""}


@pytest.mark.parametrize(
    "address", ["/supervision/", "/cases/?group=unit", "/supervision/?list=nobody"]
)
def test_pages_of_lists_take_as_many_statements_however_much_they_hold(
    office: Flask, as_: As, address: str
) -> None:
    client = as_("sunil")

    def statements() -> int:
        client.get(address)
        with counted(office) as found:
            assert client.get(address).status_code == 200
        return len(found)

    with office.app_context():
        case_in("assigned")
    few = statements()
    with office.app_context():
        for state in ("assigned", "investigating", "accepted"):
            case_in(state)
        with unit_of_work():
            for number in range(3):
                db.session.add(
                    SavedView(
                        owner_id=present_cast().sunil.id,
                        name=f"v{number}",
                        query=f"unit={unit('squad-1').id}",
                        shared_with="nobody",
                        is_pinned=True,
                        position=number,
                        created_at=clock.now(),
                    )
                )
    assert statements() - few <= 1, "the tree of units, read once"


def test_a_list_of_supervision_leads_to_its_export(office: Flask, as_: As) -> None:
    page = as_("sunil").get("/supervision/?list=late").get_data(as_text=True)
    href = re.search(r'href="(/supervision/exports/new[^"]*)"', page)
    assert href is not None
    form = as_("sunil").get(href[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "due=late" in form
    assert "/supervision/exports" not in as_("lena").get("/supervision/").get_data(as_text=True)
