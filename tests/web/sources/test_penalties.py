"""Penalties in the file of a source."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.sources.rules import REPEAT_RULES, Tally, repeat_grounds
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.factories import a_source

PENALTY = {
    "number": "忠环罚〔2026〕3号",
    "decided_on": "2026-11-02",
    "authority": "忠县生态环境局",
    "basis": "生态环境法典 1189",
    "words": "社会生活噪声超标,罚款",
    "amount_yuan": "20000",
}


@pytest.fixture
def source_id(app: Flask, client: FlaskClient) -> int:
    with app.app_context():
        with unit_of_work():
            make_cast()
        found = a_source().id
    sign_in(client, "olga")
    return int(found)


def test_a_penalty_stands_in_the_file(client: FlaskClient, source_id: int) -> None:
    answer = client.post(f"/sources/{source_id}/penalties/new", data=PENALTY)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "忠环罚〔2026〕3号" in page
    assert "20,000元" in page
    assert "屡次被投诉" in page


@pytest.mark.parametrize(
    "wrong", [{"number": ""}, {"decided_on": "2999-01-01"}, {"amount_yuan": "-1"}, {"basis": ""}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: FlaskClient, source_id: int, wrong: dict[str, Any]
) -> None:
    answer = client.post(f"/sources/{source_id}/penalties/new", data={**PENALTY, **wrong})
    assert answer.status_code == 422
    assert "社会生活噪声超标" in answer.text


def test_a_decision_is_recorded_once(client: FlaskClient, source_id: int) -> None:
    client.post(f"/sources/{source_id}/penalties/new", data=PENALTY)
    answer = client.post(f"/sources/{source_id}/penalties/new", data=PENALTY)
    assert answer.status_code == 422
    assert "已登记过" in answer.text


@pytest.mark.parametrize("rule", REPEAT_RULES, ids=lambda rule: rule.what)
def test_each_rule_of_repeat_offenders_at_its_border(rule: Any) -> None:
    assert repeat_grounds(Tally(**{rule.what: rule.count})) == [(rule.words, rule.count)]
    assert repeat_grounds(Tally(**{rule.what: rule.count - 1})) == []
