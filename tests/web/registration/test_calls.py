"""Joining, chasing, handing over and the telephone system, through the pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.messages.rendering import Words, words
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition, RegistrationDraft
from caseflow.core.replies.models import Reply
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import make_cast, sign_in
from tests.factories import CALLER, a_source, case_in, do, open_case

PAGE = "/desk/registration/"


@pytest.fixture
def olga(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), unit_of_work():
        make_cast()
    sign_in(client, "olga")
    return client


def typed(olga: FlaskClient, **changes: Any) -> dict[str, Any]:
    key = re.search(r'name="page_key"[^>]*value="([^"]+)"', olga.get(PAGE).text)
    assert key
    fields = {
        "page_key": key[1],
        "phone": "13900001111",
        "name": "李山",
        "identity": "named",
        "track": "report",
        "body": "果园路工地夜间打桩。",
        "categories": "noise-construction",
        "address_text": "忠州街道果园路3号",
        "reply_way": "phone",
        "channel": "54812369",
        "action": "register",
    }
    return {**fields, **changes}


def newest_case(app: Flask) -> Any:
    with app.app_context():
        return db.session.execute(
            select(Case.state, Case.leading_case_id, Case.emergency_kind, Case.is_urgent)
            .order_by(Case.id.desc())
            .limit(1)
        ).one()


def test_a_call_that_joins_a_case_is_merged_and_keeps_its_own_number(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        leading = case_in("accepted")
        number, case_id = leading.number, leading.id
    answer = olga.post(PAGE, data=typed(olga, joins=number))
    assert answer.status_code == 303
    slip = re.sub(r"<[^>]*>", "", olga.get(answer.location).text)
    assert f"已并入案件 {number}" in slip
    assert newest_case(app)[:2] == ("merged", case_id)
    page = olga.get(f"/cases/{case_id}").text
    assert "2名诉求人" in page


def test_joining_a_case_that_has_ended_says_so_and_keeps_what_was_typed(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        number = case_in("closed").number
        before = db.session.scalar(select(func.count(Petition.id)))
    answer = olga.post(PAGE, data=typed(olga, joins=number))
    assert answer.status_code == 409
    assert "请不并案直接登记" in answer.text
    assert "果园路工地夜间打桩。" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Petition.id))) == before


def test_the_slip_of_an_answered_call_says_so_and_promises_nothing(olga: FlaskClient) -> None:
    fields = typed(olga, track="consultation")
    slip = olga.get(olga.post(PAGE, data=fields).location).text
    assert "承诺答复日" in slip
    assert "已答复并办结" not in slip
    fields = typed(olga, track="consultation", reply_words="可以。", action="answer")
    slip = olga.get(olga.post(PAGE, data=fields).location).text
    assert "已答复并办结" in slip
    assert "承诺答复日" not in slip
    assert "已并入案件" not in slip


def test_an_answered_consultation_joins_nothing(olga: FlaskClient) -> None:
    fields = typed(olga, joins="x", track="consultation", reply_words="可以。", action="answer")
    answer = olga.post(PAGE, data=fields)
    assert answer.status_code == 422
    assert "随该案一并答复" in answer.text


def test_an_emergency_stands_in_the_case(app: Flask, olga: FlaskClient) -> None:
    olga.post(PAGE, data=typed(olga, emergency="hazardous"))
    assert newest_case(app)[2:] == ("hazardous", True)


def test_an_unknown_emergency_is_refused_at_its_field(olga: FlaskClient) -> None:
    assert olga.post(PAGE, data=typed(olga, emergency="nonsense")).status_code == 422


def test_who_is_spoken_for_is_seen_only_with_a_recorded_look(app: Flask, olga: FlaskClient) -> None:
    olga.post(PAGE, data=typed(olga, on_behalf_of="楼上的王桂兰"))
    with app.app_context():
        petition_id, case_id = db.session.execute(select(Petition.id, Petition.case_id)).one()
    page = olga.get(f"/cases/{case_id}").text
    assert "代他人反映" in page
    assert "王桂兰" not in page
    seen = olga.post(
        f"/cases/{case_id}/complainant", data={"petition_id": petition_id, "reason": "核实"}
    )
    assert "楼上的王桂兰" in seen.text


def test_the_caller_panel_reads_out_where_it_stands_and_offers_the_chase(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        leading = case_in("investigating")
        mine = open_case(person=Person(name="李山", phone="13900001111")).case
        do(mine, "merge", target_number=leading.number)
    panel = olga.post(f"{PAGE}caller", data={"phone": "13900001111"}).text
    assert "办理中" in panel, "the state is the leading case's"
    assert "方立德" in panel
    assert "data-chase" in panel


def test_a_closed_petition_shows_its_reply_and_cannot_be_chased(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        case = case_in("closed", track="petition")
        do(case, "record_recheck")
        reply = db.session.scalars(select(Reply.words)).one().splitlines()[0]
    panel = olga.post(f"{PAGE}caller", data={"phone": CALLER.phone}).text
    assert reply in panel
    assert "data-chase" not in panel
    assert "信访工作条例第三十六条" in panel


def test_a_chase_without_scripts_leads_back_to_the_call(app: Flask, olga: FlaskClient) -> None:
    with app.app_context():
        petition_id = open_case().petition.id
    answer = olga.post(f"{PAGE}chase", data={"petition_id": petition_id, "words": "何时"})
    assert answer.status_code == 303
    assert "已登记在案件" in olga.get(answer.location).text


@pytest.mark.parametrize(
    ("state", "said"),
    [("registered", "尚无承办人，已告知董调度"), ("investigating", "已告知承办人")],
)
def test_a_chase_says_who_was_told(app: Flask, olga: FlaskClient, state: str, said: str) -> None:
    with app.app_context():
        case = case_in(state)
        petition_id = db.session.scalar(select(Petition.id).where(Petition.case_id == case.id))
    answer = olga.post(
        f"{PAGE}chase", data={"petition_id": petition_id}, headers={"Accept": "application/json"}
    )
    assert answer.json is not None
    assert said in answer.json["words"]


@pytest.mark.parametrize("petition_id", ["", "0", "99999", "x"])
def test_a_chase_of_nothing_says_so(olga: FlaskClient, petition_id: str) -> None:
    answer = olga.post(
        f"{PAGE}chase", data={"petition_id": petition_id}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["words"]


def test_the_record_of_a_source_says_that_it_repeats(app: Flask, olga: FlaskClient) -> None:
    with app.app_context():
        source_id = a_source().id
        for number in range(3):
            person = Person(name="甲", phone=f"1390000222{number}")
            open_case(source_id=source_id, person=person)
    record = olga.get(f"{PAGE}source-file/{source_id}").text
    assert "屡次被投诉" in record
    assert "共3件案件" in record
    assert olga.get(f"{PAGE}source-file/99999").status_code == 404


def test_handing_over_takes_one_s_own_calls_only_and_tells_the_colleague(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga)
    olga.post(f"{PAGE}draft", data=fields)
    with app.app_context():
        from tests.cast import present_cast

        cast = present_cast()
        dong, farid, me = cast.dong.id, cast.farid.id, cast.olga.id
    for nobody in ("", str(farid), str(me), "99999"):
        answer = olga.post(
            f"{PAGE}drafts/hand-over", data={"page_keys": fields["page_key"], "to": nobody}
        )
        assert "请选择一位接线同事" in olga.get(answer.location).text
    olga.post(f"{PAGE}drafts/hand-over", data={"page_keys": fields["page_key"], "to": dong})
    with app.app_context():
        assert db.session.scalars(select(RegistrationDraft.user_id)).all() == [dong]
        kinds = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "drafts_handed_over")
        assert set(db.session.scalars(kinds)) == {dong}
    olga.post(f"{PAGE}drafts/hand-over", data={"page_keys": fields["page_key"], "to": dong})
    with app.app_context():
        assert db.session.scalar(select(func.count(InboxMessage.id))) in {0, 1}


def test_the_same_call_is_the_same_page_and_of_one_operator(app: Flask, olga: FlaskClient) -> None:
    def key_of(client: FlaskClient, call_id: str) -> str:
        page = client.get(f"/desk/call/?phone=13900001111&call_id={call_id}").text
        found = re.search(r'name="page_key"[^>]*value="([^"]+)"', page)
        assert found
        return found[1]

    first = key_of(olga, "A1")
    assert key_of(olga, "A1") == first
    assert key_of(olga, "A2") != first
    other = app.test_client()
    sign_in(other, "dong")
    assert key_of(other, "A1") != first


def test_a_call_needs_the_right_to_register(app: Flask, olga: FlaskClient) -> None:
    officer = app.test_client()
    sign_in(officer, "farid")
    assert officer.get("/desk/call/?phone=13900001111").status_code == 403


def test_a_call_handed_over_is_registered_by_whoever_has_it_now(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga)
    olga.post(f"{PAGE}draft", data=fields)
    with app.app_context():
        dong = db.session.scalars(select(User.id).where(User.username == "dong")).one()
    olga.post(f"{PAGE}drafts/hand-over", data={"page_keys": fields["page_key"], "to": dong})
    assert olga.post(PAGE, data=fields).status_code == 409
    colleague = app.test_client()
    sign_in(colleague, "dong")
    assert colleague.post(PAGE, data=fields).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(Petition.id))) == 1
        assert db.session.scalar(select(func.count(RegistrationDraft.id))) == 0


@pytest.mark.parametrize("source_id", ["²", "9" * 20, "-1"])
def test_a_source_that_cannot_be_is_no_crash(olga: FlaskClient, source_id: str) -> None:
    assert olga.post(PAGE, data=typed(olga, source_id=source_id)).status_code in {303, 422}


def test_an_emergency_told_without_scripts_calls_the_supervisor_too(
    app: Flask, olga: FlaskClient
) -> None:
    olga.post(PAGE, data=typed(olga, emergency="poison"))
    with app.app_context():
        kinds = set(db.session.scalars(select(OutboxMessage.kind)))
    assert {"emergency_call", "case_urgent"} <= kinds


def alarms(app: Flask, kind: str) -> list[Words]:
    """Return what was told of `kind`, in words, in the order told."""
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        rows = select(OutboxMessage.params).where(
            OutboxMessage.kind == kind, OutboxMessage.channel == "in_app"
        )
        return [words(kind, row) for row in db.session.scalars(rows.order_by(OutboxMessage.id))]


def raised(olga: FlaskClient, key: str, **changes: str) -> str:
    fields = {"page_key": key, "emergency": "dead-fish", "township": "zz", **changes}
    answer = olga.post(f"{PAGE}emergency", data=fields).json
    assert answer is not None
    return str(answer["words"])


def taken_back(olga: FlaskClient, key: str) -> str:
    answer = olga.post(f"{PAGE}emergency-over", data={"page_key": key}).json
    assert answer is not None
    return str(answer["words"])


def test_the_supervisor_reads_what_where_and_from_whom_and_nothing_of_the_caller(
    app: Flask, olga: FlaskClient
) -> None:
    key = typed(olga)["page_key"]
    assert "苏领导" in raised(olga, key, address_text="果园桥下", name="李山", phone="13900001111")
    (told,) = alarms(app, "emergency_call")
    assert told.subject == "紧急来电：鱼类或牲畜死亡"
    assert "欧阳热" in told.body
    assert "忠州街道 果园桥下" in told.body
    assert "李山" not in told.body
    with app.app_context():
        params = db.session.scalars(select(OutboxMessage.params)).first()
        assert params is not None
        mailed = words("emergency_call", params, by_mail=True).body
        assert "忠州街道" in mailed
        assert "果园桥下" not in mailed


@pytest.mark.parametrize("params", [{"operator": "甲"}, {"operator": "甲", "emergency": "x"}])
def test_an_alarm_of_which_nothing_is_known_yet_is_readable(
    app: Flask, params: dict[str, str]
) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        body = words("emergency_call", params).body
    assert "种类未明；地点未明" in body


def test_an_emergency_taken_back_is_told_once_and_can_be_raised_again(
    app: Flask, olga: FlaskClient
) -> None:
    key = typed(olga)["page_key"]
    assert "未告知任何人" in taken_back(olga, key)
    raised(olga, key)
    raised(olga, key)
    assert "苏领导" in taken_back(olga, key)
    assert "未告知任何人" in taken_back(olga, key)
    (told,) = alarms(app, "emergency_over")
    assert "鱼类或牲畜死亡；忠州街道" in told.body
    assert len(alarms(app, "emergency_call")) == 1
    raised(olga, key, emergency="spill")
    olga.post(PAGE, data=typed(olga, page_key=key, emergency="spill"))
    assert [one.subject for one in alarms(app, "emergency_call")][1:] == [
        "紧急来电：泄漏、起火或爆炸"
    ]


def test_an_alarm_of_an_incomplete_page_is_refused(olga: FlaskClient) -> None:
    for url in ("emergency", "emergency-over"):
        assert olga.post(f"{PAGE}{url}", data={"page_key": "x%"}).status_code == 422


def test_the_two_controls_of_urgency_have_names_of_their_own(olga: FlaskClient) -> None:
    names = re.findall(r"<label[^>]*>(.*?)</label>", olga.get(PAGE).text, re.DOTALL)
    plain = [re.sub(r"<[^>]*>", "", name).strip() for name in names]
    assert "加急办理" in plain
    assert plain.count("紧急") == 0
    assert plain.count("紧急 Alt+E") == 1


def test_a_draft_is_kept_without_scripts_and_leads_back_to_itself(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga)
    answer = olga.post(f"{PAGE}draft", data=fields)
    assert answer.status_code == 303
    assert f"page_key={fields['page_key']}" in answer.location
    page = olga.get(answer.location).text
    assert "果园路工地夜间打桩。" in page
    assert "已暂存" in page
    assert 'formaction="/desk/registration/draft"' in page


def test_a_draft_not_kept_without_scripts_says_so_with_what_was_typed(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga)
    olga.post(PAGE, data=fields)
    answer = olga.post(f"{PAGE}draft", data=fields)
    assert answer.status_code == 409
    assert "果园路工地夜间打桩。" in answer.text
    assert "错误" in answer.text


def test_a_ringing_call_shows_the_caller_s_history_without_scripts(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        open_case(subject="餐馆油烟扰民", person=Person(name="李山", phone="13900001111"))
    answer = olga.get("/desk/call/?phone=13900001111&call_id=A1")
    assert "餐馆油烟扰民" in answer.text
    assert 'data-looked="13900001111"' in answer.text, "the script does not look a second time"


def test_the_page_of_a_ringing_call_sends_no_number_on(olga: FlaskClient) -> None:
    answer = olga.get("/desk/call/?phone=13900001111&call_id=A1")
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert olga.get(PAGE).headers["Referrer-Policy"] == "same-origin"


def test_a_typed_address_goes_in_the_body_and_never_in_the_address(
    app: Flask, olga: FlaskClient
) -> None:
    found = olga.post(f"{PAGE}place", data={"text": "忠州街道果园路3号"})
    assert found.json == {"name": "忠州街道", "code": "500233001"}
    assert olga.get(f"{PAGE}place?text=忠州街道").status_code == 405
    app.config["WTF_CSRF_ENABLED"] = True
    assert olga.post(f"{PAGE}place", data={"text": "忠州街道"}).status_code != 200
