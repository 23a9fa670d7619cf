"""What files bring becomes petitions, cases and replies — once, with their own days."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.complainants import ids_by_phone
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.replies.models import Reply
from caseflow.desk.imports.actions.batches import take_in_batches
from caseflow.desk.imports.actions.taking import Outcome, Target, preview_entries
from caseflow.desk.imports.mapping import complete, plan
from caseflow.desk.imports.reading import Row
from caseflow.ground import clock
from caseflow.ground.clock import ZONE
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import petition_command
from tests.import_files import line, replied

TARGET = Target("问政平台", "website", "report")


def entries(*lines: dict[str, Any]) -> list[Any]:
    rows = [Row(number, cells) for number, cells in enumerate(lines, start=2)]
    headers = list(dict.fromkeys(name for cells in lines for name in cells))
    return plan(rows, complete({}, headers), clock.now()).entries


def take(*lines: dict[str, Any], target: Target = TARGET, size: int = 200) -> Outcome:
    return take_in_batches(entries(*lines), target, lambda: None, origin="cli", size=size)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    rejected = len(outcome.rejected)
    return outcome.imported, outcome.already_there, outcome.replies, rejected


def how_many(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture(autouse=True)
def _people(db_session: Any) -> None:
    with unit_of_work():
        make_cast()


def test_a_row_becomes_a_petition_in_a_registered_case_of_its_own_day() -> None:
    assert counts(take(line(1))) == (1, 0, 0, 0)
    petition, case = db.session.execute(select(Petition, Case).join(Case)).one()
    submitted = datetime(2026, 3, 2, 9, 4, 5, tzinfo=ZONE)
    assert petition.submitted_at == case.opened_at == submitted
    assert (petition.origin_system, petition.origin_reference) == ("问政平台", "1")
    assert petition.reply_way == "channel"
    assert case.state == "registered"
    assert case.opened_month == "2026-03"
    assert petition.registered_at > submitted


def test_a_reply_in_the_file_closes_its_case_on_the_day_it_was_given() -> None:
    assert counts(take(replied(1))) == (1, 0, 1, 0)
    petition, case, reply = db.session.execute(
        select(Petition, Case, Reply).join(Case).join(Reply, Reply.petition_id == Petition.id)
    ).one()
    given_at = datetime(2026, 3, 16, 10, 30, tzinfo=ZONE)
    assert case.state == "closed"
    assert reply.given_at == petition.answered_at == case.closed_at == given_at
    assert reply.words == "您好，已责令砖厂停产整改。"
    stopped = db.session.scalars(select(Deadline.stopped_at)).all()
    assert stopped
    assert set(stopped) == {given_at}


def test_a_second_run_adds_nothing() -> None:
    lines = [replied(1), line(2), line(3)]
    assert counts(take(*lines)) == (3, 0, 1, 0)
    numbers = set(db.session.scalars(select(Petition.number)))
    assert counts(take(*lines)) == (0, 3, 0, 0)
    assert set(db.session.scalars(select(Petition.number))) == numbers
    assert how_many(Reply) == 1


def test_another_content_under_a_known_number_is_reported_and_never_overwrites() -> None:
    take(line(1))
    outcome = take(line(1, 留言详情="完全不同的内容"), line(2))
    assert counts(outcome) == (1, 0, 0, 1)
    assert "in the register with other content" in str(outcome.rejected[0].problem)
    assert outcome.rejected[0].row == 2
    first = db.session.scalars(select(Petition).where(Petition.origin_reference == "1")).one()
    assert "黑烟" in first.body


def test_numbers_are_unique_in_their_own_system_only() -> None:
    take(line(1))
    assert counts(take(line(1), target=Target("另一平台", "website", "report"))) == (1, 0, 0, 0)


def test_a_reply_that_comes_with_a_later_file_closes_an_untouched_case() -> None:
    take(line(1))
    assert counts(take(replied(1))) == (0, 1, 1, 0)
    assert db.session.scalars(select(Case.state)).one() == "closed"
    assert counts(take(replied(1))) == (0, 1, 0, 0)


def test_a_reply_that_comes_later_does_not_answer_whoever_joined_the_case() -> None:
    """It is the platform's word to its own petitioner: the neighbour has asked the bureau."""
    take(line(1), line(2))
    leading = db.session.scalars(select(Case).order_by(Case.id)).first()
    assert leading is not None
    with unit_of_work():
        register_petition(petition_command(), None, joins=leading.number)
    found = entries(replied(1), replied(2))
    preview = preview_entries(found, TARGET)
    taken = take(replied(1), replied(2))
    assert counts(preview) == counts(taken) == (0, 1, 1, 1)
    for outcome in (preview, taken):
        assert outcome.rejected[0].reference == "1"
        assert "Other cases are merged into this one" in str(outcome.rejected[0].problem)
    assert leading.state == "registered"
    assert how_many(Reply) == 1


def test_a_preview_counts_the_same_and_writes_nothing() -> None:
    take(line(1), line(2))
    found = entries(line(1), line(2, 留言主题="改了"), replied(3))
    preview = preview_entries(found, TARGET)
    assert counts(preview) == (1, 1, 1, 1)
    assert how_many(Petition) == 2
    assert counts(take_in_batches(found, TARGET, lambda: None, origin="cli")) == counts(preview)


def test_a_batch_that_the_database_refuses_costs_no_number() -> None:
    with pytest.raises(IntegrityError):
        take(line(1), line(2), target=Target("x", "no-such-channel", "report"))
    assert how_many(Case) == 0
    assert counts(take(line(1), line(2))) == (2, 0, 0, 0)
    serials = [number.split("〕")[1] for number in db.session.scalars(select(Petition.number))]
    assert serials == ["1号", "2号"]


def test_nobody_is_told_of_single_cases_and_the_history_says_where_they_came_from() -> None:
    take(line(1), replied(2))
    assert how_many(OutboxMessage) == 0
    assert set(db.session.scalars(select(CaseEvent.origin))) == {"cli"}
    assert "quiet" not in db.session.info
    assert verify().is_intact


def test_a_complainant_is_sealed_and_found_by_telephone() -> None:
    hotline = {
        "工单号": "GD-1",
        "来电时间": "2026-03-02 09:00",
        "来电人": "陈小河",
        "来电号码": 13812345678.0,
        "诉求内容": "砖厂冒黑烟",
        "事发地址": "忠县拔山镇河边砖厂",
        "污染类型": "恶臭异味",
        "被举报单位": "河边砖厂",
    }
    take(hotline)
    petition = db.session.scalars(select(Petition)).one()
    assert ids_by_phone("13812345678") == [petition.complainant_id]
    assert not petition.is_anonymous
    assert petition.respondent_words == "河边砖厂"
    assert petition.address_text == "忠县拔山镇河边砖厂"
    assert petition.township_code is not None
    assert db.session.scalars(select(CaseCategory.category_code)).all() == ["air-odour"]
    assert "陈小河" not in db.session.scalars(select(Complainant.sealed)).one()


def test_a_short_place_name_in_running_text_names_no_township() -> None:
    take(line(1, 留言主题="新生入学", 留言详情="新生报名拥挤"), line(2, 留言详情="拔山镇砖厂冒烟"))
    rows = db.session.execute(select(Petition.origin_reference, Petition.township_code))
    codes = {row.origin_reference: row.township_code for row in rows}
    assert codes["1"] is None
    assert codes["2"] is not None


def test_batches_are_committed_one_by_one() -> None:
    done: list[int] = []

    def stop_after_two(count: int, _outcome: Outcome) -> None:
        done.append(count)
        if len(done) == 3:
            raise KeyboardInterrupt

    found = entries(*(line(number) for number in range(1, 11)))
    with pytest.raises(KeyboardInterrupt):
        take_in_batches(
            found, TARGET, lambda: None, origin="cli", after_batch=stop_after_two, size=3
        )
    assert how_many(Petition) == 6
    rest = take_in_batches(found, TARGET, lambda: None, origin="cli")
    assert counts(rest) == (4, 6, 0, 0)
    serials = [number.split("〕")[1] for number in db.session.scalars(select(Petition.number))]
    assert sorted(serials, key=lambda s: int(s[:-1])) == [f"{n}号" for n in range(1, 11)]


def test_two_imports_of_one_file_at_once_add_nothing_twice(app: Flask) -> None:
    found = entries(*(line(number) for number in range(1, 41)))
    outcomes: list[Outcome] = []

    def run() -> None:
        with app.app_context():
            outcomes.append(take_in_batches(found, TARGET, lambda: None, origin="cli", size=7))
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert how_many(Petition) == how_many(Case) == 40
    assert len(outcomes) == 3
    assert sum(outcome.imported for outcome in outcomes) == 40
    assert sum(outcome.already_there for outcome in outcomes) == 80


def test_messages_from_before_the_shipped_calendar_are_taken(tmp_path: Path) -> None:
    assert counts(take(line(1, 留言时间="2006/12/29 8:00:00"))) == (1, 0, 0, 0)
    opened = db.session.scalars(select(Case.opened_at)).one()
    assert opened.astimezone(UTC).year == 2006
