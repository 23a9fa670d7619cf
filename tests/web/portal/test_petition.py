"""A petition over the portal: its steps, errors, check page, receipt, and what becomes of it."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.complainants import unseal_person
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.storage.files import open_file
from caseflow.ground.storage.models import StoredFile
from caseflow.public.portal.models import PortalDraft, PortalFile, PortalSubmission
from caseflow.public.portal.rules import KIND_LABELS, MOST_PER_PHONE, MOST_PICTURES, WAYS
from tests.resident import (
    ADDRESS,
    BODY,
    NAME,
    PHONE,
    STEPS,
    hand_in,
    look_up,
    photograph,
    receipt,
    type_all,
    type_step,
    unhurried,
    upload,
)
from workers.jobs.portal import forget_portal, work_off_portal

__all__ = ["unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")


@pytest.fixture
def resident(office: Flask) -> FlaskClient:
    return office.test_client()


def one_petition() -> Petition:
    return db.session.scalars(select(Petition)).one()


def test_a_petition_becomes_a_case_with_all_that_was_typed(
    office: Flask, resident: FlaskClient
) -> None:
    type_all(resident)
    number, code = hand_in(resident)
    with office.app_context():
        assert work_off_portal() == 1
        petition = one_petition()
        case = db.session.get_one(Case, petition.case_id)
        assert petition.body == f"{BODY}\n\n发生时间：每晚十一点后"
        assert petition.subject == "香山路工地每晚十一点后还在打桩，孩子无法入睡"
        assert (petition.channel_code, petition.origin_system) == ("website", "portal")
        assert petition.origin_reference == number
        assert (petition.township_code, petition.reply_way) == ("500233002", "sms")
        assert petition.wants_confidentiality
        assert not petition.is_anonymous
        person = unseal_person(db.session.get_one(Complainant, petition.complainant_id))
        assert (person.name, person.phone, person.address) == (NAME, PHONE, ADDRESS)
        kinds = db.session.scalars(
            select(CaseCategory.category_code).where(CaseCategory.case_id == case.id)
        )
        assert set(kinds) == {"noise-construction", "air-dust"}
        evidence = db.session.scalars(select(Evidence)).one()
        assert (evidence.case_id, evidence.file_name) == (case.id, "现场.jpg")
        stored = db.session.get_one(StoredFile, evidence.file_id)
        with open_file(stored.sha256) as file:
            assert file.read() == photograph()
        told = db.session.scalars(
            select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "case_registered")
        )
        assert list(told)
        for model in (PortalDraft, PortalFile):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0
        assert db.session.scalars(select(PortalSubmission)).one().sealed is None
    assert receipt(resident) == (number, code)
    assert "承诺答复日期" in resident.get("/petition/done").text


def test_a_petition_with_control_characters_is_registered_without_them(
    office: Flask, resident: FlaskClient
) -> None:
    for name in STEPS:
        if name == "pictures":
            assert upload(resident, photograph(), "现\x01场.jpg").status_code == 303
        changes = {
            field: f"\x00{value[:2]}\x00{value[2:]}"
            for field, value in STEPS[name].items()
            if field in {"body", "when", "respondent", "name", "phone"}
        }
        if name == "place":
            changes["address"] = "香山路\x00\r\n菜市场"
        assert type_step(resident, name, **changes).status_code == 303
    hand_in(resident)
    with office.app_context():
        assert work_off_portal() == 1
        petition = one_petition()
        assert petition.body == f"{BODY}\n\n发生时间：每晚十一点后"
        assert petition.address_text == "香山路\r\n菜市场"
        person = unseal_person(db.session.get_one(Complainant, petition.complainant_id))
        assert (person.name, person.phone) == (NAME, PHONE)
        assert db.session.scalars(select(Evidence.file_name)).one() == "现场.jpg"


def test_what_stuck_for_its_control_characters_gets_through(
    office: Flask, resident: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that were handed in before the forms took such characters out."""
    for module in ("ground.web.fields", "public.portal.actions.pictures"):
        monkeypatch.setattr(f"caseflow.{module}.without_controls", lambda typed: typed)
    for name in STEPS:
        if name == "pictures":
            upload(resident, photograph(), "现场\x00.jpg")
        changes = {"body": "打桩\x00扰民", "respondent": "某\x00公司"} if name == "words" else {}
        type_step(resident, name, **changes)
    hand_in(resident)
    monkeypatch.undo()
    with office.app_context():
        assert work_off_portal() == 1
        assert one_petition().body.startswith("打桩扰民")
        assert db.session.scalars(select(Evidence.file_name)).one() == "现场.jpg"


def test_the_camera_s_words_stay_in_the_evidence_and_nowhere_else(
    office: Flask, resident: FlaskClient
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "PLANTED-CAMERA"
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "JPEG", exif=exif)
    for name in ("kind", "place", "words"):
        type_step(resident, name)
    upload(resident, content.getvalue(), "a.jpg")
    assert "PLANTED-CAMERA" not in resident.get("/petition/pictures").text
    for name in ("pictures", "person"):
        type_step(resident, name)
    hand_in(resident)
    with office.app_context():
        work_off_portal()
        stored = db.session.scalars(select(StoredFile)).one()
        with open_file(stored.sha256) as file:
            assert b"PLANTED-CAMERA" in file.read()


@pytest.mark.parametrize("way", ["channel", None])
def test_without_a_name_nothing_of_a_person_is_kept(
    office: Flask, resident: FlaskClient, way: str | None
) -> None:
    type_all(resident, with_picture=False, identity="anonymous", phone="", reply_way=way)
    hand_in(resident)
    with office.app_context():
        work_off_portal()
        petition = one_petition()
        assert petition.is_anonymous
        assert petition.complainant_id is None
        assert petition.reply_way == "channel"


ERRORS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("kind", {"kinds": []}, "请至少选择一项污染类别。"),
    ("kind", {"kinds": ["invented"]}, "请从所列选项中选择。"),
    ("place", {"township": "", "address": " "}, "请选择乡镇（街道）或说明具体位置。"),
    ("place", {"township": "999"}, "请从所列选项中选择。"),
    ("place", {"address": "长" * 301}, "最多填写300个字。"),
    ("words", {"body": " "}, "请填写具体情况。"),
    ("words", {"body": "长" * 5001}, "最多填写5000个字。"),
    ("words", {"request": "长" * 1001}, "最多填写1000个字。"),
    ("words", {"when": "长" * 201}, "最多填写200个字。"),
    ("person", {"identity": None}, "请选择是否实名反映。"),
    ("person", {"name": " "}, "请填写姓名，或选择“匿名反映”。"),
    ("person", {"name": "长" * 61}, "最多填写60个字。"),
    ("person", {"phone": ""}, "请填写联系电话，或选择“匿名反映”。"),
    ("person", {"phone": "12"}, "请填写7至15位的电话号码。"),
    ("person", {"reply_way": None}, "请选择答复方式。"),
    ("person", {"identity": "anonymous", "phone": ""}, "选择这种答复方式需要填写电话号码。"),
    ("person", {"website": "http://spam"}, "正常不可见的栏目"),
)
"""Step, what is typed otherwise than it should be, the sentence that says so."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "changes", "sentence"), ERRORS)
def test_what_is_wrong_is_said_twice_and_everything_typed_stays(
    resident: FlaskClient, name: str, changes: dict[str, Any], sentence: str
) -> None:
    for earlier in STEPS:
        if earlier == name:
            break
        type_step(resident, earlier)
    answer = type_step(resident, name, **changes)
    assert answer.status_code == 422
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert answer.text.count(sentence) == (1 if "website" in changes else 2), sentence
    assert "<title>错误：" in answer.text
    typed = {**STEPS[name], **changes}
    for field, value in typed.items():
        if isinstance(value, str) and value.strip() and field not in {"township", "identity"}:
            assert value in answer.text, field
    assert resident.get("/petition/check").status_code in {302, 303}


REFUSED_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"", "文件为空。"),
    (b"GIF89a" + bytes(40), "此处只能提交图片"),
    (b"%PDF-1.4 %%EOF", "此处只能提交图片"),
    (b"\xff\xd8\xff" + bytes(50), "图片已损坏，无法打开。"),
    (photograph()[:300], "图片已损坏，无法打开。"),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("content", "sentence"), REFUSED_PICTURES)
def test_what_is_no_good_picture_is_refused_and_the_others_stay(
    resident: FlaskClient, content: bytes, sentence: str
) -> None:
    for name in ("kind", "place", "words"):
        type_step(resident, name)
    assert upload(resident, photograph(), "好.jpg").status_code == 303
    answer = upload(resident, content, "坏.jpg")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "好.jpg" in answer.text
    page = resident.get("/petition/pictures").text
    assert "好.jpg" in page
    assert "坏.jpg" not in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_picture_that_is_too_large_is_refused(
    resident: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseflow.public.portal.actions.pictures.MEBIBYTE", 10)
    for name in ("kind", "place", "words"):
        type_step(resident, name)
    answer = upload(resident, photograph(), "大.jpg")
    assert answer.status_code == 422
    assert "文件过大，最大8 MB。" in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pictures_are_removed_counted_and_kept_once(resident: FlaskClient) -> None:
    for name in ("kind", "place", "words"):
        type_step(resident, name)
    for number in range(MOST_PICTURES):
        assert upload(resident, photograph(number), f"{number}.jpg").status_code == 303
    assert upload(resident, photograph(0), "again.jpg").status_code == 303
    many = upload(resident, photograph(99), "many.jpg")
    assert many.status_code == 422
    assert "最多可提交5张图片" in many.text
    key = resident.get("/petition/pictures").text.split('name="remove" value="')[1][:36]
    assert resident.post("/petition/pictures", data={"remove": key}).status_code == 303
    assert "0.jpg" not in resident.get("/petition/pictures").text
    assert upload(resident, photograph(99), "many.jpg").status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_change_leads_back_to_the_check_page_with_everything_kept(resident: FlaskClient) -> None:
    type_all(resident)
    page = resident.get("/petition/check")
    html5lib.HTMLParser(strict=True).parse(page.text)
    for words in (BODY, NAME, PHONE, ADDRESS, "白公街道", "现场.jpg", "建筑工地噪声"):
        assert words in page.text
    assert BODY in resident.get("/petition/words").text
    changed = type_step(resident, "words", body="改过的内容，工地打桩。")
    assert changed.location == "/petition/check"
    shown = resident.get("/petition/check").text
    assert "改过的内容" in shown
    assert BODY not in shown


def test_sent_twice_it_is_one_petition_with_one_number(
    office: Flask, resident: FlaskClient
) -> None:
    type_all(resident, with_picture=False)
    first = hand_in(resident)
    assert resident.post("/petition/check").status_code == 303
    assert receipt(resident) == first
    with office.app_context():
        assert work_off_portal() == 1
    assert resident.post("/petition/check").location == "/petition/done"
    assert receipt(resident) == first
    with office.app_context():
        assert work_off_portal() == 0
        one_petition()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_last_version_of_a_draft_can_be_handed_in(
    office: Flask, resident: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_all(resident, with_picture=False)
    with office.app_context():
        count = db.session.scalar(select(func.max(PortalDraft.version)))
    monkeypatch.setattr("caseflow.public.portal.actions.drafts.MOST_VERSIONS", count)
    assert type_step(resident, "words").status_code == 429
    first = hand_in(resident)
    assert resident.get("/petition/words").location == "/petition/done"
    assert receipt(resident) == first
    with office.app_context():
        assert work_off_portal() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_draft_is_of_one_browser_and_of_one_day(office: Flask, resident: FlaskClient) -> None:
    type_all(resident)
    other = office.test_client()
    assert other.get("/petition/check").location == "/petition/"
    with clock.pretend(clock.now() + timedelta(hours=25)):
        answer = resident.get("/petition/check", follow_redirects=True)
        assert "草稿在24小时后删除" in answer.text
        with office.app_context():
            forget_portal()
            for model in (PortalDraft, PortalFile):
                assert db.session.scalar(select(func.count()).select_from(model)) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_leaving_forgets_what_was_typed(resident: FlaskClient) -> None:
    type_all(resident)
    assert "未提交的信访件" in resident.get("/petition/").text
    left = resident.get("/petition/leave")
    assert left.status_code == 303
    assert not left.location.startswith("/")
    assert resident.get("/petition/check").location == "/petition/"
    type_all(resident)
    resident.post("/petition/again")
    assert "未提交的信访件" not in resident.get("/petition/").text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_faster_than_anybody_types_is_asked_to_wait(
    resident: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseflow.public.portal.views.petition.LEAST_SECONDS", 8)
    type_all(resident, with_picture=False)
    answer = resident.post("/petition/check")
    assert answer.status_code == 422
    assert "填写速度异常快" in answer.text
    assert "cf-error-summary" not in answer.text, "nothing of what was typed is wrong"
    with clock.pretend(clock.now() + timedelta(seconds=9)):
        assert resident.post("/petition/check").status_code == 303


def test_what_came_with_a_telephone_number_is_told_to_the_desk_and_to_nobody_else(
    office: Flask,
) -> None:
    for number in (*[PHONE] * (MOST_PER_PHONE + 2), "13700001111"):
        client = office.test_client()
        type_all(client, with_picture=False, phone=number)
        hand_in(client)
    with office.app_context():
        assert work_off_portal() == MOST_PER_PHONE + 3
        notes = db.session.scalars(
            select(CaseEvent.words).where(CaseEvent.act == "note").order_by(CaseEvent.id)
        )
        found = [re.findall(r"这是第(\d+)件", words) for words in notes]
        assert found == [[str(MOST_PER_PHONE + 1)], [str(MOST_PER_PHONE + 2)]]
    with clock.pretend(clock.now() + timedelta(hours=25)), office.app_context():
        forget_portal()
        hashes = db.session.scalars(select(PortalSubmission.phone_hash))
        assert set(hashes) == {None}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_address_is_slowed_down(make_app: Any) -> None:
    client = make_app(CASEFLOW_RATE_LIMITS="1").test_client()
    codes = [client.post("/lookup/code").status_code for _number in range(7)]
    assert codes[:5] == [200] * 5 or codes[:5] == [422] * 5
    assert codes[5:] == [429, 429]


PAGES = ("/", "/petition/", *(f"/petition/{name}" for name in STEPS), "/petition/check",
         "/petition/done", "/lookup", "/lookup/code")  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_each_page_is_light_valid_and_kept_by_nobody(office: Flask, language: str) -> None:
    client = office.test_client()
    client.set_cookie("caseflow_language", language)
    type_all(client)
    for path in PAGES:
        if path == "/petition/done":
            hand_in(client)
        page = client.get(path)
        assert page.status_code == 200, path
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert page.text.count("<h1") == 1, path
        assert weight(client, page.text) < 100_000, path
        assert "bootstrap" not in page.text
        if path != "/":
            assert page.headers["Cache-Control"] == "no-store", path


def weight(client: FlaskClient, page: str) -> int:
    """Return the bytes of a page and of all that it loads, none of them compressed."""
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert parts
    sizes = []
    for part in parts:
        with client.get(part) as answer:
            sizes.append(len(answer.data))
    return len(page.encode()) + sum(sizes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_of_a_person_enters_the_log(
    office: Flask, resident: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    type_all(resident)
    number, code = hand_in(resident)
    look_up(resident, number, code)
    with office.app_context():
        work_off_portal()
    said = "".join(capfd.readouterr())
    for secret in (NAME, PHONE, ADDRESS, BODY[:8], code, number):
        assert secret not in said


def test_every_kind_and_way_of_the_portal_is_a_row_of_the_reference(office: Flask) -> None:
    from caseflow.core.petitions.models import Category, Channel
    from caseflow.core.petitions.reference import REPLY_WAYS
    from caseflow.public.portal.actions.reading import CHANNEL

    assert set(WAYS) <= set(REPLY_WAYS)
    with office.app_context():
        assert set(KIND_LABELS) <= set(db.session.scalars(select(Category.code)))
        assert db.session.get(Channel, CHANNEL) is not None
