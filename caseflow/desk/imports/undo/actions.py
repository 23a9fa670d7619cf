"""Taking an import back: asked for as a whole, done by a worker case by case. No commit."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import not_, or_, select, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.untouched import by_import
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.cases.wording import WORDINGS
from caseflow.desk.imports.actions.runs import run_origin, wake_import
from caseflow.desk.imports.actions.taking import imported_quietly
from caseflow.desk.imports.actions.tasks import UNDO, TaskFailed, ask_for, go_on, task_of
from caseflow.desk.imports.models import ImportCase, ImportRun, ImportTask
from caseflow.desk.imports.undo.queries import Outlook, may_undo, outlook
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User

NAMED = 20
"""So many numbers are named in the sentence of a refusal; the page lists more."""

TRIES = 5
"""So often a case is looked at anew that somebody changes at the very moment."""


def ask_to_undo(run: ImportRun, user: User, reason: str) -> ImportTask:
    """Have a worker take `run` back; return the task, flushed.

    Raises NotPermitted, or Refused as a whole with the cases that were worked on already.
    """
    ensure_may_undo(run, user)
    seen = outlook(run)
    if seen.touched_count:
        raise Refused([_worked_on(seen)])
    if not seen.case_count:
        raise Refused([_("This import has no case that could be voided.")])
    moved = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == run.id, ImportRun.state.in_(["done", "failed"]))
        .values(state="undoing")
        .execution_options(synchronize_session="fetch")
    )
    if moved.rowcount != 1 or task_of(run.id, UNDO) is not None:  # type: ignore[attr-defined]
        raise Refused([_("This import cannot be taken back in its present state.")])
    task = ask_for(run.id, UNDO, user.id, reason)
    after_commit("imports", wake_import)
    return task


def ensure_may_undo(run: ImportRun, user: User) -> None:
    """Raise NotPermitted unless the run is theirs or their role takes back all."""
    if not may_undo(run, user):
        raise NotPermitted(
            _("An import is taken back by who started it, a dispatcher or a supervisor.")
        )


def _worked_on(seen: Outlook) -> str:
    numbers = "、".join(case.number for case in seen.touched[:NAMED])
    more = " …" if seen.touched_count > NAMED else ""
    words: str = _(
        "Cases worked on already: %(count)s, so the import cannot be taken back: %(numbers)s",
        count=seen.touched_count,
        numbers=numbers + more,
    )
    return words


def resume_undo(run: ImportRun, user: User) -> None:
    """Let a taking back that stopped half-way go on where it stopped. Raises NotPermitted."""
    ensure_may_undo(run, user)
    task = task_of(run.id, UNDO)
    if task is None or task.state != "failed":
        raise Refused([_("This import is not half taken back.")])
    go_on(task, user.id)


def void_batch(task: ImportTask, case_ids: list[int]) -> dict[str, object]:
    """Void the cases of one batch; one that was worked on since is left, with the reason kept.

    The history names who asked for it, or since it was resumed, who resumed it.
    """
    actor = db.session.get_one(User, task.resumed_by_id or task.user_id)
    with imported_quietly(run_origin(task.run_id)):
        for case_id in case_ids:
            _void(db.session.get_one(Case, case_id), task, actor)
    return {}


def _void(case: Case, task: ImportTask, actor: User) -> None:
    kept = db.session.get_one(ImportCase, case.id)
    if State(case.state) is State.VOID:
        return
    try:
        _void_as_it_is(case, task, actor)
        kept.voided_at = clock.now()
    except Refused as error:
        kept.kept_because = f"{error} {_done_since(case.id, run_origin(task.run_id))}".strip()[:300]
    except (NotPermitted, NotVisible) as error:
        raise TaskFailed(str(error)) from error
    db.session.flush()


def _void_as_it_is(case: Case, task: ImportTask, actor: User) -> None:
    """Void the case, looking at it anew while somebody changes it at the same moment.

    Whether that change stands in the way is for the guard to say. Raises TaskFailed where it does
    not come to rest: nothing of the batch is kept, and the task can go on later.
    """
    for _attempt in range(TRIES):
        db.session.refresh(case)
        try:
            with db.session.begin_nested():
                perform(case, "void_import", actor, version=case.version, reason=task.reason)
        except StaleCase:
            continue
        return
    raise TaskFailed(
        _("Case %(number)s is being changed just now: go on later.", number=case.number)
    )


def _done_since(case_id: int, origin: str) -> str:
    """Return in words the first act on a case that its import did not do; "" if none is there."""
    row = db.session.execute(
        select(CaseEvent.act, CaseEvent.at, User.display_name)
        .outerjoin(User, User.id == CaseEvent.actor_id)
        .where(CaseEvent.case_id == case_id, or_(not_(by_import), CaseEvent.origin != origin))
        .order_by(CaseEvent.seq)
        .limit(1)
    ).first()
    if row is None:
        return ""
    words: str = _(
        "Since the import: %(act)s, %(when)s %(person)s.",
        act=_(WORDINGS[row.act].title),
        when=f"{clock.local(row.at):%Y-%m-%d %H:%M}",
        person=row.display_name or "",
    )
    return words


def finish_undo(task: ImportTask) -> None:
    """Mark the run as taken back."""
    db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == task.run_id, ImportRun.state == "undoing")
        .values(state="undone")
        .execution_options(synchronize_session="fetch")
    )
