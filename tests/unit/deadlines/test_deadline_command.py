"""`caseflow deadline`, called as people and programs call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from caseflow.core.deadlines.cli import deadline_command
from caseflow.core.deadlines.rules import RULES

KEYS = {"rule", "from", "raw_due_on", "due_on", "due_at", "provisional", "source", "verified"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(deadline_command, arguments)


def test_json_has_exactly_the_promised_keys():
    result = run("XF-OBJECT", "--from", "2026-09-24T10:00", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "rule": "XF-OBJECT",
        "from": "2026-09-24T10:00",
        "raw_due_on": "2026-10-09",
        "due_on": "2026-10-09",
        "due_at": "2026-10-09T23:59:59+08:00",
        "provisional": False,
        "source": "信访工作条例 23",
        "verified": True,
    }


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_can_be_asked_for(rule_id: str):
    result = run(rule_id, "--from", "2026-09-24T10:00", "--json")
    assert result.exit_code == 0, result.output
    body = json.loads(result.output)
    assert set(body) == KEYS
    assert (body["rule"], body["verified"]) == (rule_id, RULES[rule_id].is_verified)


@pytest.mark.parametrize(
    ("option", "count", "start", "raw", "due"),
    [
        ("--working-days", "5", "2026-09-29", "2026-10-12", "2026-10-12"),
        ("--natural-days", "15", "2026-01-31", "2026-02-15", "2026-02-24"),
        ("--working-days", "0", "2026-09-29", "2026-09-29", "2026-09-29"),
    ],
)
def test_bare_days_have_no_rule(option: str, count: str, start: str, raw: str, due: str):
    body = json.loads(run(option, count, "--from", start, "--json").output)
    assert set(body) == KEYS
    assert (body["rule"], body["source"], body["verified"]) == (None, None, False)
    assert (body["raw_due_on"], body["due_on"]) == (raw, due)


def test_a_term_into_2027_says_that_it_is_provisional():
    asked = ("--working-days", "5", "--from", "2026-12-28T10:00")
    assert json.loads(run(*asked, "--json").output)["provisional"] is True
    assert "(provisional)" in run(*asked).output


def test_a_start_without_zone_is_local_time_and_one_with_zone_is_taken_at_its_word():
    local = json.loads(run("CRIME-MOVE", "--from", "2026-09-24T10:00", "--json").output)
    assert local["due_at"] == "2026-09-25T10:00:00+08:00"
    zoned = json.loads(run("CRIME-MOVE", "--from", "2026-09-24T10:00+00:00", "--json").output)
    assert zoned["due_at"] == "2026-09-25T18:00:00+08:00"


def test_explain_tells_each_step_with_the_rule_and_its_source():
    result = run("XF-OBJECT", "--from", "2026-09-24T10:00", "--explain")
    lines = result.output.splitlines()
    assert lines[0] == "2026-10-09  XF-OBJECT: 信访工作条例 23 (verified)"
    assert lines[1] == "2026-09-24 Thu  starts; this day is not counted"
    assert "2026-09-25 Fri  not counted: 中秋节" in lines
    assert lines[-1] == "2026-10-09 Fri  due"


def test_explain_adds_its_steps_to_json():
    result = run("--working-days", "1", "--from", "2026-05-08", "--json", "--explain")
    body = json.loads(result.output)
    assert set(body) == {*KEYS, "steps"}
    assert body["steps"][1] == "2026-05-09 Sat  counted: worked in exchange for 劳动节"


def test_extensions_and_suspensions_are_explained_day_by_day():
    result = run(
        "PEN-DECIDE", "--from", "2026-03-16", "--extend", "30", "--extend", "10",
        "--suspend", "2026-03-18..2026-03-19", "--suspend", "2026-04-01..2026-04-01",
        "--suspend", "2026-05-01..", "--explain",
    )  # fmt: skip
    lines = result.output.splitlines()
    assert lines[0].startswith("2026-07-27")  # 90 + 40 days and three that did not count
    assert sum("extended by" in line for line in lines) == 2
    assert [line[:10] for line in lines if "not counted: suspended" in line] == [
        "2026-03-18",
        "2026-03-19",
        "2026-04-01",
    ]
    assert any("suspended from here on" in line for line in lines)


def test_a_rule_goes_by_the_version_of_the_day():
    assert "PEN-FILE-2010" in run("PEN-FILE", "--from", "2022-03-01").output
    assert "PEN-FILE:" in run("PEN-FILE", "--from", "2024-03-01").output
    assert "PEN-FILE-2010" in run("PEN-FILE-2010", "--from", "2024-03-01").output


def test_an_unverified_rule_says_so():
    assert run("HL-CLOSE", "--from", "2026-03-02").output.rstrip().endswith("(unverified)")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "2026-01-01"], "Give one of RULE"),
        (["XF-OBJECT", "--working-days", "3", "--from", "2026-01-01"], "Give one of RULE"),
        (["NO-SUCH", "--from", "2026-01-01"], "There is no rule NO-SUCH; known: 12345-CONSULT"),
        (["XF-OBJECT", "--from", "tomorrow"], "not “tomorrow”"),
        (["XF-OBJECT"], "--from"),
        (["XF-OBJECT", "--from", "2026-01-01", "--extend", "1"], "at most: none"),
        (["PEN-DECIDE", "--from", "2026-01-01", "--extend", "31"], "at most: 30, then 30"),
        (["XF-CLOSE", "--from", "2026-01-01", *["--extend", "9"] * 2], "at most: 30."),
        (["XF-CLOSE", "--from", "2026-01-01", "--suspend", "2026-02-01"], "--suspend needs"),
        (["XF-CLOSE", "--from", "2026-01-01", "--suspend", "b..c"], "--suspend needs"),
        (["--working-days", "-1", "--from", "2026-01-01"], "-1"),
        (["--working-days", "many", "--from", "2026-01-01"], "many"),
        (["--natural-days", "9", "--from", "9999-12-30"], "beyond the years"),
        (["--working-days", "9", "--from", "9999-12-30"], "beyond the years"),
    ],
)
def test_what_is_not_understood_ends_with_code_2_and_a_sentence(
    arguments: list[str], sentence: str
):
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output


def test_it_works_without_a_database(tmp_path: Path):
    """As the console command, where neither folder nor database can be had."""
    nowhere = tmp_path / "a file"
    nowhere.write_text("not a folder")
    done = subprocess.run(
        [sys.executable, "-c", "from caseflow.cli import main; main()", "deadline", "XF-OBJECT",
         "--from", "2026-09-24T10:00", "--json"],
        env={**os.environ, "CASEFLOW_HOME": str(nowhere), "DATABASE_URL": "postgresql://no@127.0.0.1:1/no"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["due_on"] == "2026-10-09"
