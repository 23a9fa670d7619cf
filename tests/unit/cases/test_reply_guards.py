"""Each guard of replies, re-handling and reviews: refuses with a sentence, or lets pass."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from caseflow.core.cases import reply_guards as g
from caseflow.core.cases.facts import ReplyFacts, ReviewFacts, Situation
from caseflow.core.cases.guards import Guard
from caseflow.core.cases.lifecycle import TRANSITIONS
from tests.unit.cases.test_guards import COLLEAGUE, FACTS, ME, NOW, TODAY

WORDS = "已查实整改。"
DRAFT = ReplyFacts("drafting", frozenset({COLLEAGUE}), {31: WORDS})
WAITS = replace(DRAFT, state="proposed")
READY = replace(DRAFT, state="approved")
LATE = ReviewFacts(31, "review", "open", is_late=True, recorded_by_id=COLLEAGUE)
IN_TIME = replace(LATE, is_late=False)
LETTER = {"petition_id": 31, "reply_way": "letter"}


def at(given: dict[str, Any] | None = None, **changes: Any) -> Situation:
    """Return a situation of petition 31; `given` {} asks as a button does."""
    whole = set(Situation.__dataclass_fields__)
    facts = replace(FACTS, **{k: v for k, v in changes.items() if k not in whole})
    more = {k: v for k, v in changes.items() if k in whole}
    asked = {"petition_id": 31} if given is None else given
    return Situation(facts, ME, NOW, TODAY, given=asked, **more)


TOLD = {"told_petition_ids": frozenset({31})}
REPLIED = {"replied_petition_ids": frozenset({31})}
NOT_MINE = {"unsolved": {31: COLLEAGUE}}

REFUSES: list[tuple[Guard, Situation]] = [
    (g.nothing_is_drafted, at(reply=DRAFT)),
    (g.draft_is_whole, at()),
    (g.draft_is_whole, at(reply=WAITS)),
    (g.draft_is_whole, at(reply=replace(DRAFT, is_lacking=True))),
    (g.draft_is_whole, at(reply=replace(DRAFT, texts={}))),
    (g.reply_is_proposed, at(reply=DRAFT)),
    (g.reply_is_proposed, at(reply=READY)),
    (g.did_not_draft, at(reply=replace(WAITS, writers=frozenset({ME})))),
    (g.can_be_sent_back, at()),
    (g.can_be_sent_back, at(reply=DRAFT)),
    *((g.reply_is_approved, at(reply=one)) for one in (ReplyFacts(), DRAFT, WAITS)),
    (g.reply_is_approved, at(reply=replace(READY, texts={32: WORDS}))),
    (g.reply_is_approved, at({"petition_id": 31, "reply_words": "另一番话。"}, reply=READY)),
    (g.reply_is_approved, at({}, reply=WAITS)),
    (g.delivery_is_proven, at(LETTER)),
    (g.delivery_is_proven, at({**LETTER, "reply_way": "sms"})),
    *(
        (g.opinion_is_in_writing, at({"reply_way": way}, reply=ReplyFacts(form="opinion")))
        for way in ("phone", "sms")
    ),
    *(
        (g.telling_is_not_ahead, at({name: NOW + timedelta(seconds=1)}))
        for name in ("told_at", "given_at")
    ),
    (g.something_was_told, at()),
    (g.something_was_told, at(told_petition_ids=frozenset({32}))),
    (g.names_answered_petition, at()),
    (g.names_answered_petition, at(replied_petition_ids=frozenset({32}))),
    (g.unreached_says_nothing, at({"was_reached": False, "is_solved": False})),
    (g.is_not_on_record, at(unsolved={31: None})),
    (g.is_unsolved, at()),
    (g.nobody_says_unsolved, at(unsolved={31: None})),
    (g.names_unsolved_petition, at()),
    (g.names_unsolved_petition, at(unsolved={32: None})),
    (g.refusal_is_proposed, at(unsolved={31: None})),
    (g.refusal_is_proposed, at({}, unsolved={31: None})),
    (g.did_not_propose_refusal, at(unsolved={31: ME})),
    (g.review_is_new, at({"petition_id": 31, "review_stage": "review"}, reviews=(LATE,))),
    (g.review_is_open, at()),
    (g.review_is_open, at(reviews=(replace(LATE, petition_id=32),))),
    (g.review_is_open, at(reviews=(replace(LATE, stage="recheck"),))),
    (g.review_came_late, at(reviews=(IN_TIME,))),
    (g.review_came_late, at(reviews=(IN_TIME, replace(LATE, petition_id=32)))),
    (g.did_not_record_review, at(reviews=(replace(LATE, recorded_by_id=ME),))),
]

PASSES: list[tuple[Guard, Situation]] = [
    (g.nothing_is_drafted, at()),
    (g.draft_is_whole, at(reply=DRAFT)),
    (g.reply_is_proposed, at(reply=WAITS)),
    (g.did_not_draft, at(reply=WAITS)),
    (g.can_be_sent_back, at(reply=WAITS)),
    (g.can_be_sent_back, at(reply=READY)),
    (g.reply_is_approved, at(reply=READY)),
    (g.reply_is_approved, at({}, reply=READY)),
    (g.reply_is_approved, at({"petition_id": 31, "reply_words": WORDS}, reply=READY)),
    (g.delivery_is_proven, at({})),
    (g.delivery_is_proven, at({**LETTER, "reply_way": "phone"})),
    (g.delivery_is_proven, at({**LETTER, "proof_words": "EMS 1"})),
    (g.delivery_is_proven, at({**LETTER, "reply_way": "sms"}, ways_open=frozenset({"sms"}))),
    (g.opinion_is_in_writing, at({"reply_way": "letter"}, reply=ReplyFacts(form="opinion"))),
    (g.opinion_is_in_writing, at({"reply_way": "channel"}, reply=ReplyFacts(form="opinion"))),
    (g.opinion_is_in_writing, at({"reply_way": "phone"}, reply=ReplyFacts(form="letter"))),
    (g.opinion_is_in_writing, at({}, reply=ReplyFacts(form="opinion"))),
    (g.telling_is_not_ahead, at({"told_at": NOW, "given_at": NOW})),
    (g.telling_is_not_ahead, at()),
    (g.something_was_told, at(**TOLD)),
    (g.names_answered_petition, at(**REPLIED)),
    (g.unreached_says_nothing, at({"was_reached": False})),
    (g.unreached_says_nothing, at({"was_reached": True, "is_solved": False})),
    (g.is_not_on_record, at(unsolved={32: None})),
    (g.is_unsolved, at(unsolved={31: None})),
    (g.nobody_says_unsolved, at()),
    (g.names_unsolved_petition, at(unsolved={31: None})),
    (g.refusal_is_proposed, at(**NOT_MINE)),
    (g.refusal_is_proposed, at({}, **NOT_MINE)),
    (g.did_not_propose_refusal, at(**NOT_MINE)),
    (g.review_is_new, at({"petition_id": 31, "review_stage": "recheck"}, reviews=(LATE,))),
    (
        g.review_is_new,
        at(
            {"petition_id": 31, "review_stage": "review"},
            reviews=(replace(LATE, state="refused"),),
        ),
    ),
    (
        g.review_is_new,
        at(
            {"petition_id": 31, "review_stage": "review"},
            reviews=(replace(LATE, is_of_present_reply=False),),
        ),
    ),
    (g.review_is_open, at(reviews=(IN_TIME,))),
    (g.review_came_late, at(reviews=(LATE,))),
    (g.did_not_record_review, at(reviews=(LATE,))),
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
        for name, function in inspect.getmembers(g, inspect.isfunction)
        if function.__module__ == g.__name__ and not name.startswith("_")
    }
    assert {guard for guard, _ in REFUSES} == written
    assert {guard for guard, _ in PASSES} == written
    in_table = {guard for row in TRANSITIONS.values() for guard in row.guards}
    assert {guard for guard in in_table if guard.__module__ == g.__name__} == written
