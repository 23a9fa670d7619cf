"""The real files go in whole: run where the shared data is, by the command, twice each.

`make test` takes the two smaller ones, `make soak` all five; each on both databases.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.desk.imports.cli import import_group
from caseflow.ground.extensions import db
from tests.soak import is_full

HERE = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("CASEFLOW_SHARED_DATA") or HERE.parent / "shared" / "data")

FILES = {
    # file → petitions, replies, rows not taken, the reason of the first
    "附件3_shared.xlsx": (3223, 0, 0, ""),
    "附件4_shared.xlsx": (2117, 2117, 0, ""),
    "附件2_示例495_masked.xlsx": (494, 0, 1, "Conflict: number 37042 stands in row"),
    "附件2_测试数据2801_无标签_masked.xlsx": (2801, 0, 0, ""),
    "dongguan_masked.json": (651, 0, 1, "The line is not complete JSON"),
}

SMALL = ("附件2_示例495_masked.xlsx", "dongguan_masked.json")
TRIED = [
    (engine, name)
    for engine in ("sqlite", "postgresql")
    for name in (FILES if is_full() else SMALL)
]

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        not (FOLDER / "petitions").is_dir(),
        reason=f"the shared data is not at {FOLDER.name}: set CASEFLOW_SHARED_DATA to its folder",
    ),
    pytest.mark.timeout(600),
]


def imported(app: Flask, name: str) -> dict[str, Any]:
    path = FOLDER / "petitions" / name
    ended = app.test_cli_runner().invoke(
        import_group, ["petitions", str(path), "--origin", name, "--channel", "website", "--json"]
    )
    assert ended.exit_code == 0, ended.output
    found: dict[str, Any] = json.loads(ended.output)
    return found


def count(app: Flask, column: Any, *where: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(column)).where(*where)) or 0


@pytest.mark.parametrize(("database_url", "name"), TRIED, indirect=["database_url"])
def test_a_real_file_gives_its_petitions_once(app: Flask, name: str) -> None:
    petitions, replies, rejected, reason = FILES[name]
    first = imported(app, name)
    assert first["imported"] == petitions
    assert first["already_there"] == 0
    assert first["replies"] == replies
    assert len(first["rejected"]) == rejected
    assert first["rows"] == petitions + rejected
    assert all(row["reason"].startswith(reason) for row in first["rejected"])
    again = imported(app, name)
    assert again == {**first, "imported": 0, "already_there": petitions, "replies": 0}
    assert count(app, Petition.id, Petition.origin_system == name) == petitions
    assert count(app, Petition.id) == count(app, Case.id) == petitions
    assert count(app, Reply.id) == count(app, Case.id, Case.state == "closed") == replies
