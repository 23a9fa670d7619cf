"""`caseflow import petitions`: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from caseflow.cli import COMMANDS
from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.cli import import_group
from caseflow.desk.imports.models import ImportMapping
from caseflow.desk.imports.saved.rules import headers_key, origin_key
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.import_files import csv_bytes, json_lines, line, replied, xlsx


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "三月.xlsx"
    path.write_bytes(
        xlsx(
            [replied(1), line(2), line(3, 留言时间="某日"), line(2, 留言详情="别的")], blank_rows=50
        )
    )
    return path


def run(app: Flask, *arguments: Any) -> Result:
    words = ["petitions", *map(str, arguments)]
    return app.test_cli_runner().invoke(import_group, words, catch_exceptions=False)


def result(app: Flask, *arguments: Any) -> dict[str, Any]:
    ended = run(app, *arguments, "--json")
    assert ended.exit_code == 0
    found: dict[str, Any] = json.loads(ended.output)
    return found


def petition_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def test_the_command_is_known() -> None:
    assert COMMANDS["import"] == "caseflow.desk.imports.cli:import_group"


def test_it_prints_what_became_of_every_row(app: Flask, file: Path) -> None:
    expected = {
        "rows": 4,
        "imported": 2,
        "already_there": 0,
        "replies": 1,
        "rejected": [
            {"row": 4, "reason": "“某日” is not a day or time that can be read."},
            {"row": 5, "reason": "Conflict: number 2 stands in row 3 with other content."},
        ],
    }
    assert result(app, file, "--origin", "问政平台") == expected
    again = result(app, file, "--origin", "问政平台")
    assert again == {**expected, "imported": 0, "already_there": 2, "replies": 0}
    assert petition_count(app) == 2


def test_a_dry_run_says_the_same_and_writes_nothing(app: Flask, file: Path) -> None:
    found = result(app, file, "--origin", "问政平台", "--dry-run")
    assert (found["imported"], found["replies"], len(found["rejected"])) == (2, 1, 2)
    assert petition_count(app) == 0


def test_without_json_it_speaks_in_sentences(app: Flask, file: Path) -> None:
    words = run(app, file, "--origin", "问政平台").output
    assert "row 4: " in words
    assert "4 rows: 2 imported, 0 already there, 1 replies, 2 rejected" in words


def test_every_kind_of_file_goes_in_by_content_not_by_name(app: Flask, tmp_path: Path) -> None:
    kinds = {
        "a.dat": csv_bytes([line(1)], "gb18030"),
        "b.dat": json_lines([line(1), line(2)], is_cut_off=True),
        "c.dat": xlsx([line(1)]),
    }
    for name, raw in kinds.items():
        (tmp_path / name).write_bytes(raw)
        assert result(app, tmp_path / name, "--origin", name)["imported"] == 1


def test_columns_may_be_named_by_hand_or_in_a_file(app: Flask, tmp_path: Path) -> None:
    path, mapping = tmp_path / "x.csv", tmp_path / "mapping.json"
    path.write_bytes(csv_bytes([{"甲": "7", "乙": "2026-01-02", "丙": "河水发黑"}]))
    mapping.write_text(json.dumps({"reference": "甲", "submitted_at": "乙", "body": "丙"}))
    typed = "reference=甲,submitted_at=乙,body=丙"
    assert result(app, path, "--origin", "a", "--mapping", typed)["imported"] == 1
    assert result(app, path, "--origin", "b", "--mapping", mapping)["imported"] == 1


@pytest.mark.parametrize(
    ("raw", "options", "words"),
    [
        (b"", (), "empty"),
        (b"a,b\n1,2\n", (), "A column for “Reference number” is missing."),
        (csv_bytes([line(1)]), ("--channel", "pigeon"), "no channel “pigeon”"),
        (csv_bytes([line(1)]), ("--mapping", "subject"), "A mapping looks like"),
        (csv_bytes([line(1)]), ("--mapping", "nowhere.json"), "cannot be read"),
        (csv_bytes([line(1)]), ("--origin", "  "), "--origin must name"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    app: Flask, tmp_path: Path, raw: bytes, options: tuple[str, ...], words: str
) -> None:
    """The command line turns a CaseflowError into its sentence and exit code 2."""
    path = tmp_path / "x"
    path.write_bytes(raw)
    with pytest.raises(CaseflowError) as caught:
        run(app, path, "--origin", "问政平台", *options)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_message_tells_of_a_whole_file(app: Flask, file: Path) -> None:
    with app.app_context(), unit_of_work():
        make_cast()
    result(app, file, "--origin", "问政平台")
    result(app, file, "--origin", "问政平台")
    with app.app_context():
        told = db.session.scalars(select(OutboxMessage)).all()
        assert [(row.kind, row.params) for row in told] == [("petitions_imported", {"count": 2})]


SAVED = {"reference": "流水", "submitted_at": "何时", "subject": "题目", "body": "正文"}
ODD = [{"流水": 1, "何时": "2026/3/2 9:04", "题目": "黑烟", "正文": "砖厂冒黑烟。"}]


def save(app: Flask, name: str, origin: str, headers: list[str]) -> None:
    with app.app_context(), unit_of_work():
        people = make_cast() if name == "每月导出" else present_cast()
        db.session.add(
            ImportMapping(
                name=name,
                origin=origin,
                origin_key=origin_key(origin),
                headers=headers,
                headers_key=headers_key(headers),
                mapping=SAVED,
                channel_code="website",
                track="consultation",
                saved_by_id=people.olga.id,
                saved_at=clock.now(),
            )
        )


@pytest.mark.parametrize("name", ["每月导出", "问政平台", "问政 平台"])
def test_a_file_is_read_as_saved_for_its_sender(app: Flask, tmp_path: Path, name: str) -> None:
    save(app, "每月导出", "问政平台", list(ODD[0]))
    path = tmp_path / "四月.xlsx"
    path.write_bytes(xlsx(ODD, [*list(ODD[0])[::-1], "附注"]))
    ended = run(app, path, "--saved", name, "--json")
    assert json.loads(ended.stdout)["imported"] == 1
    assert "附注" in ended.stderr
    with app.app_context():
        petition = db.session.scalars(select(Petition)).one()
        told = (petition.origin_system, petition.channel_code, petition.track, petition.body)
    assert told == ("问政平台", "website", "consultation", "砖厂冒黑烟。")


def test_what_is_given_goes_before_what_is_saved(app: Flask, tmp_path: Path) -> None:
    save(app, "每月导出", "问政平台", list(ODD[0]))
    path = tmp_path / "四月.xlsx"
    path.write_bytes(xlsx(ODD))
    given = ("--origin", "board", "--track", "report", "--mapping", "subject=正文")
    run(app, path, "--saved", "每月导出", *given)
    with app.app_context():
        petition = db.session.scalars(select(Petition)).one()
        assert (petition.origin_system, petition.track) == ("board", "report")
        assert petition.subject == "砖厂冒黑烟。"


def test_a_name_that_is_not_saved_or_means_several_is_refused(app: Flask, tmp_path: Path) -> None:
    save(app, "每月导出", "问政平台", list(ODD[0]))
    save(app, "每周导出", "问政平台", [*ODD[0], "附注"])
    path = tmp_path / "四月.xlsx"
    path.write_bytes(xlsx(ODD, ["流水", "何时"]))
    with pytest.raises(CaseflowError, match="Several mappings"):
        run(app, path, "--saved", "问政平台")
    with pytest.raises(CaseflowError, match="No mapping is saved"):
        run(app, path, "--saved", "谁")
    with pytest.raises(CaseflowError, match="--origin"):
        run(app, path)
