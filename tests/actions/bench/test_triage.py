"""The triage bench: near-duplicates stay on one side, figures are what they say they are."""

from __future__ import annotations

import csv
import json
import os
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from caseflow.bench.cli import bench_group
from caseflow.bench.near_duplicates import groups_of
from caseflow.bench.subjects import KIND, SUBJECTS
from caseflow.desk.triage.rules import hints

HERE = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CASEFLOW_SHARED_DATA") or HERE.parent / "shared" / "data")
REAL = FOLDER / "petitions" / "labelled_messages_shared.csv"
WORDS = {
    "环境保护": "工厂排放废水有臭味",
    "教育文体": "学校老师补课收学费",
    "卫生计生": "医院医生治疗",
}


def written(path: Path, count: int, seed: int) -> Path:
    """Write invented labelled messages to a CSV file."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        for number in range(count):
            label = sorted(WORDS)[number % len(WORDS)]
            filler = "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _each in range(30))
            writer.writerow([f"{filler}{WORDS[label]}", label])
    return path


def run(train: Path, test: Path) -> dict[str, object]:
    arguments = ["triage", "--train", str(train), "--test", str(test), "--json"]
    answer = CliRunner().invoke(bench_group, arguments)
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.output)
    return found


def test_one_file_is_measured_in_five_splits_with_mean_and_spread(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", 90, 1)
    found = run(file, file)
    assert found["bench"] == "triage"
    assert found["top1"] == 1.0
    splits = found["splits"]
    assert isinstance(splits, dict)
    assert len(splits["top1"]["each"]) == splits["count"] == 5
    assert splits["top3"]["std"] == 0.0
    assert set(splits["recall"]) == set(WORDS)
    keywords = found["keyword_only"]
    assert isinstance(keywords, dict)
    assert {"top1", "top3", "recall"} <= set(keywords)


def test_of_two_files_what_is_nearly_in_the_test_is_not_trained_on(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a.csv", 90, 1), written(tmp_path / "b.csv", 30, 2)
    lines = other.read_text(encoding="utf-8").splitlines(keepends=True)
    with one.open("a", encoding="utf-8") as file:
        file.writelines(line.replace(",", "。,") for line in lines[1:11])
    found = run(one, other)
    assert (found["near_duplicates_left_out"], found["trained_on"], found["tested_on"]) == (
        10,
        90,
        30,
    )


def test_a_file_of_other_columns_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    answer = CliRunner().invoke(bench_group, ["triage", "--train", str(file), "--test", str(file)])
    assert answer.exit_code == 2
    assert "c.csv" in answer.output


def test_near_duplicates_form_one_group_and_others_none() -> None:
    text = "果园路工地每天晚上十一点以后还在打桩浇筑混凝土周围居民都无法入睡请尽快处理"
    other = "养殖场把粪水排进溪沟下游的井水已经不能饮用希望有关部门来看看"
    assert groups_of([text, other, text + "谢谢", other[:5], ""]) == [0, 1, 0, 3, 4]


@pytest.mark.parametrize("row", SUBJECTS, ids=lambda row: row.code)
def test_every_subject_is_found_by_its_own_words(row: object) -> None:
    code, words = row.code, row.words  # type: ignore[attr-defined]
    text = "，".join(list(words)[:6])
    assert hints(text, KIND, rows=SUBJECTS)[0].code == code


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not REAL.is_file(),
    reason="the shared data is not there: set CASEFLOW_SHARED_DATA to its folder",
)
def test_the_aims_are_met_on_the_labelled_messages() -> None:
    found = run(REAL, REAL)
    recall = found["recall"]
    assert isinstance(recall, dict)
    assert float(str(found["top1"])) >= 0.90
    assert float(str(found["top3"])) >= 0.99
    assert recall["环境保护"] >= 0.92
