"""What is said of a record: what is missing in it, what stands in its way, what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.history import case_history
from caseflow.core.visits.rules import Fault
from caseflow.field.sync.rules import CLOCK_TOLERANCE_MS

CHANGES_SAID = 10


def fault_words(fault: Fault) -> str:
    """Return what is missing as a sentence; parameters with an @ are words of their own."""
    params = {
        name: _(value[1:]) if value.startswith("@") else value for name, value in fault.params
    }
    return str(_(fault.words) % params if params else _(fault.words))


def changes_since(case: Case, version: int) -> list[str]:
    """Return what was done on the case since the tablet took it along; empty if nothing."""
    if version >= case.version:
        return []
    acts = [
        f"{entry.title} ({entry.actor})" if entry.actor else entry.title
        for entry in reversed(case_history(case.id, after_seq=version))
    ]
    said = acts[:CHANGES_SAID] + (["…"] if len(acts) > CHANGES_SAID else [])
    return [_("Since the case was taken along: %(acts)s.", acts=_(", ").join(said))]


def clock_words(offset: int | None) -> list[str]:
    """Return a sentence where the tablet's clock was off by so much that times are corrected."""
    if offset is None or abs(offset) <= CLOCK_TOLERANCE_MS:
        return []
    away = str(timedelta(seconds=abs(offset) // 1000))
    if offset > 0:
        return [_("The tablet's clock was %(time)s slow; times are corrected by it.", time=away)]
    return [_("The tablet's clock was %(time)s fast; times are corrected by it.", time=away)]


def listed(sentences: Sequence[str]) -> list[str]:
    """Return the sentences, each once, in their order."""
    return list(dict.fromkeys(sentences))
