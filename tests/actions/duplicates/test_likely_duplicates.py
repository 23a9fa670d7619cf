"""Likely duplicates by the index: kept with the case, seen by right, found without a scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import event, func, insert, select, text, update

from caseflow.core.cases.actions.opening import Opened, register_petition
from caseflow.core.cases.indexing import index_case, index_next
from caseflow.core.cases.likeness import Words, part_of
from caseflow.core.cases.models import Case
from caseflow.desk.duplicates.queries import CLOSED_FOR, Probe, Suggestion, likely_duplicates
from caseflow.desk.duplicates.rules import Place
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.search import likeness
from caseflow.ground.search.models import LikenessProfile, LikenessToken
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast
from tests.factories import (
    a_source,
    case_in,
    do,
    open_case,
    open_inspection_case,
    petition_command,
)

FUMES = "一楼的餐馆没有专用烟道，油烟直接排到楼道里，住户不敢开窗，多次反映没有结果。"
PLACES = ("香怡花园", "碧云家园", "金竹新城", "柳林雅苑", "石桥公寓", "翠屏山庄")


@pytest.fixture
def cast(db_session: Any) -> Iterator[Cast]:
    with unit_of_work():
        made = make_cast()
    with force_locale("en"):
        yield made


def told(place: str = "香怡花园", **changes: Any) -> Opened:
    fields = {
        "subject": f"{place}楼下餐馆油烟扰民",
        "body": f"{place}{FUMES}",
        "address_text": "",
        "respondent_words": "",
        "category_codes": ("air-fumes",),
    }
    return open_case(**{**fields, **changes})


def probe(place: str = "香怡花园", **changes: Any) -> Probe:
    fields: dict[str, Any] = {"subject": f"{place}餐馆油烟大", "body": FUMES}
    return Probe(**{**fields, **changes})


def ids(found: list[Suggestion]) -> list[int]:
    return [one.case_id for one in found]


def tokens_of(case: Case) -> set[int]:
    wanted = select(LikenessToken.token).where(LikenessToken.case_id == case.id)
    return set(db.session.scalars(wanted))


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the statements that the block sends."""
    sent: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_same_place_is_suggested_and_another_with_the_same_words_is_not(cast: Cast) -> None:
    cases = {place: told(place).case for place in PLACES}
    for place, case in cases.items():
        [found] = likely_duplicates(probe(place), cast.olga)
        assert (found.case_id, found.number, found.title) == (case.id, case.number, case.title)
        assert found.place is Place.SAME
        assert 0 < found.score <= 1


def test_a_suggestion_says_why(cast: Cast) -> None:
    opened = told()
    at = clock.now() + timedelta(days=3)
    asked = probe(category_codes=("air-fumes",), phone="138 1234 5678", at=at)
    [found] = likely_duplicates(asked, cast.olga)
    assert found.petition_count == 1
    assert found.opened_at == opened.case.opened_at
    assert "same compound: 香怡花园" in found.reasons
    assert {"same category", "same caller", "3 days earlier"} <= set(found.reasons)
    assert any(reason.endswith("% of the words alike") for reason in found.reasons)


def test_the_source_finds_its_cases_whatever_is_told(cast: Cast) -> None:
    source, other = a_source("聚福养殖场"), a_source("永盛砖厂")
    case = told(source_id=source.id).case
    asked = Probe(subject="夜里闻到怪味", source_id=source.id)
    [found] = likely_duplicates(asked, cast.olga)
    assert (found.case_id, found.source) == (case.id, "聚福养殖场")
    assert found.reasons[0] == "same source"
    assert likely_duplicates(Probe(subject="香怡花园油烟", source_id=other.id), cast.olga) == []


def test_who_names_the_source_finds_a_case_that_is_only_linked_to_it(cast: Cast) -> None:
    source = a_source("聚福实业有限公司")
    case = told(
        subject="夜间排放臭气", body="每天半夜排放臭气，不敢开窗。", source_id=source.id
    ).case
    asked = Probe(subject="聚福公司又在半夜排放臭气", body="半夜排放臭气，家里不敢开窗。")
    assert ids(likely_duplicates(asked, cast.olga)) == [case.id]


def test_near_coordinates_find_a_case_without_a_name(cast: Cast) -> None:
    case = told(
        subject="半夜打桩", body="晚上打桩声音很大，睡不着。", longitude=108.0300, latitude=30.3000
    ).case
    near = Probe(subject="晚上打桩声音很大", longitude=108.0312, latitude=30.3008)
    [found] = likely_duplicates(near, cast.olga)
    assert found.case_id == case.id
    assert any(reason.endswith(" m away") for reason in found.reasons)
    far = Probe(subject="晚上打桩声音很大", longitude=108.20, latitude=30.30)
    assert likely_duplicates(far, cast.olga) == []


def test_only_what_the_user_may_see_is_suggested(cast: Cast) -> None:
    case = case_in("assigned", subject="香怡花园楼下餐馆油烟扰民", body=FUMES)
    assert ids(likely_duplicates(probe(), cast.farid)) == [case.id]
    assert likely_duplicates(probe(), cast.zoe) == []


def test_a_merged_case_stands_for_its_leading_case_and_counts_its_petitions(cast: Cast) -> None:
    leading = case_in("accepted", subject="金竹新城噪声", body="金竹新城半夜打桩。")
    merged = told().case
    do(merged, "accept")
    do(merged, "merge", target_number=leading.number)
    [found] = likely_duplicates(probe(), cast.olga)
    assert (found.case_id, found.number) == (leading.id, leading.number)
    assert found.petition_count == 2


def test_an_open_or_lately_closed_case_is_suggested_an_old_one_not(cast: Cast) -> None:
    case = told().case
    for days, is_found in ((0, True), (CLOSED_FOR.days - 1, True), (CLOSED_FOR.days + 1, False)):
        db.session.execute(
            update(Case)
            .where(Case.id == case.id)
            .values(closed_at=clock.now() - timedelta(days=days))
        )
        assert bool(likely_duplicates(probe(), cast.olga)) is is_found


def test_the_case_at_hand_is_left_out(cast: Cast) -> None:
    case = told().case
    assert likely_duplicates(probe(exclude_case_id=case.id), cast.olga) == []


def test_at_most_so_many_are_suggested_the_likeliest_first(cast: Cast) -> None:
    for nth in range(8):
        told(body=FUMES[: 10 + 3 * nth])
    found = likely_duplicates(probe(), cast.olga, limit=3)
    assert len(found) == 3
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_too_little_typed_suggests_nothing(cast: Cast) -> None:
    told()
    with counted() as sent:
        assert likely_duplicates(Probe(subject="香怡"), cast.olga) == []
    assert sent == []


def test_an_inspection_is_found_too(cast: Cast) -> None:
    case = open_inspection_case(title="香怡花园餐饮油烟专项检查", address_text="香怡花园")
    assert ids(likely_duplicates(probe(), cast.olga)) == [case.id]


def test_the_index_is_written_with_the_case_and_lost_with_it(cast: Cast) -> None:
    kept = told().case
    assert tokens_of(kept)
    before = db.session.scalar(select(func.count()).select_from(LikenessToken))
    register_petition(petition_command(subject="柳林雅苑油烟", body=FUMES), cast.olga)
    assert db.session.scalar(select(func.count()).select_from(LikenessToken)) > before
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(LikenessToken)) == before


def test_a_case_has_few_narrow_rows(cast: Cast) -> None:
    """Registration must stay fast, whatever is told."""
    long = told(
        body="".join(f"{place}{nth}栋{FUMES}" for nth in range(40) for place in PLACES)
    ).case
    assert 10 < len(tokens_of(long)) < 40


def test_indexing_again_changes_nothing_and_writes_nothing(cast: Cast) -> None:
    case = told().case
    before = tokens_of(case)
    with counted() as sent:
        index_case(case)
    assert not [one for one in sent if "likeness" in one and not one.startswith("SELECT")]
    assert tokens_of(case) == before


def test_linking_a_source_takes_old_tokens_away_and_adds_its_own(cast: Cast) -> None:
    case = case_in("assigned", subject="香怡花园油烟", body=FUMES)
    before = tokens_of(case)
    source = a_source("老王火锅店")
    do(case, "link_source", source_id=source.id)
    after = tokens_of(case)
    assert likeness.token("source", str(source.id)) in after - before
    assert ids(likely_duplicates(Probe(subject="老王火锅店油烟大"), cast.olga)) == [case.id]
    with unit_of_work():
        likeness.put_likeness(case.id, [part_of(Words("柳林雅苑", ""))])
    assert tokens_of(case) == set(part_of(Words("柳林雅苑", "")).tokens)


def test_the_index_can_be_built_anew(cast: Cast) -> None:
    case = told().case
    told("碧云家园")
    wanted = tokens_of(case)
    with unit_of_work():
        likeness.remove_likeness(list(db.session.scalars(select(Case.id))))
    assert likely_duplicates(probe(), cast.olga) == []
    with unit_of_work():
        assert index_next(0, 10)[1] == 2
    assert tokens_of(case) == wanted
    assert ids(likely_duplicates(probe(), cast.olga)) == [case.id]
    profiles = db.session.scalar(select(func.count()).select_from(LikenessProfile))
    assert profiles == 2


def test_the_statements_do_not_grow_with_the_cases(cast: Cast) -> None:
    told()
    likely_duplicates(probe(), cast.olga)
    with counted() as few:
        likely_duplicates(probe(), cast.olga)
    for nth in range(12):
        told(body=FUMES[nth:])
    likely_duplicates(probe(), cast.olga)
    with counted() as many:
        assert len(likely_duplicates(probe(), cast.olga)) == 5
    assert len(few) == len(many) == 2


def test_a_token_that_everybody_has_costs_no_more_than_its_newest_holders(cast: Cast) -> None:
    """The newest case is found behind more holders of its tokens than are read."""
    number = likeness.token("place", "香怡花园")
    with unit_of_work():
        db.session.add_all(
            LikenessToken(token=number, case_id=900_000 + nth)
            for nth in range(2 * likeness.HOLDERS_READ)
        )
    found = likeness.sharing({number: 1.0}, limit=10 * likeness.HOLDERS_READ)
    newest = 900_000 + 2 * likeness.HOLDERS_READ - 1
    assert found == [newest - nth for nth in range(likeness.HOLDERS_READ)]


def test_rare_tokens_rank_before_common_ones(cast: Cast) -> None:
    with unit_of_work():
        for nth in range(30):
            db.session.add(LikenessToken(token=1, case_id=500 + nth))
        db.session.add(LikenessToken(token=2, case_id=100))
    assert likeness.sharing({1: 1.0, 2: 1.0}, limit=1) == [100]


def plan_of_the_candidates() -> str:
    """Return how the database finds candidates, a step a line."""
    dialect = db.engine.dialect.name
    given: dict[str, Any] = {"read": 48, "common": 6.0, "limit": 40, "without": 0, "before": 2**62}
    if dialect == "sqlite":
        given["wanted"] = "[[1, 1.0], [2, 1.0]]"
    else:
        given |= {"tokens": [1, 2], "weights": [1.0, 1.0]}
    explain = "EXPLAIN QUERY PLAN " if dialect == "sqlite" else "EXPLAIN "
    statement = text(explain + likeness.STATEMENTS[dialect].text)
    if dialect == "postgresql":
        statement = statement.bindparams(*likeness.ARRAYS)
    return "\n".join(str(tuple(line)) for line in db.session.execute(statement, given))


def test_candidates_come_from_the_index_not_from_a_scan(cast: Cast) -> None:
    with unit_of_work():
        db.session.execute(
            insert(LikenessToken), [{"token": nth % 700, "case_id": nth} for nth in range(20_000)]
        )
    db.session.execute(text("ANALYZE"))
    plan = plan_of_the_candidates()
    if db.engine.dialect.name == "sqlite":
        assert "SEARCH held USING PRIMARY KEY (token=? AND case_id>? AND case_id<?)" in plan
        assert "SEARCH late USING PRIMARY KEY (token=? AND case_id<?)" in plan
        assert "SCAN held" not in plan
    else:
        assert "pk_likeness_tokens" in plan
        assert "Seq Scan on likeness_tokens" not in plan


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_candidates_are_read_by_their_keys(cast: Cast) -> None:
    """No table of the second statement is gone through: cases, profiles, petitions, people."""
    for place in PLACES:
        told(place)
    with counted() as sent:
        likely_duplicates(probe(), cast.olga)
    [asked] = [one for one in sent if "likeness_profiles" in one]
    values = tuple([1] * asked.count("?"))
    lines = db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + asked, values)
    plan = "\n".join(str(tuple(line)) for line in lines)
    scanned = set(re.findall(r"SCAN (?!CONSTANT ROW|\(subquery)\S+", plan))
    assert scanned == set(), plan
