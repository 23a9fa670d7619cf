"""Canned texts in the database: versions are added, never changed; who is offered which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from caseflow.bootstrap import load_reference
from caseflow.core.texts.actions import (
    StaleText,
    TextCommand,
    change_text,
    create_text,
    load_shipped_texts,
)
from caseflow.core.texts.models import CannedText, CannedTextVersion
from caseflow.core.texts.queries import (
    case_facts,
    general_facts,
    offered_texts,
    text_rows,
    text_versions,
)
from caseflow.core.texts.reference import TEXTS
from caseflow.core.texts.rules import day_in_text
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, unit
from tests.factories import case_in


def command(**changes: Any) -> TextCommand:
    whole = TextCommand(
        keywords="试用 测试",
        title="试用的话",
        body="编号{{number}}。",
        places=("reply",),
        valid_from=clock.today(),
        reason="第一次",
    )
    return replace(whole, **changes)


def made(cast: Cast, **changes: Any) -> int:
    with unit_of_work():
        return create_text(command(**changes), cast.sunil)


def titles(user: Any, place: str = "reply") -> set[str]:
    return {row.title for row in offered_texts(user, place)}


def test_a_change_is_a_version_more_and_the_one_before_stays(cast: Cast) -> None:
    text_id = made(cast)
    with unit_of_work():
        change_text(text_id, command(body="新的话。", reason="改短"), 1, cast.dong)
    newest, first = text_versions(text_id)
    assert (newest.version, newest.body, newest.actor, newest.reason) == (
        2, "新的话。", "董调度", "改短",
    )  # fmt: skip
    assert (first.version, first.body, first.actor) == (1, "编号{{number}}。", "苏领导")
    assert [row.body for row in offered_texts(cast.olga, "reply") if row.id == text_id] == [
        "新的话。"
    ]


def test_of_two_who_save_the_same_version_the_second_is_told(cast: Cast) -> None:
    text_id = made(cast)
    with unit_of_work():
        change_text(text_id, command(body="甲"), 1, cast.dong)
    with pytest.raises(StaleText), unit_of_work():
        change_text(text_id, command(body="乙"), 1, cast.sunil)
    assert [row.body for row in text_versions(text_id)] == ["甲", "编号{{number}}。"]


@pytest.mark.parametrize(
    "verb", ["UPDATE canned_text_versions SET body = 'x'", "DELETE FROM canned_text_versions"]
)
def test_the_database_refuses_to_change_a_version(cast: Cast, verb: str) -> None:
    made(cast)
    with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
        db.session.execute(text(verb))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": "{{name}}"}, r"no variable named \{\{name\}\}"),
        ({"places": ()}, "where the text is offered"),
        ({"places": ("call",)}, "where the text is offered"),
        ({"keywords": "  "}, "needs a keyword"),
        ({"valid_until": clock.today() - timedelta(days=1)}, "before the first"),
    ],
)
def test_what_cannot_be_offered_is_refused(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        create_text(command(**changes), cast.sunil)


def test_a_change_needs_a_reason_and_a_text(cast: Cast) -> None:
    text_id = made(cast)
    with pytest.raises(BadInput, match="why"):
        change_text(text_id, command(reason=" "), 1, cast.sunil)
    with pytest.raises(NotVisible):
        change_text(999_999, command(), 1, cast.sunil)
    with pytest.raises(NotVisible):
        text_versions(999_999)


def test_a_text_is_offered_in_its_places_from_its_first_to_its_last_day(cast: Cast) -> None:
    today = clock.today()
    made(cast, title="明天起", valid_from=today + timedelta(days=1))
    made(cast, title="今天止", valid_from=today - timedelta(days=9), valid_until=today)
    made(cast, title="昨天止", valid_from=today - timedelta(days=9),
         valid_until=today - timedelta(days=1))  # fmt: skip
    assert titles(cast.olga) & {"明天起", "今天止", "昨天止"} == {"今天止"}
    assert "今天止" not in titles(cast.olga, "notice")
    standing = {row.title: row.standing for row in text_rows()}
    assert [standing[one] for one in ("明天起", "今天止", "昨天止")] == ["later", "now", "ended"]


def test_a_units_text_is_offered_to_it_and_below_it_only(cast: Cast) -> None:
    made(cast, title="一中队的", unit_id=unit("squad-1").id)
    made(cast, title="全局的", unit_id=unit("bureau").id)
    assert titles(cast.farid) >= {"一中队的", "全局的"}
    assert "一中队的" not in titles(cast.zoe)
    assert "全局的" in titles(cast.zoe)


def test_it_is_found_by_initials_of_every_keyword_and_the_title(cast: Cast) -> None:
    text_id = made(cast)
    (row,) = [row for row in offered_texts(cast.olga, "reply") if row.id == text_id]
    assert [initials for initials, _pinyin in row.letters] == ["sy", "cs", "sydh"]
    assert row.letters[0][1] == "shiyong"


def test_shipped_texts_come_once_and_what_was_changed_here_stays(cast: Cast) -> None:
    count = select(func.count()).select_from(CannedTextVersion)
    before = db.session.scalar(count)
    assert before == len(TEXTS)
    text_id = db.session.scalars(
        select(CannedText.id).where(CannedText.shipped_key == "accepted")
    ).one()
    with unit_of_work():
        change_text(text_id, command(title="本局的受理告知"), 1, cast.sunil)
    with unit_of_work():
        assert load_shipped_texts() == 0
        assert load_reference() == 0
    assert db.session.scalar(count) == before + 1
    assert text_versions(text_id)[0].title == "本局的受理告知"


def test_a_case_fills_in_what_it_knows_and_nothing_about_who_complained(cast: Cast) -> None:
    case = case_in("investigating")
    facts = case_facts(case.id, cast.farid)
    assert facts["case_number"] == case.number
    assert facts["unit"] == "执法一大队"
    assert facts["number"]
    assert facts["promised_on"].endswith("日")
    assert set(facts) <= {
        "case_number", "unit", "number", "promised_on", "source", "place",
    }  # fmt: skip
    general = general_facts(cast.farid)
    assert general["operator"] == "方立德"
    assert general["today"] == day_in_text(clock.today())


def test_another_units_case_fills_in_nothing(cast: Cast) -> None:
    case = case_in("investigating")
    with pytest.raises(NotVisible):
        case_facts(case.id, cast.zoe)
