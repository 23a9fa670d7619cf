"""Finished exports where files lie in a bucket: one machine writes them, another hands them out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import s3fs
from flask import Flask
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.storage.places import Bucket
from caseflow.ground.storage.shelves import BucketShelf, FolderShelf, Shelf, shelf
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.exports import keeping
from caseflow.supervision.exports.actions import asking, tidying, working
from caseflow.supervision.exports.models import Export, ExportLog
from tests.cast import make_cast, present_cast, sign_in
from tests.factories import CALLER, open_case
from workers.jobs import exports as jobs

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PREFIX = "evidence/zhong/exports"


@pytest.fixture
def app(app_in_bucket: Flask) -> Flask:
    """The machine of the web."""
    with app_in_bucket.app_context():
        with unit_of_work():
            make_cast()
        open_case(subject="夜间打桩")
    return app_in_bucket


@pytest.fixture
def worker(
    app: Flask, make_app: Callable[..., Flask], server_address: str, tmp_path: Path
) -> Flask:
    """A machine of workers: the same database, bucket and keys, a disk of its own."""
    keys = app.config["SETTINGS"]
    return make_app(
        CASEFLOW_HOME=str(tmp_path / "worker"),
        CASEFLOW_FILES="s3://evidence/zhong",
        CASEFLOW_S3_ENDPOINT=server_address,
        CASEFLOW_SEAL_KEYS_FILE=str(keys.seal_keys_file),
        CASEFLOW_AUDIT_KEY_FILE=str(keys.audit_key_file),
    )


def ask(app: Flask, **more: Any) -> int:
    given: dict[str, Any] = {"reason": "月度汇总", "columns": (), **more}
    with app.app_context(), unit_of_work():
        command = asking.ExportCommand("state=all", "csv", **given)
        return asking.ask_for(command, present_cast().sunil).id


def work(machine: Flask) -> None:
    with machine.app_context():
        assert jobs.work_off_exports() == 1


def state(app: Flask, export_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Export, export_id).state


def kept(bucket: s3fs.S3FileSystem) -> list[str]:
    return sorted(bucket.find(PREFIX))


def on_disk(machine: Flask) -> list[str]:
    with machine.app_context():
        return sorted(path.name for path in keeping.exports_folder().iterdir())


def fetched(app: Flask, export_id: int) -> Any:
    client = app.test_client()
    sign_in(client, "sunil")
    return client.post(f"/supervision/exports/{export_id}/file")


@pytest.mark.parametrize("is_sealed", [False, True])
def test_one_machine_writes_and_another_hands_out(
    app: Flask, worker: Flask, bucket: s3fs.S3FileSystem, is_sealed: bool
) -> None:
    columns = ("number", "title", "phones")
    export_id = ask(app, columns=columns, with_complainants=is_sealed)
    work(worker)
    end = "csv.sealed" if is_sealed else "csv"
    assert kept(bucket) == [f"{PREFIX}/{export_id}-1.{end}"]
    assert (on_disk(app), on_disk(worker)) == ([], [])
    assert (CALLER.phone.encode() in bucket.cat(kept(bucket)[0])) is False
    answer = fetched(app, export_id)
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert (CALLER.phone in rows[1]) is is_sealed
    assert len(answer.data) == int(answer.headers["Content-Length"])


def test_a_long_sealed_file_comes_back_piece_by_piece(
    app: Flask, bucket: s3fs.S3FileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PIECE", 1000)
    monkeypatch.setattr("caseflow.ground.storage.shelves.BLOCK", 5000)
    content = bytes(range(256)) * 100
    written = tmp_path / "export.xlsx"
    written.write_bytes(content)
    with app.app_context():
        found = keeping.keep(written, 7, 1, is_sealed=True)
        assert b"".join(keeping.pieces_of(found.file_name)) == content
        assert found.byte_count == len(content)


def test_files_expire_in_the_bucket_and_strays_are_cleared(
    app: Flask, worker: Flask, bucket: s3fs.S3FileSystem
) -> None:
    export_id = ask(app)
    work(worker)
    evidence = "evidence/zhong/ab/cd/abcd"
    bucket.pipe(evidence, b"never touched")
    bucket.pipe(f"{PREFIX}/998-1.xlsx", b"left by a worker that died")
    with app.app_context():
        assert tidying.tidy_exports() == 1
    assert kept(bucket) == [f"{PREFIX}/{export_id}-1.csv"]
    with app.app_context(), clock.pretend(clock.now() + timedelta(days=8)):
        assert tidying.tidy_exports() == 1
        assert tidying.tidy_exports() == 0
    assert state(app, export_id) == "expired"
    assert kept(bucket) == []
    assert bucket.find("evidence") == [evidence]
    assert fetched(app, export_id).status_code == 404


def test_an_export_cancelled_at_the_last_moment_leaves_nothing(
    app: Flask, worker: Flask, bucket: s3fs.S3FileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id, real = ask(app), working.keep

    def keep(*arguments: Any, **more: Any) -> Any:
        found = real(*arguments, **more)
        assert len(kept(bucket)) == 1
        with unit_of_work():
            sunil = present_cast().sunil
            assert asking.cancel(asking.own_export(export_id, sunil), sunil)
        return found

    monkeypatch.setattr(working, "keep", keep)
    work(worker)
    assert state(app, export_id) == "cancelled"
    assert (kept(bucket), on_disk(worker)) == ([], [])


def test_a_bucket_that_is_away_is_told_in_words(
    app: Flask, worker: Flask, bucket: s3fs.S3FileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id, lost_id = ask(app), 0
    work(worker)
    away = BucketShelf(Bucket("s3://evidence/zhong", "http://127.0.0.1:9"), "exports")
    with monkeypatch.context() as patched:
        patched.setattr(keeping, "finished", lambda: away)
        patched.setattr(tidying, "finished", lambda: away)
        answer = fetched(app, export_id)
        assert answer.status_code == 503
        assert "文件存储暂时无法访问" in answer.text
        lost_id = ask(app)
        work(worker)
        late = clock.pretend(clock.now() + timedelta(days=8))
        with app.app_context(), late, pytest.raises(CaseflowError):
            tidying.tidy_exports()
    with app.app_context():
        assert db.session.get_one(Export, lost_id).error
        acts = db.session.scalars(select(ExportLog.act).where(ExportLog.export_id == export_id))
        assert list(acts) == ["asked", "written", "expired"]
    assert state(app, lost_id) == "failed"
    assert (len(kept(bucket)), on_disk(worker)) == (1, [])
    with app.app_context():
        assert tidying.tidy_exports() == 1
    assert kept(bucket) == []


def test_each_machine_s_worker_clears_what_was_left_on_its_disk(app: Flask, worker: Flask) -> None:
    with worker.app_context():
        (keeping.exports_folder() / "writing-999-1").mkdir()
    ask(app)
    work(worker)
    assert on_disk(worker) == []


def both(app: Flask, tmp_path: Path) -> list[Shelf]:
    with app.app_context():
        return [shelf("exports"), FolderShelf(tmp_path / "shelf")]


def test_both_shelves_keep_by_the_same_rules(
    app: Flask, bucket: s3fs.S3FileSystem, tmp_path: Path
) -> None:
    coming = tmp_path / "coming"
    for one in both(app, tmp_path):
        assert one.names() == set()
        for content in (b"first", b"second"):
            coming.write_bytes(content)
            one.keep(coming, "a.csv")
        with one.open("a.csv") as file:
            assert file.read() == b"second"
        assert one.names() == {"a.csv"}
        one.drop("a.csv")
        one.drop("a.csv")
        assert one.names() == set()
        with pytest.raises(FileNotFoundError):
            one.open("a.csv")
