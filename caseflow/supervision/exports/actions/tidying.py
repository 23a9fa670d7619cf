"""Letting exports expire, and clearing what lost workers left."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.exports.actions.asking import forget_file
from caseflow.supervision.exports.keeping import drop, drop_work, finished, work_ids
from caseflow.supervision.exports.models import Export


def tidy_exports() -> int:
    """Take away the files whose time is over and parts that no export owns; return how many."""
    return _expire() + clear_parts() + _clear_files()


def _expire() -> int:
    over = select(Export.id).where(Export.state == "done", Export.expires_at <= clock.now())
    count = 0
    for export_id in list(db.session.scalars(over)):
        with unit_of_work():
            export = db.session.get_one(Export, export_id)
            if export.state == "done":
                forget_file(export, "expired", None)
                count += 1
    return count


def clear_parts() -> int:
    """Throw away what lost workers of this machine left; return of how many exports."""
    there = work_ids()
    running = select(Export.id).where(Export.id.in_(there), Export.state == "running")
    stray = there - set(db.session.scalars(running))
    for export_id in stray:
        drop_work(export_id)
    return len(stray)


def _clear_files() -> int:
    """Drop finished files that no row names: their worker died before it could say so."""
    there = finished().names()
    kept = set(db.session.scalars(select(Export.file_name).where(Export.file_name.in_(there))))
    running = set(db.session.scalars(select(Export.id).where(Export.state == "running")))
    stray = {n for n in there - kept if not _is_of(n, running)}
    for name in stray:
        drop(name)
    return len(stray)


def _is_of(file_name: str, export_ids: set[int]) -> bool:
    number = file_name.partition("-")[0]
    return number.isdecimal() and int(number) in export_ids
