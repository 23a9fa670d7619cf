"""Names of units, people, sources and cases by id, for rows that hold only ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.sources.models import PollutionSource
from caseflow.ground.extensions import db
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User

_CONTENT = Markup('<span lang="zh-Hans" translate="no">{}</span>')


def content(text: object) -> Markup:
    """Return words from the database, marked as content rather than interface."""
    return _CONTENT.format(text)


def local_name(name: str | None, name_en: str | None) -> str | None:
    """Return the name in the language of the page."""
    return name if not name_en or is_chinese() else name_en


@dataclass
class Names:
    """Ids to be named; `load` asks once for each kind."""

    wanted: dict[str, set[int]] = field(default_factory=dict)
    found: dict[str, dict[int, str]] = field(default_factory=dict)

    def want(self, kind: str, ids: Iterable[Any]) -> None:
        """Note ids of a kind: unit, user, source or case."""
        self.wanted.setdefault(kind, set()).update(i for i in ids if isinstance(i, int))

    def load(self) -> None:
        """Read the names; one statement for each kind wanted."""
        columns: dict[str, tuple[Any, Any]] = {
            "unit": (Unit.id, Unit.name),
            "user": (User.id, User.display_name),
            "source": (PollutionSource.id, PollutionSource.name),
            "case": (Case.id, Case.number),
        }
        for kind, ids in self.wanted.items():
            key, name = columns[kind]
            rows = db.session.execute(select(key, name).where(key.in_(ids)))
            self.found[kind] = dict(rows.all())

    def of(self, kind: str, row_id: Any) -> str:
        """Return the name, or an empty text for no id."""
        return self.found.get(kind, {}).get(row_id, "")
