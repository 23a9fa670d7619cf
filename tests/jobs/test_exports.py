"""Exports: written whole, cancelled, lost and taken up again, in the same memory at any length.

The trial of `make soak` writes 1,000,000 rows to a spreadsheet; `make test` 20,000.
"""

from __future__ import annotations

import csv
import hashlib
import io
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import delete, event, func, select, update

from caseflow.core.petitions.models import ComplainantLook
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import EXPORTS, enqueue
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.exports import keeping, writing
from caseflow.supervision.exports.actions import asking, tidying, working
from caseflow.supervision.exports.models import Export, ExportLog
from caseflow.supervision.exports.rows import Looking, case_cells, case_ids
from caseflow.supervision.exports.rules import CASE_COLUMNS, LEASE, MOST_LOST
from tests import forks, servers
from tests.cast import make_cast, present_cast
from tests.factories import CALLER, case_in, open_case
from tests.import_runs import at_once
from tests.jobs import killed
from tests.jobs.working import worker
from tests.planted import plant
from tests.soak import rounds

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOST_MB = 200


def ask(who: str = "sunil", query: str = "state=all", form: str = "xlsx", **more: Any) -> int:
    """Ask for an export as a person does; return its id."""
    given: dict[str, Any] = {"reason": "月度汇总", "columns": (), **more}
    with unit_of_work():
        command = asking.ExportCommand(query, form, **given)
        return asking.ask_for(command, getattr(present_cast(), who)).id


def present(export_id: int) -> Export:
    db.session.rollback()
    return db.session.get_one(Export, export_id, populate_existing=True)


def fetched(export_id: int, who: str = "sunil") -> bytes:
    """Return the file as its owner gets it."""
    with unit_of_work():
        return b"".join(asking.fetch(present(export_id), getattr(present_cast(), who)))


def acts(export_id: int) -> list[str]:
    rows = select(ExportLog.act).where(ExportLog.export_id == export_id).order_by(ExportLog.id)
    return list(db.session.scalars(rows))


def left_behind() -> list[str]:
    return sorted(path.name for path in keeping.exports_folder().iterdir())


@pytest.fixture
def cases(db_session: Any) -> int:
    """Thirty-one cases of the hotline, one of them a model for the others."""
    with unit_of_work():
        make_cast()
    model = case_in("assigned")
    plant(model.id, 30)
    return model.id


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "soak" not in request.keywords:
        monkeypatch.setattr(working, "BATCH", 10)


def test_a_spreadsheet_holds_every_case_of_the_filter(cases: int) -> None:
    export_id = ask()
    assert working.work_off_exports() == 1
    export = present(export_id)
    assert (export.state, export.row_count, export.done_count) == ("done", 31, 31)
    raw = fetched(export_id)
    assert hashlib.sha256(raw).hexdigest() == export.sha256
    assert len(raw) == export.byte_count
    rows = list(openpyxl.load_workbook(io.BytesIO(raw), read_only=True).active.values)
    assert len(rows) == 32
    header = list(rows[0])
    assert "案件编号" in header or "Case number" in header
    last = dict(zip(header, rows[-1], strict=True))
    assert f"忠环访〔2026〕{30}号" in last.values()
    assert any(isinstance(value, type(clock.now())) for value in last.values())
    assert acts(export_id) == ["asked", "written", "fetched"]


def test_the_owner_alone_is_told_and_fetches(cases: int) -> None:
    export_id = ask()
    working.work_off_exports()
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind.like("export%"))).all()
    assert [(row.kind, row.recipient_id) for row in told] == [
        ("export_ready", present_cast().sunil.id)
    ]
    assert told[0].params == {"count": 31}
    with pytest.raises(NotVisible):
        asking.own_export(export_id, present_cast().dong)


def test_no_cell_is_a_formula(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ("=1+1", "+8", "-3 米", "@SUM(A1)", "\t=2", "\r=3", "＝1+1"):
        open_case(subject=words)
    found = {"csv": set(), "xlsx": set()}
    for form, subjects in found.items():
        export_id = ask(form=form, columns=("title",))
        working.work_off_exports()
        raw = fetched(export_id)
        if form == "csv":
            assert raw.startswith(b"\xef\xbb\xbf")
            rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
            assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}
            rows = [[cell.value for cell in row] for row in sheet.rows]
        subjects.update(row[0] for row in rows)
    for subjects in found.values():
        assert "'=1+1" in subjects
        assert "'@SUM(A1)" in subjects
        assert not [words for words in subjects if words.startswith(tuple("=+-@\t\r＝"))]


def test_a_filter_is_kept_and_people_see_what_they_may(cases: int) -> None:
    open_case(channel_code="visit", subject="来访")
    export_id = ask(query="channel=visit&state=all&page=x", form="csv")
    working.work_off_exports()
    export = present(export_id)
    assert export.query == "channel=visit&state=all"
    assert export.row_count == 1
    assert "来访".encode() in fetched(export_id)


def test_complainants_are_exported_by_right_only_and_each_look_is_recorded(cases: int) -> None:
    open_case(subject="油烟")
    with pytest.raises(NotPermitted):
        ask(who="aude", with_complainants=True)
    plain = ask(form="csv", columns=("number", "complainants", "phones"))
    export_id = ask(form="csv", columns=("number", "complainants", "phones"),
                    with_complainants=True)  # fmt: skip
    working.work_off_exports()
    assert CALLER.phone.encode() not in fetched(plain)
    lines = list(csv.reader(io.StringIO(fetched(export_id).decode("utf-8-sig"))))
    assert lines[-1][1:] == [CALLER.name, CALLER.phone]
    looks = db.session.scalars(select(ComplainantLook)).all()
    assert {look.user_id for look in looks} == {present_cast().sunil.id}
    assert all("月度汇总" in look.reason for look in looks)
    assert {look.complainant_id for look in looks}
    kept = keeping.exports_folder() / str(present(export_id).file_name)
    assert CALLER.phone.encode() not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_right_that_was_taken_away_counts_when_the_file_is_fetched(cases: int) -> None:
    export_id = ask(with_complainants=True)
    working.work_off_exports()
    with unit_of_work():
        present_cast().sunil.role = "auditor"
    with pytest.raises(NotPermitted):
        fetched(export_id)
    again = ask(who="dong")
    with unit_of_work():
        present_cast().dong.role = "officer"
    working.work_off_exports()
    assert present(again).state == "failed"
    assert present(again).error


def test_many_rows_go_on_more_sheets(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 12)
    export_id = ask()
    working.work_off_exports()
    book = openpyxl.load_workbook(io.BytesIO(fetched(export_id)), read_only=True)
    assert [len(list(sheet.rows)) for sheet in book.worksheets] == [13, 13, 8]
    firsts = {tuple(next(iter(sheet.values))) for sheet in book.worksheets}
    assert len(firsts) == 1


def _interrupting(monkeypatch: pytest.MonkeyPatch, batch: int, act: Callable[[], None]) -> None:
    """Do something else in the middle of a batch."""
    real, count = working.case_cells, [0]

    def cells(*arguments: Any) -> Any:
        count[0] += 1
        if count[0] == batch:
            act()
        return real(*arguments)

    monkeypatch.setattr(working, "case_cells", cells)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("batch", [1, 3])
def test_cancelled_in_the_middle_leaves_nothing_behind(
    cases: int, monkeypatch: pytest.MonkeyPatch, form: str, batch: int
) -> None:
    export_id = ask(form=form)

    def cancel() -> None:
        with unit_of_work():
            assert asking.cancel(present(export_id), present_cast().sunil)

    _interrupting(monkeypatch, batch, cancel)
    working.work_off_exports()
    assert present(export_id).state == "cancelled"
    assert left_behind() == []
    assert acts(export_id) == ["asked", "cancelled"]
    with pytest.raises(NotVisible):
        fetched(export_id)
    assert working.work_off_exports() == 0


def test_cancelled_while_the_file_is_put_together_leaves_nothing_behind(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask()
    real = writing.XlsxTable.close

    def close(self: Any) -> None:
        with unit_of_work():
            db.session.execute(update(Export).values(state="cancelled"))
        real(self)

    monkeypatch.setattr(writing.XlsxTable, "close", close)
    working.work_off_exports()
    assert present(export_id).state == "cancelled"
    assert left_behind() == []


def test_a_killed_worker_s_export_is_begun_anew(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask()

    def die() -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        _interrupting(patched, 2, die)
        patched.setattr(working.shutil, "rmtree", lambda *_a, **_k: None)  # as by SIGKILL
        with pytest.raises(SystemExit):
            working.work_off_exports()
    assert present(export_id).state == "running"
    assert left_behind() != []
    assert working.work_off_exports() == 0  # The lease of the dead worker still holds.
    with clock.pretend(clock.now() + LEASE + timedelta(seconds=1)):
        assert working.work_off_exports() == 1
    assert present(export_id).state == "done"
    assert left_behind() == [present(export_id).file_name]
    assert len(list(openpyxl.load_workbook(io.BytesIO(fetched(export_id))).active.values)) == 32


def test_an_export_that_kills_its_workers_is_given_up_with_a_sentence(cases: int) -> None:
    export_id = ask()
    with unit_of_work():
        db.session.execute(
            update(Export).values(
                state="running", claimed_until_at=clock.now(), lost_count=MOST_LOST - 1
            )
        )
    working.work_off_exports()
    export = present(export_id)
    assert (export.state, bool(export.error)) == ("failed", True)
    kinds = db.session.scalars(select(OutboxMessage.kind).where(OutboxMessage.kind.like("exp%")))
    assert list(kinds) == ["export_failed"]


def test_a_worker_thought_dead_publishes_nothing(
    cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask()

    def another_takes_over() -> None:
        with unit_of_work():
            db.session.execute(update(Export).values(attempts=Export.attempts + 1))

    _interrupting(monkeypatch, 2, another_takes_over)
    working.work_off_exports()
    assert present(export_id).state == "running"
    assert present(export_id).file_name is None
    assert left_behind() == []


def test_a_full_disk_is_told_in_words(cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    export_id = ask(form="csv")

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.CsvTable, "add", full)
    working.work_off_exports()
    export = present(export_id)
    assert export.state == "failed"
    assert export.error
    assert left_behind() == []
    with unit_of_work():
        asking.ask_again(present(export_id), present_cast().sunil)
    monkeypatch.undo()
    assert working.work_off_exports() == 1


def test_two_workers_at_once_write_it_once(app: Flask, cases: int) -> None:
    export_id = ask()
    at_once(app, working.work_off_exports)
    assert acts(export_id) == ["asked", "written"]
    assert left_behind() == [present(export_id).file_name]


def test_asking_wakes_a_worker(cases: int, redis_url: str) -> None:
    ask()
    with Redis.from_url(redis_url) as client:
        waiting = Queue("exports", connection=client, serializer=JSONSerializer)
        assert asking.JOB in [job.func_name for job in waiting.jobs]


def test_a_person_has_a_few_exports_under_way_at_once(cases: int) -> None:
    for _number in range(asking.MOST_GOING):
        ask()
    with pytest.raises(Refused):
        ask()
    ask(who="dong")


def test_files_expire_and_strays_are_cleared(cases: int) -> None:
    export_id = ask()
    working.work_off_exports()
    folder = keeping.exports_folder()
    (folder / "writing-999-1").mkdir()
    (folder / "998-1.xlsx").write_bytes(b"left by a worker that died")
    assert tidying.tidy_exports() == 2
    assert left_behind() == [present(export_id).file_name]
    with clock.pretend(clock.now() + timedelta(days=8)):
        assert tidying.tidy_exports() == 1
        assert tidying.tidy_exports() == 0
    assert present(export_id).state == "expired"
    assert left_behind() == []
    assert acts(export_id) == ["asked", "written", "expired"]
    with pytest.raises(NotVisible):
        fetched(export_id)


def test_the_log_cannot_be_changed(cases: int) -> None:
    ask()
    for statement in (update(ExportLog).values(reason="x"), delete(ExportLog)):
        with pytest.raises(Exception, match="append-only"), unit_of_work():
            db.session.execute(statement)


def test_a_batch_costs_the_same_few_statements_however_many_rows(cases: int) -> None:
    user = present_cast().sunil
    ids = case_ids("state=all", user).tolist()
    counts: list[int] = []
    for part in (ids[:3], ids):
        user = present_cast().sunil
        said: list[str] = []
        note = lambda *a: said.append(a[2])  # noqa: E731, B023
        event.listen(db.engine, "before_cursor_execute", note)
        case_cells(part, CASE_COLUMNS, Looking(user, "x"))
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(said))
        db.session.rollback()
    assert counts[0] == counts[1] <= 8


# --- memory --------------------------------------------------------------------------------------


def _resident_mb(pid: int, name: str = "VmRSS") -> float:
    """Return the resident memory of a process, 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def _children(pid: int) -> list[int]:
    try:
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(word) for word in words.split()]


class RealWorker:
    """A worker of RQ in processes of its own (tests/jobs/killed.py), its memory watched."""

    def __init__(self, installation: dict[str, str]) -> None:
        self.orders, its = forks.FORKS.Pipe()
        self.process = forks.forked(installation, signal.SIGKILL, killed.serve, its)
        its.close()
        self.idle_mb = self.peak_mb = 0.0

    def run(self, meanwhile: Callable[[], None] = lambda: None) -> str:
        """Work off the queues; sample the process that RQ forks for the job until it ends."""
        assert self.process.pid
        self.orders.send("-")
        end = time.monotonic() + 3600
        while time.monotonic() < end:
            for master in _children(self.process.pid):
                for horse in _children(master):
                    self.idle_mb = self.idle_mb or _resident_mb(master)
                    self.peak_mb = max(self.peak_mb, _resident_mb(horse, "VmHWM"))
            meanwhile()
            if self.orders.poll(0.1):
                return str(self.orders.recv())
        raise AssertionError("the worker did not end")

    def close(self) -> None:
        forks.stop(self.process, signal.SIGKILL)
        self.orders.close()


@pytest.fixture
def real_worker(environment: dict[str, str], tmp_path: Path) -> Iterator[RealWorker]:
    found = RealWorker(servers.environment(tmp_path / "home", **environment))
    yield found
    found.close()


@SQLITE
@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_the_worker_s_memory_does_not_grow_with_the_rows(
    db_session: Any, real_worker: RealWorker
) -> None:
    count = rounds(sample=20_000, full=1_000_000)
    with unit_of_work():
        make_cast()
    model = case_in("assigned")
    plant(model.id, count)
    export_id = ask()
    began = time.monotonic()
    assert real_worker.run() == "done"
    took_s = time.monotonic() - began
    export = present(export_id)
    assert (export.state, export.row_count, export.error) == ("done", count + 1, None)
    above = real_worker.peak_mb - real_worker.idle_mb
    print(
        f"{count} rows in {took_s:.0f} s, {export.byte_count} bytes; idle {real_worker.idle_mb:.0f}"
        f" MB, peak {real_worker.peak_mb:.0f} MB, {above:.0f} MB above"
    )
    assert real_worker.idle_mb > 50
    assert above <= MOST_MB
    path = keeping.exports_folder() / str(export.file_name)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    numbers = iter(sheet.iter_rows())
    header = next(numbers)
    assert len(header) == 21
    assert next(numbers)[0] == model.number
    for expected, row in enumerate(numbers, 1):
        assert row[0] == f"忠环访〔2026〕{expected}号"
        words = f"'=1+{expected}" if expected % 1000 == 0 else f"夜间施工噪声扰民{expected}"
        assert row[1] == words
    assert expected == count


@SQLITE
@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_real_worker_leaves_off_in_the_middle(db_session: Any, real_worker: RealWorker) -> None:
    count = rounds(sample=20_000, full=200_000)
    with unit_of_work():
        make_cast()
    plant(case_in("assigned").id, count)
    export_id = ask()

    def cancel_once() -> None:
        export = present(export_id)
        if export.state == "running" and export.done_count >= 2000:
            assert export.done_count < count
            with unit_of_work():
                asking.cancel(present(export_id), present_cast().sunil)

    assert real_worker.run(cancel_once) == "done"
    assert present(export_id).state == "cancelled"
    assert left_behind() == []


def test_a_killed_real_worker_s_export_is_whole_in_the_end(
    db_session: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    with unit_of_work():
        make_cast()
    plant(case_in("assigned").id, 2500)
    export_id = ask()
    run = worker(servers.environment(tmp_path / "home", **environment))
    work = next(run)
    assert work("caseflow.supervision.exports.actions.working:case_cells:after") == "killed"
    assert left_behind() != []
    with unit_of_work():
        db.session.execute(update(Export).values(claimed_until_at=clock.now()))
    enqueue(EXPORTS, asking.JOB)
    assert work("-") == "done"
    assert present(export_id).state == "done"
    assert present(export_id).row_count == 2501
    assert left_behind() == [present(export_id).file_name]
    assert db.session.scalar(select(func.count()).where(ExportLog.act == "written")) == 1
    with pytest.raises(StopIteration):
        next(run)
