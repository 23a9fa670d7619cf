"""The likely category, kind and unit of what is told; and the models as their page shows them."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, func, select

from caseflow.core.assignments.queries import UnitSuggestion, suggest_units
from caseflow.core.petitions.models import Category
from caseflow.desk.triage import rules
from caseflow.desk.triage.models import TriageOutcome, TriageTraining
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import User

if TYPE_CHECKING:
    from caseflow.desk.triage.textmodel import TextModel

__all__ = ["Panel", "UnitSuggestion", "panel_of", "suggest_categories", "suggest_units"]

KIND = "category"
TRAININGS_SHOWN = 24
OUTCOME_DAYS = 30
LEAST_TEXT = 2
"""Characters from which a text is looked at at all."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CategorySuggestion:
    """A likely category: its share of all that was weighed (0 to 1) and the words that led there.

    The words are pieces of the text. A share orders the suggestions; it is no probability.
    """

    code: str
    name: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All that is suggested for a text, and by which model (None: the keyword table)."""

    categories: tuple[CategorySuggestion, ...]
    track: rules.Hint | None
    emergencies: tuple[rules.Hint, ...]
    unit: UnitSuggestion | None
    model_id: int | None

    @property
    def shown(self) -> str:
        """Return what the form sends back to be measured: model, then codes."""
        codes = ",".join(one.code for one in self.categories)
        return f"{self.model_id or 0}:{codes}" if codes else ""


def suggest_categories(text: str, limit: int = 3) -> list[CategorySuggestion]:
    """Return the likeliest categories of a text with the words that led to them.

    By the model in force, else by the keyword table. Two statements at most.
    """
    return _categories(text, limit)[0]


def panel_of(
    text: str, track: str, township_code: str | None, chosen: tuple[str, ...], on: date
) -> Panel:
    """Return everything that is suggested for a text.

    The unit is that of the categories already chosen or, as long as none is, of the likeliest.
    """
    if len(text.strip()) < LEAST_TEXT:
        unit = suggest_units(chosen, track, township_code, on) if chosen else None
        return Panel((), None, (), unit, None)
    categories, model_id = _categories(text, 3)
    likely = chosen or tuple(one.code for one in categories[:1])
    unit = suggest_units(likely, track, township_code, on) if likely else None
    tracks = rules.hints(text, rules.TRACK, 1)
    return Panel(
        categories=tuple(categories),
        track=next((one for one in tracks if one.code != track), None),
        emergencies=tuple(rules.emergencies(text)),
        unit=unit,
        model_id=model_id,
    )


def _categories(text: str, limit: int) -> tuple[list[CategorySuggestion], int | None]:
    in_force = model_in_force()
    names = category_names()
    found: list[tuple[str, float, tuple[str, ...]]] = []
    model_id = None
    if in_force is not None:
        model_id, model = in_force
        scored = model.best(text, limit)
        found = [(one.label, one.share, one.words) for one in scored]
    if not found:
        model_id = None
        hints = rules.hints(text, rules.CATEGORY, limit)
        found = [(one.code, one.share, one.words) for one in hints]
    kept = [
        CategorySuggestion(code, names[code], share, words)
        for code, share, words in found
        if code in names
    ]
    return kept, model_id


def category_names() -> dict[str, str]:
    """Return the names of the categories in use by code, in the language of the page."""
    name = Category.name if is_chinese() else Category.name_en
    rows = db.session.execute(select(Category.code, name).where(Category.is_active))
    return {code: words for code, words in rows}


@dataclass(slots=True)
class _Kept:
    """The model that this process has loaded; None in `model`: its bytes cannot be read."""

    id: int
    content_hash: str
    model: TextModel | None


_kept: dict[str, _Kept] = {}
_loading = threading.Lock()


def model_in_force() -> tuple[int, TextModel] | None:
    """Return the model in force with its id, or None: none is, or it cannot be read.

    Each process loads a model once, when it is first needed. A damaged one is named in the log,
    and the keyword table serves until the next training.
    """
    row = db.session.execute(
        select(TriageTraining.id, TriageTraining.content_hash).where(
            TriageTraining.kind == KIND,
            TriageTraining.in_force_from.is_not(None),
            TriageTraining.in_force_until.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    with _loading:
        kept = _kept.get(KIND)
        if kept is None or (kept.id, kept.content_hash) != (row.id, row.content_hash):
            kept = _Kept(row.id, row.content_hash, _load(row.id, row.content_hash))
            _kept[KIND] = kept
    return None if kept.model is None else (kept.id, kept.model)


def _load(model_id: int, content_hash: str) -> TextModel | None:
    from caseflow.desk.triage.textmodel import UnreadableModel, from_bytes

    content = db.session.scalar(select(TriageTraining.content).where(TriageTraining.id == model_id))
    try:
        return from_bytes(content or b"", content_hash)
    except UnreadableModel as error:
        log.error("action=triage_load model=%s refused=%s", model_id, error)
        return None


@dataclass(frozen=True, slots=True)
class Figures:
    """How often the first suggestion was right, and how often one of the first three (0 to 1)."""

    top1: float
    top3: float


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One training as the page lists it."""

    id: int
    trained_at: datetime
    training_count: int
    measured_count: int
    measured_month: str
    new: Figures
    in_force: Figures | None
    """Of the model that was in force then; None: there was none."""
    keywords: Figures
    in_force_from: datetime | None
    in_force_until: datetime | None
    switched_off_by: str | None
    size: int
    """Bytes stored."""

    @property
    def is_in_force(self) -> bool:
        return self.in_force_from is not None and self.in_force_until is None


def training_rows() -> list[TrainingRow]:
    """Return the latest trainings, the newest first; one statement, without the models' bytes."""
    rows = db.session.execute(
        select(
            TriageTraining.id,
            TriageTraining.trained_at,
            TriageTraining.training_count,
            TriageTraining.measured_count,
            TriageTraining.measured_month,
            TriageTraining.figures,
            TriageTraining.in_force_from,
            TriageTraining.in_force_until,
            User.display_name,
            func.length(TriageTraining.content),
        )
        .outerjoin(User, User.id == TriageTraining.switched_off_by_id)
        .order_by(TriageTraining.id.desc())
        .limit(TRAININGS_SHOWN)
    )
    return [_training_row(row) for row in rows]


def _training_row(row: Any) -> TrainingRow:
    figures = json.loads(row.figures)
    former = figures["in_force"]
    return TrainingRow(
        id=row.id,
        trained_at=row.trained_at,
        training_count=row.training_count,
        measured_count=row.measured_count,
        measured_month=row.measured_month,
        new=Figures(**figures["new"]),
        in_force=Figures(**former) if former else None,
        keywords=Figures(**figures["keywords"]),
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        switched_off_by=row.display_name,
        size=row[-1] or 0,
    )


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of the suggestions of one model (None: the keyword table), as counts."""

    model_id: int | None
    shown_count: int
    first_taken_count: int
    any_taken_count: int


def outcomes() -> list[OutcomeRow]:
    """Return what became of the suggestions of the last OUTCOME_DAYS days; one statement."""
    since = clock.today() - timedelta(days=OUTCOME_DAYS)
    rows = db.session.execute(
        select(
            TriageOutcome.model_id,
            func.count(),
            func.sum(TriageOutcome.is_first_taken.cast(Integer)),
            func.sum(TriageOutcome.is_any_taken.cast(Integer)),
        )
        .where(TriageOutcome.registered_on >= since)
        .group_by(TriageOutcome.model_id)
        .order_by(TriageOutcome.model_id)
    )
    return [OutcomeRow(*row) for row in rows]
