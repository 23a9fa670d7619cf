"""The words of verdicts: each message has its sentence, and the sentences say what they must."""

from __future__ import annotations

import json
import re
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from caseflow import create_app
from caseflow.field.inspections.cli import limits_command
from caseflow.field.inspections.limits import as_table, judge_fumes, judge_noise, judge_waste
from caseflow.field.inspections.limits.verdicts import OUTCOMES
from caseflow.field.inspections.wording import LABELS, SENTENCES, sentences, words_table
from caseflow.ground.config import read_settings
from tests.limits import CASES, fumes, generated, noise, waste

JUDGES = {"noise": judge_noise, "fumes": judge_fumes, "waste": judge_waste}


@pytest.fixture(scope="module")
def app() -> Flask:
    """Words need an application, but no database."""
    with TemporaryDirectory() as home:
        return create_app(read_settings({"CASEFLOW_HOME": home}))


def parts(value: Any) -> list[str]:
    return [code[1:] for code in value.split(" ")] if value.startswith("@") else []


def test_every_message_has_its_words_and_says_all_it_knows(app: Flask) -> None:
    said: dict[str, dict[str, str]] = {}
    verdicts = [JUDGES[case.kind](case.reading) for case in CASES]
    verdicts += [JUDGES[kind](reading) for kind, reading in generated(7, 2000)]
    for message in (message for verdict in verdicts for message in verdict.messages):
        said[message.code] = message.params
        assert set(re.findall(r"%\((\w+)\)s", SENTENCES[message.code])) <= set(message.params)
        for value in message.params.values():
            assert all(code in LABELS for code in parts(value)), message
    assert set(SENTENCES) - set(said) == {"waste.code_unknown"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", [
            "Equivalent level 63 dB(A) is over the limit of 50 dB(A) by 13 dB(A) "
            "(GB 12348-2008 表1; at the boundary, class 2, night-time).",
            "Equivalent level: measured 63.6 dB, background 54.0 dB, difference 9.6 dB: 1 dB "
            "taken off (GB 12348-2008).",
            "Rounded to 63 dB (HJ 706-2014).",
        ]),
        ("zh_Hans_CN", [
            "等效声级 63 dB(A)，超过限值 50 dB(A)，超出 13 dB(A)（GB 12348-2008 表1；"
            "厂界（边界）处，2类功能区，夜间）。",
            "等效声级：测量值 63.6 dB，背景值 54.0 dB，相差 9.6 dB，修正 −1 dB（GB 12348-2008）。",
            "修约为 63 dB（HJ 706-2014）。",
        ]),
    ],
)  # fmt: skip
def test_the_sentences(app: Flask, language: str, told: list[str]) -> None:
    found = judge_noise(noise(began_at="23:00", leq="63.6", background="54.0"))
    with app.test_request_context(), force_locale(language):
        assert sentences(found)[:3] == told


@pytest.mark.parametrize(
    ("kind", "reading", "told"),
    [
        ("noise", noise(leq="61.0", background="62.0"),
         "等效声级目前无效：测量值 61.0 dB，背景值 62.0 dB，相差 -1.0 dB（测量值减背景值），"
         "GB 12348-2008要求至少相差 3 dB。请降低背景噪声后重新测量。"),
        ("noise", noise(wind="5.0"),
         "不符合气象条件：风速 5.0 m/s，GB 12348-2008要求小于 5 m/s。"),
        ("noise", noise(weather="rain"),
         "本结果按无效处理。不得不在此气象条件下测量的，应注明当时的气象情况和"
         "为保证准确性所采取的措施，并由法制人员审核。"),
        ("noise", noise(source="construction", place="indoor", duration_s="1200", leq="40.0"),
         "在敏感建筑物室内测量，限值减 10 dB，为 60 dB（GB 12523-2025）。"),
        ("noise", noise(began_at="23:00", leq="40.0"),
         "夜间按 22:00 至 06:00 计；县级以上人民政府另有规定的，从其规定。"),
        ("noise", noise(began_at="23:00", leq="30.0", lmax="61.0", peak="frequent"),
         "夜间频发噪声最大声级：超过限值 50 dB 的幅度不得高于 10 dB（GB 12348-2008 4.1.2）。"),
        ("fumes", fumes(["2.5"] * 5),
         "同时超过限值 2 mg/m³，超出 0.5 mg/m³（GB 18483-2001 表2）。"),
        ("fumes", fumes(["0"] * 5, total="2", removal="50"),
         "净化设施去除效率 50%，未达到小型规模的最低去除效率 90%（DB50/859-2018）。"),
        ("fumes", fumes(["0"] * 5, working=""),
         "请填写：工作灶头（按所选折算方式填写）。"),
        ("waste", waste(stored_on="2026-01-01", holder="producer"),
         "自 2026-01-01 起贮存，未超过一年（2027-01-01 届满）；对产生单位不是法定限期，"
         "仅作提醒（内部提示）。"),
        ("waste", waste(is_dumped=True, quantity="2.999"),
         "非法排放、倾倒、处置 2.999 吨：未达到 法释〔2023〕7号 第一条第（二）项规定的 3 吨，"
         "但任何数量都是违法的；另须核对第一条其他各项情形。"),
    ],
)  # fmt: skip
def test_a_sentence_among_others(app: Flask, kind: str, reading: dict[str, Any], told: str) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert told in sentences(JUDGES[kind](reading))


def test_a_low_efficiency_is_not_headed_as_over_the_limit(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        labels = words_table()["labels"]
    assert labels["outcome.insufficient"] == "未达到最低去除效率"
    assert {f"outcome.{outcome}" for outcome in OUTCOMES} <= set(labels)
    assert labels["quantity.dumping"] == "非法排放、倾倒、处置"


def test_the_words_of_the_tablet_are_in_its_language(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        words = words_table()
    assert set(words["sentences"]) == set(SENTENCES)
    assert words["labels"]["period.night"] == "夜间"
    assert words["joiner"] == "，"


def test_the_command_prints_what_the_tablet_takes_along(app: Flask) -> None:
    runner = app.test_cli_runner()
    both = json.loads(runner.invoke(limits_command, ["--json", "--language", "en"]).output)
    assert both["table"] == as_table()
    assert both["words"]["labels"]["period.night"] == "night-time"
    listed = runner.invoke(limits_command, []).output
    assert "GB 12523-2011/boundary/night\t表1\tF\t2012-07-01–2025-12-31" in listed
