"""Problems of files and rows in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.reading.problems import Problem

_LABELS = frozenset(field.label for field in FIELDS.values())


def in_words(problem: Problem) -> str:
    """Return a problem as a sentence; names of fields in it are translated too."""
    params = {
        name: _(value) if value in _LABELS else value for name, value in problem.params.items()
    }
    return str(_(problem.msgid, **params) if params else _(problem.msgid))


def kept_in_words(rejected: dict[str, Any]) -> str:
    """Return the problem of a rejected row as an ImportRun keeps it."""
    return in_words(Problem(rejected["msgid"], rejected["params"]))
