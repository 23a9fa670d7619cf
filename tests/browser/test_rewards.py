"""An unnamed reporter on a telephone without JavaScript, and the counter that pays in cash."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.browser.sweep import DESK, PHONE, look_at, signed_in, watched
from tests.cast import make_cast
from tests.rewards import S, closed_report, reward_in


def make() -> dict[str, Any]:
    """A reward that waits for an unnamed reporter, and what stands on their slip."""
    with unit_of_work():
        make_cast()
    petition_id, code = closed_report(person=Person(), is_anonymous=True, reply_way="phone")
    row = reward_in(S.NOTIFIED, petition_id=petition_id)
    number = db.session.get_one(Petition, petition_id).number
    return {"id": row.id, "number": number, "code": code}


@pytest.mark.browser
@pytest.mark.built(by=make)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_code_from_the_telephone_is_paid_at_the_counter(
    browser: Browser, live_server: str, built: dict[str, Any]
) -> None:
    phone = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    page = phone.new_page()
    page.goto(f"{live_server}/public/lookup")
    page.get_by_role("link", name="查询是否有待领奖励").click()
    page.get_by_label("来件编号").fill(built["number"])
    page.get_by_label("查询码").fill(built["code"])
    page.get_by_role("button", name="查询", exact=True).click()
    page.get_by_role("button", name="生成我的领奖码").click()
    code = page.locator(".cf-public-code").inner_text()
    widths = page.locator("body").bounding_box()
    assert widths is not None
    assert widths["width"] <= PHONE["width"]
    phone.close()

    counter, said = watched(signed_in(browser, live_server, "rita", DESK))
    counter.goto(f"{live_server}/rewards/{built['id']}")
    counter.get_by_role("link", name="核对领奖人").click()
    for typed in ("XXXX-XXXX-XXXX", code.lower()):
        counter.get_by_label("领奖码", exact=True).fill(typed)
        counter.get_by_role("button", name="核对领奖人").click()
    counter.get_by_role("link", name="登记发放").click()
    counter.get_by_label("当面交付现金").check()
    counter.get_by_label("收据或凭证编号").fill("收2026-7")
    counter.get_by_role("button", name="登记发放").click()
    assert "已发放" in counter.locator(".cf-tags").inner_text()
    assert look_at(counter, "zh_Hans_CN", said).faults == []
    counter.context.close()
