"""The tables of documents, cell by cell: what is missing, what is fatal, what is warned of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from caseflow.core.documents.bases import BASES, CODE_ON
from caseflow.core.documents.content import canonical, compose, content_hash
from caseflow.core.documents.facts import (
    FIXED,
    SUGGESTED,
    CaseFacts,
    EvidenceFacts,
    OfficerFacts,
    OrderFacts,
    PartyFacts,
    PersonFacts,
    ServedFacts,
    SignatureFacts,
    VisitFacts,
)
from caseflow.core.documents.faults import FATAL, WARNINGS, Ground, fatal, warnings
from caseflow.core.documents.items import (
    FORMS,
    INQUIRY,
    ITEMS,
    ORDER,
    PHOTOGRAPHS,
    SCENE,
    SERVICE,
    SOURCES,
    item_of,
    items_of,
)
from caseflow.core.documents.rules import PHOTOGRAPH_PARTS, missing
from caseflow.core.documents.sheet import sheet_of
from caseflow.core.petitions.numbers import TEMPLATES
from caseflow.core.redaction import Known
from caseflow.core.visits.rules import SCENE_PARTS

SIGNATURES = tuple(
    SignatureFacts(role, name, "0" * 64, False, "", "")
    for role, name in (("officer", "张三"), ("second_officer", "李四"), ("party", "王五"))
)
VISIT = VisitFacts(
    is_from_tablet=True,
    started_at="2026-11-28T10:05+08:00",
    ended_at="2026-11-28T11:10+08:00",
    place="忠州街道果园路",
    officers=(OfficerFacts(1, "张三", "50230101", True), OfficerFacts(2, "李四", "50230102", True)),
    present=(PersonFacts("王五", "项目经理", "13800001234", "512322197001011234"),),
    are_certificates_shown=True,
    are_rights_told=True,
    findings="夜间使用混凝土泵车施工。",
    statement="",
    has_readings=True,
    scene={"production": "", "permits": "", "treatment": "", "sampling": ""},
    signatures=SIGNATURES,
)
FACTS = CaseFacts(
    case_number="忠环案〔2026〕1号",
    office="忠县生态环境局",
    party=PartyFacts("果园路工地", "忠州街道果园路", "91500233MA5U12345X", "915002330001"),
    visit=VISIT,
    order=OrderFacts("忠环改〔2026〕1号", "停止夜间施工", "2026-12-05"),
    evidence=(EvidenceFacts(7, "泵车", "2026-11-28T10:20+08:00", "张三", "1" * 64, True),),
    issued=(
        ServedFacts(5, "责令改正违法行为决定书", "忠环改〔2026〕1号", "2026-11-28T12:00+08:00"),
    ),
    people=((9, "苏领导"),),
)
TYPED: dict[str, dict[str, Any]] = {
    SCENE: {"production": "泵车", "treatment": "无", "sampling": "拍照"},
    INQUIRY: {
        "started_at": "2026-11-28T11:20+08:00", "ended_at": "2026-11-28T11:50+08:00",
        "place": "项目部", "certificates_shown": True, "rights_told": True, "fault": "明知",
        "questions": "问：是否施工？\n答：是。", "result_told": "当场告知",
        "service_address": "果园路9号", "service_confirmed": True,
    },
    ORDER: {
        "act_on": "2026-11-27", "motive": "赶工", "consequence": "扰民", "result_told": "已告知",
        "basis": "code-1185-2", "law_broken": "法典第某条", "law_broken_words": "禁止夜间施工",
        "default": "责令暂停施工", "review_body": "县政府", "court": "县法院", "reviewer": "9",
        "reviewed_on": "2026-11-28", "approver": "9", "approved_on": "2026-11-28",
    },
    SERVICE: {
        "served": "5", "way": "direct", "recipient": "王五", "relation": "经理",
        "served_at": "2026-11-28T13:00+08:00", "service_address": "果园路9号",
        "service_confirmed": True,
    },
    PHOTOGRAPHS: {
        "photographs": {"7": {"object": "泵车", "place": "东侧", "proves": "正在施工"}},
        "verified": True,
    },
}  # fmt: skip
GROUND = Ground(
    office="忠县生态环境局",
    qualified=frozenset({1, 2}),
    investigators=frozenset({1, 2}),
    today=date(2026, 11, 28),
    now=datetime(2026, 11, 28, 6, 0, tzinfo=UTC),
    issued=frozenset({5}),
    served_latest=date(2026, 12, 8),
)


def made(form: str, facts: CaseFacts = FACTS, **typed: Any) -> dict[str, Any]:
    return compose(form, facts, {**TYPED[form], **typed})


def codes(form: str, content: dict[str, Any]) -> list[str]:
    return [one.item.code for one in missing(form, content)]


def faults(form: str, content: dict[str, Any], ground: Ground = GROUND) -> list[str]:
    return [one.fault.code for one in fatal(form, content, ground)]


@pytest.mark.parametrize("form", FORMS)
def test_a_complete_document_lacks_nothing_and_has_no_fault(form: str) -> None:
    content = made(form)
    assert missing(form, content) == []
    assert faults(form, content) == []


TEXTS = [
    (form, item.code)
    for form in FORMS
    for item in items_of(form)
    if item.is_required and not item.when and item.kind not in {"officers", "signatures",
                                                                "photographs", "evidence", "served"}
    and item.code != "office"
]  # fmt: skip


@pytest.mark.parametrize(("form", "code"), TEXTS)
def test_each_item_taken_away_is_named_and_nothing_else(form: str, code: str) -> None:
    content = made(form)
    assert content["items"].pop(code)
    assert codes(form, content) == [code]


@pytest.mark.parametrize("form", FORMS)
def test_the_office_is_named_where_it_is_missing(form: str) -> None:
    assert codes(form, {**made(form), "office": ""}) == ["office"]


@pytest.mark.parametrize("form", [SCENE, INQUIRY, ORDER, PHOTOGRAPHS])
def test_officers_are_named_where_one_has_no_certificate(form: str) -> None:
    content = made(form)
    content["officers"][1]["certificate"] = ""
    assert codes(form, content) == ["officers"]


@pytest.mark.parametrize(
    ("way", "lacking"),
    [
        ("direct", []),
        ("left", ["witness", "refusal"]),
        ("post", ["post_number"]),
        ("electronic", ["electronic_consent"]),
        ("entrusted", []),
        ("notice", []),
    ],
)
def test_each_way_of_service_asks_for_its_own(way: str, lacking: list[str]) -> None:
    assert codes(SERVICE, made(SERVICE, way=way)) == lacking


@pytest.mark.parametrize("form", [INQUIRY, ORDER])
def test_a_result_is_told_only_where_something_was_measured(form: str) -> None:
    unmeasured = replace(FACTS, visit=replace(VISIT, has_readings=False))
    content, silent = made(form, result_told=""), made(form, unmeasured, result_told="")
    assert codes(form, content) == ["result_told"]
    assert faults(form, content) == ["result_not_told"]
    assert (codes(form, silent), faults(form, silent)) == ([], [])


@pytest.mark.parametrize("role", ["officer", "second_officer", "party"])
def test_each_signature_that_has_not_come_is_named(role: str) -> None:
    signed = tuple(replace(s, sha256="") if s.role == role else s for s in SIGNATURES)
    content = made(SCENE, replace(FACTS, visit=replace(VISIT, signatures=signed)))
    assert codes(SCENE, content) == ["signatures"]


def test_only_the_party_may_refuse_and_says_why() -> None:
    def of(role: str, reason: str) -> list[str]:
        refused = tuple(
            replace(s, sha256="", is_refused=True, reason=reason) if s.role == role else s
            for s in SIGNATURES
        )
        return codes(SCENE, made(SCENE, replace(FACTS, visit=replace(VISIT, signatures=refused))))

    assert of("party", "不认可") == []
    assert of("party", "") == ["signatures"]
    assert of("officer", "不认可") == ["signatures"]


@pytest.mark.parametrize("part", PHOTOGRAPH_PARTS)
def test_each_part_of_a_photograph_is_named(part: str) -> None:
    content = made(PHOTOGRAPHS)
    content["photographs"][0][part] = ""
    assert [one.params["part"] for one in missing(PHOTOGRAPHS, content)] == [
        f"@{PHOTOGRAPH_PARTS[part]}"
    ]


def test_no_photograph_and_no_evidence_are_named() -> None:
    assert codes(PHOTOGRAPHS, made(PHOTOGRAPHS, photographs={})) == ["photographs"]
    assert codes(ORDER, made(ORDER, replace(FACTS, evidence=()))) == ["evidence"]
    unproven = replace(FACTS, evidence=(replace(FACTS.evidence[0], caption=""),))
    assert codes(ORDER, made(ORDER, unproven)) == ["evidence"]
    assert codes(SERVICE, made(SERVICE, served="")) == ["served"]
    assert codes(SERVICE, made(SERVICE, served="6")) == ["served"]


TOLD = {
    "complainants": Known(
        people=("陈小河",), phones=("13812345678",), numbers=("果园路3号滨江花园2栋501室",)
    )
}
"""Who complained, as a case knows it."""


@pytest.mark.parametrize(
    ("code", "form", "typed", "ground"),
    [
        ("two_officers", SCENE, {}, {"qualified": frozenset({1})}),
        ("two_officers", INQUIRY, {}, {"qualified": frozenset({2, 3})}),
        ("two_officers", ORDER, {}, {"qualified": frozenset()}),
        ("two_officers", PHOTOGRAPHS, {}, {"qualified": frozenset({1})}),
        ("own_review", ORDER, {"reviewer": "1"}, {}),
        ("own_review", ORDER, {"approver": "2"}, {}),
        ("own_review", ORDER, {}, {"investigators": frozenset({9})}),
        *(("wrong_office", form, {}, {"office": "某街道办事处"}) for form in FORMS),
        ("no_address", INQUIRY, {"service_confirmed": False}, {}),
        ("no_address", SERVICE, {"service_address": ""}, {}),
        ("natural_days", INQUIRY, {"fault": "五个自然日内陈述"}, {}),
        ("natural_days", ORDER, {"default": "7自然日内"}, {}),
        ("natural_days", SERVICE, {"relation": "三日（按自然日计算）"}, {}),
        ("law_of_another_day", ORDER, {"act_on": "2026-07-01"}, {}),
        ("law_of_another_day", ORDER, {"basis": "noise-77-2"}, {}),
        ("law_of_another_day", ORDER, {"basis": "noise-77-2", "is_lighter": True}, {}),
        ("due_day_over", ORDER, {}, {"today": date(2026, 12, 5)}),
        ("served_too_early", SERVICE, {"served_at": "2026-11-28T11:59+08:00"}, {}),
        ("served_too_early", SERVICE, {"served_at": "2026-11-29T11:59+08:00"}, {}),
        ("served_is_void", SERVICE, {}, {"issued": frozenset()}),
        ("wrong_times", INQUIRY, {"ended_at": "2026-11-28T11:00+08:00"}, {}),
        ("wrong_times", SCENE, {}, {"now": datetime(2026, 11, 28, 2, 30, tzinfo=UTC)}),
        ("names_complainant", SCENE, {"production": "陈小河反映的泵车两台"}, TOLD),
        ("names_complainant", ORDER, {"consequence": "影响chen xiaohe休息"}, TOLD),
        ("names_complainant", SERVICE, {"relation": "电话138 1234 5678"}, TOLD),
        ("names_complainant", INQUIRY, {"fault": "果园路3号滨江花园2栋501室的人投诉"}, TOLD),
    ],
)
def test_each_fatal_fault_is_found_alone(
    code: str, form: str, typed: dict[str, Any], ground: dict[str, Any]
) -> None:
    assert faults(form, made(form, **typed), replace(GROUND, **ground)) == [code]


@pytest.mark.parametrize(
    ("form", "typed", "ground"),
    [
        (SCENE, {}, {"qualified": frozenset({1, 2, 3})}),
        (ORDER, {"default": "五日内改正；七个工作日内"}, {}),
        (ORDER, {"act_on": "2026-08-15"}, {}),
        (ORDER, {"act_on": "2026-08-14", "basis": "noise-77-2"}, {}),
        (ORDER, {"act_on": "2026-08-14", "is_lighter": True}, {}),
        (ORDER, {}, {"today": date(2026, 12, 4)}),
        (SERVICE, {"served_at": "2026-11-28T12:00+08:00"}, {}),
        (SCENE, {"production": "果园路9号滨江花园旁的泵车"}, TOLD),
    ],
)
def test_what_is_just_right_is_not_refused(
    form: str, typed: dict[str, Any], ground: dict[str, Any]
) -> None:
    assert faults(form, made(form, **typed), replace(GROUND, **ground)) == []


def warned(form: str, typed: dict[str, Any], ground: dict[str, Any]) -> set[str]:
    found = warnings(form, made(form, **typed), replace(GROUND, **ground))
    return {one.fault.code for one in found} - {"of_others"}


@pytest.mark.parametrize(
    ("code", "form", "typed", "ground"),
    [
        ("served_late", SERVICE, {}, {"served_latest": date(2026, 11, 27)}),
        ("time_barred", ORDER, {"act_on": "2024-11-27"}, {}),
        ("unverified_law", ORDER, {"basis": "air-118", "act_on": "2026-08-01"}, {}),
        ("not_served", ORDER, {}, {"is_served": False}),
    ],
)
def test_each_warning_is_given_and_refuses_nothing(
    code: str, form: str, typed: dict[str, Any], ground: dict[str, Any]
) -> None:
    assert warned(form, typed, ground) == {code}
    assert code not in faults(form, made(form, **typed), replace(GROUND, **ground))


def test_nothing_is_warned_of_without_cause() -> None:
    assert warned(SERVICE, {}, {"served_latest": date(2026, 11, 28)}) == set()
    assert warned(ORDER, {"act_on": "2024-11-28", "is_lighter": True}, {}) == set()
    assert [one.fault.code for one in warnings(ORDER, made(ORDER, basis="code-1107"), GROUND)] == []


def test_one_character_changes_the_hash_and_the_order_of_typing_does_not() -> None:
    content = made(SCENE)
    other = made(SCENE, production="泵车。")
    assert content_hash(content) != content_hash(other)
    assert content_hash(content) == content_hash(dict(reversed(content.items())))
    assert content_hash(made(SCENE)) == content_hash(content)
    assert b" " not in canonical({"a": 1, "b": [1, 2]})


def test_a_basis_fills_only_what_is_left_empty() -> None:
    old = made(ORDER, basis="noise-77-2", law_broken="", law_broken_words="")["items"]
    assert old["law_broken"] == "《中华人民共和国噪声污染防治法》第四十三条第一款"
    assert old["law_broken_words"].startswith("在噪声敏感建筑物集中区域，禁止夜间")
    assert made(ORDER, law_order="自填")["items"]["law_order"] == "自填"


def test_every_basis_has_its_days_and_the_code_follows_the_old_laws_at_once() -> None:
    for row in BASES.values():
        assert row.is_in_force(row.from_on)
        assert bool(row.order_words) == row.is_verified
        if row.until_on:
            assert not row.is_in_force(CODE_ON)
            assert row.is_in_force(row.until_on)
        else:
            assert row.from_on == CODE_ON


def test_every_row_is_sourced_and_stands_once_on_each_form() -> None:
    for form in FORMS:
        found = [item.code for item in items_of(form)]
        assert len(found) == len(set(found)), form
        assert FORMS[form].series in TEMPLATES
    assert {item.source for item in ITEMS} <= set(SOURCES)
    assert {item.verified for item in ITEMS} <= {"found", "secondary", "not found"}
    known = {(form, item.code) for form in FORMS for item in items_of(form)}
    assert set(FIXED) | set(SUGGESTED) <= known
    both = set(FIXED) & set(SUGGESTED)
    assert both == {(SCENE, "permits")}, "the visit's own words, else the source's"
    assert len({row.code for row in (*FATAL, *WARNINGS)}) == len(FATAL) + len(WARNINGS)


HEADS = {code: item_of(SCENE, code).printed for code in SCENE_PARTS}


def above_and_below(**changes: Any) -> tuple[set[str], set[str]]:
    """Return what stands above the signatures of a record of the scene, and what below."""
    facts = replace(FACTS, visit=replace(VISIT, **changes))
    typed = {"legal_person": "王五", "production": "泵车两台", "permits": "登记备案",
             "statement": "无异议", "place": VISIT.place}  # fmt: skip
    sheet = sheet_of(made(SCENE, facts, **typed), {})
    signed = {name for name, _words in sheet.lines} | {part.title for part in sheet.parts}
    return signed, {part.title for part in sheet.added}


@pytest.mark.parametrize("part", HEADS)
def test_what_was_written_on_the_site_stands_above_the_signatures(part: str) -> None:
    signed, added = above_and_below(scene={**VISIT.scene, part: "现场所写"})
    assert HEADS[part] in signed
    typed = {"法定代表人（负责人）", "被检查人意见", "记录人"}
    assert added == set(HEADS.values()) - {HEADS[part]} | typed
    assert not signed & added


def test_what_the_desk_writes_over_the_record_stands_below() -> None:
    signed, added = above_and_below(statement="没有意见", place="另一处")
    assert "被检查人意见" in signed
    assert "检查（勘察）地点" in added


def test_what_the_file_of_the_source_knows_stands_below() -> None:
    party = replace(FACTS.party, unsaid=frozenset({"party_code"}))
    sheet = sheet_of(made(SCENE, replace(FACTS, party=party)), {})
    code = "统一社会信用代码（身份证件号码）"
    assert code in {part.title for part in sheet.added}
    assert code not in {name for name, _words in sheet.lines}


def test_what_is_signed_by_hand_is_printed_before() -> None:
    signed, added = above_and_below(is_from_tablet=False)
    assert not added
    assert set(HEADS.values()) <= signed


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_can_be_drawn_of_an_empty_draft(form: str) -> None:
    nothing = CaseFacts(
        "忠环案〔2026〕1号", "局", PartyFacts("", "", "", ""), None, None, (), (), ()
    )
    sheet = sheet_of(compose(form, nothing, {}), {})
    assert sheet.number == "（草稿，未编号）"
    assert sheet.title == FORMS[form].title
