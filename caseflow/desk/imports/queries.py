"""Reading runs: their list, one run's page, the look over a file, and the report of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, case, func, or_, select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Channel, Petition
from caseflow.desk.imports.actions.runs import plan_of_run, target_of
from caseflow.desk.imports.actions.taking import preview_entries
from caseflow.desk.imports.mapping import Entry, reference_of
from caseflow.desk.imports.models import ImportCase, ImportRun
from caseflow.desk.imports.reading import Table
from caseflow.desk.imports.wording import in_words, kept_in_words
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User

LISTED = 50
SHOWN_ROWS = 5
SHOWN_PROBLEMS = 200
"""The page shows so many; the report has all."""

STATE_LABELS: dict[str, str] = {
    "uploaded": N_("To be checked"),
    "waiting": N_("Waiting for a worker"),
    "running": N_("Being imported"),
    "done": N_("Imported"),
    "failed": N_("Failed"),
    "undoing": N_("Being taken back"),
    "undone": N_("Taken back"),
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the list and its own page show it."""

    id: int
    file_name: str
    origin: str
    person: str
    state: str
    row_count: int
    done_count: int
    imported_count: int
    already_count: int
    reply_count: int
    rejected_count: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    kept_count: int = 0
    """Cases that stayed when the run was taken back, for they were worked on meanwhile."""

    @property
    def state_words(self) -> str:
        """Return the state in words; what was taken back with exceptions says how many."""
        if self.state == "undone" and self.kept_count:
            return str(_("Taken back except %(count)s cases", count=self.kept_count))
        return str(_(STATE_LABELS[self.state]))

    @property
    def is_going(self) -> bool:
        return self.state in {"waiting", "running", "undoing"}


def run_rows(most: int = LISTED) -> list[RunRow]:
    """Return the newest runs."""
    statement = select(ImportRun, User.display_name, _kept_count()).join(
        User, User.id == ImportRun.user_id
    )
    rows = db.session.execute(statement.order_by(ImportRun.id.desc()).limit(most))
    return [_row(run, person, kept_count) for run, person, kept_count in rows]


def run_row(run: ImportRun) -> RunRow:
    """Return one run as its page shows it."""
    statement = select(User.display_name, _kept_count()).select_from(ImportRun)
    joined = statement.join(User, User.id == ImportRun.user_id).where(ImportRun.id == run.id)
    return _row(run, *db.session.execute(joined).one())


def _kept_count() -> ColumnElement[int]:
    """Return the column of how many cases of a run stayed; asked for runs taken back only."""
    kept = select(func.count(ImportCase.case_id)).where(
        ImportCase.run_id == ImportRun.id, ImportCase.kept_because.is_not(None)
    )
    return case((ImportRun.state == "undone", kept.scalar_subquery()), else_=0)


def _row(run: ImportRun, person: str, kept_count: int) -> RunRow:
    return RunRow(
        id=run.id,
        file_name=run.file_name,
        origin=run.origin,
        person=person,
        state=run.state,
        row_count=run.row_count,
        done_count=run.done_count,
        imported_count=run.imported_count,
        already_count=run.already_count,
        reply_count=run.reply_count,
        rejected_count=len(run.rejected),
        error=run.error,
        created_at=run.created_at,
        finished_at=run.finished_at,
        kept_count=kept_count,
    )


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that was, or would be, rejected."""

    row: int
    reason: str
    reference: str = ""
    """The sender's number of it; empty if it has none, or the run is from before it was kept."""


def problems_of(run: ImportRun) -> list[ProblemRow]:
    """Return the rejected rows of a run, in the order of the file."""
    return [
        ProblemRow(found["row"], kept_in_words(found), found.get("reference", ""))
        for found in run.rejected
    ]


@dataclass(frozen=True, slots=True)
class Preview:
    """What starting a run would come to. `first` shows no words about the complainant."""

    row_count: int
    imported_count: int
    already_count: int
    reply_count: int
    problems: list[ProblemRow]
    first: Sequence[Entry]
    has_months_only: bool
    """Times were read from addresses that name a year and month only."""


def preview(run: ImportRun, table: Table) -> Preview:
    """Return the look over a file. Raises Unreadable if a needed column is missing."""
    planned = plan_of_run(run, table)
    outcome = preview_entries(planned.entries, target_of(run))
    rejected = sorted([*planned.rejected, *outcome.rejected], key=lambda found: found.row)
    time_header = run.mapping.get("submitted_at", "")
    return Preview(
        row_count=planned.row_count,
        imported_count=outcome.imported,
        already_count=outcome.already_there + planned.repeats,
        reply_count=outcome.replies,
        problems=[
            ProblemRow(found.row, in_words(found.problem), found.reference) for found in rejected
        ],
        first=planned.entries[:SHOWN_ROWS],
        has_months_only=any(
            str(row.cells.get(time_header, "")).startswith("http") for row in table.rows[:20]
        ),
    )


def channel_choices(is_chinese: bool) -> list[tuple[str, str]]:
    """Return the channels in use as choices."""
    name = Channel.name if is_chinese else Channel.name_en
    rows = db.session.execute(
        select(Channel.code, name.label("name")).where(Channel.is_active).order_by(Channel.position)
    )
    return [(row.code, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of one row. `outcome`: imported, void, there (or repeated) or rejected."""

    row: int
    reference: str
    outcome: str
    petition_number: str
    case_number: str
    reason: str


OUTCOME_LABELS: dict[str, str] = {
    "imported": N_("Imported"),
    "void": N_("Void"),
    "there": N_("Already there"),
    "rejected": N_("Rejected"),
}


def report_rows(run: ImportRun, table: Table) -> Iterator[ReportRow]:
    """Yield what became of every row of the file, in its order."""
    planned = plan_of_run(run, table)
    problems = {found.row: found.reason for found in problems_of(run)}
    entries = {entry.row: entry for entry in planned.entries}
    taken = _taken(run, [entry.reference for entry in planned.entries])
    for row in table.rows:
        entry, reason = entries.get(row.number), problems.get(row.number, "")
        number, case_number, origin = taken.get(entry.reference if entry else "", NOT_TAKEN)
        is_ours = origin != "there"
        if entry is None or not number or (reason and not is_ours and not entry.reply_problem):
            outcome = "rejected" if reason else "there"
            yield ReportRow(row.number, reference_of(row, run.mapping), outcome, "", "", reason)
            continue
        yield ReportRow(row.number, entry.reference, origin, number, case_number, reason)


NOT_TAKEN = ("", "", "there")


def _taken(run: ImportRun, references: list[str]) -> dict[str, tuple[str, str, str]]:
    """Return petition and case number of each reference, and whether this run brought it.

    A void number counts for the run that brought it only: another may have taken its reference.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for start in range(0, len(references), 500):
        rows = db.session.execute(
            select(
                Petition.origin_reference,
                Petition.number,
                Case.number.label("case_number"),
                Petition.voided_at,
                ImportCase.run_id,
            )
            .join(Case, Case.id == Petition.case_id)
            .outerjoin(ImportCase, ImportCase.case_id == Case.id)
            .where(
                Petition.origin_system == run.origin,
                Petition.origin_reference.in_(references[start : start + 500]),
                or_(Petition.voided_at.is_(None), ImportCase.run_id == run.id),
            )
        )
        for row in rows:
            is_ours = row.run_id == run.id
            if is_ours or row.origin_reference not in found:
                origin = ("imported" if row.voided_at is None else "void") if is_ours else "there"
                found[row.origin_reference] = (row.number, row.case_number, origin)
    return found
