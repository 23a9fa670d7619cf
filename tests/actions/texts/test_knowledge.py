"""Answers in the database: found by an index, kept by version, given only while they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DatabaseError

from caseflow.core.texts.actions import StaleText
from caseflow.desk.knowledge.actions import (
    AnswerCommand,
    change_entry,
    create_entry,
    load_shipped_answers,
)
from caseflow.desk.knowledge.models import KnowledgeEntry, KnowledgeTerm
from caseflow.desk.knowledge.queries import (
    PAGE,
    answer_versions,
    answers_of,
    fitting_answers,
    fitting_ids,
)
from caseflow.desk.knowledge.reference import ENTRIES
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast


def command(**changes: Any) -> AnswerCommand:
    whole = AnswerCommand(
        topic="waste",
        question="旧沙发怎么处理？",
        answer="联系大件垃圾收运。",
        keywords="大件垃圾 家具",
        reason="第一次",
    )
    return replace(whole, **changes)


def made(cast: Cast, **changes: Any) -> int:
    with unit_of_work():
        return create_entry(command(**changes), cast.sunil)


def keys(typed: str) -> list[str | None]:
    rows = {
        row.id: row.shipped_key
        for row in db.session.execute(select(KnowledgeEntry.id, KnowledgeEntry.shipped_key))
    }
    return [rows[one] for one in fitting_ids(typed)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("我想问一下工地晚上可不可以施工，要不要办证明", "night-work"),
        ("夜间施工", "night-work"),
        ("yjsg", "night-work"),
        ("楼下开了个餐馆油烟大得很，这个是允许的吗", "fumes"),
        ("广场舞", "neighbour-noise"),
        ("举报了多久给我答复", "report-closed-within"),
        ("对你们的处理意见不服", "review"),
        ("烧秸秆", "burning"),
        ("jg", "burning"),
        ("怎么查进度", "how-to-look-up"),
        ("会不会保密", "kept-secret"),
    ],
)
def test_the_answer_is_among_the_first_three(cast: Cast, typed: str, key: str) -> None:
    assert key in keys(typed)[:3]


@pytest.mark.parametrize("typed", ["", "？", "彩票中奖号码", "q"])
def test_words_that_fit_nothing_find_nothing(cast: Cast, typed: str) -> None:
    assert fitting_ids(typed) == []


def test_a_change_is_found_by_its_new_words_and_no_longer_by_the_old(cast: Cast) -> None:
    entry_id = made(cast)
    assert fitting_ids("沙发") == [entry_id]
    with unit_of_work():
        changed = command(question="旧冰箱怎么处理？", keywords="家电", reason="改问题")
        change_entry(entry_id, changed, 1, cast.dong)
    assert fitting_ids("沙发") == []
    assert fitting_ids("冰箱") == [entry_id]
    assert [row.question for row in answer_versions(entry_id)] == [
        "旧冰箱怎么处理？", "旧沙发怎么处理？",
    ]  # fmt: skip


def test_a_stale_change_leaves_words_and_index_as_they_are(cast: Cast) -> None:
    entry_id = made(cast)
    with unit_of_work():
        change_entry(entry_id, command(question="旧床怎么处理？"), 1, cast.dong)
    with pytest.raises(StaleText), unit_of_work():
        change_entry(entry_id, command(question="旧冰箱怎么处理？"), 1, cast.sunil)
    assert fitting_ids("冰箱") == []
    assert len(answer_versions(entry_id)) == 2


def test_an_answer_out_of_date_is_listed_but_not_given_on_a_call(cast: Cast) -> None:
    entry_id = made(cast, valid_until=clock.today() - timedelta(days=1))
    future = made(cast, question="旧沙发下月怎么处理？",
                  in_force_from=clock.today() + timedelta(days=1))  # fmt: skip
    assert fitting_answers("沙发", 5, only_usable=True) == []
    found = {row.entry_id for row in fitting_answers("沙发", 5, only_usable=False)}
    assert found == {entry_id, future}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topic": "love"}, "topic"),
        ({"question": " "}, "question"),
        ({"answer": ""}, "answer"),
        ({"is_verified": True}, "source"),
        ({"in_force_from": clock.today(), "in_force_until": clock.today() - timedelta(days=1)},
         "before the first"),
    ],
)  # fmt: skip
def test_what_cannot_be_relied_on_is_refused(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        create_entry(command(**changes), cast.sunil)


@pytest.mark.parametrize(
    "verb", ["UPDATE knowledge_versions SET answer = 'x'", "DELETE FROM knowledge_versions"]
)
def test_the_database_refuses_to_change_a_version(cast: Cast, verb: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(text(verb))


def test_shipped_answers_come_once(cast: Cast) -> None:
    assert db.session.scalar(select(func.count()).select_from(KnowledgeEntry)) == len(ENTRIES)
    assert load_shipped_answers() == 0


def test_a_long_list_is_read_by_pages(cast: Cast) -> None:
    for number in range(PAGE):
        made(cast, topic="water", question=f"问题{number}？")
    first, following = answers_of("")
    assert following is not None
    second, last = answers_of("", following)
    assert last is None
    assert len(first) == PAGE
    assert len(first) + len(second) == len(ENTRIES) + PAGE
    assert answers_of("water")[1] is None


def test_a_search_takes_four_statements_and_reads_the_index(cast: Cast) -> None:
    said: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN":
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        assert fitting_answers("夜间施工要不要证明", 5, only_usable=True)
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert len(said) == 4
    if db.engine.dialect.name == "sqlite":
        asked = select(KnowledgeTerm.entry_id).where(KnowledgeTerm.term.in_(["夜间", "施工"]))
        sql = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = str(db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all())
        assert "SEARCH knowledge_terms" in plan
