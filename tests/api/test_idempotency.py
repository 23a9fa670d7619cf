"""A request sent again under its key: the first answer, and nothing done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from caseflow.api.idempotency.models import IdempotencyKey
from caseflow.core.petitions.models import Category, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.api.conftest import Machine, alarm, work_order
from workers.jobs.api import forget_idempotency_keys
from workers.schedule import by_name

Make = Callable[..., Machine]
KEY = {"Idempotency-Key": "a7d1c4"}
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def count(app: Flask, column: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(column))) or 0


def test_a_replay_gives_the_first_answer_even_without_a_reference(
    office: Flask, as_: Callable[[str], FlaskClient]
) -> None:
    olga = as_("olga")
    order = work_order(channel="12345", origin_reference="")
    first = olga.post("/api/v1/petitions", json=order, headers=KEY)
    again = olga.post("/api/v1/petitions", json=order, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert count(office, Petition.id) == 1
    olga.post("/api/v1/petitions", json=order)
    assert count(office, Petition.id) == 2


def test_a_replay_is_answered_as_at_first_though_its_codes_are_gone(
    office: Flask, machine: Make
) -> None:
    city = machine("both", role="dispatcher")
    order, other = work_order(), {"Idempotency-Key": "b2"}
    told = city.post("/petitions", order, headers=KEY)
    opened = city.post("/leads", alarm(), headers=other)
    assert (told.status_code, opened.status_code) == (201, 201)
    with office.app_context(), unit_of_work():
        db.session.execute(update(Category).values(is_active=False))
    again = city.post("/petitions", order, headers=KEY)
    assert (again.status_code, again.json) == (201, told.json)
    again = city.post("/leads", alarm(), headers=other)
    assert (again.status_code, again.json) == (201, opened.json)
    assert city.post("/petitions", order).status_code == 422
    assert city.post("/leads", alarm()).status_code == 422


def test_another_request_under_the_key_is_refused(office: Flask, machine: Make) -> None:
    city = machine("both", role="dispatcher")
    assert city.post("/petitions", work_order(), headers=KEY).status_code == 201
    answer = city.post("/petitions", work_order(origin_reference="R2"), headers=KEY)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["detail"]
    assert city.post("/leads", alarm(), headers=KEY).status_code == 422
    assert count(office, Petition.id) == 1


def test_keys_of_two_callers_do_not_meet(office: Flask, machine: Make) -> None:
    for name in ("aa", "bb"):
        assert machine(name).post("/petitions", work_order(), headers=KEY).status_code == 201


def test_sent_at_once_under_one_key_it_is_done_once(office: Flask, machine: Make) -> None:
    city = machine()
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(lambda _n: city.post("/petitions", work_order(), headers=KEY), range(6))
        )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert count(office, Petition.id) == 1


def test_a_refused_request_leaves_its_key_free(office: Flask, machine: Make) -> None:
    city = machine()
    wrong = work_order(categories=["love"])
    assert city.post("/petitions", wrong, headers=KEY).status_code == 422
    city.post("/petitions", work_order(), headers={"Idempotency-Key": "other"})
    conflict = work_order(body="另一件事。")
    assert city.post("/petitions", conflict, headers=KEY).status_code == 409
    right = work_order(origin_reference="R2")
    assert city.post("/petitions", right, headers=KEY).status_code == 201


def test_the_lookup_code_is_not_kept_in_clear(office: Flask, machine: Make) -> None:
    told = machine().post("/petitions", work_order(), headers=KEY).json
    with office.app_context():
        row = db.session.scalars(select(IdempotencyKey)).one()
        assert told["lookup_code"] not in str(row.body)
        assert row.body is not None
        assert row.body["number"] == told["number"]


@SQLITE
def test_a_key_of_odd_signs_is_refused(office: Flask, machine: Make) -> None:
    for key in ("two words", "x" * 201):
        headers = {"Idempotency-Key": key}
        assert machine().post("/petitions", work_order(), headers=headers).status_code == 422


def test_old_keys_are_forgotten_and_young_ones_kept(office: Flask, machine: Make) -> None:
    city = machine()
    for name in ("old", "young"):
        headers = {"Idempotency-Key": name}
        city.post("/petitions", work_order(origin_reference=name), headers=headers)
    with office.app_context():
        with unit_of_work():
            db.session.execute(
                update(IdempotencyKey)
                .where(IdempotencyKey.key == "old")
                .values(created_at=clock.now() - timedelta(days=8))
            )
        assert forget_idempotency_keys() == 1
        assert db.session.scalars(select(IdempotencyKey.key)).all() == ["young"]
    job = by_name("forget_idempotency_keys")
    assert job.function == "workers.jobs.api.forget_idempotency_keys"
