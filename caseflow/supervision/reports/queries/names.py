"""Names of the keys by which figures are shown."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.queries.names import local_name
from caseflow.core.petitions.models import Category, Channel
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import Unit
from caseflow.supervision.reports.ages import AGES
from caseflow.supervision.reports.counting import AGE, CATEGORY, CHANNEL, TOWNSHIP, UNIT

KeyNames = dict[str, dict[str, str]]
"""Dimension → key → name, in the order in which keys are shown."""


def key_names(*, only_chinese: bool = False) -> KeyNames:
    """Return all names by dimension; four statements. Deactivated ones keep their names."""

    def named(row: Any) -> tuple[str, str]:
        name = row[1] if only_chinese else local_name(row[1], row[2]) or row[1]
        return str(row[0]), name

    statements = {
        CATEGORY: select(Category.code, Category.name, Category.name_en)
        .where(Category.parent_code.is_(None))
        .order_by(Category.position),
        TOWNSHIP: select(Township.code, Township.name, Township.name_en).order_by(Township.code),
        UNIT: select(Unit.id, Unit.name, Unit.name_en).order_by(Unit.id),
        CHANNEL: select(Channel.code, Channel.name, Channel.name_en).order_by(Channel.position),
    }
    found: KeyNames = {
        name: dict(named(tuple(row)) for row in db.session.execute(statement))
        for name, statement in statements.items()
    }
    for names in found.values():
        names[""] = _("not given")
    found[UNIT][""] = _("no unit yet")
    found[AGE] = {key: _(label) for key, _first, _last, label in AGES}
    return found
