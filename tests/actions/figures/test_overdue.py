"""The overdue report on imported petitions, against a script that reads the file directly."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from caseflow.desk.imports.cli import import_group
from caseflow.supervision.reports.cli import figures_group
from tests.import_files import replied, xlsx
from tests.soak import is_full

HERE = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CASEFLOW_SHARED_DATA") or HERE.parent / "shared" / "data")
FILE = FOLDER / "petitions" / "附件4_shared.xlsx"
NAMES = ("over_5_working_days", "over_10_working_days", "over_15_working_days")


def listed_days() -> dict[date, bool]:
    """Return the days that the State Council's lists of 2007–2026 name: whether each is off."""
    found: dict[date, bool] = {}
    folder = HERE / "caseflow" / "core" / "deadlines" / "data"
    for path in sorted(folder.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["days"]:
            found[date.fromisoformat(row["date"])] = row["isOffDay"]
    return found


def read_directly(path: Path) -> dict[str, Any]:
    """Count from the file alone: no importer, no rule and no calendar of the program."""
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    asked, answered = head.index("留言时间"), head.index("答复时间")
    off = listed_days()
    working, natural = [], []
    for row in rows:
        if not str(row[answered]).strip():
            continue
        first, last = day_of(row[asked]), day_of(row[answered])
        days = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
        working.append(sum(not off.get(day, day.weekday() >= 5) for day in days))
        natural.append((last - first).days)
    return {
        "answered": len(working),
        "median_working_days": median(working),
        **{f"over_{n}_working_days": sum(d > n for d in working) for n in (5, 10, 15)},
        "over_60_natural_days": sum(d > 60 for d in natural),
    }


def day_of(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    year, month, day = str(cell).split()[0].replace("-", "/").split("/")
    return date(int(year), int(month), int(day))


def reported(app: Flask, path: Path, origin: str) -> dict[str, Any]:
    """Import the file as people do and return the program's own report."""
    runner = app.test_cli_runner()
    arguments = ["petitions", str(path), "--origin", origin, "--channel", "website", "--json"]
    ended = runner.invoke(import_group, arguments)
    assert ended.exit_code == 0, ended.output
    ended = runner.invoke(figures_group, ["overdue", "--origin", origin, "--json"])
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(ended.output.splitlines()[-1])
    return found


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif(
    not (is_full() and FILE.is_file()),
    reason="a long trial of `make soak`, and of the shared data: CASEFLOW_SHARED_DATA",
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_report_agrees_with_the_file_of_answered_petitions(app: Flask) -> None:
    found = reported(app, FILE, "shared-4")
    longest = found.pop("longest_working_days")
    assert found == {
        "answered": 2117,
        "median_working_days": 8,
        "over_5_working_days": 1306,
        "over_10_working_days": 823,
        "over_15_working_days": 548,
        "over_60_natural_days": 116,
    }
    assert found == read_directly(FILE)
    assert longest > 60


def test_days_are_counted_from_the_day_after_to_the_day_of_the_reply(
    app: Flask, tmp_path: Path
) -> None:
    """Golden Week 2026: 09-30 to 10-10 are 2 working days (10-08, 10-09) and Saturday 10-10."""
    spans = (
        ("2026/9/30 9:00:00", "2026/9/30 18:00:00"),  # 0
        ("2026/9/30 23:59:00", "2026/10/10 0:01:00"),  # 3
        ("2026/9/17 10:00:00", "2026/9/21 10:00:00"),  # 3: Sunday 09-20 is worked
        ("2026/9/11 10:00:00", "2026/9/18 10:00:00"),  # 5
        ("2026/5/6 10:00:00", "2026/7/6 10:00:00"),  # 61 natural days
    )
    rows = [
        replied(number, **{"留言时间": first, "答复时间": last})
        for number, (first, last) in enumerate(spans, 1)
    ]
    path = tmp_path / "回复.xlsx"
    path.write_bytes(xlsx(rows))
    found = reported(app, path, "平台")
    assert found["answered"] == 5
    assert found["median_working_days"] == 3
    assert [found[name] for name in NAMES] == [1, 1, 1]
    assert found["over_60_natural_days"] == 1
    again = read_directly(path)
    assert {name: found[name] for name in again} == again
