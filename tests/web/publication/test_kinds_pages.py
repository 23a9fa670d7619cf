"""The pages of every kind: beginning, tables, corrections, demands, replies, pictures, criteria."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.evidence.models import CustodyEntry
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication import horn
from caseflow.public.publication.drafting.exposed import present_figures
from caseflow.public.publication.models import Publication, PublicationPicture
from tests.factories import a_source, case_in
from tests.publications import (
    NUMBER,
    a_photograph,
    all_decided,
    begun,
    newest_fact,
    night_finding,
    penalised,
    published,
    stepped,
)
from tests.statements import counted

Browser = Callable[[str], FlaskClient]
ROOT = "/desk/publications"


def version(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)
    assert found, path
    return found[1]


def made(office: Flask, make: Callable[[], Publication]) -> str:
    """Return the address of a publication made inside a context of its own."""
    with office.app_context():
        return f"{ROOT}/{make().id}"


def row_at(address: str) -> Publication:
    return db.session.get_one(Publication, int(address.rpartition("/")[2]))


def test_the_table_of_kinds_marks_what_was_not_read(as_: Browser) -> None:
    page = as_("pia").get(f"{ROOT}/kinds").text
    assert page.count("待法制核实") >= 5
    kind = as_("aude").get(f"{ROOT}/kinds/penalty_decision").text
    for words in ("个人信息保护影响评估", "统一社会信用代码", "7 个工作日", "待法制核实"):
        assert words in kind
    assert as_("pia").get(f"{ROOT}/kinds/no_such").status_code == 404


def test_a_decision_is_drafted_from_what_is_owed(office: Flask, as_: Browser) -> None:
    with office.app_context():
        fact_id = newest_fact(penalised(), "penalty_decided")
    pia = as_("pia")
    owed = pia.get(f"{ROOT}/owed").text
    assert NUMBER.format(1) in owed
    assert f"fact={fact_id}" in owed
    answer = pia.post(f"{ROOT}/new/penalty_decision", data={"fact": str(fact_id)})
    assert answer.status_code == 303
    draft = pia.get(str(answer.location)).text
    assert "行政处罚决定信息" in draft
    assert "草稿中还有待填写的内容" in draft
    again = pia.post(f"{ROOT}/new/penalty_decision", data={"fact": str(fact_id)})
    assert again.status_code == 422


def test_cases_are_taken_by_their_numbers_and_a_wrong_one_is_named(
    office: Flask, as_: Browser
) -> None:
    with office.app_context():
        numbers = [case_in("closed").number, case_in("closed").number]
    pia = as_("pia")
    typed = "\n".join([*numbers, "忠环案〔2026〕999号"])
    refused = pia.post(f"{ROOT}/new/typical_case", data={"numbers": typed})
    assert refused.status_code == 422
    assert "没有编号为忠环案〔2026〕999号的案件" in refused.text
    assert numbers[0] in refused.text
    taken = pia.post(f"{ROOT}/new/typical_case", data={"numbers": "\n".join(numbers)})
    assert taken.status_code == 303


def test_a_horn_table_that_is_no_csv_is_refused_with_a_sentence(
    as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(horn, "LONGEST_FIELD", 1_000)
    rows = '时段,路段,行为,查处机关\n夜间,"' + "长" * 1_001
    file = io.BytesIO(rows.encode()), "禁鸣.csv"
    refused = as_("pia").post(f"{ROOT}/new/horn_exposure", data={"file": file, "naming_basis": ""})
    assert refused.status_code == 422
    assert "不是CSV表格" in refused.text


def test_a_horn_table_with_plates_is_refused_without_a_basis(as_: Browser) -> None:
    pia, table = as_("pia"), "时段,路段,行为,查处机关,号牌\n夜间,果园路,鸣笛,大队,渝F12345\n"

    def sent(basis: str) -> Any:
        file = (io.BytesIO(table.encode()), "鸣笛.csv")
        return pia.post(f"{ROOT}/new/horn_exposure", data={"file": file, "naming_basis": basis})

    refused = sent("")
    assert refused.status_code == 422
    assert "“号牌”列可识别到个人" in refused.text
    assert sent("道路交通安全法第一百一十条").status_code == 303


def test_rows_of_a_table_are_edited_as_lines(office: Flask, as_: Browser) -> None:
    address = made(office, lambda: begun("monthly_statistics", **a_month()))
    pia, path = as_("pia"), f"{address}/words"
    typed = {
        "version": version(pia, path), "title": "统计", "original": "正文。",
        "table_0": "忠州街道 | 12 | 12\n合计 | 12",
    }  # fmt: skip
    wrong = pia.post(path, data=typed)
    assert wrong.status_code == 422
    assert "第1行有3个单元格" in wrong.text or "第2行有2个单元格" in wrong.text
    assert "忠州街道 | 12 | 12" in wrong.text
    with office.app_context():
        width = len(row_at(address).tables[0]["columns"])
    typed["table_0"] = " | ".join(["忠州街道", *["12"] * (width - 1)])
    assert pia.post(path, data=typed).status_code == 303
    with office.app_context():
        assert len(row_at(address).tables[0]["rows"]) == 1


def test_a_period_that_ends_before_it_begins_is_refused(as_: Browser) -> None:
    typed = {"period_from": "2026-11-30", "period_until": "2026-11-01"}
    refused = as_("pia").post(f"{ROOT}/new/monthly_statistics", data=typed)
    assert refused.status_code == 422
    assert "截止日期不能早于起始日期" in refused.text
    assert 'value="2026-11-01"' in refused.text


def a_month() -> dict[str, Any]:
    case_in("registered")
    return {"period_from": clock.today().replace(day=1), "period_until": clock.today()}


def test_a_correction_says_what_it_corrects(office: Flask, as_: Browser) -> None:
    address = made(office, lambda: published(begun("summary", case_ids=(case_in("closed").id,))))
    pia, path = as_("pia"), f"{address}/correct"
    typed = {"version": version(pia, path)}
    assert pia.post(path, data=typed).status_code == 422
    assert pia.post(path, data={**typed, "reason": "检查日期有误。"}).status_code == 303
    page = pia.get(address).text
    assert "正在更正已公开的页面" in page
    assert "检查日期有误。" in page
    back = f"{address}/stop_correcting"
    assert pia.post(back, data={"version": version(pia, back)}).status_code == 303
    assert "正在更正已公开的页面" not in pia.get(address).text


def test_a_ground_to_withdraw_shows_everywhere_until_it_is_done(
    office: Flask, as_: Browser
) -> None:
    address = made(office, lambda: published(begun("summary", case_ids=(case_in("closed").id,))))
    pia, sunil, path = as_("pia"), as_("sunil"), f"{address}/demand"
    typed = {"version": version(pia, path), "known_on": "明天", "ground": "判决撤销。"}
    assert pia.post(path, data=typed).status_code == 422
    assert pia.post(path, data={**typed, "known_on": "今天"}).status_code == 303
    for page in (address, f"{ROOT}/", f"{ROOT}/owed"):
        assert "判决撤销。" in sunil.get(page).text or "必须撤回" in sunil.get(page).text
    away = f"{address}/withdraw"
    given = {"version": version(sunil, away), "reason": "所依据的决定已撤销。"}
    assert sunil.post(away, data=given).status_code == 303
    assert "必须撤回" not in sunil.get(f"{ROOT}/").text


def test_a_named_site_is_told_heard_and_its_answer_considered(office: Flask, as_: Browser) -> None:
    def listed() -> Publication:
        for days, number in ((40, 1), (30, 2)):
            night_finding(days, NUMBER.format(number))
        return all_decided(
            begun("night_exposure", source_ids=(a_source().id,)), keep=("respondent",)
        )

    address = made(office, listed)
    with office.app_context():
        site = f"{address}/sites/{a_source().id}"
    pia = as_("pia")
    today, late = clock.today().isoformat(), (clock.today() + timedelta(days=7)).isoformat()
    notice = {"noticed_on": today, "way": "书面告知", "answer_by": today}
    first = {"version": version(pia, f"{site}/notice"), **notice}
    short = pia.post(f"{site}/notice", data=first)
    assert short.status_code == 422
    assert "申辩时间至少留7天" in short.text
    assert pia.post(f"{site}/notice", data={**first, "answer_by": late}).status_code == 303
    answer = {"answered_on": today, "answer": "已停止夜间施工。"}
    answer["version"] = version(pia, f"{site}/answer")
    assert pia.post(f"{site}/answer", data=answer).status_code == 303
    assert "申辩意见待研究" in pia.get(address).text
    stale = pia.post(f"{site}/answer", data=answer)
    assert stale.status_code == 409
    assert "已停止夜间施工。" in stale.text
    decided = {"considered": "仍予列入。", "version": version(pia, f"{site}/consider")}
    assert pia.post(f"{site}/consider", data=decided).status_code == 303
    assert "申辩意见已研究" in pia.get(address).text
    assert as_("sunil").get(f"{site}/notice").status_code == 403


def test_a_figure_of_the_criteria_is_set_from_a_day_on(office: Flask, as_: Browser) -> None:
    sunil, path = as_("sunil"), f"{ROOT}/criteria/findings"
    typed = {"amount": "1", "valid_from": "今天", "basis": "局务会〔2026〕3号"}
    assert sunil.post(path, data=typed).status_code == 422
    assert sunil.post(path, data={**typed, "amount": "3"}).status_code == 303
    assert "局务会〔2026〕3号" in sunil.get(path).text
    with office.app_context():
        assert present_figures()["findings"] == 3
    assert as_("dong").post(path, data=typed).status_code == 403


NO_RECTANGLES = [
    ("nan 0 10 10", "不是有效的遮盖框"),
    ("0 inf 10 10", "不是有效的遮盖框"),
    ("0 0 10 nan", "不是有效的遮盖框"),
    ("0 0 10", "不是有效的遮盖框"),
    ("0 0 0.001 10", "没有大小"),
    ("0 0 10 0.004", "没有大小"),
    ("0 0 0 10", "没有大小"),
    ("-1 0 10 10", "超出了图片"),
]


def test_a_picture_is_covered_by_typed_numbers(office: Flask, as_: Browser) -> None:
    def pictured() -> Publication:
        case = case_in("closed")
        a_photograph(case)
        return all_decided(begun("summary", case_ids=(case.id,)))

    address, pia = made(office, pictured), as_("pia")
    chosen = re.search(r'<option[^>]*value="(\d+)"', pia.get(f"{address}/pictures").text)
    assert chosen
    typed = {
        "version": version(pia, f"{address}/pictures"), "evidence": chosen[1], "caption": "现场"
    }  # fmt: skip
    brush = str(pia.post(f"{address}/pictures", data=typed).location)
    cover = {"caption": "整改后", "regions": "90 0 20 50", "version": version(pia, brush)}
    assert pia.post(brush, data=cover).status_code == 422
    for regions, words in NO_RECTANGLES:
        refused = pia.post(brush, data={**cover, "regions": regions})
        assert refused.status_code == 422, regions
        assert words in refused.text, regions
    assert pia.post(brush, data={**cover, "regions": "0 0 50 100"}).status_code == 303
    assert "尚未确认遮盖完整" in pia.get(address).text
    sure = {**cover, "regions": "0 0 50 100", "is_covered": "y", "version": version(pia, brush)}
    assert pia.post(brush, data=sure).status_code == 303
    seen = as_("sunil").get(f"{brush}/as-public")
    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    assert "no-store" in seen.headers["Cache-Control"]
    assert as_("sunil").get(f"{brush}/as-taken").status_code == 403
    assert pia.get(f"{brush}/as-taken").status_code == 200
    with office.app_context():
        looks = select(func.count(CustodyEntry.id)).where(CustodyEntry.place == "publication")
        assert db.session.scalar(looks) == 1
        picture = db.session.scalars(select(PublicationPicture)).one()
        assert picture.regions == [[0.0, 0.0, 0.5, 1.0]]


def test_what_was_public_when_is_for_those_who_answer_for_it(office: Flask, as_: Browser) -> None:
    def gone() -> Publication:
        row = published(begun("summary", case_ids=(case_in("closed").id,)))
        return stepped(row, "correct", "withdraw")

    made(office, gone)
    path = f"{ROOT}/looking-back"
    page = as_("aude").get(f"{path}?day={clock.today().isoformat()}").text
    assert "仅有下架说明" in page
    assert as_("aude").get(f"{path}?day=不是日期").status_code == 422
    for who, status in (("sunil", 200), ("pia", 200), ("dong", 403), ("lena", 403)):
        assert as_(who).get(path).status_code == status


def test_texts_to_share_are_those_of_the_public_page(office: Flask, as_: Browser) -> None:
    address = made(office, lambda: published(begun("summary", case_ids=(case_in("closed").id,))))
    page = as_("pia").get(f"{address}/texts").text
    assert "／140字" in page
    assert "／2000字" in page
    assert "/results/" in page
    draft = made(office, lambda: begun("summary", case_ids=(case_in("closed").id,)))
    assert as_("pia").get(f"{draft}/texts").status_code == 404


def test_after_a_withdrawal_the_texts_page_says_what_to_take_down(
    office: Flask, as_: Browser
) -> None:
    def gone() -> Publication:
        return stepped(published(begun("summary", case_ids=(case_in("closed").id,))), "withdraw")

    address = made(office, gone)
    answer = as_("pia").get(f"{address}/texts")
    assert answer.status_code == 410
    assert "已撤回" in answer.text
    assert "微信" in answer.text
    assert "微博" in answer.text
    assert "<textarea" not in answer.text


def test_a_period_that_is_out_is_not_begun_again(office: Flask, as_: Browser) -> None:
    address = made(office, lambda: begun("monthly_statistics", **a_month()))
    typed = {
        "period_from": clock.today().replace(day=1).isoformat(),
        "period_until": clock.today().isoformat(),
    }
    refused = as_("pia").post(f"{ROOT}/new/monthly_statistics", data=typed)
    assert refused.status_code == 409
    assert "该期间已起草" in refused.text
    assert f'href="{address}"' in refused.text


def test_a_draft_that_is_late_is_owed_with_its_state(office: Flask, as_: Browser) -> None:
    last = clock.today().replace(day=1) - timedelta(days=62)
    address = made(
        office,
        lambda: begun("monthly_statistics", period_from=last.replace(day=1), period_until=last),
    )
    page = as_("pia").get(f"{ROOT}/owed").text
    assert f'href="{address}"' in page
    assert 'data-state="draft"' in page


def test_everything_undecided_is_hidden_with_one_press(office: Flask, as_: Browser) -> None:
    def listed() -> Publication:
        for days, number in ((40, 1), (30, 2)):
            night_finding(days, NUMBER.format(number))
        return begun("night_exposure", source_ids=(a_source().id,))

    address, pia = made(office, listed), as_("pia")
    page = pia.get(address).text
    assert "表1第1行" in page
    given = {"version": version(pia, address), "intent": "hide_rest"}
    for key in re.findall(r'name="replacement_(\w+)"', page):
        given[f"replacement_{key}"] = ""
    assert pia.post(f"{address}/marks", data=given).status_code == 303
    with office.app_context():
        row = row_at(address)
        assert {mark["decision"] for mark in row.marks} == {"hide"}


@pytest.mark.parametrize("path", ["/", "/owed", "/kinds", "/criteria"])
def test_lists_take_as_many_statements_however_much_they_hold(
    office: Flask, as_: Browser, path: str
) -> None:
    pia = as_("pia")

    def statements() -> int:
        pia.get(f"{ROOT}{path}")
        with counted(office) as found:
            assert pia.get(f"{ROOT}{path}").status_code == 200
        return len(found)

    def more(number: int) -> None:
        with office.app_context():
            night_finding(30 + number, NUMBER.format(number))
            penalised(number=NUMBER.format(100 + number))
            begun("summary", case_ids=(case_in("closed").id,))

    more(1)
    few = statements()
    for number in (2, 3):
        more(number)
    assert statements() == few
