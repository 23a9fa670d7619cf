"""Decisions on many cases: looked over, done once each, taken back; on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.bulk.actions import working
from caseflow.supervision.bulk.actions.choosing import choose, forget_drafts, read_picked
from caseflow.supervision.bulk.actions.rehearsing import rehearse
from caseflow.supervision.bulk.actions.undoing import undo
from caseflow.supervision.bulk.actions.working import start, work_off, work_off_runs
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import ACTS, CHOSEN
from tests.cast import Cast, unit
from tests.factories import case_in, do


def decide(act: str, cast: Cast, cases: list[Case], **given: Any) -> BulkRun:
    """Choose these cases as the supervisor and do what can be done."""
    run = chosen(act, cast, cases)
    with unit_of_work():
        start(run, given)
    work_off(run.id)
    return run


def chosen(act: str, cast: Cast, cases: list[Case]) -> BulkRun:
    with unit_of_work():
        return choose(ACTS[act], cast.sunil, {c.id: c.version for c in cases}, "")


def outcome(run: BulkRun) -> dict[int, tuple[str, str]]:
    rows = db.session.scalars(select(BulkItem).where(BulkItem.run_id == run.id))
    return {item.case_id: (item.state, item.words) for item in rows}


def acts_on(case: Case, name: str) -> int:
    wanted = select(func.count()).where(CaseEvent.case_id == case.id, CaseEvent.act == name)
    return db.session.scalar(wanted) or 0


def test_what_can_be_done_and_what_cannot_is_said_before(cast: Cast) -> None:
    accepted, assigned, closed = (case_in(s) for s in ("accepted", "assigned", "closed"))
    ordered = case_in("rectifying")
    run = chosen("assign", cast, [accepted, assigned, closed, ordered])
    found = outcome(run)
    assert [found[c.id][0] for c in (accepted, assigned, closed, ordered)] == [
        "waiting", "waiting", "cannot", "cannot",
    ]  # fmt: skip
    assert "not possible in the present state" in found[closed.id][1]
    assert found[ordered.id][1].startswith("A rectification order is still open")
    assert acts_on(accepted, "assign") == 0, "a look changes nothing"


def test_each_case_is_done_by_its_own_transition_and_the_rest_is_left(cast: Cast) -> None:
    accepted, assigned, closed = (case_in(s) for s in ("accepted", "assigned", "closed"))
    squad = unit("squad-2").id
    run = decide("assign", cast, [accepted, assigned, closed], unit_id=squad, reason="统一交办")
    found = outcome(run)
    assert [found[c.id][0] for c in (accepted, assigned, closed)] == ["done", "done", "cannot"]
    assert (acts_on(accepted, "assign"), acts_on(assigned, "reassign")) == (1, 1)
    for case in (accepted, assigned):
        assert (case.state, case.unit_id) == ("assigned", squad)
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == accepted.id).order_by(CaseEvent.id.desc())
    ).first()
    assert event is not None
    assert (event.origin, event.words) == (f"bulk:{run.id}", "统一交办")
    assert run.state == "done"


def test_a_case_that_moved_on_since_it_was_ticked_is_left_alone(cast: Cast) -> None:
    moved, still = case_in("assigned"), case_in("assigned")
    run = chosen("raise", cast, [moved, still])
    do(moved, "receipt")
    with unit_of_work():
        start(run, {"reason": "领导批示"})
    work_off(run.id)
    found = outcome(run)
    assert found[moved.id][0] == "changed"
    assert "changed this case in the meantime" in found[moved.id][1]
    assert found[still.id][0] == "done"
    assert (moved.is_urgent, still.is_urgent) == (False, True)


def test_what_the_rules_refuse_at_the_act_is_said_beside_its_case(cast: Cast) -> None:
    fresh, extended = case_in("assigned"), case_in("assigned")
    do(extended, "extend")
    run = decide("extend", cast, [fresh, extended], extend_days=5, reason="监测未完成")
    found = outcome(run)
    assert found[fresh.id][0] == "done"
    assert found[extended.id][0] in {"refused", "cannot"}
    assert found[extended.id][1]
    assert acts_on(extended, "extend") == 1


def test_what_was_typed_is_tried_before_anything_is_done(cast: Cast) -> None:
    first, second = (case_in("investigating") for _nth in range(2))
    run = chosen("extend", cast, [first, second])
    assert {state for state, _words in outcome(run).values()} == {"waiting"}
    told = {"reason": "案情复杂。", "notice_words": "已告知。", "reply_way": "phone"}
    too_long = {"extend_days": 400, "decided_by": "王局长", **told}
    assert rehearse(run.id, cast.sunil.id, too_long) == 2
    assert {state for state, _words in outcome(run).values()} == {"cannot"}
    assert all(words for _state, words in outcome(run).values())
    assert rehearse(run.id, cast.sunil.id, too_long) == 0, "they were told of it already"
    fitting = {**too_long, "extend_days": 5}
    assert rehearse(run.id, cast.sunil.id, fitting) == 0
    assert {state for state, _words in outcome(run).values()} == {"waiting"}
    assert acts_on(first, "extend") == 0, "a trial changes nothing"
    sent = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == "extended")
    assert not db.session.scalar(sent)
    with unit_of_work():
        start(run, fitting)
    work_off(run.id)
    assert {state for state, _words in outcome(run).values()} == {"done"}
    assert (acts_on(first, "extend"), acts_on(second, "extend")) == (1, 1)


def test_nobody_signs_off_what_they_worked_on_themselves(cast: Cast) -> None:
    mine = case_in("awaiting_sign_off")
    run = decide("sign_off", cast, [mine])
    assert outcome(run)[mine.id][0] == "done"
    assert mine.state == "reply_owed"


def test_reminding_tells_whose_turn_it_is_and_keeps_the_words(cast: Cast) -> None:
    cases = [case_in(s) for s in ("accepted", "assigned", "reply_owed")]
    do(cases[1], "note")
    run = decide("remind", cast, cases, words="请于今日内办理")
    assert {state for state, _words in outcome(run).values()} == {"done"}
    told = db.session.execute(
        select(OutboxMessage.case_id, OutboxMessage.recipient_id).where(
            OutboxMessage.kind == "case_reminded"
        )
    ).all()
    assert {tuple(row) for row in told} == {
        (cases[0].id, cast.dong.id),
        (cases[1].id, cast.farid.id),
        (cases[2].id, cast.olga.id),
    }
    assert [acts_on(case, "remind") for case in cases] == [1, 1, 1]


def test_a_decision_is_taken_back_by_recorded_acts_where_nothing_happened_since(
    cast: Cast,
) -> None:
    first, second, seen = case_in("accepted"), case_in("assigned"), case_in("accepted")
    before = [(case.state, case.unit_id) for case in (first, second)]
    run = decide("assign", cast, [first, second, seen], unit_id=unit("squad-2").id, reason="交办")
    do(seen, "receipt", "zoe")
    with unit_of_work():
        back = undo(run, cast.sunil)
    work_off(back.id)
    found = outcome(back)
    assert [found[c.id][0] for c in (first, second, seen)] == ["done", "done", "changed"]
    assert [(case.state, case.unit_id) for case in (first, second)] == before
    assert (acts_on(first, "assign"), acts_on(first, "undo")) == (1, 1)
    with pytest.raises(Refused, match="taken back already"), unit_of_work():
        undo(run, cast.sunil)


def test_urgency_is_taken_back_too_and_a_reminder_is_not(cast: Cast) -> None:
    case = case_in("investigating")
    run = decide("raise", cast, [case], reason="批示")
    with unit_of_work():
        work = undo(run, cast.sunil)
    work_off(work.id)
    assert (case.is_urgent, case.state) == (False, "investigating")
    reminded = decide("remind", cast, [case], words="请办理")
    with pytest.raises(Refused, match="told or served"), unit_of_work():
        undo(reminded, cast.sunil)
    raised = decide("raise", cast, [case], reason="批示")
    with (
        clock.pretend(clock.now() + timedelta(minutes=31)),
        pytest.raises(Refused, match="time to take it back"),
        unit_of_work(),
    ):
        undo(raised, cast.sunil)


def test_all_that_a_list_lets_through_is_chosen_up_to_the_most(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        case_in("assigned")
    case_in("accepted")
    monkeypatch.setattr("caseflow.supervision.bulk.actions.choosing.MOST", 3)
    with unit_of_work():
        run = choose(ACTS["raise"], cast.sunil, None, "state=assigned")
    assert (len(outcome(run)), run.matched_count) == (3, 4)


def test_only_cases_within_reach_are_taken_and_at_least_one(cast: Cast) -> None:
    assert read_picked(["1-2", "x", "3-", "-4", "5-6-7", "9" * 40]) == {1: 2}
    with pytest.raises(BadInput, match="Select at least one"), unit_of_work():
        choose(ACTS["raise"], cast.sunil, {987: 1}, "")
    theirs = case_in("assigned")
    with pytest.raises(BadInput), unit_of_work():
        choose(ACTS["raise"], cast.zoe, {theirs.id: 1}, "")


def test_more_than_fifty_are_a_job_that_tells_when_it_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 2)
    monkeypatch.setattr(working, "wake", lambda: None)
    cases = [case_in("assigned") for _ in range(3)]
    run = chosen("raise", cast, cases)
    with unit_of_work():
        start(run, {"reason": "批示"})
    assert run.is_job
    assert work_off_runs() == 3
    assert work_off_runs() == 0
    told = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "bulk_done")
    assert list(db.session.scalars(told)) == [cast.sunil.id]
    with pytest.raises(Refused, match=r"started already|none of these"), unit_of_work():
        start(run, {"reason": "批示"})


def test_a_worker_that_was_killed_in_the_middle_leaves_the_rest_and_nothing_is_done_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case_in("assigned") for _ in range(4)]
    run = chosen("remind", cast, cases)
    with unit_of_work():
        start(run, {"words": "请办理"})

    class Killed(BaseException):
        pass

    calls = []

    def dies_after_the_act(case: Case, *more: Any, **given: Any) -> Any:
        calls.append(case.id)
        event = perform(case, *more, **given)
        if len(calls) == 3:
            raise Killed
        return event

    monkeypatch.setattr(working, "perform", dies_after_the_act)
    with pytest.raises(Killed):
        work_off(run.id)
    db.session.rollback()
    assert [acts_on(case, "remind") for case in cases] == [1, 1, 0, 0]
    assert run.state == "waiting"
    work_off_runs()
    assert [acts_on(case, "remind") for case in cases] == [1, 1, 1, 1]
    assert run.state == "done"


def test_two_workers_at_once_do_each_case_once(cast: Cast, app: Flask) -> None:
    cases = [case_in("assigned") for _ in range(6)]
    run = chosen("remind", cast, cases)
    with unit_of_work():
        start(run, {"words": "请办理"})
    run_id = run.id
    db.session.commit()
    gate, failed = threading.Barrier(2), []

    def work() -> None:
        try:
            with app.app_context():
                gate.wait()
                work_off(run_id)
                db.session.remove()
        except Exception as error:  # told to the test below
            failed.append(error)

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    db.session.expire_all()
    assert [acts_on(case, "remind") for case in cases] == [1] * 6
    assert {state for state, _words in outcome(run).values()} == {"done"}
    db.session.refresh(run)
    assert run.state == "done"


def test_a_fault_in_one_case_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = case_in("assigned"), case_in("assigned")

    def fails_once(case: Case, *more: Any, **given: Any) -> Any:
        if case.id == bad.id:
            raise RuntimeError("boom")
        return perform(case, *more, **given)

    monkeypatch.setattr(working, "perform", fails_once)
    run = decide("raise", cast, [bad, good], reason="批示")
    assert outcome(run)[bad.id][0] == "refused"
    assert "fault of the program" in outcome(run)[bad.id][1]
    assert outcome(run)[good.id][0] == "done"


def test_what_a_closed_account_decided_is_not_carried_on(cast: Cast) -> None:
    case = case_in("assigned")
    run = chosen("raise", cast, [case])
    with unit_of_work():
        start(run, {"reason": "批示"})
        cast.sunil.is_active = False
    work_off(run.id)
    assert outcome(run)[case.id][0] == "refused"
    assert not case.is_urgent


def test_looks_that_nobody_went_on_with_are_forgotten_after_a_day(cast: Cast) -> None:
    kept = decide("raise", cast, [case_in("assigned")], reason="批示")
    chosen("raise", cast, [case_in("assigned")])
    with clock.pretend(clock.now() + timedelta(hours=25)), unit_of_work():
        assert forget_drafts() == 1
    assert list(db.session.scalars(select(BulkRun.id))) == [kept.id]


def test_every_decision_asks_what_its_transitions_need() -> None:

    for act in CHOSEN:
        asked = {need.removesuffix("?") for need in TRANSITIONS[act.asks_as].needs}
        typed = dict.fromkeys(asked, "x")
        for name in act.transitions:
            row = TRANSITIONS[name]
            needed = {need for need in row.needs if not need.endswith("?")}
            assert needed <= set(act.given(row, typed)), (act.key, name)
            assert row.permission == TRANSITIONS[act.asks_as].permission
            assert row.is_undoable or not act.is_undoable
