"""The digest of the morning: to each once, on working days, at the time they chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from caseflow.core.deadlines.models import Deadline
from caseflow.core.messages.delivery import deliver_outbox
from caseflow.core.messages.models import DigestGiven
from caseflow.core.messages.wishes import Wishes, keep_wishes
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.supervision.escalation.digest import digest_counts, give_digests
from tests.cast import Cast, make_cast
from tests.factories import case_in, do
from tests.receivers import MailReceiver

MORNING = datetime(2026, 9, 16, 0, 30, tzinfo=clock.UTC)
"""Half past eight in 忠县, a Wednesday that is worked."""


def give(now: datetime = MORNING) -> int:
    with clock.pretend(now):
        return give_digests(now)


def digests() -> dict[str, dict[str, int]]:
    """Return the counts that each person was told, by user name."""
    db.session.rollback()
    rows = db.session.execute(
        select(User.username, OutboxMessage.params)
        .join(User, User.id == OutboxMessage.recipient_id)
        .where(OutboxMessage.kind == "morning_digest", OutboxMessage.channel == "in_app")
    )
    return {name: params["counts"] for name, params in rows}


def a_late_case() -> Any:
    with clock.pretend(MORNING - timedelta(days=21)):
        case = case_in("assigned")
    day = clock.local_date(MORNING) - timedelta(days=1)
    with unit_of_work():
        db.session.execute(
            update(Deadline)
            .where(Deadline.case_id == case.id, Deadline.clock == "receipt")
            .values(due_on=day, due_at=clock.end_of_day(day))
        )
    return case


def test_each_is_told_what_waits_for_them(cast: Cast) -> None:
    a_late_case()
    assert give() == 4
    found = digests()
    assert found["sunil"]["late"] == found["sunil"]["receipt"] == 1
    assert found["farid"]["late"] == 1
    assert found["lena"]["late"] == 1
    assert set(found) == {"sunil", "lena", "dong", "farid"}, "fang has nothing, zoe nothing"


def test_only_supervisors_and_leaders_are_told_that_all_is_clear(cast: Cast) -> None:
    assert give() == 2
    assert digests() == {"sunil": {}, "lena": {}}


def test_twice_is_once_and_the_next_day_is_another(cast: Cast) -> None:
    assert give() == 2
    assert give(MORNING + timedelta(minutes=5)) == 0
    assert give(MORNING + timedelta(days=1)) == 2


def test_who_had_nothing_is_not_counted_again_all_morning(cast: Cast) -> None:
    give()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        give(MORNING + timedelta(minutes=5))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) <= 12, seen
    assert len(db.session.scalars(select(DigestGiven)).all()) == 7


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (MORNING.replace(hour=0, minute=25), 0),  # 08:25: too early
        (MORNING.replace(hour=3, minute=55), 2),  # 11:55: late, but still the morning
        (MORNING.replace(hour=4, minute=0), 0),  # noon
        (MORNING + timedelta(days=3), 0),  # Saturday
        (MORNING + timedelta(days=4), 2),  # Sunday 20 September 2026 is worked
    ],
)
def test_it_comes_on_mornings_of_working_days(cast: Cast, now: datetime, count: int) -> None:
    assert give(now) == count


def test_the_time_is_the_persons_choice(cast: Cast) -> None:
    with unit_of_work():
        keep_wishes(cast.lena.id, Wishes(digest_at="10:00"))
    assert give() == 1
    assert set(digests()) == {"sunil"}
    assert give(MORNING + timedelta(hours=2)) == 1


def test_an_officer_who_heads_nothing_is_told_of_their_own_cases_only(cast: Cast) -> None:
    case = a_late_case()
    assert case.assignee_id == cast.farid.id
    with clock.pretend(MORNING):
        assert "late" in digest_counts(cast.farid)
        assert digest_counts(cast.fang) == {}


def test_notices_are_counted_for_whose_turn_it_is(cast: Cast) -> None:
    case = do(case_in("investigating"), "issue_notice")
    assert digest_counts(cast.farid)["notices"] == 1
    assert "answers" not in digest_counts(cast.sunil)
    do(case, "answer_notice")
    assert "notices" not in digest_counts(cast.farid)
    assert digest_counts(cast.lena)["answers"] == 1


def test_by_mail_each_count_has_the_address_of_its_list(
    make_app: Callable[..., Flask], mail: MailReceiver
) -> None:
    app = make_app(
        CASEFLOW_SMTP_HOST=mail.host,
        CASEFLOW_SMTP_PORT=str(mail.port),
        CASEFLOW_PUBLIC_URL="https://petitions.example",
    )
    with app.app_context():
        with unit_of_work():
            make_cast()
        a_late_case()
        give()
        with clock.pretend(MORNING):
            deliver_outbox()
    [letter] = [one for one in mail.messages if one.recipients == ["sunil@example.test"]]
    body = letter.message.get_content()
    assert "https://petitions.example/supervision/?list=late" in body
    assert "1件逾期" in str(letter.message["Subject"])
