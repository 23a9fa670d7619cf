"""Writing canned texts: a change is a new version, what was there before stays as it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.texts.models import CannedText, CannedTextVersion
from caseflow.core.texts.reference import TEXTS
from caseflow.core.texts.rules import PLACES, as_written, unknown_variables
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


class StaleText(CaseflowError):
    """Somebody else wrote a newer version since the page was opened."""

    status = 409


@dataclass(frozen=True, slots=True)
class TextCommand:
    """What is decided about a text. `places`: codes of rules.PLACES."""

    keywords: str
    title: str
    body: str
    places: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    unit_id: int | None = None
    reason: str = ""


def create_text(command: TextCommand, actor: User | None, *, shipped_key: str | None = None) -> int:
    """Add a text and return its id. Flushes, does not commit. Raises BadInput."""
    _check(command)
    text = CannedText(shipped_key=shipped_key, version=1)
    db.session.add(text)
    db.session.flush()
    _append(text.id, 1, command, actor)
    return text.id


def change_text(text_id: int, command: TextCommand, seen: int, actor: User) -> None:
    """Write the next version of a text last seen in version `seen`. Raises BadInput, StaleText."""
    _check(command)
    if not command.reason.strip():
        raise BadInput(_("Say why the text is changed."))
    claim_version(CannedText, text_id, seen)
    _append(text_id, seen + 1, command, actor)


def claim_version(head: Any, row_id: int, seen: int) -> None:
    """Move a head from version `seen` to the next; of two who save at once, one is told so.

    Raises NotVisible if there is no such row, StaleText if `seen` is no longer its version.
    """
    moved: Any = db.session.execute(
        update(head).where(head.id == row_id, head.version == seen).values(version=seen + 1)
    )
    if moved.rowcount:
        return
    if db.session.scalar(select(head.id).where(head.id == row_id)) is None:
        raise NotVisible(_("There is no such entry."))
    raise StaleText(_("Somebody else changed this since you opened the page."))


def _append(text_id: int, version: int, command: TextCommand, actor: User | None) -> None:
    values = asdict(command)
    values["places"] = " ".join(code for code in PLACES if code in command.places)
    values["keywords"] = " ".join(command.keywords.split())
    db.session.add(
        CannedTextVersion(
            text_id=text_id,
            version=version,
            decided_at=clock.now(),
            actor_id=actor.id if actor else None,
            **values,
        )
    )
    db.session.flush()


def _check(command: TextCommand) -> None:
    if not command.keywords.split() or not command.title.strip() or not command.body.strip():
        raise BadInput(_("A text needs a keyword, a title and words."))
    if not set(command.places) or set(command.places) - set(PLACES):
        raise BadInput(_("Say where the text is offered."))
    unknown = unknown_variables(command.body)
    if unknown:
        raise BadInput(_("There is no variable named %(name)s.", name=as_written(unknown[0])))
    if command.valid_until is not None and command.valid_until < command.valid_from:
        raise BadInput(_("The last day lies before the first."))


def load_shipped_texts() -> int:
    """Add the texts that come with the program and are missing; return how many. No commit.

    A text that was changed or ended here keeps its newer versions: only missing ones are added.
    """
    present = set(db.session.scalars(select(CannedText.shipped_key)))
    added = 0
    for shipped in TEXTS:
        if shipped.key in present:
            continue
        command = TextCommand(
            keywords=shipped.keywords,
            title=shipped.title,
            body=shipped.body,
            places=shipped.places,
            valid_from=shipped.valid_from,
            reason="随软件附带的示例，由本局审定后使用",
        )
        create_text(command, None, shipped_key=shipped.key)
        added += 1
    return added
