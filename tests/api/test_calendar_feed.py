"""The calendar feed, read as a calendar program does: over HTTP, by a library that is not ours."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import event, select, update

from caseflow.api.feeds import actions
from caseflow.api.feeds.models import CalendarFeed
from caseflow.api.feeds.queries import due_events
from caseflow.api.feeds.rules import DueEvent, calendar_text, escaped, folded
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import make_cast, present_cast, sign_in
from tests.factories import CALLER, case_in, do


@pytest.fixture
def case_id(app: Flask) -> int:
    """A case assigned to Farid."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        return case_in("investigating").id


def address_for(app: Flask, who: str = "farid") -> str:
    with app.app_context(), unit_of_work():
        token = actions.make_address(getattr(present_cast(), who))
    return f"/calendar-feed/{token}.ics"


def subscribed(base: str, address: str) -> icalendar.Calendar:
    """Fetch and read the calendar; raises HTTPError as a calendar program would meet it."""
    try:
        with urllib.request.urlopen(base + address, timeout=20) as answer:
            assert answer.headers["Content-Type"].startswith("text/calendar")
            found: Any = icalendar.Calendar.from_ical(answer.read())
    except urllib.error.HTTPError as refusal:
        refusal.close()  # It is the answer itself, and holds the connection.
        raise
    return found  # type: ignore[no-any-return]


def events(calendar: icalendar.Calendar) -> dict[str, Any]:
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


def test_a_program_subscribes_follows_a_moved_day_and_is_turned_away_once_revoked(
    app: Flask, live_server: str, case_id: int
) -> None:
    address = address_for(app)
    with app.app_context(), unit_of_work():
        a_minute_ago = clock.now() - timedelta(minutes=1)
        db.session.execute(update(Deadline).values(started_at=a_minute_ago))
    first = events(subscribed(live_server, address))
    with app.app_context():
        case = db.session.get_one(Case, case_id)
        number = case.number
        due = dict(
            db.session.execute(
                select(Deadline.id, Deadline.due_on).where(
                    Deadline.case_id == case_id, Deadline.stopped_at.is_(None)
                )
            ).all()
        )
        handling = db.session.scalar(
            select(Deadline.id).where(Deadline.case_id == case_id, Deadline.clock == "handling")
        )
    assert first
    for found in first.values():
        assert isinstance(found.decoded("DTSTART"), date)
        assert number in str(found["SUMMARY"])
        assert found.decoded("DTEND") - found.decoded("DTSTART") == timedelta(days=1)
        assert not found.errors
    (moved_uid,) = [uid for uid in first if uid.startswith(f"deadline-{handling}@")]
    assert first[moved_uid].decoded("DTSTART") == due[handling]
    assert int(first[moved_uid]["SEQUENCE"]) == 0

    with app.app_context():
        do(db.session.get_one(Case, case_id), "extend")
        later = db.session.get_one(Deadline, handling).due_on
    second = events(subscribed(live_server, address))
    assert set(second) == set(first)
    assert second[moved_uid].decoded("DTSTART") == later > due[handling]
    assert int(second[moved_uid]["SEQUENCE"]) == 1
    assert second[moved_uid].decoded("LAST-MODIFIED") > first[moved_uid].decoded("LAST-MODIFIED")

    with app.app_context(), unit_of_work():
        assert actions.revoke_all(present_cast().farid) == 1
    with pytest.raises(urllib.error.HTTPError) as refused:
        subscribed(live_server, address)
    assert refused.value.code == 410
    with pytest.raises(urllib.error.HTTPError) as unknown:
        subscribed(live_server, "/calendar-feed/never-given-out.ics")
    assert unknown.value.code == 404


def feed(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_nothing_of_a_complainant_is_in_it(app: Flask, client: FlaskClient, case_id: int) -> None:
    text = feed(client, address_for(app)).replace("\r\n ", "")
    for word in (CALLER.name, CALLER.phone, CALLER.address, "果园路", "打桩", "噪声"):
        assert word not in text
    assert "忠州街道" in text


def test_each_sees_their_own_turn(app: Flask, client: FlaskClient, case_id: int) -> None:
    counts = {
        who: feed(client, address_for(app, who)).count("BEGIN:VEVENT")
        for who in ("farid", "fang", "zoe", "sunil", "dong")
    }
    assert counts["farid"] > 0
    assert (counts["fang"], counts["zoe"], counts["sunil"], counts["dong"]) == (0, 0, 0, 0)
    with app.app_context():
        case_in("awaiting_sign_off")
        case_in("registered")
        with force_locale("zh_Hans_CN"):
            sign_off = str(_(CLOCK_LABELS["sign_off"]))
    assert sign_off in feed(client, address_for(app, "sunil"))
    assert feed(client, address_for(app, "dong")).count("BEGIN:VEVENT") >= 1
    with clock.pretend(clock.now() + timedelta(days=200)):
        late = feed(client, address_for(app, "sunil"))
    assert late.count("BEGIN:VEVENT") > 1


def test_what_did_not_change_is_not_sent_again(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    address = address_for(app)
    first = client.get(address)
    assert "max-age=900" in first.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context():
        do(db.session.get_one(Case, case_id), "extend")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_closed_account_s_feed_opens_nothing(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    address = address_for(app)
    with app.app_context(), unit_of_work():
        db.session.execute(update(User).where(User.username == "farid").values(is_active=False))
    assert client.get(address).status_code == 410


def test_an_address_is_asked_so_often_only(make_app: Callable[..., Flask], case_id: int) -> None:
    client = make_app(CASEFLOW_RATE_LIMITS="1").test_client()
    answers = [client.get("/calendar-feed/x.ics").status_code for _ in range(62)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_the_address_is_shown_once_and_kept_as_its_hash(
    app: Flask, client: FlaskClient, case_id: int
) -> None:
    sign_in(client, "farid")
    assert "/calendar-feed/" not in client.get("/account/calendar/").text
    made = client.post("/account/calendar/").text
    token = made.partition("/calendar-feed/")[2].partition(".ics")[0]
    assert len(token) == 43
    assert "/calendar-feed/" not in client.get("/account/calendar/").text
    assert client.get(f"/calendar-feed/{token}.ics").status_code == 200
    with app.app_context():
        kept = db.session.scalars(select(CalendarFeed)).one()
        assert token not in kept.token_hash
        assert kept.last_used_at is not None
    client.post("/account/calendar/")
    assert client.get(f"/calendar-feed/{token}.ics").status_code == 410
    assert client.post("/account/calendar/revoke").status_code == 303
    sign_in(client, "adam")
    assert client.get("/account/calendar/").status_code == 403


def test_a_feed_costs_the_same_few_statements(app: Flask, case_id: int) -> None:
    with app.app_context():
        for _ in range(3):
            case_in("investigating")
        user, said = present_cast().farid, []
        note: Any = lambda *a: said.append(a[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", note)
        assert len(due_events(user)) > 3
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(said) <= 3


def test_lines_are_folded_by_octets_and_values_are_marked() -> None:
    words = "忠县" * 60 + "，a;b,c\\d\n" + "x" * 200
    line = folded(f"SUMMARY:{escaped(words)}")
    assert all(len(piece.encode()) <= 75 for piece in line.split("\r\n"))
    at = clock.now()
    text = calendar_text("甲;乙", "example.test", [
        DueEvent(7, date(2026, 12, 1), words, words, "忠州", "https://example.test/cases/1", 3, at)
    ])  # fmt: skip
    found = icalendar.Calendar.from_ical(text)
    (one,) = found.walk("VEVENT")
    assert str(one["SUMMARY"]) == words
    assert str(one["UID"]) == "deadline-7@example.test"
    assert "甲" in str(found["X-WR-CALNAME"])
