"""What taking an import back comes to, how far it is, and the numbers that are void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.untouched import touched
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.actions.runs import run_origin
from caseflow.desk.imports.actions.tasks import LIKELY, UNDO, task_of
from caseflow.desk.imports.models import ImportCase, ImportLikely, ImportRun, ImportTask
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, scope_of

SHOWN_TOUCHED = 100
TAKES_BACK_ALL = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
"""Who may take back imports that others started."""


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case by its number, its state, and why it stands in the way or was left."""

    id: int
    number: str
    state_words: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would happen if the import were taken back now."""

    case_count: int
    """Cases that would be voided."""
    reply_count: int
    """Replies that it brought to cases of other imports: they stay."""
    touched_count: int
    touched: tuple[NamedCase, ...]
    """Cases on which something was done: with even one of them nothing is taken back."""


def outlook(run: ImportRun) -> Outlook:
    """Return what taking `run` back would come to; four statements."""
    mine = select(ImportCase.case_id).where(ImportCase.run_id == run.id)
    in_the_way = (Case.id.in_(mine), touched(run_origin(run.id)))
    count = select(func.count(Case.id))
    own_replies = select(func.count(CaseEvent.id)).where(
        CaseEvent.case_id.in_(mine),
        CaseEvent.act == "import_reply",
        CaseEvent.origin == run_origin(run.id),
    )
    first = select(Case.id, Case.number, Case.state).where(*in_the_way).order_by(Case.id)
    return Outlook(
        case_count=db.session.scalar(count.where(Case.id.in_(mine), Case.state != State.VOID)) or 0,
        reply_count=run.reply_count - (db.session.scalar(own_replies) or 0),
        touched_count=db.session.scalar(count.where(*in_the_way)) or 0,
        touched=tuple(
            NamedCase(row.id, row.number, _(STATE_LABELS[State(row.state)]))
            for row in db.session.execute(first.limit(SHOWN_TOUCHED))
        ),
    )


def may_undo(run: ImportRun, user: User) -> bool:
    """Return whether `user` may take this run back: it is theirs, or their role takes back all."""
    role = Role(user.role)
    if scope_of(role, Permission.IMPORT_UNDO) is None:
        return False
    return role in TAKES_BACK_ALL or run.user_id == user.id


def is_undoable(run: ImportRun) -> bool:
    """Return whether the run is over and brought anything."""
    return run.state in {"done", "failed"} and run.imported_count > 0


@dataclass(frozen=True, slots=True)
class UndoState:
    """How far the taking back is, or what it came to."""

    state: str
    """waiting, running, done or failed."""
    person: str
    resumed_by: str
    """Who let it go on after it had stopped; empty: nobody, or who had asked for it."""
    reason: str
    total_count: int
    done_count: int
    voided_count: int
    kept_count: int
    kept: tuple[NamedCase, ...]
    """Cases that were worked on meanwhile, each with the reason; so many as are shown."""
    error: str | None
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class After:
    """What a run's page says of the work after its rows are in."""

    undo: UndoState | None
    may_undo: bool
    likely_count: int
    is_searching: bool


def after_of(run: ImportRun, user: User) -> After:
    """Return the work after a run, as its page shows it to `user`."""
    likely = task_of(run.id, LIKELY)
    found = select(func.count(func.distinct(ImportLikely.case_id)))
    return After(
        undo=undo_state(run.id),
        may_undo=is_undoable(run) and may_undo(run, user),
        likely_count=db.session.scalar(found.where(ImportLikely.run_id == run.id)) or 0,
        is_searching=likely is not None and likely.state in {"waiting", "running"},
    )


def undo_state(run_id: int) -> UndoState | None:
    """Return how far a run is taken back; None if nobody asked for it."""
    task = task_of(run_id, UNDO)
    if task is None:
        return None
    of_run = ImportCase.run_id == run_id
    count = select(func.count(ImportCase.case_id)).where(of_run)
    kept = (
        select(Case.id, Case.number, Case.state, ImportCase.kept_because)
        .join(Case, Case.id == ImportCase.case_id)
        .where(of_run, ImportCase.kept_because.is_not(None))
        .order_by(Case.id)
        .limit(SHOWN_TOUCHED)
    )
    return UndoState(
        state=task.state,
        person=_name(task.user_id),
        resumed_by=_name(task.resumed_by_id) if task.resumed_by_id != task.user_id else "",
        reason=task.reason,
        total_count=task.total_count,
        done_count=task.done_count,
        voided_count=db.session.scalar(count.where(ImportCase.voided_at.is_not(None))) or 0,
        kept_count=db.session.scalar(count.where(ImportCase.kept_because.is_not(None))) or 0,
        kept=tuple(
            NamedCase(row.id, row.number, _(STATE_LABELS[State(row.state)]), row.kept_because)
            for row in db.session.execute(kept)
        ),
        error=task.error,
        asked_at=task.asked_at,
        finished_at=task.finished_at,
    )


def _name(user_id: int | None) -> str:
    return db.session.scalar(select(User.display_name).where(User.id == user_id)) or ""


@dataclass(frozen=True, slots=True)
class VoidRow:
    """A number that was given and is void: it stays listed and is never given again."""

    case_id: int
    case_number: str
    petition_number: str
    voided_at: datetime
    person: str
    reason: str
    run_id: int
    file_name: str
    origin: str
    row_number: int | None


def void_rows(cursor: str | None, run_id: int | None = None) -> Page[VoidRow]:
    """Return a page of the void numbers, the newest first; of one import, if it is named."""
    columns: tuple[Any, ...] = (
        Case.id,
        Case.number,
        Petition.number.label("petition_number"),
        ImportCase.voided_at,
        ImportCase.row_number,
        ImportRun.id.label("run_id"),
        ImportRun.file_name,
        ImportRun.origin,
        ImportTask.reason,
        User.display_name,
    )
    statement = (
        select(*columns)
        .select_from(ImportCase)
        .join(Case, Case.id == ImportCase.case_id)
        .join(Petition, Petition.case_id == Case.id)
        .join(ImportRun, ImportRun.id == ImportCase.run_id)
        .join(ImportTask, (ImportTask.run_id == ImportRun.id) & (ImportTask.kind == UNDO))
        .join(
            CaseEvent, (CaseEvent.case_id == ImportCase.case_id) & (CaseEvent.act == "void_import")
        )
        .join(User, User.id == CaseEvent.actor_id)
        .where(ImportCase.voided_at.is_not(None))
    )
    if run_id is not None:
        statement = statement.where(ImportRun.id == run_id)
    keys = [Key(ImportCase.voided_at, True), Key(ImportCase.case_id, True)]
    return fetch_page(statement, keys, cursor, _void_row)


def _void_row(row: Any) -> VoidRow:
    return VoidRow(
        case_id=row.id,
        case_number=row.number,
        petition_number=row.petition_number,
        voided_at=row.voided_at,
        person=row.display_name,
        reason=row.reason,
        run_id=row.run_id,
        file_name=row.file_name,
        origin=row.origin,
        row_number=row.row_number,
    )
