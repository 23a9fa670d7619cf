"""Imports made for tests: a file kept, started and worked off. Call in an application context."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.actions.taking import Target
from caseflow.desk.imports.actions.working import work_off_runs
from caseflow.desk.imports.mapping import guess
from caseflow.desk.imports.models import ImportCase, ImportRun
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast
from tests.import_files import line, xlsx

TARGET = Target("问政平台", "website", "report")


def placed(number: Any, place: str = "果园路18号工地", **changes: Any) -> dict[str, Any]:
    """Return a message with a place in 忠州街道."""
    return line(number, **{"地址": place, "街道": "忠州街道", **changes})


def imported(rows: list[dict[str, Any]], who: str = "olga", target: Target = TARGET) -> int:
    """Import rows as the page does and return the run's id; what follows is not worked off."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    with unit_of_work():
        run = runs.keep_upload(xlsx(rows, headers), "三月.xlsx", getattr(present_cast(), who))
        runs.describe_run(run, target, guess(headers))
        runs.start_run(run)
        run_id = run.id
    work_off_runs()
    assert present(run_id).state == "done"
    return run_id


def at_once(app: Flask, work_off: Callable[[], object], count: int = 3) -> None:
    """Let so many workers do the same at once, and wait for all of them."""

    def job() -> None:
        with app.app_context():
            work_off()
            db.session.remove()

    threads = [threading.Thread(target=job) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def present(run_id: int) -> ImportRun:
    """Return the run as the database has it now."""
    db.session.rollback()
    return db.session.get_one(ImportRun, run_id, populate_existing=True)


def cases_of(run_id: int) -> list[Case]:
    """Return the cases that a run brought, in the order of its file."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Case)
            .join(ImportCase, ImportCase.case_id == Case.id)
            .where(ImportCase.run_id == run_id)
            .order_by(Case.id)
            .execution_options(populate_existing=True)
        )
    )
