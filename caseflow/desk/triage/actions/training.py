"""Training on the bureau's own cases, and putting a model in force that measures better."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Category, Petition
from caseflow.desk.triage import rules
from caseflow.desk.triage.actions.force import end_in_force
from caseflow.desk.triage.models import TriageTraining
from caseflow.desk.triage.queries import KIND, model_in_force
from caseflow.desk.triage.textmodel import TextModel, hash_of, to_bytes
from caseflow.desk.triage.training import train
from caseflow.ground import clock
from caseflow.ground.extensions import db

LEAST_TRAINING = 200
LEAST_MEASURED = 30
"""Cases below which nothing is trained: the figures would say nothing."""

LEAST_OF_CATEGORY = 15
"""Examples a category needs; one of the second level with fewer is learnt as its first level."""

MOST_TRAINING = 20_000
"""The newest cases that are trained on: bounds time and memory of the worker."""

AT_ONCE = 500
UNCONFIRMED = (State.REGISTERED, State.DECLINED, State.WITHDRAWN)
"""States of cases whose categories nobody at the bureau has gone on with."""


@dataclass(frozen=True, slots=True)
class Example:
    """A petition's text and the categories that people gave its case."""

    text: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trained:
    """A new model with its figures beside those of the model in force and the keyword table."""

    model: TextModel
    month: str
    training_count: int
    measured_count: int
    figures: dict[str, dict[str, float] | None]

    @property
    def is_better(self) -> bool:
        """Return whether it is right more often, at the first choice, than all that is there."""
        others = [one["top1"] for name, one in self.figures.items() if one and name != "new"]
        new = self.figures["new"]
        return new is not None and new["top1"] > max(others)


def newest_month(today: date) -> str:
    """Return the last month that is over on `today`, as YYYY-MM."""
    return (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


def train_newest(today: date) -> Trained | None:
    """Train on the confirmed cases before the newest month and measure on that month.

    None: that month was measured already, or there are too few cases. Writes nothing; takes
    minutes with many cases.
    """
    month = newest_month(today)
    done = select(TriageTraining.id).where(
        TriageTraining.kind == KIND, TriageTraining.measured_month == month
    )
    if db.session.scalar(done) is not None:
        return None
    measured = _examples(Case.opened_month == month)
    if len(measured) < LEAST_MEASURED:
        return None
    first_day = date.fromisoformat(f"{month}-01")
    known = _learnable(_examples(Case.opened_at < clock.start_of_day(first_day)))
    if len(known) < LEAST_TRAINING or len(frozenset().union(*(one.codes for one in known))) < 2:
        return None
    in_force = model_in_force()
    db.session.rollback()  # No transaction is held open for the minutes of the training.
    model = train([one.text for one in known], [one.codes for one in known])
    former = in_force[1] if in_force else None
    figures = {
        "new": measure(_by_model(model), measured),
        "in_force": measure(_by_model(former), measured) if former else None,
        "keywords": measure(_by_keywords, measured),
    }
    return Trained(model, month, len(known), len(measured), figures)


def keep_training(trained: Trained) -> bool:
    """Write the figures down and, if it is better, put the model in force; returns whether.

    Of two workers that trained on the same month, the second changes nothing. Does not commit.
    """
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    now = clock.now()
    row_id = db.session.scalar(
        insert(TriageTraining)
        .values(
            kind=KIND,
            trained_at=now,
            training_count=trained.training_count,
            measured_count=trained.measured_count,
            measured_month=trained.month,
            figures=json.dumps(trained.figures, sort_keys=True),
        )
        .on_conflict_do_nothing(index_elements=["kind", "measured_month"])
        .returning(TriageTraining.id)
    )
    if row_id is None or not trained.is_better:
        return False
    content = to_bytes(trained.model)
    end_in_force(by_id=None)
    db.session.execute(
        update(TriageTraining)
        .where(TriageTraining.id == row_id)
        .values(content=content, content_hash=hash_of(content), in_force_from=now)
    )
    return True


def measure(
    suggest: Callable[[str], Sequence[str]], examples: Sequence[Example]
) -> dict[str, float]:
    """Return how often the first suggestion, and one of the first three, is a right category."""
    first = three = 0
    for example in examples:
        codes = suggest(example.text)[:3]
        first += bool(codes) and codes[0] in example.codes
        three += any(code in example.codes for code in codes)
    return {"top1": first / len(examples), "top3": three / len(examples)}


def _by_model(model: TextModel) -> Callable[[str], list[str]]:
    return lambda text: [one.label for one in model.best(text)]


def _by_keywords(text: str) -> list[str]:
    return [hint.code for hint in rules.hints(text, rules.CATEGORY)]


def _examples(when: Any) -> list[Example]:
    """Return the petitions taken by hand whose cases people went on with, the newest first."""
    rows = db.session.execute(
        select(Petition.case_id, Petition.subject, Petition.body)
        .join(Case, Case.id == Petition.case_id)
        .where(
            when,
            Case.state.not_in(UNCONFIRMED),
            Petition.registered_by_id.is_not(None),
            Petition.origin_system.is_(None),
        )
        .order_by(Case.opened_at.desc(), Case.id.desc())
        .limit(MOST_TRAINING)
    ).all()
    codes = _codes_of([row.case_id for row in rows])
    return [
        Example(f"{row.subject}\n{row.body}", codes[row.case_id])
        for row in rows
        if row.case_id in codes
    ]


def _codes_of(case_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for at in range(0, len(case_ids), AT_ONCE):
        few = case_ids[at : at + AT_ONCE]
        for case_id, code in db.session.execute(
            select(CaseCategory.case_id, CaseCategory.category_code).where(
                CaseCategory.case_id.in_(few)
            )
        ):
            found.setdefault(case_id, set()).add(code)
    return {case_id: frozenset(codes) for case_id, codes in found.items()}


def _learnable(examples: Sequence[Example]) -> list[Example]:
    """Return the examples with rare second-level categories learnt as their first level."""
    parents: Mapping[str, str] = {
        code: parent
        for code, parent in db.session.execute(select(Category.code, Category.parent_code))
        if parent
    }
    seen = Counter(code for one in examples for code in one.codes)
    common = {code for code, count in seen.items() if count >= LEAST_OF_CATEGORY}
    folded = [
        frozenset(code if code in common else parents.get(code, code) for code in one.codes)
        for one in examples
    ]
    again = Counter(code for codes in folded for code in codes)
    kept = {code for code, count in again.items() if count >= LEAST_OF_CATEGORY}
    return [
        Example(one.text, codes & kept)
        for one, codes in zip(examples, folded, strict=True)
        if codes & kept
    ]
