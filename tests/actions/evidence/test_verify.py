"""Every file is proven by its hash: one altered byte is found and named with its case."""

from __future__ import annotations

import io
import json
import tracemalloc
from dataclasses import dataclass

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, insert, select, update

from caseflow.core.evidence.cli import evidence_group
from caseflow.core.evidence.models import Evidence
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from tests import sent_files as sent
from tests.cast import make_cast, present_cast
from tests.factories import case_in, do
from tests.stored import path_of
from workers.jobs.evidence import verify_evidence

LIMIT = 64 * 1024 * 1024


@dataclass
class Kept:
    """A case with two files, and a file that is no evidence."""

    number: str
    hashes: list[str]
    other: str


def store(content: bytes) -> tuple[int, str]:
    with unit_of_work():
        row = store_stream(io.BytesIO(content), LIMIT)
        return row.id, row.sha256


@pytest.fixture
def kept(app: Flask) -> Kept:
    with app.app_context():
        with unit_of_work():
            make_cast()
        first, second, other = store(sent.picture()), store(sent.pdf()), store(sent.wav())
        case = case_in("investigating")
        do(case, "add_evidence", files=[(first[0], "现场.jpg"), (second[0], "单.pdf")])
        return Kept(case.number, [first[1], second[1]], other[1])


def verify(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(evidence_group, ["verify", *options])


def test_untouched_files_are_intact(app: Flask, kept: Kept) -> None:
    answer = verify(app)
    assert answer.exit_code == 0
    assert answer.output.startswith("intact: 3 files, ")
    told = json.loads(verify(app, "--json").output)
    assert told["intact"] is True
    assert told["faults"] == []
    with app.app_context():
        paths = [path_of(sha256) for sha256 in (*kept.hashes, kept.other)]
    assert told["bytes"] == sum(path.stat().st_size for path in paths)


@pytest.mark.parametrize("at", [0, 300, -1])
def test_one_altered_byte_is_found_and_named(app: Flask, kept: Kept, at: int) -> None:
    with app.app_context():
        path = path_of(kept.hashes[0])
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    answer = verify(app)
    assert answer.exit_code == 1
    assert f"ALTERED     case {kept.number}, evidence 1 (现场.jpg), " in answer.output
    assert "1 faults: 3 files" in answer.output
    told = json.loads(verify(app, "--json").output)
    assert told["intact"] is False
    assert told["faults"] == [
        {
            "sha256": kept.hashes[0],
            "what": "altered",
            "places": [{"case_number": kept.number, "evidence_id": 1, "file_name": "现场.jpg"}],
        }
    ]


def test_a_file_put_in_the_place_of_another_is_found_by_the_history(app: Flask, kept: Kept) -> None:
    """Whoever can write to the database alters file and row alike: each fits the other."""
    with app.app_context():
        forged, sha256 = store(sent.picture("PNG"))
        with unit_of_work():
            db.session.execute(update(Evidence).where(Evidence.id == 1).values(file_id=forged))
        assert path_of(sha256).exists()
    answer = verify(app)
    assert answer.exit_code == 1
    lines = answer.output.splitlines()
    assert lines == [
        f"REPLACED    case {kept.number}, evidence 1 (现场.jpg), sha256 {kept.hashes[0]}",
        lines[1],
    ]


def test_rows_taken_out_moved_and_put_in_by_hand_are_found(app: Flask, kept: Kept) -> None:
    with app.app_context():
        other = case_in("investigating")
        with unit_of_work():
            row = db.session.get_one(Evidence, 2)
            same = {c.key: getattr(row, c.key) for c in Evidence.__table__.c if c.key != "id"}
            db.session.execute(update(Evidence).where(Evidence.id == 2).values(case_id=other.id))
            db.session.execute(delete(Evidence).where(Evidence.id == 1))
            db.session.execute(insert(Evidence).values(id=9, **same | {"client_id": None}))
        number = other.number
    answer = verify(app)
    assert answer.exit_code == 1
    first, second = kept.hashes
    assert answer.output.splitlines()[:-1] == [
        f"REMOVED     case {kept.number}, evidence 1 (no name is left), sha256 {first}",
        f"MOVED       case {kept.number}, evidence 2 (单.pdf), sha256 {second}",
        f"UNRECORDED  case {number}, evidence 2 (单.pdf), sha256 {second}",
        f"UNRECORDED  case {kept.number}, evidence 9 (单.pdf), sha256 {second}",
    ]


def test_missing_and_cut_files_are_named_and_those_of_no_case_too(app: Flask, kept: Kept) -> None:
    with app.app_context():
        first, second, other = map(path_of, (*kept.hashes, kept.other))
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    other.write_bytes(b"")
    lines = verify(app).output.splitlines()
    assert lines[0].startswith(f"MISSING     case {kept.number}, evidence 1 (现场.jpg), ")
    assert lines[1].startswith(f"WRONG SIZE  case {kept.number}, evidence 2 (单.pdf), ")
    assert lines[2] == f"WRONG SIZE  no evidence of a case, sha256 {kept.other}"
    assert lines[3].startswith("3 faults: ")


def test_a_large_file_is_read_in_pieces(app: Flask, kept: Kept) -> None:
    with app.app_context():
        path = path_of(kept.other)
    with path.open("r+b") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    try:
        assert "WRONG SIZE" in verify(app).output
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20 * 1024 * 1024


def test_the_nightly_job_tells_the_administrators_once_a_day(app: Flask, kept: Kept) -> None:
    told = select(OutboxMessage.recipient_id, OutboxMessage.params).where(
        OutboxMessage.kind == "files_faulty"
    )
    with app.app_context():
        assert verify_evidence() == 3
        assert db.session.execute(told).all() == []
        path_of(kept.hashes[0]).unlink()
        path_of(kept.other).write_bytes(b"")
        assert verify_evidence() == 3
        verify_evidence()
        rows = [tuple(row) for row in db.session.execute(told)]
        assert rows == [(present_cast().adam.id, {"count": 2})]
