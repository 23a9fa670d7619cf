"""Reading saved mappings: the list, one with its columns, and which of them a file fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.petitions.models import Channel
from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.models import ImportMapping, ImportRun
from caseflow.desk.imports.saved.rules import Fit, choose, fit, origin_key
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import User

KNOWN = 500
"""More shapes of files than a county sees; the latest are looked at."""


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved mapping as the list and its own page show it."""

    id: int
    name: str
    origin: str
    channel: str
    track: str
    person: str
    saved_at: datetime
    used_at: datetime | None
    headers: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    """(field in words, header), in the order of the import page."""


def saved_rows() -> list[SavedRow]:
    """Return the saved mappings by their names; one statement."""
    return [_row(row) for row in db.session.execute(_rows().order_by(ImportMapping.name))]


def saved_row(saved_id: int) -> SavedRow:
    """Return one saved mapping, or raise NotVisible."""
    row = db.session.execute(_rows().where(ImportMapping.id == saved_id)).first()
    if row is None:
        raise NotVisible(_("There is no such saved mapping."))
    return _row(row)


def _rows() -> Any:
    channel = (Channel.name if is_chinese() else Channel.name_en).label("channel")
    return (
        select(ImportMapping, channel, User.display_name)
        .join(Channel, Channel.code == ImportMapping.channel_code)
        .join(User, User.id == ImportMapping.saved_by_id)
    )


def _row(row: Any) -> SavedRow:
    saved: ImportMapping = row.ImportMapping
    return SavedRow(
        id=saved.id,
        name=saved.name,
        origin=saved.origin,
        channel=row.channel,
        track=_(TRACKS[saved.track]),
        person=row.display_name,
        saved_at=saved.saved_at,
        used_at=saved.used_at,
        headers=tuple(saved.headers),
        columns=tuple(
            (_(field.label), saved.mapping[name])
            for name, field in FIELDS.items()
            if name in saved.mapping
        ),
    )


def latest() -> Sequence[ImportMapping]:
    """Return the saved mappings, the latest confirmed first."""
    statement = select(ImportMapping).order_by(ImportMapping.saved_at.desc()).limit(KNOWN)
    return db.session.scalars(statement).all()


def fitting(headers: Sequence[str]) -> list[ImportMapping]:
    """Return the saved mappings that a file with these headers may be meant by."""
    return choose(latest(), headers)


def get_saved(saved_id: int) -> ImportMapping:
    """Return a saved mapping, or raise NotVisible."""
    saved = db.session.get(ImportMapping, saved_id)
    if saved is None:
        raise NotVisible(_("There is no such saved mapping."))
    return saved


def saved_by_name(words: str) -> list[ImportMapping]:
    """Return the saved mappings of this name, else those of the sender of this name."""
    named = db.session.scalars(select(ImportMapping).where(ImportMapping.name == words)).all()
    if named:
        return list(named)
    return list(
        db.session.scalars(
            select(ImportMapping)
            .where(ImportMapping.origin_key == origin_key(words))
            .order_by(ImportMapping.saved_at.desc())
        )
    )


def name_is_taken(name: str, but_id: int | None = None) -> bool:
    """Return whether another saved mapping has this name."""
    found = db.session.scalars(select(ImportMapping.id).where(ImportMapping.name == name)).all()
    return any(saved_id != but_id for saved_id in found)


@dataclass(frozen=True, slots=True)
class Applied:
    """By which saved mapping a run was mapped, and how its headers differ from then."""

    saved: SavedRow
    fit: Fit


def applied_to(run: ImportRun, headers: Sequence[str]) -> Applied | None:
    """Return by what a run was mapped; None if by its headers only."""
    if run.saved_id is None:
        return None
    saved = get_saved(run.saved_id)
    return Applied(saved_row(run.saved_id), fit(saved, headers))


def saved_choices() -> list[tuple[str, str]]:
    """Return every saved mapping as a choice: its name, with the sender where that differs."""
    rows = db.session.execute(
        select(ImportMapping.id, ImportMapping.name, ImportMapping.origin).order_by(
            ImportMapping.name
        )
    )
    return [
        (str(row.id), row.name if row.name == row.origin else f"{row.name} · {row.origin}")
        for row in rows
    ]
