"""A case with a whole visit, its signatures and photographs, and documents that lack nothing."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.documents import actions
from caseflow.core.documents.items import INQUIRY, ORDER, PHOTOGRAPHS, SCENE, SERVICE
from caseflow.core.documents.models import Document
from caseflow.core.enforcement.models import Inspection
from caseflow.core.evidence.models import Evidence
from caseflow.core.visits.models import Visit
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import Cast, present_cast
from tests.factories import case_in, do
from tests.visits import visit_record

SIGNED = ("a", "b", "c")
"""The tablet's names of the signatures in `visit_record`."""
IDENTITY = "512322197001011234"


def drawing(colour: str, size: tuple[int, int] = (320, 240)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def add_file(case: Case, user: User, colour: str, caption: str, client_id: str | None) -> Evidence:
    """Keep a picture as evidence of the case, as a tablet sent it."""
    with unit_of_work():
        kept = store_stream(io.BytesIO(drawing(colour)), 10_000_000)
        row = Evidence(
            case_id=case.id,
            file_id=kept.id,
            file_name="picture.png",
            caption=caption,
            stage="inspection",
            taken_at=clock.now() - timedelta(hours=3),
            added_at=clock.now(),
            added_by_id=user.id,
            client_id=client_id,
        )
        db.session.add(row)
    return row


def visited_case(
    state: str = "investigating", petition: dict[str, Any] | None = None, **changes: Any
) -> Case:
    """Return a case with a visit by Farid and Fang from a tablet; signatures and a photograph.

    `petition`: fields of the petition that it began with.
    """
    cast = present_cast()
    case = case_in(state, **(petition or {}))
    if state == "investigating":
        do(do(case, "link_source"), "record_inspection")
    for client_id, colour in zip(SIGNED, ("navy", "black", "gray"), strict=True):
        add_file(case, cast.farid, colour, "签名", f"{client_id}-{case.id}")
    add_file(case, cast.farid, "olive", "东侧场界混凝土泵车正在作业", None)
    inspection = db.session.scalars(select(Inspection).where(Inspection.case_id == case.id)).one()
    record = deepcopy(visit_record(**{**_people(cast), **changes}))
    for one in record["signatures"]:
        one["evidence"] = one["evidence"] and f"{one['evidence']}-{case.id}"
    with unit_of_work():
        db.session.add(
            Visit(
                client_id=f"visit-{case.id}",
                case_id=case.id,
                inspection_id=inspection.id,
                kind="noise",
                basis="petition",
                checklist_code="noise",
                checklist_version=1,
                arrived_at=clock.now() - timedelta(hours=4),
                left_at=clock.now() - timedelta(hours=2),
                result="ordered",
                record=record,
                recorded_at=clock.now(),
                recorded_by_id=cast.farid.id,
            )
        )
    return case


def _people(cast: Cast) -> dict[str, Any]:
    record = visit_record()
    officers = [
        {
            "user_id": user.id,
            "name": user.display_name,
            "certificate": user.certificate_number,
            "is_confirmed": True,
        }
        for user in (cast.farid, cast.fang)
    ]
    party = {**record["party"], "credit_code": "91500233MA5U12345X"}
    party["present"] = [{**party["present"][0], "identity_document": IDENTITY}]
    return {"officers": officers, "party": party}


def typed_for(form: str, case: Case) -> dict[str, Any]:
    """Return words that make a document of `visited_case` complete."""
    cast, now = present_cast(), clock.local(clock.now())
    before = (now - timedelta(hours=1)).isoformat(timespec="minutes")
    today = clock.today().isoformat()
    address = {"service_address": "忠州街道果园路9号", "service_confirmed": True}
    if form == SCENE:
        return {
            "production": "混凝土泵车2台，商品混凝土现场浇筑。",
            "permits": "已办理环评登记备案。",
            "treatment": "未设置隔声屏障。",
            "sampling": "监测人员现场监测并拍摄照片4张。",
        }
    if form == INQUIRY:
        return {
            "started_at": (now - timedelta(hours=2)).isoformat(timespec="minutes"),
            "ended_at": before,
            "place": "工地项目部办公室",
            "respondent_phone": "13800001234",
            "certificates_shown": True,
            "rights_told": True,
            "questions": "问：昨晚是否施工？\n答：因浇筑需要施工至凌晨。",
            "fault": "明知未取得证明仍组织施工。",
            "result_told": "当场告知监测值62.3分贝。",
            **address,
        }
    if form == ORDER:
        return {
            "act_on": today,
            "motive": "赶工期。",
            "consequence": "影响周边居民夜间休息，首次发现。",
            "result_told": "当场告知监测值62.3分贝。",
            "basis": "code-1185-2",
            "law_broken": "《中华人民共和国生态环境法典》第五百八十八条",
            "law_broken_words": "禁止夜间进行产生噪声的建筑施工作业。",
            "default": "拒不改正的，可以责令暂停施工。",
            "review_body": "忠县人民政府",
            "court": "忠县人民法院",
            "reviewer": str(cast.sunil.id),
            "reviewed_on": today,
            "approver": str(cast.sunil.id),
            "approved_on": today,
        }
    if form == SERVICE:
        served = db.session.scalars(
            select(Document.id).where(Document.case_id == case.id, Document.status == "issued")
        ).first()
        return {
            "served": str(served or ""),
            "way": "direct",
            "recipient": "王五",
            "relation": "项目经理",
            "served_at": now.isoformat(timespec="seconds"),
            **address,
        }
    picture = db.session.scalars(
        select(Evidence.id).where(Evidence.case_id == case.id, Evidence.client_id.is_(None))
    ).first()
    assert form == PHOTOGRAPHS
    proves = {"object": "混凝土泵车", "place": "东侧场界", "proves": "夜间正在施工"}
    return {"photographs": {str(picture): proves}, "verified": True}


def drafted(case: Case, form: str, **changes: Any) -> Document:
    """Return a draft by Farid with all its words, some of them changed."""
    farid = present_cast().farid
    with unit_of_work():
        document = actions.draft(case, form, farid)
    with unit_of_work():
        typed = {**typed_for(form, case), **changes}
        actions.revise(document, case, typed, farid, seen=document.version)
    return document


def issued(case: Case, form: str, **changes: Any) -> Document:
    """Return an issued document."""
    document = drafted(case, form, **changes)
    with unit_of_work():
        actions.issue(document, case, present_cast().farid, seen=document.version)
    return document
