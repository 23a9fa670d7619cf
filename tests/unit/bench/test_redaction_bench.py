"""`caseflow bench redaction`: what it counts, on a few lines and on the labelled sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from caseflow.bench.cli import bench_group
from caseflow.bench.labelled.writing import HELD_OUT, TUNED
from caseflow.bench.redaction import UnknownFile, measured, read_lines, shown


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "lines.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def mark(text: str, words: str, kind: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "kind": kind}


FOUND = "联系电话13812345678，已核实。"
PARTLY = "联系电话13812345678，已核实情况。"
VAIN = "举报人称属实。"
NEEDS = "材料由XQZ提交。"


def test_a_detail_counts_only_when_all_of_it_is_marked(tmp_path: Path) -> None:
    told = measured(
        read_lines(
            written(
                tmp_path,
                {"text": FOUND, "marks": [mark(FOUND, "13812345678", "phone")]},
                {"text": PARTLY, "marks": [mark(PARTLY, "13812345678，已核实", "phone")]},
            )
        )
    )
    assert told["by_kind"] == {"phone": {"found": 1, "total": 2, "recall": 0.5}}
    assert (told["recall"], told["false_marks"]) == (0.5, 0)


def test_a_mark_that_touches_no_detail_is_false(tmp_path: Path) -> None:
    told = measured(read_lines(written(tmp_path, {"text": VAIN, "marks": []})))
    assert told["recall"] is None
    assert told["false_marks"] == 1
    assert told["false_per_200_chars"] == pytest.approx(200 / len(VAIN), abs=0.001)


def test_what_a_line_says_the_case_knows_is_used(tmp_path: Path) -> None:
    row = {"text": NEEDS, "marks": [mark(NEEDS, "XQZ", "name")]}
    assert measured(read_lines(written(tmp_path, row)))["recall"] == 0
    row["known"] = {"people": ["熊庆忠"]}
    assert measured(read_lines(written(tmp_path, row)))["recall"] == 1


def test_misses_and_false_marks_are_listed_with_their_surroundings(tmp_path: Path) -> None:
    row = {"text": VAIN, "marks": [mark(VAIN, "属实", "name")]}
    assert list(shown(read_lines(written(tmp_path, row)))) == [
        "missed name 属实: …举报人称属实。…",
        "false complainant 举报人: …举报人称属实。…",
    ]


@pytest.mark.parametrize(
    "content",
    ["", "text\n", "[]\n", '{"text": "一"}\n', '{"text": "一", "marks": [{"start": 0}]}\n',
     '{"text": "一", "marks": [{"start": 0, "end": 2, "kind": "name"}]}\n',
     '{"text": "一", "marks": [], "known": {"colour": ["red"]}}\n'],
)  # fmt: skip
def test_a_file_of_another_shape_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnknownFile, match=r"other\.jsonl"):
        read_lines(path)
    result = CliRunner().invoke(bench_group, ["redaction", "--data", str(path), "--json"])
    assert result.exit_code == 2
    assert "other.jsonl" in result.output


def test_the_tuned_set_is_found_almost_whole_and_little_is_marked_in_vain() -> None:
    result = CliRunner().invoke(bench_group, ["redaction", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["lines"] == TUNED.lines
    assert told["recall"] >= 0.995
    assert told["false_per_200_chars"] <= 1
    assert len(told["by_kind"]) >= 20
    assert min(one["recall"] for one in told["by_kind"].values()) >= 0.97


def test_the_set_held_out_is_found_as_well() -> None:
    told = measured(read_lines(HELD_OUT.file))
    assert told["recall"] >= 0.99
    assert told["false_per_200_chars"] <= 1


def test_without_json_the_figures_are_lines_for_people() -> None:
    result = CliRunner().invoke(bench_group, ["redaction", "--data", str(HELD_OUT.file)])
    assert result.output.startswith("recall ")
    assert "false marks in 200 characters" in result.output
