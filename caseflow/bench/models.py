"""The lives that volume is modelled on: all rows of each demonstration case, read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Table, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.lists.due import NEVER_LATE
from caseflow.core.cases.states import ENDED, OPEN
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.replies.models import CallBack, Notice, Reply
from caseflow.demo.words import PLACES
from caseflow.ground.extensions import Model, db

Row = dict[str, Any]

PARENTS: tuple[tuple[type[Model], str, str], ...] = (
    # model, the column that leads to its parent, the parent's table
    (CaseCategory, "case_id", "cases"),
    (Petition, "case_id", "cases"),
    (CaseEvent, "case_id", "cases"),
    (Deadline, "case_id", "cases"),
    (DeadlineChange, "deadline_id", "deadlines"),
    (Inspection, "case_id", "cases"),
    (RectificationOrder, "case_id", "cases"),
    (Reinspection, "order_id", "rectification_orders"),
    (Reply, "petition_id", "petitions"),
    (Notice, "petition_id", "petitions"),
    (CallBack, "petition_id", "petitions"),
)
"""In an order in which parents come before children."""

NO_MODELS = frozenset({"merge", "split"})
"""Acts that tie two cases together: such a case is not copied alone."""
LEFT_OUT = frozenset({"add_evidence"})
"""Volume has no pictures."""


def table_of(model: type[Model]) -> Table:
    """Return the table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


COPIED: tuple[Table, ...] = (
    table_of(Complainant), table_of(Case), *(table_of(model) for model, *_rest in PARENTS),
)  # fmt: skip


@dataclass(slots=True)
class Mould:
    """A row of a life, with the columns that every copy changes known beforehand."""

    row: Row
    place: str
    days: tuple[str, ...] = field(init=False)
    places: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.days = tuple(key for key, value in self.row.items() if isinstance(value, date))
        self.places = tuple(
            key
            for key, value in self.row.items()
            if self.place and isinstance(value, str) and self.place in value
        )

    def cast(self, back: timedelta, place: str) -> Row:
        """Return the row with its days and instants so much earlier, and of another place."""
        made = self.row.copy()
        for key in self.days:
            made[key] -= back
        for key in self.places:
            made[key] = made[key].replace(self.place, place)
        return made


@dataclass
class Life:
    """One case with all its rows, by table. What is derived from them is derived once."""

    case: Row
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    complainants: dict[int, Row] = field(default_factory=dict)

    @cached_property
    def place(self) -> str:
        """Return the place that the case tells of, or ""."""
        return next((place for place in PLACES if place in self.case["title"]), "")

    @cached_property
    def case_mould(self) -> Mould:
        return Mould(self.case, self.place)

    @cached_property
    def moulds(self) -> dict[str, list[Mould]]:
        """Return the moulds of the other rows, by table; of the history, of what is copied."""
        kept = self.rows | {"case_events": self.events}
        return {name: [Mould(row, self.place) for row in rows] for name, rows in kept.items()}

    @cached_property
    def events(self) -> list[Row]:
        """Return the rows of the history that are copied."""
        return [row for row in self.rows["case_events"] if row["act"] not in LEFT_OUT]

    @cached_property
    def left_out(self) -> list[int]:
        """Return where in the history the rows stand that are not copied."""
        return [row["seq"] for row in self.rows["case_events"] if row["act"] in LEFT_OUT]

    @property
    def is_model(self) -> bool:
        """Return whether the case stands alone."""
        return not any(event["act"] in NO_MODELS for event in self.rows["case_events"])

    @property
    def is_settled(self) -> bool:
        """Return whether the case is over and no clock of it runs."""
        is_running = any(row["stopped_at"] is None for row in self.rows["deadlines"])
        return self.case["state"] in ENDED and not is_running

    @property
    def is_open(self) -> bool:
        """Return whether the case is open and a term that can be late runs, not suspended."""
        runs = any(
            row["stopped_at"] is None and not row["is_suspended"] and row["clock"] not in NEVER_LATE
            for row in self.rows["deadlines"]
        )
        return self.case["state"] in OPEN and runs


def read_lives() -> list[Life]:
    """Return every case of the database that can be copied alone, oldest first."""
    people = {row["id"]: row for row in _rows(Complainant)}
    lives = {row["id"]: Life(row) for row in _rows(Case)}
    owners: dict[str, dict[int, int]] = {"cases": {case_id: case_id for case_id in lives}}
    for model, column, parent in PARENTS:
        name = table_of(model).name
        owners[name] = {}
        for row in _rows(model):
            case_id = owners[parent][row[column]]
            lives[case_id].rows[name].append(row)
            if "id" in row:
                owners[name][row["id"]] = case_id
            if name == "petitions" and row["complainant_id"] is not None:
                lives[case_id].complainants[row["complainant_id"]] = people[row["complainant_id"]]
    leading = {life.case["leading_case_id"] for life in lives.values()}
    return [life for life in lives.values() if life.is_model and life.case["id"] not in leading]


def _rows(model: type[Model]) -> list[Row]:
    table = table_of(model)
    order = [column for column in table.primary_key.columns]
    found = db.session.execute(select(table).order_by(*order)).mappings()
    return [dict(row) for row in found]
