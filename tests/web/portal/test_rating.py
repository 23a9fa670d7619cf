"""Rating a reply over the portal: by number and code or by the link, changed, “not solved”."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.actions.rating import can_be_rated
from caseflow.core.replies.models import PetitionRating, UnsolvedReport
from caseflow.core.replies.rating_link import rating_token
from caseflow.core.replies.rules import RATING_DAYS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.portal.actions.handing_in import ask
from caseflow.public.portal.models import PortalRequest
from caseflow.public.portal.queries import rating_of
from tests.factories import answered_together, case_in, do
from tests.resident import look_up
from workers.jobs.portal import work_off_portal


def answered(office: Flask, state: str = "closed") -> tuple[str, str, str, int]:
    """Return number, code, rating token and id of the petition of a case in that state."""
    with office.app_context():
        case = case_in(state)
        petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
        return petition.number, lookup_code(petition), rating_token(petition), petition.id


def typed(page: str, **changes: str) -> dict[str, str]:
    """Return a rating as the form of the page sends it."""
    hidden = {
        name: found[1]
        for name in ("number", "code", "request_id")
        if (found := re.search(rf'name="rating-{name}"[^>]*value="([^"]*)"', page))
    }
    given = {"solved": "no", "satisfaction": "no", "words": "还在打桩。", **hidden, **changes}
    return {f"rating-{name}": value for name, value in given.items()}


def worked_off(office: Flask) -> list[PetitionRating]:
    with office.app_context():
        work_off_portal()
        return list(db.session.scalars(select(PetitionRating).order_by(PetitionRating.id)))


def test_not_solved_by_number_and_code_opens_a_report(office: Flask) -> None:
    number, code, _token, _id = answered(office)
    client = office.test_client()
    page = look_up(client, number, code).text
    html5lib.HTMLParser(strict=True).parse(page)
    sent = typed(page)
    for _time in range(2):
        answer = client.post("/lookup/rating", data=sent)
        assert answer.status_code == 200
        assert "重新办理" in answer.text
    found = worked_off(office)
    assert [(r.is_solved, r.satisfaction, r.words, r.source) for r in found] == [
        (False, "no", "还在打桩。", "code")
    ]
    with office.app_context():
        report = db.session.scalars(select(UnsolvedReport)).one()
        assert report.state == "open"
    shown = look_up(client, number, code).text
    assert "未解决" in shown
    again = client.post("/lookup/rating", data=typed(shown, solved="yes", satisfaction="yes"))
    assert "感谢评价" in again.text
    assert [row.is_solved for row in worked_off(office)] == [False, True]
    assert "已解决" in look_up(client, number, code).text


def test_the_link_of_the_message_rates_and_shows_nothing(office: Flask) -> None:
    number, code, token, petition_id = answered(office)
    client = office.test_client()
    page = client.get(f"/rate/{token}")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert number in page.text
    for secret in (code, "打桩", "已查实"):
        assert secret not in page.text
    sent = typed(page.text, solved="yes", satisfaction="mostly", words="")
    assert client.post(f"/rate/{token}", data=sent).status_code == 200
    assert [(r.source, r.satisfaction) for r in worked_off(office)] == [("link", "mostly")]
    with office.app_context():
        rating = rating_of(petition_id, number)
        assert rating is not None
        assert (rating.is_solved, rating.satisfaction) == (True, "mostly")
        assert rating.rated_at == rating.first_rated_at
    assert "基本满意" in client.get(f"/rate/{token}").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rating_is_changed_within_its_days_and_no_longer(office: Flask) -> None:
    number, code, token, _id = answered(office)
    client = office.test_client()
    client.post(f"/rate/{token}", data=typed(client.get(f"/rate/{token}").text))
    worked_off(office)
    late = clock.now() + timedelta(days=RATING_DAYS + 1)
    with clock.pretend(late):
        assert "现在无法评价" in client.get(f"/rate/{token}").text
        page = look_up(client, number, code).text
        assert "未解决" in page
        assert "rating-solved" not in page


def of_reopened(office: Flask) -> tuple[str, str, str, int]:
    """Return how `answered` names the petition that was merged; its case is handled again."""
    with office.app_context():
        lead, first, second = answered_together()
        do(lead, "call_back", petition_id=first, is_solved=False)
        petition = db.session.get_one(Petition, second)
        found = petition.number, lookup_code(petition), rating_token(petition), petition.id
        do(lead, "rehandle")
        assert petition.answered_at is not None
        return found


def test_what_is_handled_again_is_not_rated_and_the_pages_say_so(office: Flask) -> None:
    number, code, token, petition_id = of_reopened(office)
    client = office.test_client()
    with office.app_context():
        assert not can_be_rated(db.session.get_one(Petition, petition_id), clock.now())
    page = look_up(client, number, code).text
    assert "rating-solved" not in page
    assert "正在重新办理" in page
    assert "补充或询问的内容" in page
    by_link = client.get(f"/rate/{token}")
    assert by_link.status_code == 200
    assert "正在重新办理" in by_link.text
    assert "rating-solved" not in by_link.text
    sent = {**typed(""), "rating-number": number, "rating-code": code}
    sent["rating-request_id"] = str(uuid.uuid4())
    for path in ("/lookup/rating", f"/rate/{token}"):
        refused = client.post(path, data=sent)
        assert refused.status_code == 422, path
        html5lib.HTMLParser(strict=True).parse(refused.text)
        assert "正在重新办理" in refused.text
        assert "还在打桩。" in refused.text
    with office.app_context():
        assert db.session.scalars(select(PortalRequest)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rating_that_came_too_late_is_kept_as_a_note(office: Flask) -> None:
    number, code, token, _id = of_reopened(office)
    with office.app_context():
        given = {"solved": False, "satisfaction": "no", "words": "还在打桩。"}
        held, stray = {"number": number, "code": code}, {"number": number, "code": "22222222"}
        for count, who in enumerate((held, {"token": token}, stray)):
            ask("rating", str(uuid.UUID(int=count)), {**given, **who})
        work_off_portal()
        rows = db.session.execute(select(PortalRequest.outcome, PortalRequest.sealed))
        assert sorted(tuple(row) for row in rows) == [
            ("noted", None),
            ("noted", None),
            ("refused", None),
        ]
        notes = list(db.session.scalars(select(CaseEvent.words).where(CaseEvent.act == "note")))
        assert len(notes) == 2
        assert all("评价未解决。还在打桩。" in words for words in notes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_rated_before_the_reply_or_with_a_wrong_token(office: Flask) -> None:
    number, code, token, _id = answered(office, "investigating")
    client = office.test_client()
    assert "rating-solved" not in look_up(client, number, code).text
    assert "现在无法评价" in client.get(f"/rate/{token}").text
    sent = {**typed(""), "rating-number": number, "rating-code": code}
    assert client.post("/lookup/rating", data=sent).status_code == 422
    for wrong in (f"{token}x", "x", token[::-1]):
        assert client.get(f"/rate/{wrong}").status_code == 404
    assert worked_off(office) == []


def wrong_fields() -> list[tuple[dict[str, Any], str]]:
    return [
        ({"solved": ""}, "请从所列选项中选择。"),
        ({"satisfaction": "perhaps"}, "请从所列选项中选择。"),
        ({"words": "长" * 1001}, "最多填写1000个字。"),
        ({"website": "x"}, "正常不可见的栏目"),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("changes", "sentence"), wrong_fields())
def test_what_is_wrong_with_a_rating_is_said_and_what_was_typed_stays(
    office: Flask, changes: dict[str, str], sentence: str
) -> None:
    number, code, token, _id = answered(office)
    client: FlaskClient = office.test_client()
    pages = {
        "/lookup/rating": look_up(client, number, code).text,
        f"/rate/{token}": client.get(f"/rate/{token}").text,
    }
    for path, page in pages.items():
        answer = client.post(path, data=typed(page, **changes))
        assert answer.status_code == 422, path
        html5lib.HTMLParser(strict=True).parse(answer.text)
        assert answer.text.count(sentence) == (1 if "website" in changes else 2), path
        assert changes.get("words", "还在打桩。") in answer.text
    assert worked_off(office) == []
