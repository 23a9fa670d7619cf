"""Every guard, refusing and letting pass, on facts that differ in one thing only."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from caseflow.core.cases import guards as g
from caseflow.core.cases import inspection_guards as ig
from caseflow.core.cases import joining_guards as jg
from caseflow.core.cases import together_guards as tg
from caseflow.core.cases.facts import (
    CaseFacts,
    LatestAct,
    OfficerFacts,
    ReceiverFacts,
    Situation,
    TaskFacts,
)
from caseflow.core.cases.guards import Guard
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.states import ENDED, State

NOW = datetime(2026, 9, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 24)
ME, COLLEAGUE = 7, 8

LATEST = LatestAct(4, "assign", ME, NOW - timedelta(minutes=9), "accepted", is_undoable=True)

SPLIT = replace(LATEST, act="split", leading_state=State.RECTIFYING)

FACTS = CaseFacts(
    state=State.INVESTIGATING,
    track="report",
    has_source=True,
    open_order_count=0,
    inspection_count=1,
    violation_count=1,
    petition_count=1,
    unanswered_petition_ids=frozenset({31}),
    unreachable_petition_ids=frozenset({31}),
    is_ruled=False,
    return_count=1,
    workers=frozenset({COLLEAGUE}),
    latest=LATEST,
    open_clocks=frozenset({"handling", "acknowledgement"}),
    is_joint=True,
    is_township_held=True,
    observation_count=1,
)

OFFICERS = {
    ME: OfficerFacts(ME, True, "50012341", 3),
    COLLEAGUE: OfficerFacts(COLLEAGUE, True, "50012342", 3),
}
SQUAD = ReceiverFacts(is_unit_open=True, has_head=True)
TOWNSHIP = replace(SQUAD, is_township=True, is_named=False)
PAIR = {"officer_id": ME, "second_officer_id": COLLEAGUE}


def situation(given: dict[str, Any] | None = None, **changes: Any) -> Situation:
    """Return a situation in which every guard is content, but for `changes` and `given`."""
    names = set(Situation.__dataclass_fields__)
    facts = replace(FACTS, **{k: v for k, v in changes.items() if k not in names})
    whole: dict[str, Any] = {
        "given": {"petition_id": 31, "task_id": 5, **PAIR, **(given or {})},
        "receiver": SQUAD,
        "tasks": {5: TaskFacts(is_received=False, is_mine=True)},
        "undo_minutes": 10,
        "return_once": True,
        "officers": OFFICERS,
        "target": replace(FACTS, state=State.ACCEPTED),
        "target_id": 2,
        "case_id": 1,
        **{k: v for k, v in changes.items() if k in names},
    }
    return Situation(case=facts, actor_id=ME, now=NOW, today=TODAY, **whole)


EXPIRED = {**OFFICERS, COLLEAGUE: OfficerFacts(COLLEAGUE, False, "", 3)}
MODULES = {module.__name__: module for module in (g, ig, jg, tg)}
REFUSES: list[tuple[Guard, Situation]] = [
    (g.not_own_work, situation(workers=frozenset({ME, COLLEAGUE}))),
    (ig.no_open_order, situation(open_order_count=1)),
    (ig.has_inspection, situation(inspection_count=0, is_township_held=False)),
    (ig.has_inspection, situation(inspection_count=0, observation_count=0)),
    (
        ig.has_inspection,
        situation(inspection_count=0, track="inspection", is_township_held=False),
    ),
    (g.somebody_answers, situation(receiver=None)),
    (g.somebody_answers, situation(receiver=replace(SQUAD, is_unit_open=False))),
    (g.somebody_answers, situation(receiver=replace(SQUAD, has_head=False))),
    (g.somebody_answers, situation(receiver=replace(SQUAD, is_assignee_there=False))),
    (g.township_is_named, situation(receiver=TOWNSHIP)),
    (ig.held_by_township, situation(is_township_held=False)),
    (tg.no_open_task, situation(open_task_count=1)),
    (tg.names_open_task, situation(tasks={})),
    (tg.names_open_task, situation({"task_id": 6})),
    (tg.names_own_task, situation(tasks={5: TaskFacts(is_received=True, is_mine=False)})),
    (tg.names_own_task, situation({"task_id": 6})),
    (tg.names_unreceived_task, situation(tasks={5: TaskFacts(is_received=True, is_mine=True)})),
    (tg.answer_day_is_not_over, situation({"due_on": TODAY - timedelta(days=1)})),
    (tg.is_joint, situation(is_joint=False)),
    (tg.is_not_joint, situation(is_joint=True)),
    (tg.meeting_is_not_ahead, situation({"held_on": TODAY + timedelta(days=1)})),
    (ig.found_violation, situation(violation_count=0)),
    (ig.respondent_is_known, situation(has_source=False)),
    (ig.two_certified_officers, situation({"second_officer_id": ME})),
    (ig.two_certified_officers, situation({"second_officer_id": None})),
    (ig.two_certified_officers, situation({"officer_id": None, "second_officer_id": None})),
    (ig.two_certified_officers, situation({"second_officer_id": 99})),
    (ig.two_certified_officers, situation(officers=EXPIRED)),
    (ig.visit_is_not_ahead, situation({"visited_at": NOW + timedelta(seconds=1)})),
    (ig.due_day_is_ahead, situation({"due_on": TODAY})),
    (ig.due_day_is_ahead, situation({"due_on": TODAY - timedelta(days=1)})),
    (g.not_returned_after_ruling, situation(is_ruled=True)),
    (g.was_returned, situation(return_count=0)),
    (g.is_petition_matter, situation(track="report")),
    (g.is_not_raised, situation(is_group=True)),
    (jg.target_is_open, situation(target=None)),
    (jg.target_is_open, situation(target_id=1)),
    *((jg.target_is_open, situation(target=replace(FACTS, state=state))) for state in ENDED),
    (g.is_consultation, situation(track="petition")),
    (g.is_consultation, situation(track="report")),
    (g.names_unanswered_petition, situation(unanswered_petition_ids=frozenset())),
    (g.names_unanswered_petition, situation({"petition_id": 32})),
    (g.names_unanswered_petition, situation({"petition_id": None})),
    (g.names_unreachable_petition, situation(unreachable_petition_ids=frozenset())),
    (g.names_unreachable_petition, situation({"petition_id": 32})),
    (g.has_petition, situation(petition_count=0)),
    (jg.target_can_lead, situation(target=None, target_id=None)),
    (jg.target_can_lead, situation(target_id=1)),
    *(
        (jg.target_can_lead, situation(target=replace(FACTS, state=state)))
        for state in (State.REGISTERED, *ENDED)
    ),
    (jg.leads_no_other, situation(merged_case_count=1)),
    (g.latest_act_can_be_undone, situation(latest=None)),
    (g.latest_act_can_be_undone, situation(latest=replace(LATEST, is_undoable=False))),
    (g.latest_act_can_be_undone, situation(latest=replace(LATEST, actor_id=COLLEAGUE))),
    (
        g.latest_act_can_be_undone,
        situation(latest=replace(LATEST, at=NOW - timedelta(minutes=11))),
    ),
    *(
        (jg.split_can_be_undone, situation(latest=replace(SPLIT, leading_state=state)))
        for state in ENDED
    ),
    (jg.split_can_be_undone, situation(latest=SPLIT, merged_case_count=1)),
    (jg.joining_can_be_undone, situation(latest=replace(LATEST, act="join", is_told_since=True))),
    (g.owes_acknowledgement, situation(open_clocks=frozenset({"reply"}))),
    (g.is_only_imported, situation()),
    (g.no_reply_given, situation(unanswered_petition_ids=frozenset())),
    (g.nobody_is_owed, situation()),
    (g.no_notice_is_open, situation(awaited_notice_count=1)),
    (g.no_notice_is_open, situation(answered_notice_count=1)),
    (g.notice_awaits_answer, situation(awaited_notice_count=0)),
    (g.notice_is_answered, situation(answered_notice_count=0)),
    (g.answer_day_is_ahead, situation({"answer_by": TODAY - timedelta(days=1)})),
]

PASSES: list[tuple[Guard, Situation]] = [
    (g.somebody_answers, situation()),
    (g.somebody_answers, situation({"assignee_id": ME}, receiver=replace(SQUAD, has_head=False))),
    (g.township_is_named, situation()),
    (g.township_is_named, situation({"township_reason": "属地巡查。"}, receiver=TOWNSHIP)),
    (g.township_is_named, situation(receiver=replace(TOWNSHIP, is_named=True))),
    (ig.has_inspection, situation(inspection_count=0)),
    (ig.held_by_township, situation()),
    (tg.no_open_task, situation()),
    (tg.names_open_task, situation()),
    (tg.names_own_task, situation()),
    (tg.names_unreceived_task, situation()),
    (tg.answer_day_is_not_over, situation({"due_on": TODAY})),
    (tg.is_joint, situation()),
    (tg.is_not_joint, situation(is_joint=False)),
    (tg.meeting_is_not_ahead, situation({"held_on": TODAY})),
    (g.not_own_work, situation()),
    (ig.no_open_order, situation()),
    (ig.has_inspection, situation()),
    *(
        (ig.has_inspection, situation(inspection_count=0, track=track))
        for track in ("petition", "consultation", "suggestion")
    ),
    (ig.found_violation, situation()),
    (ig.respondent_is_known, situation()),
    (ig.two_certified_officers, situation()),
    (ig.visit_is_not_ahead, situation({"visited_at": NOW})),
    (ig.due_day_is_ahead, situation({"due_on": TODAY + timedelta(days=1)})),
    (g.not_returned_after_ruling, situation()),
    (g.not_returned_after_ruling, situation(is_ruled=True, return_once=False)),
    (g.was_returned, situation()),
    (g.is_consultation, situation(track="consultation")),
    (g.names_unanswered_petition, situation()),
    (g.nobody_is_owed, situation(unanswered_petition_ids=frozenset())),
    (g.names_unreachable_petition, situation()),
    (g.has_petition, situation()),
    *(
        (jg.target_can_lead, situation(target=replace(FACTS, state=state)))
        for state in (State.ACCEPTED, State.RECTIFYING, State.REPLY_OWED)
    ),
    (g.is_petition_matter, situation(track="petition")),
    (g.is_not_raised, situation()),
    *(
        (jg.target_is_open, situation(target=replace(FACTS, state=state)))
        for state in (State.REGISTERED, State.ACCEPTED, State.REPLY_OWED)
    ),
    (jg.leads_no_other, situation()),
    (g.latest_act_can_be_undone, situation()),
    (jg.split_can_be_undone, situation(merged_case_count=1)),
    (jg.split_can_be_undone, situation(latest=SPLIT)),
    (jg.joining_can_be_undone, situation(latest=replace(LATEST, act="join"))),
    (g.owes_acknowledgement, situation()),
    (g.is_only_imported, situation(is_only_imported=True)),
    (g.no_reply_given, situation()),
    (g.no_reply_given, situation(unanswered_petition_ids=frozenset(), petition_count=0)),
    (g.no_notice_is_open, situation()),
    (g.notice_awaits_answer, situation(awaited_notice_count=1)),
    (g.notice_is_answered, situation(answered_notice_count=1)),
    (g.answer_day_is_ahead, situation({"answer_by": TODAY})),
    (g.answer_day_is_ahead, situation()),
]


def _name(value: Any) -> str | None:
    return value.__name__ if callable(value) else ""


@pytest.mark.parametrize(("guard", "facts"), REFUSES, ids=_name)
def test_it_refuses_with_a_sentence(guard: Guard, facts: Situation) -> None:
    said = guard(facts)
    assert said is not None
    assert said.endswith(".")


@pytest.mark.parametrize(("guard", "facts"), PASSES, ids=_name)
def test_it_lets_pass(guard: Guard, facts: Situation) -> None:
    assert guard(facts) is None


def test_every_guard_is_tried_both_ways_and_stands_in_the_table() -> None:
    written = {
        function
        for name, module in MODULES.items()
        for called, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == name and not called.startswith("_")
    }
    assert {guard for guard, _ in REFUSES} == written
    assert {guard for guard, _ in PASSES} == written
    in_table = {guard for row in TRANSITIONS.values() for guard in row.guards}
    assert {guard for guard in in_table if guard.__module__ in MODULES} == written


GUARDS_OF: dict[str, set[str]] = {
    "sign_off": {"not_own_work", "no_open_order"},
    "submit_for_sign_off": {"no_open_order", "has_inspection", "no_open_task"},
    "record_inspection": {"two_certified_officers", "visit_is_not_ahead"},
    "pass_reinspection": {"two_certified_officers", "visit_is_not_ahead"},
    "fail_reinspection": {"two_certified_officers", "visit_is_not_ahead", "due_day_is_ahead"},
    "return_to_dispatcher": {"not_returned_after_ruling"},
    "reply": {
        "names_unanswered_petition",
        "reply_is_approved",
        "opinion_is_in_writing",
        "delivery_is_proven",
        "telling_is_not_ahead",
    },
    "approve_reply": {"reply_is_proposed", "did_not_draft"},
    "propose_reply": {"draft_is_whole"},
    "record_no_way_back": {"names_unreachable_petition"},
    "merge": {"target_can_lead", "leads_no_other", "no_open_order"},
    "withdraw": {"has_petition", "leads_no_other", "no_open_order"},
    "void_import": {"is_only_imported"},
}


@pytest.mark.parametrize("name", GUARDS_OF)
def test_the_guards_that_the_law_or_the_bureau_asks_for_stand_at_their_steps(name: str) -> None:
    assert {guard.__name__ for guard in TRANSITIONS[name].guards} == GUARDS_OF[name]


def test_only_a_reply_or_its_impossibility_closes_a_case_that_owes_one() -> None:
    """No way to `closed` but through `reply_owed`, or by an answer given with the step itself."""
    closing = {row.name for row in TRANSITIONS.values() if State.CLOSED in {row.to, row.or_to}}
    owing = {"sign_off", "reply", "record_no_way_back", "close_answered"}
    assert closing == {"answer_at_once", "import_reply", *owing}
    answering = {name for name in closing if "reply_words" in TRANSITIONS[name].needs}
    assert answering == {"answer_at_once", "import_reply"}  # `reply` takes the words approved
    for name in owing:
        row = TRANSITIONS[name]
        assert (row.to, row.or_to) == (State.REPLY_OWED, State.CLOSED)
