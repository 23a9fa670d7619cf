"""Monitoring alarms: each opens one inspection case."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.ground.extensions import db
from tests.api.conftest import Machine, alarm
from tests.factories import a_source

Make = Callable[..., Machine]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def cases(app: Flask) -> list[Any]:
    with app.app_context():
        return list(db.session.execute(select(Case.number, Case.title, Case.state)))


def test_an_alarm_opens_an_inspection_with_all_that_was_measured(
    office: Flask, machine: Make
) -> None:
    answer = machine("monitor", role="dispatcher").post("/leads", alarm())
    assert answer.status_code == 201, answer.text
    with office.app_context():
        case = db.session.scalars(select(Case)).one()
        assert case.number == answer.json["case_number"]
        assert (case.track, case.state, case.channel_code) == (
            "inspection",
            "accepted",
            "monitoring",
        )
        assert case.title == "自动监控报警：新生街道工业园区2号 SO2 412.5 mg/m3"
        assert case.township_code is not None
        words = db.session.scalars(select(CaseEvent.words).where(CaseEvent.act == "note")).one()
        for part in ("CEMS-07", "A-1", "412.5 mg/m3", "200 mg/m3", "2026-10-08 09:31:00"):
            assert part in words


def test_the_source_is_linked_if_its_file_is_known(office: Flask, machine: Make) -> None:
    with office.app_context():
        source = a_source(name="某水泥有限公司")
        source_id = source.id
    machine("monitor", role="dispatcher").post("/leads", alarm(source="某水泥有限公司"))
    with office.app_context():
        assert db.session.scalars(select(Case.source_id)).one() == source_id


def test_the_same_alarm_opens_one_case_and_another_content_is_a_conflict(
    office: Flask, machine: Make
) -> None:
    monitor = machine("monitor", role="dispatcher")
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _n: monitor.post("/leads", alarm()), range(5)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [201]
    assert len({answer.json["case_number"] for answer in answers}) == 1
    assert monitor.post("/leads", alarm(value=500)).status_code == 409
    assert monitor.post("/leads", alarm(alarm_reference="A-2")).status_code == 201
    assert len(cases(office)) == 2


@SQLITE
def test_an_operators_token_may_not_open_inspections(office: Flask, machine: Make) -> None:
    answer = machine("city-12345", role="operator").post("/leads", alarm())
    assert answer.status_code == 403
    assert cases(office) == []


@SQLITE
def test_a_dispatcher_may_hand_in_an_alarm_by_their_session(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    assert as_("dong").post("/api/v1/leads", json=alarm()).status_code == 201


@SQLITE
def test_wrong_fields_of_an_alarm_are_named(office: Flask, machine: Make) -> None:
    monitor = machine("monitor", role="dispatcher")
    sent = alarm(categories=["love"], latitude=30.0, at="2999-01-01T00:00:00Z")
    answer = monitor.post("/leads", sent)
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"categories.0", "longitude", "at"}
    answer = monitor.post("/leads", alarm(value="NaN", device=" "))
    assert set(answer.json["errors"]) == {"value", "device"}
