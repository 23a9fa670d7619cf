"""Remembering how a sender's columns are meant, using it, renaming it, forgetting it. No commit."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.desk.imports.models import ImportMapping, ImportRun
from caseflow.desk.imports.saved.queries import name_is_taken
from caseflow.desk.imports.saved.rules import fit, headers_key, origin_key
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def remember(run: ImportRun, headers: Sequence[str], user: User) -> ImportMapping:
    """Keep how `user` confirmed the columns of this sender; return the saved mapping, flushed.

    A file of the same sender with the same headers, in any order, replaces what was kept.
    """
    sender, shape = origin_key(run.origin), headers_key(headers)
    saved = db.session.scalar(
        select(ImportMapping).where(
            ImportMapping.origin_key == sender, ImportMapping.headers_key == shape
        )
    )
    if saved is None:
        saved = ImportMapping(
            name=_free_name(run.origin), origin_key=sender, headers_key=shape, used_at=None
        )
    saved.origin, saved.channel_code, saved.track = run.origin, run.channel_code, run.track
    saved.headers, saved.mapping = list(headers), dict(run.mapping)
    saved.saved_by_id, saved.saved_at = user.id, clock.now()
    saved.used_at = saved.saved_at
    db.session.add(saved)
    db.session.flush()
    run.saved_id = saved.id
    return saved


def _free_name(origin: str) -> str:
    name, number = origin, 1
    while name_is_taken(name):
        number += 1
        name = f"{origin[:75]} {number}"
    return name


def use(run: ImportRun, saved: ImportMapping, headers: Sequence[str]) -> None:
    """Map a run as `saved` says, sender and kind included. Raises Refused once it was started."""
    if run.state != "uploaded":
        raise Refused([_("This import was started already.")])
    run.origin, run.channel_code, run.track = saved.origin, saved.channel_code, saved.track
    run.mapping = fit(saved, headers).mapping
    run.saved_id = saved.id


def rename(saved: ImportMapping, name: str) -> None:
    """Give a saved mapping another name. Raises Refused if another has it."""
    if name_is_taken(name, saved.id):
        raise Refused([_("Another saved mapping has this name.")])
    saved.name = name


def forget(saved: ImportMapping) -> None:
    """Delete a saved mapping; the imports mapped by it stay as they are."""
    for run in db.session.scalars(select(ImportRun).where(ImportRun.saved_id == saved.id)):
        run.saved_id = None
    db.session.flush()
    db.session.delete(saved)
    db.session.flush()
