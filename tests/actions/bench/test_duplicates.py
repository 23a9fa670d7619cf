"""The replay of a petition board: counted on invented messages; the labels are whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from caseflow.bench.cli import duplicates_command
from caseflow.bench.duplicates import COLUMNS, LOOKALIKES, MESSAGES, read_labels

FUMES = "一楼的餐馆没有专用烟道，油烟直接排到楼道里，住户不敢开窗。"
TOLD = (
    # number, subject, time, body
    (5, "香怡花园楼下餐馆油烟扰民", "2019/3/1 9:05:00", f"我是香怡花园的业主。{FUMES}"),
    (3, "碧云家园楼下餐馆油烟扰民", "2019/3/2 10:00:00", f"我是碧云家园的业主。{FUMES}"),
    (9, "香怡花园一楼餐馆油烟大", "2019/3/4 20:00:00", f"香怡花园{FUMES}"),
    (4, "果园路路灯不亮", "2019/3/5 20:00:00", "果园路的路灯半年没有亮。"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["留言用户", *COLUMNS])
    for row in TOLD:
        sheet.append(["somebody", *row])
    book.save(tmp_path / MESSAGES)
    (tmp_path / "pairs.csv").write_text(
        "id_a,id_b,sim\n9,5,0.9\n9,3,0.8\n4,77,0.9\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.timeout(300)
def test_each_message_is_asked_about_before_it_is_registered(folder: Path) -> None:
    arguments = [
        "--data",
        str(folder),
        "--pairs",
        str(folder / "pairs.csv"),
        "--json",
        "--draw",
        "5",
    ]
    ended = CliRunner().invoke(duplicates_command, arguments)
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found["messages"] == 4
    assert found["pairs"] == 2  # 77 is no message
    assert found["recall_at_5"] == 0.5  # 9 and 3 are of other places
    assert found["missed_pairs"] == [[9, 3]]
    assert found["drawn"] == [[5, 9]]
    assert found["labels"]["shown_and_not_labelled"] == 1
    assert found["wrong_place_share"] is None  # nothing shown was labelled
    assert "香怡" not in ended.output


def test_two_hundred_suggestions_are_labelled_by_number() -> None:
    labels = read_labels()
    assert len(labels) == 200
    assert set(labels.values()) <= {"same", "different", "unclear"}
    assert all(one < other for one, other in labels)


def test_ten_and_more_lookalikes_are_listed() -> None:
    lookalikes = read_labels(LOOKALIKES)
    assert len(lookalikes) >= 10
    assert set(lookalikes.values()) == {"different"}
