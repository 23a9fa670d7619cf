"""Supervision notices on pages: written, listed, printed, and what the case page tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from caseflow.core.messages.sweep import sweep_reminders
from caseflow.core.notices.actions import propose_notices
from caseflow.core.notices.models import SupervisionNotice
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.factories import case_in, do

Browser = Callable[[str], FlaskClient]
LIST = "/supervision/notices/"
NUMBER = f"忠环督〔{clock.today().year}〕1号"


@pytest.fixture
def case_id(office: Flask) -> int:
    with office.app_context():
        return int(case_in("investigating").id)


def issue(browser: FlaskClient, case_id: int, **changes: str) -> object:
    page = f"/cases/{case_id}/issue_notice"
    version = browser.get(page).get_data(as_text=True).split('name="version"')[1]
    day = (clock.today() + timedelta(days=3)).isoformat()
    form = {
        "version": version.split('value="')[1].split('"')[0],
        "notice_ground": "unsolved",
        "words": "请在三日内办结。",
        "answer_by": day,
        **changes,
    }
    return browser.post(page, data=form)


def test_a_leader_writes_a_notice_from_the_case_page(
    office: Flask, case_id: int, as_: Browser
) -> None:
    browser = as_("lena")
    assert "发出督办单" in browser.get(f"/cases/{case_id}").get_data(as_text=True)
    form = browser.get(f"/cases/{case_id}/issue_notice").get_data(as_text=True)
    assert "并书面说明逾期原因" in form, "a demand stands in the form"
    assert issue(browser, case_id).status_code == 303  # type: ignore[attr-defined]
    page = browser.get(f"/cases/{case_id}").get_data(as_text=True)
    for words in (NUMBER, "长期未解决、群众反复举报", "请在三日内办结。", "待答复"):
        assert words in page, words


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(case_id: int, as_: Browser) -> None:
    answer = issue(as_("sunil"), case_id, answer_by="2020-01-01")
    assert answer.status_code in {409, 422}  # type: ignore[attr-defined]
    assert "请在三日内办结。" in answer.get_data(as_text=True)  # type: ignore[attr-defined]


def test_the_list_counts_and_the_form_prints(office: Flask, case_id: int, as_: Browser) -> None:
    with office.app_context():
        from caseflow.core.cases.models import Case

        do(db.session.get_one(Case, case_id), "issue_notice")
        notice_id = db.session.scalars(select(SupervisionNotice.id)).one()
    browser = as_("farid")
    page = browser.get(LIST).get_data(as_text=True)
    assert NUMBER in page
    assert "拟写督办单" not in page
    paper = browser.get(f"{LIST}{notice_id}/print").get_data(as_text=True)
    for words in ("督办单", NUMBER, "请于期限内办结", "答复期限", "苏领导", "方立德"):
        assert words in paper, words
    assert as_("zoe").get(f"{LIST}{notice_id}/print").status_code == 404
    assert "忠环督" not in as_("zoe").get(LIST).get_data(as_text=True)
    assert as_("olga").get(LIST).status_code == 403


def test_a_proposal_is_written_or_dropped_with_a_reason(office: Flask, as_: Browser) -> None:
    with office.app_context():
        with clock.pretend(clock.now() - timedelta(days=120)):
            case_in("investigating")
        propose_notices(clock.now())
        notice_id = db.session.scalars(select(SupervisionNotice.id)).one()
    browser = as_("sunil")
    page = browser.get(LIST).get_data(as_text=True)
    assert "拟写督办单" in page
    drop = f"{LIST}{notice_id}/drop"
    assert browser.post(drop, data={"reason": ""}).status_code == 422
    assert as_("dong").post(drop, data={"reason": "等待环评批复"}).status_code == 403
    assert browser.post(drop, data={"reason": "等待环评批复"}).status_code == 303
    assert "等待环评批复" in browser.get(f"{LIST}?show=settled").get_data(as_text=True)


def test_the_case_page_tells_how_far_it_was_raised_and_what_comes(
    office: Flask, as_: Browser
) -> None:
    now = clock.now().replace(hour=2)
    with office.app_context():
        with clock.pretend(now - timedelta(days=21)):
            case = do(case_in("assigned"), "mark_urgent")
        case_id = case.id
        sweep_reminders(now)
    page = as_("sunil").get(f"/cases/{case_id}").get_data(as_text=True)
    for words in ("催办情况与下一步", "逾期3个工作日", "苏领导", "本案消息", "站内信"):
        assert words in page, words
    own = as_("farid").get(f"/cases/{case_id}").get_data(as_text=True)
    assert "发给您的消息" in own


def test_an_operator_sees_no_ladder_and_an_officer_no_message_of_others(
    office: Flask, case_id: int, as_: Browser
) -> None:
    page = as_("olga").get(f"/cases/{case_id}").get_data(as_text=True)
    assert "催办情况与下一步" not in page
    page = as_("fang").get(f"/cases/{case_id}").get_data(as_text=True)
    assert "本案消息" not in page, "nothing was sent to her"


def test_the_statements_of_the_list_do_not_grow(office: Flask, as_: Browser) -> None:
    browser = as_("sunil")

    def statements() -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        with office.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            assert browser.get(f"{LIST}?show=open").status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    def one_more() -> None:
        with office.app_context():
            do(case_in("investigating"), "issue_notice")

    one_more()
    few = statements()
    for _nth in range(3):
        one_more()
    assert statements() == few


def test_the_tablet_shows_the_notice_above_all_and_leads_to_its_answer(
    case_id: int, as_: Browser
) -> None:
    issue(as_("sunil"), case_id)
    page = as_("farid").get(f"/field/cases/{case_id}").get_data(as_text=True)
    assert page.index("请在三日内办结。") < page.index("地点")
    assert f"/cases/{case_id}/answer_notice?layout=field" in page
