"""`caseflow doctor`: what it finds well, what it warns of, what it calls an error."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import SimpleWorker
from sqlalchemy import text

from caseflow.core.deadlines.calendar import ListedDay
from caseflow.core.deadlines.importing import import_calendar
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import connection, enqueue
from caseflow.ground.unit_of_work import unit_of_work
from tests.receivers import MailReceiver
from workers import checks
from workers.checks import Level
from workers.doctor import doctor_command
from workers.scheduler import Scheduler


def findings(app: Flask) -> dict[str, checks.Finding]:
    with app.app_context():
        return {finding.name: finding for finding in checks.examine()}


def levels(app: Flask) -> dict[str, Level]:
    return {name: finding.level for name, finding in findings(app).items()}


@pytest.fixture
def at_work(app: Flask, redis_url: str) -> Any:
    """A worker and a scheduler have given a sign of life; next year's list is imported."""
    with Redis.from_url(redis_url) as client:
        SimpleWorker(["default"], connection=client, name="one").register_birth()
        with app.app_context():
            clockwork = Scheduler(client)
            clockwork.register_birth()
            clockwork.heartbeat()
            for year in (clock.today().year, clock.today().year + 1):
                new_year = ListedDay(date(year, 1, 1), False, "元旦", "a list of the test")
                with unit_of_work():
                    import_calendar(year, [new_year], None)
    return app


def test_a_sound_installation_has_no_error(at_work: Flask) -> None:
    with at_work.app_context():
        for path in ("secret_file", "seal_keys_file", "audit_key_file"):
            assert getattr(at_work.config["SETTINGS"], path).exists()
    found = levels(at_work)
    assert [name for name, level in found.items() if level is Level.ERROR] == []
    assert list(found) == [name for name, _check in checks.CHECKS]


def test_without_worker_and_scheduler_both_are_errors(app: Flask) -> None:
    found = levels(app)
    assert found["workers"] is Level.ERROR
    assert found["scheduler"] is Level.ERROR


def test_a_scheduler_that_fell_silent_is_an_error(at_work: Flask, monkeypatch: Any) -> None:
    later = clock.now() + timedelta(minutes=5)
    with at_work.app_context(), clock.pretend(later):
        assert checks.scheduler()[0] is Level.ERROR


def test_a_database_behind_the_program_is_an_error(at_work: Flask) -> None:
    with at_work.app_context():
        with unit_of_work():
            db.session.execute(text("DELETE FROM alembic_version"))
        level, words = checks.migrations()
    assert level is Level.ERROR
    assert "caseflow up" in words


def test_a_job_that_waits_too_long_is_an_error(app: Flask) -> None:
    with app.app_context():
        enqueue("urgent", "workers.jobs.messages.deliver_outbox")
        assert checks.queues() == (Level.OK, "nothing waits long")
        with clock.pretend(clock.now() + timedelta(minutes=16)):
            assert checks.queues() == (Level.ERROR, "a job has waited 16 min")


def test_a_redis_that_throws_jobs_away_is_warned_of(app: Flask) -> None:
    with app.app_context():
        connection().config_set("maxmemory-policy", "allkeys-lru")
        try:
            assert checks.redis()[0] is Level.WARNING
        finally:
            connection().config_set("maxmemory-policy", "noeviction")


@pytest.mark.parametrize(
    ("today", "years", "level"),
    [
        (date(2026, 11, 24), {2025, 2026, 2027}, Level.OK),
        (date(2026, 11, 24), {2025, 2026}, Level.WARNING),
        (date(2026, 12, 14), {2025, 2026}, Level.WARNING),
        (date(2026, 12, 15), {2025, 2026}, Level.ERROR),
        (date(2027, 1, 2), {2025, 2026}, Level.ERROR),
    ],
)
def test_a_missing_list_of_holidays_becomes_an_error_in_mid_december(
    today: date, years: set[int], level: Level
) -> None:
    assert checks.calendar_answer(today, years)[0] is level


def test_a_mail_server_that_answers_is_well(
    environment: dict[str, str], mail: MailReceiver, make_app: Any
) -> None:
    app = make_app(CASEFLOW_SMTP_HOST=mail.host, CASEFLOW_SMTP_PORT=str(mail.port))
    assert levels(app)["mail"] is Level.OK


def test_a_mail_server_that_is_away_is_an_error_in_one_line(make_app: Any) -> None:
    found = findings(make_app(CASEFLOW_SMTP_HOST="127.0.0.1", CASEFLOW_SMTP_PORT="1"))["mail"]
    assert found.level is Level.ERROR
    assert "refused" in found.words


def test_https_at_the_proxy_is_a_secure_context(make_app: Any) -> None:
    assert levels(make_app())["secure context"] is Level.WARNING
    behind = make_app(CASEFLOW_PUBLIC_URL="https://caseflow.example", CASEFLOW_TRUSTED_PROXIES="1")
    assert levels(behind)["secure context"] is Level.OK


def test_keys_that_others_can_read_are_warned_of(app: Flask) -> None:
    app.config["SETTINGS"].audit_key_file.chmod(0o644)
    assert levels(app)["keys"] is Level.WARNING


def test_without_redis_the_doctor_still_speaks(make_app: Any) -> None:
    app = make_app(REDIS_URL="redis://127.0.0.1:1/0")
    found = levels(app)
    assert found["redis"] is Level.ERROR
    assert found["workers"] is Level.ERROR
    assert found["database"] is Level.OK


def test_the_command_ends_with_1_on_an_error_and_prints_json(app: Flask) -> None:
    done = app.test_cli_runner().invoke(doctor_command, ["--json"])
    assert done.exit_code == 1
    rows = json.loads(done.output)
    assert {row["name"] for row in rows} == {name for name, _check in checks.CHECKS}
    assert {row["level"] for row in rows} <= {"ok", "warning", "error"}


def test_the_command_ends_with_0_when_nothing_is_wrong(at_work: Flask) -> None:
    done = at_work.test_cli_runner().invoke(doctor_command, [])
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) == len(checks.CHECKS)
