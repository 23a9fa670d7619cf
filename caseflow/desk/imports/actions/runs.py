"""Runs of the page: a file kept sealed, looked over and started.

States: uploaded → waiting → running → done, or failed with a sentence (actions/working.py).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping

import structlog
from flask_babel import gettext as _
from redis.exceptions import RedisError
from sqlalchemy import update

from caseflow.core.petitions.complainants import sealer
from caseflow.desk.imports.actions.taking import Target
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.mapping import Plan, complete, guess, plan
from caseflow.desk.imports.models import ImportRun
from caseflow.desk.imports.reading import Table, read_table
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import EXPORTS, enqueue
from caseflow.ground.storage.files import open_file, store_stream
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User

log = structlog.get_logger()

SEALED = "application/vnd.caseflow.sealed"
CONTEXT = "import_runs.file"
JOB = "workers.jobs.imports.work_off_imports"
JOB_LIMIT_S = 600


def keep_upload(raw: bytes, file_name: str, user: User) -> ImportRun:
    """Keep an uploaded file sealed, for it names complainants; return its run, flushed.

    Its columns are guessed by their headers; saved/actions.py maps it as a sender's were before.
    """
    sealed = sealer().seal(base64.b64encode(raw).decode(), CONTEXT).encode()
    stored = store_stream(io.BytesIO(sealed), len(sealed), lambda _path: SEALED)
    headers = read_table(raw).headers
    run = ImportRun(
        user_id=user.id,
        file_id=stored.id,
        file_name=file_name[-200:],
        origin="",
        channel_code="12345",
        track="report",
        mapping=guess(headers),
        state="uploaded",
        row_count=0,
        done_count=0,
        imported_count=0,
        already_count=0,
        reply_count=0,
        rejected=[],
        attempts=0,
        lost_count=0,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    return run


def get_run(run_id: int) -> ImportRun:
    """Return a run, or raise NotVisible."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise NotVisible(_("There is no such import."))
    return run


def table_of_run(run: ImportRun) -> Table:
    """Return the table in the file of a run. Raises Unreadable, NotVisible."""
    stored = db.session.get_one(StoredFile, run.file_id)
    with open_file(stored.sha256) as file:
        sealed = file.read().decode()
    return read_table(base64.b64decode(sealer().unseal(sealed, CONTEXT)))


def plan_of_run(run: ImportRun, table: Table) -> Plan:
    """Return what the rows of a run come to. Raises Unreadable if a column is missing.

    Time stands still at the upload, so that a resumed run sees the same rows as before.
    """
    return plan(table.rows, complete(switched(run.mapping), table.headers), run.created_at)


def switched(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping of the page in which every field it leaves open is off, not guessed."""
    return {name: mapping.get(name, "") for name in FIELDS}


def target_of(run: ImportRun) -> Target:
    return Target(run.origin, run.channel_code, run.track)


def describe_run(run: ImportRun, target: Target, mapping: Mapping[str, str]) -> None:
    """Set as what the rows are taken in and what the columns mean. Raises Refused once started."""
    if run.state != "uploaded":
        raise Refused([_("This import was started already.")])
    run.origin, run.channel_code, run.track = target.origin, target.channel_code, target.track
    run.mapping = {name: header for name, header in mapping.items() if header}


def start_run(run: ImportRun) -> None:
    """Let a worker take the run up; it is woken after the commit. Raises Refused once started."""
    started = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run.id, ImportRun.state == "uploaded")
        .values(state="waiting")
        .execution_options(synchronize_session=False)
    )
    if started.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused([_("This import was started already.")])
    after_commit("imports", wake_import)


def wake_import() -> None:
    """Ask a worker to look now; with Redis away the periodic job finds the run."""
    try:
        enqueue(EXPORTS, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("import not woken, the sweeper will", error=type(error).__name__)


def run_origin(run_id: int) -> str:
    """Return from where the history says that acts of a run came."""
    return f"import:{run_id}"
