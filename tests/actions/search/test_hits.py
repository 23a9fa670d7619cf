"""What a search finds, on both databases: every field, within the person's reach, by key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import ComplainantLook
from caseflow.core.search.queries import hits as searching
from caseflow.core.search.queries.hits import Hits, search_cases
from caseflow.core.sources.actions import SourceCommand, edit_source
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import Cast
from tests.factories import a_source, case_in, do, open_case


def found(typed: str, user: User, **more: Any) -> list[int]:
    """Return the ids of the first page; nothing of it was refused."""
    page = search_cases(typed, user, **more)
    assert page.meaning.problems == ()
    return [row.id for row in page.rows]


@pytest.fixture
def known(cast: Cast) -> Case:
    """A case with words in every field, beside one that has none of them."""
    open_case(subject="油烟扰民", body="烧烤店油烟。", address_text="滨江路", respondent_words="")
    return open_case(
        subject="凌晨打桩扰民",
        body="果园路工地每天晚上十一点后还在施工，无法入睡。",
        request="请责令停工整顿",
        respondent_words="渝东建筑队",
        address_text="果园路3号院",
        origin_reference="GD-2026-0077",
        source_id=a_source("忠县红云石材厂").id,
    ).case


FIELDS = (
    ("桩", "one character of the subject"),
    ("打桩", "two"),
    ("凌晨打桩", "four"),
    ("工地", "the words of the petition"),
    ("“每天晚上十一点后”", "a quoted phrase"),
    ("停工 工地", "two words of different fields"),
    ("建筑队", "who is complained of, as said"),
    ("yudong", "the same by its pinyin"),
    ("院", "the address"),
    ("gd-2026-0077", "the sender's number"),
    ("0077", "a part of it"),
    ("石材", "the source's name"),
    ("hongyunshicaichang", "its pinyin"),
    ("shicai", "its pinyin from the middle on"),
    ("hysc", "its initials"),
)


def test_every_field_is_found(known: Case, cast: Cast) -> None:
    for typed, why in FIELDS:
        assert found(typed, cast.olga) == [known.id], why
    assert found(known.number, cast.olga) == [known.id]
    for typed in ("桩打", "晚上施工", "不在其中", "shicaizzz", "q"):
        assert found(typed, cast.olga) == [], typed


def test_a_reply_is_found_and_shown(cast: Cast) -> None:
    case = case_in("reply_owed")
    do(case, "reply", reply_words="已责令夜间停止<浇筑>。")
    (row,) = search_cases("浇筑", cast.olga).rows
    assert row.id == case.id
    (place,) = row.places
    assert place.label == "Reply"
    assert "已责令夜间停止&lt;<mark>浇筑</mark>&gt;。" in place.words


def test_words_are_marked_where_they_stand(known: Case, cast: Cast) -> None:
    (row,) = search_cases("打桩 果园路 hysc", cast.olga).rows
    assert row.title == "凌晨<mark>打桩</mark>扰民"
    assert "<mark>果园路</mark>3号院" in row.place
    assert row.places[0].words == "忠县<mark>红云石材</mark>厂"


def test_who_may_not_see_who_complained_reads_it_in_no_row(cast: Cast) -> None:
    """Neither in what was said nor in the reply, by people of other units neither."""
    person = Person(name="冉秋菊", phone="13900001234", address="果园路3号2栋501室")
    case = case_in("reply_owed", person=person, body="打桩声太大，我是冉秋菊，139 0000 1234。")
    do(case, "reply", reply_words="冉秋菊您好：已责令停止浇筑。")
    for typed in ("打桩", "浇筑"):
        (seen,) = search_cases(typed, cast.olga).rows
        (hidden,) = search_cases(typed, cast.aude).rows
        assert "冉秋菊" in seen.places[0].words, "an operator answers the caller"
        for told in ("冉秋菊", "0000 1234", "139"):
            assert told not in str(hidden), typed
        assert f"<mark>{typed}</mark>" in hidden.places[0].words


def test_a_renamed_source_is_found_by_its_new_name_alone(known: Case, cast: Cast) -> None:
    with unit_of_work():
        command = SourceCommand(name="忠县白鹤水泥厂")
        edit_source(known.source_id or 0, command, cast.sunil, version=1)
    assert found("baihe", cast.olga) == [known.id]
    assert found("hongyun", cast.olga) == []


FILTERS = (
    "街道:忠州",
    "街道:zz 打桩",
    "township:zhongzhou",
    "街道:忠州 街道:乌杨",
    "类别:噪声",  # a category finds its kinds
    "类别:建设施工",
    "类别:zs 打桩",
    "状态:登记 打桩",
    "状态:未结 打桩",
    "渠道:12345 打桩",
    "污染源:红云",
    "污染源:hysc",
    "编号:GD-2026-0077",
    "日期:2020..",
    "日期:今天 打桩",
)
SHUT_OUT = (
    "街道:乌杨",
    "类别:大气 打桩",
    "状态:整改",
    "日期:..2020",
    "标记:加急",
    "状态:已结",
    "单位:squad-1 打桩",
    "渠道:微博 打桩",
    "编号:GD-2026",
)


def test_filters_let_through(known: Case, cast: Cast) -> None:
    for typed in FILTERS:
        assert known.id in found(typed, cast.olga), typed
    assert found(f"编号:{known.number}", cast.olga) == [known.id]
    for typed in SHUT_OUT:
        assert found(typed, cast.olga) == [], typed


def test_what_is_not_understood_is_said_and_nothing_is_looked_up(known: Case, cast: Cast) -> None:
    said = {
        "街道:火星": "“火星” is not known. Perhaps:",
        "类别:噪音": "Perhaps: Noise",
        "街道:": "Write a value after the colon",
        "日期:2026-02-30": "is no day",
        "污染源:没有这家": "no pollution source",
        "电话:123": "last four digits",
    }
    for typed, sentence in said.items():
        page = search_cases(f"打桩 {typed}", cast.olga)
        assert page.rows == ()
        assert sentence in " ".join(page.meaning.problems), typed
        assert page.meaning.asked.typed == f"打桩 {typed}"


def looks() -> int:
    return db.session.scalar(select(func.count(ComplainantLook.id))) or 0


def test_complainants_are_found_whole_and_each_look_is_recorded(cast: Cast) -> None:
    case = open_case(person=Person("欧阳小河", "13912340001", "某处")).case
    other = open_case(person=Person("李四", "13912345555", "某处")).case
    asked = (
        "电话:13912340001",
        "电话:0001",
        "姓名:欧阳小河",
        "姓名:ouyangxiaohe",
        "phone:139-1234-0001",
    )
    for number, typed in enumerate(asked, 1):
        with unit_of_work():
            assert found(typed, cast.olga) == [case.id], typed
        assert looks() == number
    with unit_of_work():
        assert found("姓名:欧阳", cast.olga) == []  # a part of a name finds nobody
        assert found("电话:5555 打桩", cast.olga) == [other.id]
    look = db.session.scalars(select(ComplainantLook).order_by(ComplainantLook.id.desc())).first()
    assert look is not None
    assert (look.user_id, look.reason) == (cast.olga.id, searching.SEARCHED)
    assert found("欧阳小河", cast.olga) == []  # nor is a name among the words


def test_who_may_not_see_complainants_cannot_search_them(cast: Cast) -> None:
    open_case()
    page = search_cases("电话:13812345678", cast.pia)
    assert page.rows == ()
    assert "does not include the right" in page.meaning.problems[0]
    assert looks() == 0


def test_an_officer_finds_the_cases_of_the_own_unit_only(cast: Cast) -> None:
    own = case_in("assigned")
    open_case()
    assert found("打桩", cast.farid) == [own.id]
    assert found("街道:忠州", cast.farid) == [own.id]
    with unit_of_work():
        assert found("电话:13812345678", cast.farid) == [own.id]
    assert found("打桩", cast.zoe) == []


def test_pages_go_on_by_key_there_and_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [open_case().case.id for _ in range(7)][::-1]
    for typed in ("打桩", "打桩 街道:忠州", "街道:忠州"):
        first = search_cases(typed, cast.olga, size=3)
        second = search_cases(typed, cast.olga, size=3, after=first.after)
        third = search_cases(typed, cast.olga, size=3, after=second.after)
        assert [[row.id for row in page.rows] for page in (first, second, third)] == [
            ids[:3], ids[3:6], ids[6:],
        ]  # fmt: skip
        assert (first.before, third.after) == (None, None)
        back = search_cases(typed, cast.olga, size=3, before=third.before)
        assert [row.id for row in back.rows] == ids[3:6]
        assert back.before == ids[3]
        assert search_cases(typed, cast.olga, size=3, before=back.before).before is None
        assert {page.count for page in (first, second, third, back)} == {7}


def test_counts_end_at_their_cap(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "COUNT_CAP", 3)
    monkeypatch.setattr("caseflow.core.cases.queries.lists.counts.COUNT_CAP", 3)
    for _ in range(5):
        open_case()
    assert search_cases("打桩", cast.olga).count_words == "1,000+"
    assert search_cases("打桩 街道:忠州", cast.olga).count == 4


@contextmanager
def limits(monkeypatch: pytest.MonkeyPatch, looked: int, few: int) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(searching, "LOOKED_THROUGH", looked)
        patch.setattr(searching, "FEW", few)
        yield


def test_a_frequent_word_with_a_rare_filter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest case is of another township: the newest cases of the word do not reach it."""
    rare = open_case(township_code="500233002").case
    for _ in range(6):
        open_case()
    typed = "打桩 街道:白公"
    assert [row.id for row in search_cases(typed, cast.olga).rows] == [rare.id]
    with limits(monkeypatch, looked=3, few=2):
        page = search_cases(typed, cast.olga)
        assert ([row.id for row in page.rows], page.is_cut) == ([rare.id], False)
    with limits(monkeypatch, looked=3, few=0):
        page = search_cases(typed, cast.olga)
        assert (page.rows, page.is_cut) == ((), True)


def statements(typed: str, user: User) -> tuple[int, Hits]:
    """Return how many statements a search takes, and what it found."""
    passed: list[str] = []

    def note(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        passed.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        page = search_cases(typed, user)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([sql for sql in passed if not sql.startswith("BEGIN")]), page


def test_as_many_statements_for_one_as_for_many(cast: Cast) -> None:
    open_case()
    db.session.commit()
    asked = {typed: statements(typed, cast.olga) for typed in ("打桩", "打桩 街道:忠州 类别:噪声")}
    for _ in range(12):
        open_case(source_id=a_source().id)
    for typed, (count, page) in asked.items():
        again, more = statements(typed, cast.olga)
        assert len(page.rows) == 1
        assert len(more.rows) == 13
        assert again <= count, typed
