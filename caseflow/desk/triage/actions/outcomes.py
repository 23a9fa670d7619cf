"""Writing down what became of the suggestions shown: it measures them, and names nobody."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from caseflow.core.petitions.models import Category
from caseflow.desk.triage.models import TriageOutcome, TriageTraining
from caseflow.ground import clock
from caseflow.ground.extensions import db


def record_outcome(shown: str, chosen: Iterable[str]) -> None:
    """Write down what was suggested for a registration and what was chosen. Does not commit.

    `shown` is Panel.shown as the form sent it back; what cannot be read is left out, for it is
    only counted.
    """
    model_text, _colon, codes_text = shown.partition(":")
    known = set(db.session.scalars(select(Category.code)))
    codes = [code for code in codes_text.split(",")[:3] if code in known]
    model_id = int(model_text) if model_text.isdecimal() and len(model_text) < 10 else 0
    if not codes:
        return
    if model_id and db.session.get(TriageTraining, model_id) is None:
        return
    registered = [code for code in dict.fromkeys(chosen) if code in known]
    db.session.add(
        TriageOutcome(
            registered_on=clock.today(),
            model_id=model_id or None,
            shown=",".join(codes),
            chosen=",".join(registered),
            is_first_taken=codes[0] in registered,
            is_any_taken=any(code in registered for code in codes),
        )
    )
    db.session.flush()
