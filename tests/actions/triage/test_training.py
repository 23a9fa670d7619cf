"""Training on the bureau's cases: a better model comes into force, no other does, twice or not."""

from __future__ import annotations

import json
import logging
import random
import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.desk.triage import queries
from caseflow.desk.triage.actions import training
from caseflow.desk.triage.actions.force import switch_off
from caseflow.desk.triage.actions.outcomes import record_outcome
from caseflow.desk.triage.actions.training import keep_training, newest_month, train_newest
from caseflow.desk.triage.models import TriageOutcome, TriageTraining
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from workers.jobs.triage import train_categories

NOW = datetime(2026, 11, 5, 4, 0, tzinfo=clock.ZONE)
EARLIER = datetime(2026, 8, 10, 10, 0, tzinfo=clock.ZONE)
NEWEST = datetime(2026, 10, 12, 10, 0, tzinfo=clock.ZONE)
NEXT = datetime(2026, 11, 9, 10, 0, tzinfo=clock.ZONE)

STRANGE = {"noise-social": ("咣当咣当", "嗡嗡哐哐"), "water": ("绿茵茵漂着", "滑腻腻粘手")}
"""Words that the keyword table does not know: only a trained model can tell these apart."""


@pytest.fixture
def office(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The cast, and limits that a test can reach."""
    monkeypatch.setattr(training, "LEAST_TRAINING", 24)
    monkeypatch.setattr(training, "LEAST_MEASURED", 6)
    monkeypatch.setattr(training, "LEAST_OF_CATEGORY", 5)
    with unit_of_work():
        make_cast()
    return db_session


def cases(
    count: int, at: datetime, words: dict[str, tuple[str, ...]], *, state: State = State.ACCEPTED
) -> None:
    """Write cases opened at `at` whose telling words belong to their category.

    As rows, not by transitions: their number matters here, not their lives.
    """
    olga, draw = present_cast().olga, random.Random(at.month * 100 + count)
    with unit_of_work():
        for number in range(count):
            code = sorted(words)[number % len(words)]
            told = "".join(draw.choices("村口路边我们这里住户反映情况", k=12))
            a_case(f"{told},{draw.choice(words[code])}。", code, at, state, olga.id)


def a_case(body: str, code: str, at: datetime, state: State, operator_id: int) -> None:
    name = secrets.token_hex(8)
    case = Case(
        number=name, track="report", state=state, title="反映情况", channel_code="12345",
        opened_at=at, opened_month=clock.local_date(at).strftime("%Y-%m"),
        created_by_id=operator_id,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    db.session.add(CaseCategory(case_id=case.id, category_code=code))
    db.session.add(
        Petition(
            number=name, lookup_code_hash=name, lookup_code_sealed="", channel_code="12345",
            content_hash=name, track="report", subject="反映情况", body=body, is_anonymous=True,
            reply_way="none", submitted_at=at, registered_at=at, registered_by_id=operator_id,
            case_id=case.id,
        )
    )  # fmt: skip


def run(at: datetime = NOW) -> int:
    with clock.pretend(at):
        return train_categories()


def rows() -> list[TriageTraining]:
    db.session.expire_all()
    return list(db.session.scalars(select(TriageTraining).order_by(TriageTraining.id)))


def test_the_newest_month_is_the_last_one_that_is_over() -> None:
    assert newest_month(NOW.date()) == "2026-10"
    assert newest_month(datetime(2027, 1, 1, tzinfo=clock.ZONE).date()) == "2026-12"


def test_a_better_model_comes_into_force_and_suggests_with_its_words(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    text = "昨晚又是咣当咣当"
    assert queries.suggest_categories(text) == []
    assert run() == 1
    (row,) = rows()
    assert row.in_force_from is not None
    assert (row.training_count, row.measured_count, row.measured_month) == (30, 8, "2026-10")
    assert json.loads(row.figures)["new"]["top1"] == 1.0
    best = queries.suggest_categories(text)[0]
    assert (best.code, best.name) == ("noise-social", "社会生活噪声")
    assert all(word in text for word in best.words)
    assert any("咣当" in word for word in best.words)


def test_the_job_run_again_does_nothing(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    assert [run(), run()] == [1, 0]
    assert len(rows()) == 1


def test_of_two_workers_that_trained_on_one_month_the_second_changes_nothing(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    with clock.pretend(NOW):
        first, second = train_newest(clock.today()), train_newest(clock.today())
        assert first is not None
        assert second is not None
        kept = []
        for trained in (first, second):
            with unit_of_work():
                kept.append(keep_training(trained))
    assert kept == [True, False]
    assert len(rows()) == 1


def test_a_model_that_is_only_as_good_does_not_replace_the_one_in_force(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    run()
    cases(8, NEXT, STRANGE)
    assert run(datetime(2026, 12, 6, 4, 0, tzinfo=clock.ZONE)) == 1
    first, second = rows()
    assert first.in_force_until is None
    assert (second.content, second.in_force_from) == (None, None)
    figures = json.loads(second.figures)
    assert figures["new"]["top1"] == figures["in_force"]["top1"] == 1.0


def test_a_better_one_takes_its_place_and_the_former_ends(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    run()
    changed = {"noise-social": ("呜哩哇啦叫",), "water": ("黄汤汤流出",)}
    cases(30, NEWEST + timedelta(days=10), changed)
    cases(8, NEXT, changed)
    run(datetime(2026, 12, 6, 4, 0, tzinfo=clock.ZONE))
    first, second = rows()
    assert first.in_force_until is not None
    assert second.in_force_from is not None
    assert second.in_force_until is None
    assert queries.suggest_categories("呜哩哇啦叫个没完")[0].code == "noise-social"


def test_a_model_worse_than_the_keyword_table_stays_out(office: Any) -> None:
    misleading = {"noise-social": ("泡沫漂着",), "water": ("吱吱嘎嘎",)}
    cases(30, EARLIER, misleading)
    cases(8, NEWEST, {"noise-social": ("广场舞音响",), "water": ("污水直排河里",)})
    assert run() == 1
    (row,) = rows()
    figures = json.loads(row.figures)
    assert figures["keywords"]["top1"] == 1.0
    assert figures["new"]["top1"] < 1.0
    assert row.in_force_from is None
    assert queries.model_in_force() is None


def test_cases_that_nobody_accepted_teach_nothing(office: Any) -> None:
    cases(30, EARLIER, STRANGE, state=State.REGISTERED)
    cases(8, NEWEST, STRANGE)
    assert run() == 0
    assert rows() == []


def test_too_few_cases_teach_nothing(office: Any) -> None:
    cases(10, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    assert run() == 0
    assert rows() == []


def test_a_rare_second_level_is_learnt_as_its_first_level(office: Any) -> None:
    cases(3, EARLIER, {"noise-traffic": ("轮胎尖叫声",)})
    cases(3, EARLIER + timedelta(days=1), {"noise-industry": ("轮胎尖叫声",)})
    cases(26, EARLIER + timedelta(days=2), {"water": STRANGE["water"], "air-dust": ("雾蒙蒙灰",)})
    cases(8, NEWEST, STRANGE)
    with clock.pretend(NOW):
        trained = train_newest(clock.today())
    assert trained is not None
    assert trained.model.labels == ("air-dust", "noise", "water")


def test_a_damaged_model_falls_back_to_the_keyword_table_and_says_so(
    office: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    run()
    with unit_of_work():
        db.session.execute(update(TriageTraining).values(content=b"damaged"))
    queries._kept.clear()
    with caplog.at_level(logging.ERROR):
        assert queries.suggest_categories("楼下放广场舞音响")[0].code == "noise-social"
        assert queries.suggest_categories("咣当咣当") == []
    lines = [one.getMessage() for one in caplog.records]
    assert len([line for line in lines if line.startswith("action=triage_load")]) == 1


def test_switching_off_gives_way_to_the_keyword_table_once(office: Any) -> None:
    cases(30, EARLIER, STRANGE)
    cases(8, NEWEST, STRANGE)
    run()
    (row,) = rows()
    adam = present_cast().adam
    with unit_of_work():
        switch_off(row.id, adam)
    assert queries.model_in_force() is None
    assert rows()[0].switched_off_by_id == adam.id
    with pytest.raises(BadInput), unit_of_work():
        switch_off(row.id, adam)


@pytest.mark.parametrize(
    ("shown", "chosen", "first", "any_taken"),
    [
        ("0:air-dust,water", ["air-dust"], True, True),
        ("0:air-dust,water", ["water", "noise"], False, True),
        ("0:air-dust,water", ["noise"], False, False),
    ],
)
def test_what_became_of_a_suggestion_is_counted(
    office: Any, shown: str, chosen: list[str], first: bool, any_taken: bool
) -> None:
    with unit_of_work():
        record_outcome(shown, chosen)
    row = db.session.scalars(select(TriageOutcome)).one()
    assert (row.is_first_taken, row.is_any_taken) == (first, any_taken)
    (counted,) = queries.outcomes()
    assert (counted.shown_count, counted.first_taken_count, counted.any_taken_count) == (
        1,
        int(first),
        int(any_taken),
    )


@pytest.mark.parametrize("shown", ["", "0:", "7:water", "0:<script>", "x", "99999999999:water"])
def test_what_cannot_be_read_is_not_counted(office: Any, shown: str) -> None:
    with unit_of_work():
        record_outcome(shown, ["water"])
    known = db.session.scalar(select(func.count(TriageOutcome.id)))
    assert known == (1 if shown == "99999999999:water" else 0)
