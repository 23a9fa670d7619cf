"""What was typed into a form when the session had run out: carried through the sign-in, sealed.

The fields travel in a hidden field of the sign-in page, encrypted, for the same person only and for
an hour; nothing of them lies in a cookie or in the database. Files are not carried.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from caseflow.ground import clock
from caseflow.ground.sealing import CannotUnseal, current_sealer

CONTEXT = "accounts.carried"
KEPT_SECONDS = 3600
LONGEST = 300_000
"""Characters of typing that are carried at most: the form that brings them back must stay small."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A form to be sent again: where to, its fields in order, whether files were left behind."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def seal_form(
    user_id: int, path: str, fields: Iterable[tuple[str, str]], *, had_files: bool = False
) -> str | None:
    """Return the sealed form, or None if it is too long to be carried."""
    kept = [[name, value] for name, value in fields if name != "csrf_token"]
    plain = json.dumps(
        {
            "user": user_id,
            "at": int(clock.now().timestamp()),
            "path": path,
            "fields": kept,
            "files": had_files,
        },
        ensure_ascii=False,
    )
    return current_sealer().seal(plain, CONTEXT) if len(plain) <= LONGEST else None


def open_form(sealed: str, user_id: int) -> Carried | None:
    """Return the form, or None if it is altered, too old or another person's."""
    try:
        found = json.loads(current_sealer().unseal(sealed, CONTEXT))
    except (CannotUnseal, ValueError):
        return None
    age = clock.now().timestamp() - found["at"]
    if found["user"] != user_id or not 0 <= age + 1 <= KEPT_SECONDS:
        return None
    return Carried(found["path"], [(n, v) for n, v in found["fields"]], bool(found["files"]))
