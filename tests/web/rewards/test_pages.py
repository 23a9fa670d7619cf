"""Rewards through their pages: who may open what, the whole way to the money, conflicts, looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import POLICY, Permission, Role
from caseflow.public.rewards.actions import claiming
from caseflow.public.rewards.models import Reward, RewardLook, RewardPayee
from tests.cast import PEOPLE, make_cast, present_cast, sign_in
from tests.planted import plant
from tests.rewards import PAYEE, S, closed_report, reward_in
from tests.statements import counted

As = Callable[[str], FlaskClient]
WHO = {name: role for name, _shown, role, _unit, _certificate in PEOPLE}


def number_of(petition_id: int) -> str:
    return db.session.get_one(Petition, petition_id).number


def version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    return found[1] if found else "0"


def step(client: FlaskClient, reward_id: int, act: str, /, **typed: Any) -> Any:
    address = f"/rewards/{reward_id}/{act}"
    return client.post(address, data={"version": version_in(client.get(address).text), **typed})


PAGES: tuple[tuple[str, str, Permission], ...] = (
    ("GET", "/rewards/", Permission.REWARD_VIEW),
    ("GET", "/rewards/proposals", Permission.REWARD_PROPOSE),
    ("POST", "/rewards/proposals", Permission.REWARD_PROPOSE),
    ("GET", "/rewards/1", Permission.REWARD_VIEW),
    ("GET", "/rewards/1/assess", Permission.REWARD_ASSESS),
    ("POST", "/rewards/1/assess", Permission.REWARD_ASSESS),
    ("GET", "/rewards/1/approve", Permission.REWARD_APPROVE),
    ("GET", "/rewards/1/refuse", Permission.REWARD_APPROVE),
    ("GET", "/rewards/1/withdraw", Permission.REWARD_APPROVE),
    ("GET", "/rewards/1/notify", Permission.REWARD_PAY),
    ("GET", "/rewards/1/claim", Permission.REWARD_PAY),
    ("GET", "/rewards/1/pay", Permission.REWARD_PAY),
    ("POST", "/rewards/1/reporter", Permission.REWARD_PAY),
    ("POST", "/rewards/1/payee", Permission.REWARD_PAY),
    ("GET", "/rewards/rules", Permission.REWARD_VIEW),
    ("GET", "/rewards/rules/tier-500", Permission.REWARD_APPROVE),
    ("POST", "/rewards/rules/tier-500", Permission.REWARD_APPROVE),
)


def make() -> int:
    """A reward that is proposed."""
    with unit_of_work():
        make_cast()
    return reward_in(S.PROPOSED).id


@pytest.mark.built(by=make)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_to_every_person(client: FlaskClient, built: int, who: str) -> None:
    assert (sign_in(client, who).status_code, built) == (303, 1)
    role = Role(WHO[who])
    for method, path, right in PAGES:
        answer = client.open(path, method=method)
        may = role in POLICY[right]
        assert (answer.status_code == 403) is not may, (path, answer.status_code)
        if not may:
            assert "忠环奖" not in answer.text
            if role not in POLICY[Permission.REWARD_VIEW]:
                nowhere = client.open(path.replace("/1", "/999"), method=method)
                assert nowhere.status_code == 403, "whether there is one cannot be told"
        else:
            assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/inbox/").text
    assert ('href="/rewards/"' in page) is (role in POLICY[Permission.REWARD_VIEW])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_reward_officer_begins_at_the_rewards_and_sees_no_case(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = reward_case(closed_report()[0])
        reward_in(S.PROPOSED)
    rita = as_("rita")
    assert rita.get("/start").location == "/rewards/"
    assert rita.get(f"/cases/{case_id}").status_code == 403
    assert f'href="/cases/{case_id}' not in rita.get("/rewards/1").text
    assert as_("adam").get("/start").location.startswith("/people")


def reward_case(petition_id: int) -> int:
    return db.session.get_one(Petition, petition_id).case_id


def test_from_the_proposal_to_the_money(office: Flask, as_: As) -> None:
    with office.app_context():
        petition_id, _code = closed_report()
        number = number_of(petition_id)
    rita, sunil, lena = as_("rita"), as_("sunil"), as_("lena")
    assert number in rita.get("/rewards/proposals?all=1").text
    assert number not in rita.get("/rewards/proposals").text, "no penalty is in effect"
    answer = rita.post("/rewards/proposals", data={"number": number})
    assert answer.status_code == 303
    reward_id = int(answer.location.rsplit("/", 1)[1])
    assert number not in answer.location
    again = rita.post("/rewards/proposals", data={"number": number})
    assert (again.status_code, "已有奖励" in again.text) == (422, True)
    page = sunil.get(f"/rewards/{reward_id}").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'data-criterion="outsider" data-verdict="ask"' in page
    typed = {"rule": "tier-1000", "reporter_count": "1", "words": "符合第二档。"}
    missing = step(sunil, reward_id, "assess", **typed)
    assert (missing.status_code, "逐项确认" in missing.text) == (422, True)
    assert "符合第二档。" in missing.text, "what was typed is kept"
    assert step(sunil, reward_id, "assess", **typed, confirmed="outsider").status_code == 303
    page = lena.get(f"/rewards/{reward_id}").text
    assert "1,000元" in page
    assert "未经核实" in page
    assert "渝环规〔2025〕1号" in page
    assert "评定人已确认" in page
    assert step(lena, reward_id, "approve").status_code == 303
    assert step(rita, reward_id, "notify", way="phone").status_code == 303
    assert step(rita, reward_id, "claim", way="identity").status_code == 303
    for missing_one in ("name", "bank", "account"):
        bank = {"way": "bank", "receipt_number": "收1", **pay_fields(), missing_one: ""}
        assert step(rita, reward_id, "pay", **bank).status_code == 422
    paid = step(rita, reward_id, "pay", way="bank", receipt_number="收1", **pay_fields())
    assert paid.status_code == 303
    page = rita.get(f"/rewards/{reward_id}").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert PAYEE.account not in page
    assert PAYEE.name not in page


def pay_fields() -> dict[str, str]:
    return {"name": PAYEE.name, "bank": PAYEE.bank, "account": "6217 0000 0000 0000 123"}


def test_cash_drops_a_name_that_was_typed(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.CLAIMED).id
    rita = as_("rita")
    assert step(rita, reward_id, "pay", way="cash", receipt_number="收2", **pay_fields())
    with office.app_context():
        assert db.session.get_one(Reward, reward_id).payment_way == "cash"
        assert db.session.scalar(select(func.count(RewardPayee.id))) == 0


def test_who_was_paid_is_shown_once_and_the_look_stays_in_sight(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.PAID).id
    rita = as_("rita")
    asked = rita.post(f"/rewards/{reward_id}/payee", data={"payee-reason": ""})
    assert (asked.status_code, PAYEE.account in asked.text) == (422, False)
    shown = rita.post(f"/rewards/{reward_id}/payee", data={"payee-reason": "核对退汇"})
    assert PAYEE.account in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    html5lib.HTMLParser(strict=True).parse(shown.text)
    for who in ("rita", "aude"):
        page = as_(who).get(f"/rewards/{reward_id}").text
        assert "核对退汇" in page
        assert "蒋发放" in page
        assert PAYEE.account not in page
    late = rita.post(f"/rewards/{reward_id}/reporter", data={"reporter-reason": "电话告知"})
    assert late.status_code == 409
    with office.app_context():
        assert db.session.scalar(select(func.count(RewardLook.id))) == 1


def test_who_reported_is_shown_to_the_desk_that_tells_them(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.APPROVED).id
    shown = as_("rita").post(f"/rewards/{reward_id}/reporter", data={"reporter-reason": "告知"})
    assert "陈小河" in shown.text
    assert "13812345678" in shown.text
    audit = as_("aude").get("/audit/").text
    assert "identity check" in audit
    assert "奖" not in looks_of(audit)


def looks_of(page: str) -> str:
    """Return the rows of the list of looks."""
    found = re.search(r"<tbody>.*?</tbody>", page, re.DOTALL)
    assert found
    return found[0]


def test_somebody_else_s_change_is_shown_beside_mine(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.ASSESSED).id
    lena = as_("lena")
    first = lena.get(f"/rewards/{reward_id}/refuse").text
    assert step(lena, reward_id, "approve").status_code == 303
    typed = {"version": version_in(first), "reason": "材料不足。"}
    stale = lena.post(f"/rewards/{reward_id}/refuse", data=typed)
    html5lib.HTMLParser(strict=True).parse(stale.text)
    assert stale.status_code == 409
    assert "材料不足。" in stale.text
    assert "已核准奖励" in stale.text
    edited = lena.post(f"/rewards/{reward_id}/refuse",
                       data={"version": version_in(stale.text), "reason": "材料不足。",
                             "intent": "edit"})  # fmt: skip
    assert "材料不足。" in edited.text
    refused = step(lena, reward_id, "refuse", reason="材料不足。")
    assert refused.status_code == 409


def test_the_assessor_turned_approver_reads_why_not(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.ASSESSED).id
        with unit_of_work():
            present_cast().sunil.role = Role.LEADER
    sunil = as_("sunil")
    page = sunil.get(f"/rewards/{reward_id}").text
    assert "须由评定人以外的人决定。" in page
    assert f"/rewards/{reward_id}/approve" not in page
    assert sunil.get(f"/rewards/{reward_id}/approve").status_code == 409
    assert step(sunil, reward_id, "approve").status_code == 409


def test_the_leader_sets_a_rule_and_the_mark_goes(office: Flask, as_: As) -> None:
    lena = as_("lena")
    page = lena.get("/rewards/rules").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("未经核实") > 8
    day = clock.today().isoformat()
    typed = {"cap_yuan": "50000", "percent": "4", "valid_from": day, "is_verified": "y",
             "instrument": "渝环规〔2026〕9号", "article": "第八条"}  # fmt: skip
    assert lena.post("/rewards/rules/penalty", data={**typed, "percent": "0"}).status_code == 422
    assert lena.post("/rewards/rules/penalty", data=typed).status_code == 303
    shown = lena.get("/rewards/rules").text
    assert "罚款金额的4%" in shown
    assert "50,000元" in shown
    assert "渝环规〔2026〕9号" in shown
    assert shown.count("未经核实") == page.count("未经核实") - 2, "its mark and its note"
    assert "雷局长" in lena.get("/rewards/rules/penalty").text
    assert lena.get("/rewards/rules/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/rewards/", "/rewards/proposals?all=1", "/rewards/?state=paid"])
def test_a_long_list_costs_no_more_statements_than_a_short_one(
    office: Flask, as_: As, path: str
) -> None:
    with office.app_context():
        case_id = reward_case(reward_in(S.PROPOSED).petition_id)
    rita = as_("rita")
    rita.get(path)
    with counted(office) as short:
        rita.get(path)
    with office.app_context():
        plant(case_id, 40)
        copy_rewards(20)
    with counted(office) as long:
        page = rita.get(path).text
    assert len(long) == len(short) <= 6, long
    assert page.count("<tr>") >= (2 if "paid" not in path else 0)


def copy_rewards(count: int) -> None:
    """Add rewards to the first planted petitions."""
    with unit_of_work():
        for place in range(1, count + 1):
            db.session.add(
                Reward(number=f"奖{place}", petition_id=1000 + place, state="proposed", version=1,
                       proposed_by_id=present_cast().rita.id, proposed_at=clock.now())
            )  # fmt: skip


def test_the_page_of_a_reward_costs_few_statements(office: Flask, as_: As) -> None:
    with office.app_context():
        reward_id = reward_in(S.PAID).id
    rita = as_("rita")
    rita.get(f"/rewards/{reward_id}")
    with counted(office) as sent:
        rita.get(f"/rewards/{reward_id}")
    assert len(sent) <= 20, sent


def test_a_wrong_claim_code_is_counted_on_the_form_and_kept(office: Flask, as_: As) -> None:
    with office.app_context():
        row = reward_in(S.NOTIFIED)
        with unit_of_work():
            code = claiming.make_code(row)
        reward_id = row.id
    rita = as_("rita")
    empty = step(rita, reward_id, "claim", way="code")
    assert empty.status_code == 422
    for tried in range(claiming.WRONG_CODES):
        wrong = step(rita, reward_id, "claim", way="code", code=f"XXXX-XXXX-XXX{tried}")
        assert (wrong.status_code, "领奖码无效" in wrong.text) == (422, True)
    assert step(rita, reward_id, "claim", way="code", code=code).status_code == 422
    assert rita.get(f"/rewards/{reward_id}").text.count("领奖码输入错误") == 6
