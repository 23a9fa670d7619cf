"""Which act tells the sending platform what: every transition, and what the events carry."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.messages.platform.catalogue import KINDS, PLATFORM_STATES, TOLD
from caseflow.core.messages.platform.details import DETAILS
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.models import HookEvent, HookStream
from tests.cast import Cast, present_cast, unit
from tests.factories import (
    WAYS,
    case_in,
    do,
    given_for,
    open_case,
    open_imported_case,
    open_inspection_case,
    review_asked,
)
from tests.hooks import bodies, kinds_of, pushed, subscribe

EXPECTED: dict[str, list[str]] = {
    "register": [],
    "open_inspection": [],
    "answer_at_once": ["replied", "closed"],
    "import_reply": [],
    "accept": ["acknowledged"],
    "decline": ["returned"],
    "transfer_out": ["returned"],
    "assign": ["progress"],
    "rule_competence": ["progress"],
    "reassign": ["progress"],
    "return_to_dispatcher": ["progress"],
    "receipt": ["progress"],
    "record_contact": ["progress"],
    "start_investigation": ["progress"],
    "link_source": [],
    "record_inspection": ["progress"],
    "order_rectification": ["progress"],
    "report_rectified": ["progress"],
    "pass_reinspection": ["progress"],
    "fail_reinspection": ["progress"],
    "submit_for_sign_off": ["progress"],
    "sign_off": ["progress"],
    "return_for_rework": ["progress"],
    "draft_reply": [],
    "propose_reply": [],
    "approve_reply": [],
    "send_back_reply": [],
    "reply": ["replied", "closed"],
    "prove_delivery": [],
    "rate": [],
    "report_unsolved": [],
    "rehandle": ["reopened"],
    "propose_refusal": [],
    "refuse_rehandling": [],
    "ask_review": [],
    "record_review": [],
    "refuse_review": [],
    "record_no_way_back": ["replied", "closed"],
    "call_back": [],
    "reopen": ["reopened"],
    "void_import": [],
    "merge": ["merged"],
    "join": ["merged"],
    "chase": [],
    "raise_group": [],
    "close_answered": ["progress", "closed"],
    "find_unreasonable": [],
    "record_recheck": [],
    "split": ["progress"],
    "acknowledge": ["acknowledged"],
    "withdraw": ["withdrawn"],
    "extend": ["extension_requested", "extended"],
    "ask_extension": ["extension_requested"],
    "grant_extension": ["extended"],
    "refuse_extension": ["progress"],
    "record_objection": [],
    "objection_agreed": ["returned"],
    "objection_refused": [],
    "record_enforcement_fact": [],
    "void_enforcement_fact": [],
    "suspend": ["suspended"],
    "resume": ["resumed"],
    "remind": [],
    "mark_urgent": [],
    "note": [],
    "add_evidence": [],
    "issue_document": [],
    "void_document": [],
    "hand_over": [],
    "record_observation": ["progress"],
    "add_task": [],
    "receive_task": [],
    "answer_task": [],
    "return_task": [],
    "withdraw_task": [],
    "hand_over_task": [],
    "mark_joint": [],
    "end_joint": [],
    "record_minutes": [],
    "issue_notice": [],
    "answer_notice": [],
    "accept_answer": [],
    "return_answer": [],
    "undo": ["progress"],
}
"""Transition → the kinds that a case with one petition tells by it, in order."""

BEFORE: dict[str, tuple[str, tuple[str, ...]]] = {
    "rule_competence": ("assigned", ("return_to_dispatcher",)),
    "resume": ("accepted", ("suspend",)),
    "extend": ("accepted", ()),
    "suspend": ("accepted", ()),
    "ask_extension": ("investigating", ()),
    "grant_extension": ("investigating", ("ask_extension",)),
    "refuse_extension": ("investigating", ("ask_extension",)),
    "objection_agreed": ("registered", ("record_objection",)),
    "objection_refused": ("registered", ("record_objection",)),
    "record_enforcement_fact": ("investigating", ()),
    "void_enforcement_fact": ("investigating", ("record_enforcement_fact",)),
    "order_rectification": ("investigating", ("link_source", "record_inspection")),
    "submit_for_sign_off": ("investigating", ("record_inspection",)),
    "link_source": ("investigating", ()),
    "note": ("investigating", ()),
    "add_evidence": ("investigating", ()),
    "undo": ("assigned", ("receipt",)),
    "call_back": ("closed", ()),
    "acknowledge": ("registered", ("merge",)),
    "hand_over": ("investigating", ()),
    "add_task": ("investigating", ()),
    **{
        name: ("investigating", ("add_task",))
        for name in (
            "receive_task",
            "answer_task",
            "return_task",
            "withdraw_task",
            "hand_over_task",
        )
    },
    "void_document": ("investigating", ()),
    "propose_reply": ("reply_owed", ("draft_reply",)),
    "approve_reply": ("reply_owed", ("draft_reply", "propose_reply")),
    "send_back_reply": ("reply_owed", ("draft_reply", "propose_reply")),
    "prove_delivery": ("closed", ()),
    "rate": ("closed", ()),
    "report_unsolved": ("closed", ()),
    "rehandle": ("closed", ("report_unsolved",)),
    "propose_refusal": ("closed", ("report_unsolved",)),
    "refuse_rehandling": ("closed", ("report_unsolved", "propose_refusal")),
    "ask_review": ("closed", ()),
    "record_review": ("closed", ("ask_review",)),
    "mark_joint": ("investigating", ()),
    "end_joint": ("investigating", ("mark_joint",)),
    "record_minutes": ("investigating", ("mark_joint",)),
    "issue_notice": ("investigating", ()),
    "answer_notice": ("investigating", ("issue_notice",)),
    "accept_answer": ("investigating", ("issue_notice", "answer_notice")),
    "return_answer": ("investigating", ("issue_notice", "answer_notice")),
}
"""Transition → the state and the steps that lead to where it is possible, if any will not do."""


def way_to(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a state and steps after it on which the transition can be done."""
    if name in BEFORE:
        return BEFORE[name]
    froms = {str(state) for state in TRANSITIONS[name].froms}
    return next(state for state in WAYS if state in froms), ()


def petition_for(name: str, reference: str) -> dict[str, Any]:
    """Return fields of a pushed petition with which the transition can be done."""
    found = pushed(reference)
    if name in {"record_recheck", "ask_review", "record_review"}:
        return {**found, "track": "petition"}
    if "objection" in name:
        return {**found, "channel_code": "superior"}
    if name == "answer_at_once":
        return {**found, "track": "consultation", "category_codes": ()}
    if name == "record_no_way_back":
        return {**found, "person": Person(), "is_anonymous": True, "reply_way": "none"}
    return found


def held_by_township(**fields: Any) -> Case:
    tian = present_cast().tian
    handing = {"unit_id": tian.unit_id, "assignee_id": tian.id, "township_reason": "属地巡查。"}
    case = do(case_in("accepted", **fields), "assign", **handing)
    return do(do(case, "receipt", "tian"), "start_investigation", "tian")


def ready_for(name: str) -> Case:
    """Return a pushed case on which the transition can be done."""
    if name == "void_import":
        fields = {key: value for key, value in pushed("W-1").items() if key != "origin_system"}
        return open_imported_case(**fields).case
    return led_to(name, **petition_for(name, "W-1"))


def left_with_nobody_to_answer(**fields: Any) -> Case:
    case = case_in("reply_owed", **fields)
    with unit_of_work():
        petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
        petition.answered_at = clock.now()
    return case


def led_to(name: str, **fields: Any) -> Case:
    """Return a case of such a petition, led to where the transition can be done."""
    if name == "record_observation":
        return held_by_township(**fields)
    if name == "refuse_review":
        return review_asked(days_after=40, **fields)
    if name == "close_answered":
        return left_with_nobody_to_answer(**fields)
    state, steps = way_to(name)
    case = case_in(state, **fields)
    for step in steps:
        do(case, step)
    return case


def last_id() -> int:
    return db.session.scalar(select(func.max(HookEvent.id))) or 0


def test_every_transition_tells_something_or_says_why_not() -> None:
    assert set(TOLD) == set(EXPECTED) == set(TRANSITIONS)
    for name, told in TOLD.items():
        assert bool(told.events) != bool(told.because), name
    named = [name for told in TOLD.values() for _kind, names in told.events for name in names]
    assert set(named) | {"notice"} == set(DETAILS)
    assert {kind for told in TOLD.values() for kind, _ in told.events} | {"closed"} == set(KINDS)
    assert set(PLATFORM_STATES) == set(State)


@pytest.mark.parametrize("name", [name for name in EXPECTED if TRANSITIONS[name].froms != (None,)])
def test_what_each_act_tells(cast: Cast, name: str) -> None:
    case = ready_for(name)
    subscribe()
    before = last_id()
    do(case, name)
    assert kinds_of(after_id=before) == EXPECTED[name]
    for body in bodies(after_id=before):
        assert body["state"] == PLATFORM_STATES[State(case.state)][0]
        assert body["origin_reference"] == "W-1"
        if EXPECTED[name] == ["progress"]:
            assert body["details"]["step"] == name
            assert body["details"]["step_words"] != TRANSITIONS[name].label


def test_opening_a_case_tells_nothing(cast: Cast) -> None:
    subscribe()
    open_case(**pushed("W-1"))
    open_inspection_case()
    assert bodies() == []


def test_the_rows_live_and_die_with_the_act(cast: Cast) -> None:
    subscribe()
    case = case_in("registered", **pushed("W-1"))
    seen = []
    with contextlib.suppress(RuntimeError), unit_of_work():
        perform(case, "accept", cast.dong, version=case.version)
        seen = kinds_of()
        raise RuntimeError
    assert seen == ["acknowledged"]
    assert bodies() == []
    assert db.session.scalar(select(func.count()).select_from(HookStream)) == 0
    do(case, "accept")
    assert [body["sequence"] for body in bodies()] == [1]


def test_an_event_holds_what_the_platform_needs(cast: Cast) -> None:
    subscribe()
    with clock.pretend(clock.start_of_day(clock.today())):
        case = case_in("assigned", **pushed("W-7"))
    petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
    first, second = bodies()
    row = db.session.scalars(select(HookEvent).order_by(HookEvent.id)).first()
    assert row is not None
    assert first.pop("id") == row.uuid
    assert first == {
        "kind": "acknowledged",
        "sequence": 1,
        "occurred_at": clock.start_of_day(clock.today()).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "petition_number": petition.number,
        "origin_system": "12345",
        "origin_reference": "W-7",
        "state": "accepted",
        "state_words": "已受理",
        "promised_on": petition.promised_on.isoformat() if petition.promised_on else None,
        "due_on": first["due_on"],
        "details": {},
    }
    assert first["due_on"] is not None
    assert second["details"] == {
        "step": "assign",
        "step_words": "交办",
        "unit": unit("squad-1").name,
    }


def test_a_return_says_code_words_and_basis(cast: Cast) -> None:
    subscribe()
    do(case_in("registered", **pushed("W-1")), "decline", notice_words="请向县城管局反映。")
    do(case_in("registered", **pushed("W-2")), "transfer_out", notice_words="已转县城管局。")
    declined, transferred = (body["details"] for body in bodies())
    assert declined["reason_code"] == "not-ours"
    assert declined["reason_meaning"] == "不属于本局职权范围"
    assert declined["words"] == "请向县城管局反映。"
    assert transferred["legal_basis"] == "信访工作条例第二十三条"
    assert transferred["competent_authority"] == "县城市管理局"
    assert transferred["words"] == "已转县城管局。"


def test_an_extension_says_what_the_rule_wants(cast: Cast) -> None:
    case = case_in("accepted", **pushed("W-1"), track="petition")
    subscribe()
    told = {"notice_words": "监测尚未完成。", "reply_way": "phone"}
    do(case, "extend", extend_days=10, decided_by="局长", **told)
    requested, extended = bodies()
    details = requested["details"]
    assert details["words"] == "监测尚未完成。"
    assert details["legal_basis"].startswith("信访工作条例")
    assert details["due_before"] < details["requested_until"] == requested["due_on"]
    assert extended["details"]["outcome"] == "granted"
    assert extended["details"]["approved_by"] == unit("legal").name
    assert extended["details"]["decided_at"] == extended["occurred_at"]


def test_the_words_of_an_extension_are_those_told_if_any_were(cast: Cast) -> None:
    case = case_in("accepted", **pushed("W-1"))
    subscribe()
    do(case, "extend", reason="人手不足。", notice_words="监测需要时间。", reply_way="phone")
    assert {body["details"]["words"] for body in bodies()} == {"监测需要时间。"}


def test_merged_petitions_hear_of_the_leading_case_by_their_own_number(cast: Cast) -> None:
    subscribe()
    leading = case_in("accepted", **pushed("W-1"))
    other = case_in("accepted", **pushed("W-2"))
    do(other, "merge", target_number=leading.number)
    assert bodies()[-1]["details"] == {"leading_number": leading.number}
    before = last_id()
    for step in WAYS["reply_owed"][1:]:
        do(leading, step)
    told = bodies(after_id=before)
    mine = [body for body in told if body["origin_reference"] == "W-1"]
    theirs = [body for body in told if body["origin_reference"] == "W-2"]
    assert [body["kind"] for body in mine] == [body["kind"] for body in theirs]
    assert {body["petition_number"] for body in mine}.isdisjoint(
        body["petition_number"] for body in theirs
    )
    assert [body["sequence"] for body in mine] == list(range(2, 2 + len(mine)))
    assert [body["sequence"] for body in theirs] == list(range(3, 3 + len(theirs)))


NOTICES: dict[str, dict[str, Any]] = {
    "decline": {"notice_words": "王某某,机密通知。"},
    "transfer_out": {"notice_words": "王某某,机密通知。"},
    "extend": {
        "reason": "因王某某家中检测。",
        "notice_words": "王某某,机密通知。",
        "reply_way": "phone",
    },
    "extend without notice": {"reason": "因王某某家中检测。"},
}


@pytest.mark.parametrize("act", NOTICES)
def test_a_notice_of_the_leading_case_is_not_told_of_merged_petitions(cast: Cast, act: str) -> None:
    subscribe()
    leading = case_in("accepted", **pushed("W-1"))
    other = case_in("accepted", **pushed("W-2"))
    do(other, "merge", target_number=leading.number)
    before = last_id()
    do(leading, act.split()[0], **NOTICES[act])
    told = bodies(after_id=before)
    mine = [body for body in told if body["origin_reference"] == "W-1"]
    theirs = [body for body in told if body["origin_reference"] == "W-2"]
    assert [body["kind"] for body in mine] == [body["kind"] for body in theirs]
    assert mine
    for own, merged in zip(mine, theirs, strict=True):
        assert "王某某" in own["details"]["words"]
        assert merged["details"] == {**own["details"], "words": ""}
        assert "王某某" not in str(merged)
        assert merged["state"] == own["state"]
        assert merged["petition_number"] != own["petition_number"]


def test_a_reply_goes_to_its_petition_and_the_closing_to_all(cast: Cast) -> None:
    subscribe()
    leading = case_in("accepted", **pushed("W-1"))
    do(case_in("accepted", **pushed("W-2")), "merge", target_number=leading.number)
    for step in WAYS["reply_owed"][1:]:
        do(leading, step)
    petitions = {row.origin_reference: row.id for row in db.session.scalars(select(Petition)).all()}
    before = last_id()
    do(leading, "reply", petition_id=petitions["W-2"], reply_words="二号答复。")
    (told,) = bodies(after_id=before)
    assert (told["kind"], told["origin_reference"]) == ("replied", "W-2")
    assert "二号答复。" in told["details"]["words"]
    assert (told["state"], told["state_words"]) == ("replied", "已答复")
    before = last_id()
    do(leading, "reply", petition_id=petitions["W-1"])
    found = [(body["origin_reference"], body["kind"]) for body in bodies(after_id=before)]
    assert found == [("W-1", "replied"), ("W-1", "closed"), ("W-2", "closed")]


def test_only_those_are_told_who_asked(cast: Cast) -> None:
    subscribe(origin="another platform")
    subscribe(ended_at=clock.now())
    picky, _secret = subscribe(kinds=["returned", "replied"])
    paused, _secret = subscribe(is_active=False)
    case = case_in("closed", **pushed("W-1"))
    case_in("closed")
    rows = db.session.execute(
        select(HookEvent.subscription_id, HookEvent.sequence, HookEvent.kind).order_by(HookEvent.id)
    ).all()
    assert [(row.sequence, row.kind) for row in rows if row.subscription_id == picky.id] == [
        (1, "replied")
    ]
    kept = [row.sequence for row in rows if row.subscription_id == paused.id]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) > 5
    assert {row.subscription_id for row in rows} == {picky.id, paused.id}
    assert case.state == "closed"


def test_imported_histories_are_quiet(cast: Cast) -> None:
    subscribe()
    db.session.info["quiet"] = True
    try:
        case_in("closed", **pushed("W-1"))
    finally:
        db.session.info.pop("quiet")
    assert bodies() == []


SECRET_PERSON = Person(name="秘密姓名甲", phone="13900009999", address="秘密地址乙")


def test_nothing_of_the_complainant_and_no_internal_word_is_ever_written(cast: Cast) -> None:
    """Every act is done with a secret in each place that is not told to the complainant."""
    told = {"notice_words", "reply_words", "transfer_to", "transfer_basis"}
    codes = {"decline_reason", "return_reason", "reply_way", "conclusion", "stage", "target_number"}
    codes |= {"satisfaction", "rated_by", "proof_kind", "review_stage", "outcome"}
    codes |= {"extension_reason", "suspension_kind", "fact_kind", "notice_ground"}
    subscribe()
    performed = set()
    for name in EXPECTED:
        if TRANSITIONS[name].froms == (None,) or name == "void_import":  # that needs an import
            continue
        with clock.pretend(clock.now() - timedelta(minutes=10)):
            case = _secret_case(name, f"S-{name}")
            given = given_for(name, case, cast)
            words = {
                key: "绝密内文丙"
                for key, value in given.items()
                if isinstance(value, str) and key not in told | codes
            }
            if name == "extend":
                words = {"reason": "绝密内文丙", "notice_words": "对外说明。", "reply_way": "phone"}
            do(case, name, **words)
        performed.add(name)
    assert len(performed) == len(EXPECTED) - 3
    everything = "\n".join(db.session.scalars(select(HookEvent.body)))
    assert len(bodies()) > 60
    people = [user.display_name for user in cast.everybody]
    for secret in ("秘密姓名甲", "13900009999", "秘密地址乙", "秘密诉求丁", "绝密内文丙", *people):
        assert secret not in everything, secret


_numbers = iter(range(10_000))


def _secret_case(name: str, reference: str) -> Case:
    """Return a pushed case ready for the act, whose petition and every remark is secret."""
    said = ("subject", "body", "request", "respondent_words")
    fields = {
        **dict.fromkeys(said, "秘密诉求丁"),
        "address_text": "秘密地址乙",
        "wants_confidentiality": True,
        "person": SECRET_PERSON,
        **petition_for(name, reference),
    }
    case = led_to(name, **fields)
    if name != "undo":
        do(case, "note", "olga", words="绝密内文丙")
    return case
