"""Nothing of a reward reaches those who handle cases: pages, search, exports, messages, log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import POLICY, Permission, Role
from caseflow.public.rewards.actions import claiming, looks, paying
from caseflow.public.rewards.actions.paying import PayCommand, Payee
from caseflow.supervision.exports.actions.working import work_off_exports
from caseflow.supervision.exports.rules import open_keys
from tests.cast import PEOPLE, make_cast, present_cast, sign_in
from tests.rewards import S, closed_report, reward_in

UNKNOWING = list({role: name for name, _shown, role, *_rest in PEOPLE
                  if Role(role) not in POLICY[Permission.REWARD_VIEW]}.values())  # fmt: skip
"""One of each role without the right."""
PLANTED = ("忠环奖〔", "种子户名", "种子银行", "98765432109876", "种子收据", "种子事由")


def make() -> dict[str, Any]:
    """A closed case whose report was rewarded and paid, with planted words wherever words go."""
    with unit_of_work():
        make_cast()
    petition_id, _code = closed_report()
    row, rita = reward_in(S.CLAIMED, petition_id=petition_id), present_cast().rita
    with unit_of_work():
        looks.look_at_reporter(row, rita, "种子事由")
    with unit_of_work():
        payee = Payee("种子户名", "种子银行", "98765432109876")
        paying.pay(row, rita, PayCommand(paying.BANK, "种子收据", payee), version=row.version)
    waiting = reward_in(S.NOTIFIED)
    with unit_of_work():
        code = claiming.make_code(waiting)
    petition = db.session.get_one(Petition, petition_id)
    return {"case": petition.case_id, "petition": petition.id, "number": petition.number,
            "code": code}  # fmt: skip


pytestmark = [
    pytest.mark.built(by=make),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def is_clean(page: str, made: dict[str, Any]) -> bool:
    return not any(word in page for word in (*PLANTED, made["code"], "/rewards"))


@pytest.mark.parametrize("who", UNKNOWING)
def test_no_page_of_theirs_knows_of_it(
    app: Flask, client: FlaskClient, built: dict[str, Any], who: str
) -> None:
    assert sign_in(client, who).status_code == 303
    seen = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        answer = client.get(address(app, rule, built))
        if answer.status_code == 200 and answer.mimetype.startswith(("text/", "application/json")):
            assert is_clean(answer.text, built), rule.endpoint
            seen += 1
    assert seen > 20


def address(app: Flask, rule: Any, made: dict[str, Any]) -> str:
    values = {"case_id": made["case"], "petition_id": made["petition"], "number": made["number"],
              "slug": "x", "name": "x", "transition": "note", "kind": "csv", "fmt": "json",
              "filename": "x", "rule_id": "INT-RECEIPT"}  # fmt: skip
    if rule.endpoint == "portal.step":
        values["name"] = "kind"
    if rule.endpoint.startswith("published."):
        values["number"] = 1
    given = {name: values.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, given, method="GET"))


@pytest.mark.parametrize("who", ["olga", "farid", "dong"])
@pytest.mark.parametrize("words", ["忠环奖", "种子收据", "种子户名", "98765432109876"])
def test_no_search_finds_it(
    client: FlaskClient, built: dict[str, Any], who: str, words: str
) -> None:
    assert sign_in(client, who).status_code == 303
    for path in (f"/search/?q={words}", f"/cases/?q={words}&state=all"):
        page = client.get(path)
        assert page.status_code == 200
        assert built["number"] not in page.text
        assert is_clean(re.sub(re.escape(words), "", page.text), built)


def test_no_export_with_every_column_holds_it(
    app: Flask, client: FlaskClient, built: dict[str, Any]
) -> None:
    assert sign_in(client, "dong").status_code == 303
    typed = {"query": "state=all", "form": "csv", "reason": "核对", "with_complainants": "y",
             "columns": open_keys()}  # fmt: skip
    assert client.post("/supervision/exports/", data=typed).status_code == 303
    with app.app_context():
        work_off_exports()
    got = client.post("/supervision/exports/1/file").data.decode("utf-8-sig")
    assert "陈小河" in got, "the export is a full one"
    assert is_clean(got, built)


def test_no_other_table_no_message_and_no_log_holds_it(
    app: Flask, built: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    words = (*PLANTED, built["code"])
    with app.app_context():
        for table in db.metadata.tables.values():
            rows = str(db.session.execute(select(table)).all())
            if table.name == "reward_payees":
                assert not any(word in rows for word in words), "what is sealed"
            elif not table.name.startswith("reward"):
                assert [word for word in words if word in rows] == [], table.name
    out, error = capfd.readouterr()
    assert not any(word in out + error for word in words)
