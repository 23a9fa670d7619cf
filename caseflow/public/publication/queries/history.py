"""The history of a publication as a timeline."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.redaction import KIND_LABELS
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.web.timeline import Entry
from caseflow.people.accounts.models import User
from caseflow.public.publication.lifecycle import GOING_OUT
from caseflow.public.publication.models import PublicationEvent

EVENT_TITLES: dict[str, tuple[str, str, str]] = {
    # act: (words, icon, tone)
    "start": (N_("Draft begun"), "plus-lg", "brand"),
    "save": (N_("Draft changed"), "pencil", ""),
    "propose": (N_("Submitted for approval"), "send", "brand"),
    "send_back": (N_("Sent back to the drafter"), "arrow-return-left", "warn"),
    "approve": (N_("Approved"), "patch-check", "good"),
    "publish": (N_("Published"), "megaphone", "good"),
    "take_back": (N_("Taken back before publishing"), "arrow-return-left", "warn"),
    "drop": (N_("Draft dropped"), "x-lg", "bad"),
    "withdraw": (N_("Withdrawn"), "x-circle", "bad"),
    "correct": (N_("Correction begun"), "pencil", "warn"),
    "stop_correcting": (N_("Left as published"), "arrow-return-left", ""),
    "expire": (N_("Expired"), "hourglass-split", ""),
    "demand": (N_("Must be withdrawn"), "exclamation-triangle", "bad"),
    "may_stay": (N_("Found that it may stay"), "check-circle", "good"),
    "notice": (N_("Site told of its right of reply"), "send", "brand"),
    "answer": (N_("Site answered"), "chat-left-text", "brand"),
    "consider": (N_("Answer considered"), "check-lg", ""),
    "picture": (N_("Picture changed"), "image", ""),
}
_TALLIES = {"hide": N_("Hidden"), "keep": N_("Kept")}


def publication_history(publication_id: int, after: int = 0) -> tuple[Entry, ...]:
    """Return what was done, the newest first; `after`: only what came after this version."""
    rows = db.session.execute(
        select(
            PublicationEvent.at,
            PublicationEvent.act,
            PublicationEvent.words,
            User.display_name,
        )
        .outerjoin(User, User.id == PublicationEvent.actor_id)
        .where(PublicationEvent.publication_id == publication_id)
        .order_by(PublicationEvent.id)
    ).all()
    return tuple(_entry(row) for row in reversed(rows[after:]))


def _entry(row: Any) -> Entry:
    title, icon, tone = EVENT_TITLES[row.act]
    facts = _tally(row.words) if row.act in GOING_OUT else ()
    return Entry(
        at=row.at,
        title=_(title),
        actor=row.display_name or "",
        words="" if row.act in GOING_OUT else row.words,
        icon=icon,
        tone=tone,
        facts=facts,
    )


def _tally(words: str) -> tuple[tuple[str, str], ...]:
    """Return a record of what was hidden and kept in words."""
    counts = json.loads(words) if words else {}
    return tuple(
        (
            _(_TALLIES[decision]),
            " · ".join(f"{_(KIND_LABELS[kind])} × {n}" for kind, n in kinds.items()),
        )
        for decision, kinds in counts.items()
    )
