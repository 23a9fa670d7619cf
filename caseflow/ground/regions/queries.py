"""The county's townships, read once a request, and what people's words for them mean."""

from __future__ import annotations

from flask import g, has_request_context
from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.regions import matching
from caseflow.ground.regions.matching import TownshipChoice
from caseflow.ground.regions.models import Township, TownshipAlias


def townships() -> tuple[TownshipChoice, ...]:
    """Return the active townships with their aliases, by code; two statements, once a request."""
    if has_request_context() and "townships" in g:
        return g.townships  # type: ignore[no-any-return]
    found = _read()
    if has_request_context():
        g.townships = found
    return found


def _read() -> tuple[TownshipChoice, ...]:
    aliases: dict[str, list[str]] = {}
    for code, alias in db.session.execute(
        select(TownshipAlias.township_code, TownshipAlias.alias).order_by(TownshipAlias.id)
    ):
        aliases.setdefault(code, []).append(alias)
    rows = db.session.execute(
        select(Township.code, Township.name, Township.name_en, Township.pinyin, Township.initials)
        .where(Township.is_active)
        .order_by(Township.code)
    )
    return tuple(
        TownshipChoice(
            row.code,
            row.name,
            row.name_en,
            row.pinyin,
            row.initials,
            tuple(name for name in aliases.get(row.code, ()) if name != row.name),
        )
        for row in rows
    )


def township_names() -> dict[str, str]:
    """Return the names of the active townships by code."""
    return {choice.code: choice.name for choice in townships()}


def meant_township(typed: str) -> TownshipChoice | None:
    """Return the one township that was typed by name, alias, pinyin, initials or code."""
    return matching.meant_township(typed, townships())


def match_township(text: str) -> TownshipChoice | None:
    """Return the township named somewhere in an address text; the longest name wins."""
    return matching.township_in(text, townships())
