"""A record is taken once, whatever the network does; what cannot be applied is kept and said."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.triggers import SUBMISSION_WORDS
from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.visits.models import Visit
from caseflow.field.inspections.limits import judge_noise
from caseflow.field.sync.models import FieldSubmission
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast, sign_in, unit
from tests.factories import case_in, do
from tests.limits import CASES
from tests.tablet import Tablet, announced, instant, new_id, record_of, submission

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Tablets = Callable[..., Tablet]


def made(state: str, **payload: Any) -> dict[str, Any]:
    """Return a submission about a new case in `state`."""
    return submission(case_in(state), record_of(**payload))


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def case_of(body: dict[str, Any]) -> Case:
    db.session.rollback()
    return db.session.get_one(Case, body["case_id"])


def acts(body: dict[str, Any]) -> list[str]:
    db.session.rollback()
    wanted = select(CaseEvent.act).where(CaseEvent.case_id == body["case_id"])
    return list(db.session.scalars(wanted.order_by(CaseEvent.seq)))


def test_a_visit_to_an_assigned_case_takes_the_steps_that_are_due(
    tablet: Tablets, inside: Any
) -> None:
    body = made("assigned")
    answer = tablet().submit(body)
    assert answer.status_code == 201, answer.text
    receipt = answer.json["receipt"]
    assert (receipt["client_id"], receipt["status"]) == (body["client_id"], "taken")
    case = case_of(body)
    assert receipt["case"] == {
        "number": case.number, "state": "investigating", "version": case.version,
    }  # fmt: skip
    assert acts(body)[-3:] == ["receipt", "start_investigation", "record_inspection"]
    db.session.rollback()
    visit = db.session.scalars(select(Visit)).one()
    inspection = db.session.get_one(Inspection, visit.inspection_id)
    assert (visit.client_id, inspection.is_violation) == (body["client_id"], True)
    assert instant(inspection.visited_at) == body["payload"]["arrived_at"]
    assert inspection.certificates == "渝-0001, 渝-0002"


@SQLITE
@pytest.mark.parametrize(
    ("state", "payload", "last", "after"),
    [
        ("receipted", {"result": "nothing_found"}, "record_inspection", "investigating"),
        ("investigating", {"result": "passed_on", "passed_to": "城管局"}, "record_inspection",
         "investigating"),
        ("rectified", {}, "record_inspection", "rectified"),
        ("reinspecting", {"basis": "reinspection"}, "pass_reinspection", "rectified"),
        ("reinspecting", {"basis": "reinspection", "result": "ordered"}, "fail_reinspection",
         "rectifying"),
    ],
)  # fmt: skip
def test_a_visit_means_the_step_of_its_state(
    tablet: Tablets, inside: Any, state: str, payload: dict[str, Any], last: str, after: str
) -> None:
    body = made(state, **payload)
    assert tablet().submit(body).status_code == 201
    assert (acts(body)[-1], case_of(body).state) == (last, after)
    db.session.rollback()
    visit = db.session.scalars(select(Visit)).one()
    if last.endswith("reinspection"):
        check = db.session.get_one(Reinspection, visit.reinspection_id)
        assert check.has_passed == (last == "pass_reinspection")
    else:
        assert visit.inspection_id is not None


@SQLITE
def test_what_is_ordered_on_site_becomes_an_order_with_its_six_parts(
    tablet: Tablets, inside: Any
) -> None:
    body = submission(do(case_in("receipted"), "link_source"), record_of(result="ordered"))
    assert tablet().submit(body).status_code == 201
    db.session.rollback()
    order = db.session.scalars(select(RectificationOrder)).one()
    given = body["payload"]["order"]
    assert {name: getattr(order, name) for name in given if name != "due_on"} == {
        name: value for name, value in given.items() if name != "due_on"
    }
    assert order.due_on.isoformat() == given["due_on"]
    assert case_of(body).state == "rectifying"


def test_a_replay_gets_the_first_answer_and_does_nothing(tablet: Tablets, inside: Any) -> None:
    body, sender = made("receipted"), tablet()
    first = sender.submit(body)
    later = {**body, "sent_at": instant(clock.now() + timedelta(minutes=3))}
    again = sender.submit(later)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert (count(FieldSubmission), count(Visit), count(Inspection)) == (1, 1, 1)


@SQLITE
def test_the_same_number_with_other_content_is_refused(tablet: Tablets, inside: Any) -> None:
    body, sender = made("receipted"), tablet()
    sender.submit(body)
    changed = {**body, "payload": {**body["payload"], "findings": "别的"}}
    answer = sender.submit(changed)
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert "Another record" in answer.json["detail"]
    assert tablet("fang").submit(body).status_code == 409
    other = submission(case_of(body), record_of(), evidence=[announced(b"a")])
    assert sender.submit(other).status_code == 202
    same_file = submission(case_of(body), record_of(), evidence=other["evidence"])
    assert sender.submit(same_file).status_code == 409
    assert count(FieldSubmission) == 2


REFUSED_BY_THE_CASE = [
    ("rectifying", {}, "not possible in the present state"),
    ("closed", {}, "not possible in the present state"),
    ("investigating", {"basis": "reinspection"}, "does not await a re-inspection"),
    ("reinspecting", {}, "not possible in the present state"),
    ("reinspecting", {"basis": "reinspection", "result": "passed_on", "passed_to": "x"},
     "either passes or is ordered anew"),
    ("receipted", {"result": "ordered"}, "source is not known"),
]  # fmt: skip


@SQLITE
@pytest.mark.parametrize(("state", "payload", "words"), REFUSED_BY_THE_CASE)
def test_what_the_case_refuses_is_kept_with_the_reason(
    tablet: Tablets, inside: Any, state: str, payload: dict[str, Any], words: str
) -> None:
    body = made(state, **payload)
    before = (case_of(body).version, acts(body))
    answer = tablet().submit(body)
    assert answer.status_code == 202, answer.text
    assert answer.json["receipt"]["status"] == "needs_attention"
    assert words in " ".join(answer.json["receipt"]["words"])
    assert (case_of(body).version, acts(body)) == before
    db.session.rollback()
    row = db.session.scalars(select(FieldSubmission)).one()
    assert row.payload == body["payload"]
    assert count(Visit) == 0
    told = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "record_needs_attention")
    ).all()
    assert {message.recipient_id for message in told} == {present_cast().farid.id}


@SQLITE
def test_what_is_missing_is_named_and_nothing_refused(tablet: Tablets, inside: Any) -> None:
    signatures = [{**one, "evidence": None} for one in record_of()["signatures"]]
    body = made("receipted", signatures=signatures, findings="")
    answer = tablet().submit(body)
    assert answer.status_code == 202
    words = answer.json["receipt"]["words"]
    assert "What was found is missing." in words
    assert "Not signed: Party inspected." in words
    assert case_of(body).state == "receipted"


@SQLITE
@pytest.mark.parametrize(
    ("officers", "words"),
    [
        (("farid", "farid"), "two different officers"),
        (("farid", "olga"), "enforcement certificate"),
        (("fang", "zoe"), "not one of its two officers"),
    ],
)
def test_two_certified_officers_are_needed(
    tablet: Tablets, inside: Any, officers: tuple[str, str], words: str
) -> None:
    body = submission(case_in("receipted"), record_of(officers))
    answer = tablet().submit(body)
    assert answer.status_code == 202
    assert words in " ".join(answer.json["receipt"]["words"])
    assert count(Inspection) == 0


@SQLITE
def test_a_case_moved_to_another_unit_keeps_the_record_and_tells_nothing_of_itself(
    tablet: Tablets, inside: Any
) -> None:
    case = case_in("receipted")
    body = submission(case, record_of())
    do(case, "reassign", unit_id=unit("squad-2").id, assignee_id=present_cast().zoe.id)
    answer = tablet().submit(body)
    assert answer.status_code == 202
    assert answer.json["receipt"]["case"] is None
    assert case.number not in answer.text
    gone = submission(999_999, record_of())
    other = tablet().submit(gone)
    assert other.status_code == 202
    assert other.json["receipt"]["words"] == answer.json["receipt"]["words"]


@SQLITE
def test_an_older_version_is_no_refusal_but_is_said(tablet: Tablets, inside: Any) -> None:
    case = case_in("receipted")
    body = submission(case, record_of())
    do(case, "note", words="门卫电话变了")
    answer = tablet().submit(body)
    assert answer.status_code == 201
    said = answer.json["receipt"]["words"]
    assert len(said) == 1
    assert said[0].startswith("Since the case was taken along: ")


@SQLITE
def test_two_tablets_at_one_visit_are_not_two_visits(tablet: Tablets, inside: Any) -> None:
    case = case_in("receipted")
    first, second = submission(case, record_of()), submission(case, record_of())
    assert tablet("farid").submit(first).status_code == 201
    answer = tablet("fang").submit(second)
    assert answer.status_code == 202
    assert "方立德 recorded a visit at the same time already." in answer.json["receipt"]["words"]
    assert count(Inspection) == 1
    earlier = clock.now() - timedelta(days=1)
    times = {
        "arrived_at": instant(earlier),
        "left_at": instant(earlier + timedelta(minutes=20)),
    }
    db.session.rollback()
    another = submission(case, record_of(**times))
    assert tablet("fang").submit(another).status_code == 201
    assert count(Inspection) == 2


EXCEEDING = next(c for c in CASES if c.kind == "noise" and c.outcome == "exceeds").reading
BEGAN = datetime.fromisoformat(f"{EXCEEDING['measured_on']}T{EXCEEDING['began_at']}+08:00")
THEN = {
    "arrived_at": instant(BEGAN - timedelta(minutes=30)),
    "left_at": instant(BEGAN + timedelta(minutes=30)),
}
"""A visit during which that reading was taken."""


@SQLITE
def test_readings_are_judged_again_and_a_difference_is_said(tablet: Tablets, inside: Any) -> None:
    right = judge_noise(EXCEEDING).as_plain()
    agreed = made("receipted", readings=[{"entered": EXCEEDING, "verdict": right}], **THEN)
    assert tablet().submit(agreed).status_code == 201
    silent = made("receipted", readings=[{"entered": EXCEEDING, "verdict": None}], **THEN)
    assert tablet().submit(silent).status_code == 201
    db.session.rollback()
    visits = db.session.scalars(select(Visit).order_by(Visit.id)).all()
    assert [visit.record["readings"][0]["verdict"] for visit in visits] == [right, right]
    found = db.session.get_one(Inspection, visits[1].inspection_id).findings.splitlines()
    assert found[0] == silent["payload"]["findings"]
    assert found[1].startswith("监测结果1：超标 ")
    assert "超过限值 50 dB(A)" in found[1]
    assert "标准原文核对" not in found[1]
    lied = right | {"outcome": "complies"}
    wrong = made("receipted", readings=[{"entered": EXCEEDING, "verdict": lied}], **THEN)
    answer = tablet().submit(wrong)
    assert answer.status_code == 202
    assert (
        "Reading 1: the tablet found “keeps the limit”, the server finds “over the limit”."
        in (answer.json["receipt"]["words"])
    )
    db.session.rollback()
    row = db.session.scalars(select(FieldSubmission).order_by(FieldSubmission.id.desc())).first()
    assert row is not None
    assert row.verdicts == [right]
    assert row.payload["readings"][0]["verdict"] == lied


@SQLITE
@pytest.mark.parametrize("minutes", [90, -90])
def test_a_clock_that_is_off_is_measured_and_times_are_corrected(
    tablet: Tablets, inside: Any, minutes: int
) -> None:
    away, now = timedelta(minutes=minutes), clock.now()
    times = {
        "arrived_at": instant(now + away - timedelta(hours=1)),
        "left_at": instant(now + away - timedelta(minutes=5)),
    }
    body = submission(case_in("receipted"), record_of(**times), sent_at=instant(now + away))
    answer = tablet().submit(body)
    assert answer.status_code == 201, answer.text
    assert "1:30:0" in answer.json["receipt"]["words"][0] or "1:29:5" in answer.text
    db.session.rollback()
    row = db.session.scalars(select(FieldSubmission)).one()
    assert row.clock_offset_ms is not None
    assert abs(row.clock_offset_ms + minutes * 60_000) < 60_000
    db.session.rollback()
    visit = db.session.scalars(select(Visit)).one()
    assert abs(visit.arrived_at - (now - timedelta(hours=1))) < timedelta(minutes=1)
    assert visit.record["arrived_at"] == times["arrived_at"]


UNREADABLE: list[tuple[str, Any, str]] = [
    ("client_id", "1", "client_id"),
    ("client_id", new_id().upper(), "client_id"),
    ("kind", "party", "kind"),
    ("case_id", "7", "case_id"),
    ("case_id", 10**30, "case_id"),
    ("case_id", None, "case_id"),
    ("based_on_version", None, "based_on_version"),
    ("captured_at", "yesterday", "captured_at"),
    ("captured_at", "0001-01-01T00:00:00+14:00", "captured_at"),
    ("sent_at", "", "sent_at"),
    ("payload", [], "payload"),
    ("payload", {"schema": 2}, "payload.schema"),
    ("evidence", [{}], "evidence.0.client_id"),
    ("evidence", [announced(b"a", stage="now")], "evidence.0.stage"),
    ("evidence", [announced(b"a", byte_count=0)], "evidence.0.byte_count"),
    ("evidence", [announced(b"a", file_name=" ")], "evidence.0.file_name"),
]


@SQLITE
def test_what_cannot_be_read_is_said_with_its_place(tablet: Tablets, inside: Any) -> None:
    whole, sender = made("receipted"), tablet()
    twice = [announced(b"a")] * 2
    spoilt = [*UNREADABLE, ("evidence", twice, "evidence.1.client_id")]
    for name, value, place in spoilt:
        answer = sender.submit({**whole, name: value})
        assert answer.status_code == 422, (name, value)
        assert answer.content_type == "application/problem+json"
        assert list(answer.json["errors"]) == [place]
    for findings, place in (("a\0b", "payload.findings"), ("a\ud800", "payload.findings")):
        answer = sender.submit({**whole, "payload": {**whole["payload"], "findings": findings}})
        assert (answer.status_code, list(answer.json["errors"])) == (422, [place])
    for place, path in (({"latitude": 1e999, "longitude": 1}, "payload.arrived_place.latitude"),):
        payload = {**whole["payload"], "arrived_place": place}
        raw = sender.client.post(
            "/field/submissions",
            data=json.dumps({**whole, "payload": payload}).replace("Infinity", "1e999"),
            content_type="application/json",
        )
        assert (raw.status_code, list(raw.json["errors"])) == (422, [path])
    assert count(FieldSubmission) == 0


@SQLITE
def test_a_body_that_is_no_record_is_answered_with_its_own_code(
    tablet: Tablets, inside: Any
) -> None:
    client = tablet().client
    for data, content_type, status in (
        ("{", "application/json", 400),
        ("NaN", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("{}", "text/plain", 415),
        (" " * (2 * 1024 * 1024 + 1), "application/json", 413),
    ):
        answer = client.post("/field/submissions", data=data, content_type=content_type)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.json["status"] == status
        assert answer.json["detail"]


@SQLITE
def test_a_session_that_has_ended_is_said_so_and_not_led_to_a_page(
    office: Flask, tablet: Tablets, inside: Any
) -> None:
    body = made("receipted")
    sender = tablet()
    sender.client.delete_cookie("caseflow_session")
    for answer in (sender.submit(body), sender.receipt(body["client_id"])):
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
        assert "Nothing" in answer.json["detail"] or "nothing" in answer.json["detail"]
    assert count(FieldSubmission) == 0
    sign_in(sender.client, "farid")
    assert sender.submit(body).status_code == 201


@SQLITE
def test_the_token_is_asked_for_after_the_session(
    office: Flask, tablet: Tablets, inside: Any
) -> None:
    body, sender = made("receipted"), tablet()
    office.config["WTF_CSRF_ENABLED"] = True
    answer = sender.submit(body)
    assert (answer.status_code, answer.json["type"]) == (400, "/field/#csrf")
    found = sender.client.get("/field/session").json
    assert found["user"] == {"id": present_cast().farid.id, "name": "方立德"}
    sender.headers["X-CSRFToken"] = found["csrf_token"]
    assert sender.submit(body).status_code == 201
    sender.client.delete_cookie("caseflow_session")
    assert sender.submit(body).status_code == 401


@SQLITE
def test_words_are_in_the_language_of_the_person_not_of_the_browser(
    tablet: Tablets, inside: Any
) -> None:
    client = tablet().client
    client.delete_cookie("caseflow_language")
    answer = client.post("/field/submissions", json={}, headers={"Accept-Language": "en"})
    assert "缺少" in answer.text


@SQLITE
def test_a_receipt_is_shown_to_whose_record_it_is_only(tablet: Tablets, inside: Any) -> None:
    body = made("receipted")
    sender = tablet()
    first = sender.submit(body).json
    assert sender.receipt(body["client_id"]).json == first
    assert tablet("fang").receipt(body["client_id"]).status_code == 404
    assert sender.receipt(new_id()).status_code == 404
    assert tablet("olga").submit(body).status_code == 403


def test_the_database_keeps_a_submission_as_it_was_sent(tablet: Tablets, inside: Any) -> None:
    tablet().submit(made("receipted"))
    for column in SUBMISSION_WORDS:
        with pytest.raises(DBAPIError), unit_of_work():
            db.session.execute(
                db.text(f"UPDATE field_submissions SET {column} = {column}")  # type: ignore[attr-defined]
            )
    with pytest.raises(DBAPIError), unit_of_work():
        db.session.execute(db.text("DELETE FROM field_submissions"))  # type: ignore[attr-defined]


@SQLITE
def test_an_absurd_clock_loses_nothing(tablet: Tablets, inside: Any) -> None:
    old = datetime(1970, 1, 1, 8, tzinfo=UTC)
    times = {"arrived_at": instant(old), "left_at": instant(old + timedelta(minutes=40))}
    sent = {"sent_at": instant(old + timedelta(hours=1)), "captured_at": instant(old)}
    body = submission(case_in("receipted"), record_of(**times), **sent)
    assert tablet().submit(body).status_code == 201
    db.session.rollback()
    inspection = db.session.scalars(select(Inspection)).one()
    assert abs(inspection.visited_at - (clock.now() - timedelta(hours=1))) < timedelta(minutes=1)


def test_the_same_record_twice_at_once_is_taken_once(tablet: Tablets, inside: Any) -> None:
    body, senders = made("receipted"), [tablet(), tablet(), tablet()]
    db.session.rollback()
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda sender: sender.submit(body), senders))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert answers[0].json == answers[1].json == answers[2].json
    assert (count(FieldSubmission), count(Visit), count(Inspection)) == (1, 1, 1)


def test_two_records_of_one_case_at_once_wait_for_each_other(tablet: Tablets, inside: Any) -> None:
    case, now = case_in("assigned"), clock.now()
    bodies = [
        submission(
            case,
            record_of(
                arrived_at=instant(now - timedelta(hours=hour)),
                left_at=instant(now - timedelta(hours=hour) + timedelta(minutes=20)),
            ),
        )
        for hour in (3, 5, 7)
    ]
    senders = [tablet(name) for name in ("farid", "fang", "farid")]
    db.session.rollback()
    with ThreadPoolExecutor(3) as pool:
        answers = list(
            pool.map(lambda pair: pair[0].submit(pair[1]), zip(senders, bodies, strict=True))
        )
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert acts(bodies[0])[-5:] == [
        "receipt", "start_investigation", *["record_inspection"] * 3,
    ]  # fmt: skip
