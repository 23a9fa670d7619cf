"""What stands in a database before anybody works with it: its schema and the reference rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from caseflow.core.assignments.actions import load_examples
from caseflow.core.petitions.models import Category, Channel
from caseflow.core.petitions.reference import CATEGORIES, CHANNELS
from caseflow.core.texts.actions import load_shipped_texts
from caseflow.desk.knowledge.actions import load_shipped_answers
from caseflow.field.inspections.checklists.actions import load_shipped_checklists
from caseflow.ground import schema
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township, TownshipAlias
from caseflow.ground.regions.reference import shipped_aliases, shipped_townships
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Unit
from caseflow.people.accounts.reference import UNITS


def refuse_newer() -> None:
    """Raise CaseflowError if the database was made by a later version of the program."""
    if schema.is_newer_than_code():
        raise CaseflowError(
            f"The database is at revision {schema.current_revision()}, which this version of "
            "caseflow does not know: it is newer than the program. Install the newer version."
        )


def ensure_database(*, may_make: bool) -> None:
    """See that a command finds a database it can work on; an empty one is made, if it may be.

    Raises CaseflowError, one sentence, if there is none, or one that `caseflow up` must upgrade.
    """
    try:
        refuse_newer()
        if schema.is_current():
            return
        shown = db.engine.url.render_as_string(hide_password=True)
        if schema.current_revision() is not None:
            raise CaseflowError(
                f"The database {shown} is of an earlier version: `caseflow up` backs it up and "
                "brings it up to date."
            )
        if not may_make:
            raise CaseflowError(f"The database {shown} is empty: `caseflow up` fills it.")
        schema.upgrade()
        with unit_of_work():
            load_reference()
    except OperationalError as error:
        raise CaseflowError(unanswered(error)) from error


def unanswered(error: OperationalError) -> str:
    """Return the sentence for a database that cannot be reached."""
    reason = str(error.orig).strip().partition("\n")[0]
    return f"The database does not answer: {reason}"


def load_reference() -> int:
    """Add the reference rows that are missing and return how many; edited ones stay. No commit."""
    added = _add_missing(
        Channel,
        "code",
        [
            {"code": code, "name": name, "name_en": name_en, "position": position}
            for position, (code, name, name_en) in enumerate(CHANNELS)
        ],
    )
    added += _add_missing(
        Category,
        "code",
        [
            {"code": code, "parent_code": up, "name": name, "name_en": en, "position": position}
            for position, (code, up, name, en) in enumerate(CATEGORIES)
        ],
    )
    added += _load_townships() + _load_units() + load_examples()
    return added + load_shipped_texts() + load_shipped_answers() + load_shipped_checklists()


def _add_missing(model: Any, key: str, rows: list[dict[str, Any]]) -> int:
    present = set(db.session.scalars(select(getattr(model, key))))
    missing = [row for row in rows if row[key] not in present]
    for row in missing:
        db.session.add(model(**row))
        db.session.flush()
    return len(missing)


def _load_townships() -> int:
    added = _add_missing(
        Township,
        "code",
        [
            {
                "code": row.code,
                "name": row.name,
                "name_en": row.name_en,
                "pinyin": row.pinyin,
                "initials": row.initials,
            }
            for row in shipped_townships()
        ],
    )
    return added + _add_missing(
        TownshipAlias,
        "alias",
        [
            {"alias": alias, "township_code": code, "source": source}
            for alias, code, source in shipped_aliases()
        ],
    )


def _load_units() -> int:
    """Add the example units to a database that has none; a bureau's own tree is left alone."""
    if db.session.scalar(select(Unit.id).limit(1)) is not None:
        return 0
    ids: dict[str, int] = {}
    for code, parent, kind, name, name_en in UNITS:
        shown = settings().authority if code == "bureau" else name
        ids[code] = _add_unit(code, ids.get(parent or ""), kind, shown, name_en, None)
    for row in shipped_townships():
        _add_unit(f"town-{row.code}", ids["townships"], "township", row.name, row.name_en, row.code)
    return len(ids)


def _add_unit(
    code: str, parent_id: int | None, kind: str, name: str, name_en: str, township: str | None
) -> int:
    unit = Unit(
        code=code,
        parent_id=parent_id,
        kind=kind,
        name=name,
        name_en=name_en,
        township_code=township,
    )
    db.session.add(unit)
    db.session.flush()
    return unit.id
