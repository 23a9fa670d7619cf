"""Asking for an export, taking it back, asking again, fetching it; each act stands in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from flask_babel import get_locale
from flask_babel import gettext as _
from redis.exceptions import RedisError
from sqlalchemy import select, update

from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError, NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import EXPORTS, enqueue
from caseflow.ground.sealing import CannotUnseal
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, scope_of
from caseflow.supervision.exports.keeping import drop, drop_work, pieces_of
from caseflow.supervision.exports.models import Export, ExportLog
from caseflow.supervision.exports.rows import arguments_of
from caseflow.supervision.exports.rules import AGAIN, GOING, columns_of, open_keys
from caseflow.supervision.exports.wording import filter_words

log = structlog.get_logger()

JOB = "workers.jobs.exports.work_off_exports"
JOB_LIMIT_S = 7200
MOST_GOING = 5
"""Exports of one person under way at once; more would keep everybody else's waiting."""
NOT_OF_A_FILTER = ("page", "columns")


@dataclass(frozen=True, slots=True)
class ExportCommand:
    """What is asked for. `query`: a list's query string; `columns`: keys of rules.CASE_COLUMNS."""

    query: str
    form: str
    reason: str
    columns: tuple[str, ...]
    with_complainants: bool = False


def clean_query(query: str) -> str:
    """Return a query string without the place in the list and without what is empty."""
    given = arguments_of(query)
    return urlencode({k: v for k, v in given.items() if v and k not in NOT_OF_A_FILTER})


def ask_for(command: ExportCommand, user: User) -> Export:
    """Add an export and wake a worker after the commit; return it, flushed.

    Raises NotPermitted for complainants without the right, Refused while too many are under way.
    """
    ensure_may_export(user, with_complainants=command.with_complainants)
    going = select(Export.id).where(Export.user_id == user.id, Export.state.in_(GOING))
    if len(db.session.scalars(going).all()) >= MOST_GOING:
        raise Refused(
            [_("%(count)s of your exports are under way: wait for one.", count=MOST_GOING)]
        )
    query = clean_query(command.query)
    export = Export(
        user_id=user.id,
        kind="cases",
        form=command.form,
        query=query,
        filter_words=filter_words(query, user)[:1000],
        columns=_columns(command),
        with_complainants=command.with_complainants,
        reason=command.reason,
        locale=str(get_locale()),
        state="waiting",
        done_count=0,
        attempts=0,
        lost_count=0,
        asked_at=clock.now(),
    )
    db.session.add(export)
    db.session.flush()
    note(export, "asked", user.id)
    after_commit("exports", wake_exports)
    return export


def _columns(command: ExportCommand) -> list[str]:
    chosen = columns_of(list(command.columns) or open_keys())
    return [c.key for c in chosen if command.with_complainants or not c.is_personal]


def ensure_may_export(user: User, *, with_complainants: bool) -> None:
    """Raise NotPermitted unless the person may make exports, and see complainants if wanted."""
    role = Role(user.role)
    if not user.is_active or scope_of(role, Permission.EXPORT_MAKE) is None:
        raise NotPermitted(_("You may not make exports any more."))
    if with_complainants and scope_of(role, Permission.COMPLAINANT_VIEW) is None:
        raise NotPermitted(_("Your role does not include the right to see who complained."))


def note(export: Export, act: str, user_id: int | None) -> None:
    """Append to the log what became of an export, with its filter and purpose as they are."""
    db.session.add(
        ExportLog(
            export_id=export.id,
            user_id=user_id,
            act=act,
            at=clock.now(),
            kind=export.kind,
            form=export.form,
            query=export.query,
            filter_words=export.filter_words,
            reason=export.reason,
            with_complainants=export.with_complainants,
            row_count=export.row_count,
        )
    )


def wake_exports() -> None:
    """Ask a worker to look now; with Redis away the periodic job finds the export."""
    try:
        enqueue(EXPORTS, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("export not woken, the sweeper will", error=type(error).__name__)


def own_export(export_id: int, user: User) -> Export:
    """Return an export of this person, or raise NotVisible: another's does not exist for them."""
    export = db.session.get(Export, export_id)
    if export is None or export.user_id != user.id:
        raise NotVisible(_("There is no such export of yours."))
    return export


def cancel(export: Export, user: User) -> bool:
    """Stop an export: its worker leaves off after the present batch; False if it had ended."""
    stopped = db.session.execute(
        update(Export)
        .where(Export.id == export.id, Export.state.in_(GOING))
        .values(state="cancelled", finished_at=clock.now(), claimed_until_at=None)
        .execution_options(synchronize_session=False)
    )
    if stopped.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.refresh(export)
    note(export, "cancelled", user.id)
    export_id = export.id
    after_commit(f"export-{export_id}", lambda: drop_work(export_id))
    return True


def ask_again(export: Export, user: User) -> Export:
    """Ask for the same once more. Raises Refused while it goes on or is ready."""
    if export.state not in AGAIN:
        raise Refused([_("This export is under way or ready.")])
    return ask_for(
        ExportCommand(
            query=export.query,
            form=export.form,
            reason=export.reason,
            columns=tuple(export.columns),
            with_complainants=export.with_complainants,
        ),
        user,
    )


def fetch(export: Export, user: User) -> Iterator[bytes]:
    """Record that the file is fetched and return its pieces.

    Raises NotVisible where it is not ready or gone, NotPermitted where a right was taken away.
    """
    ensure_may_export(user, with_complainants=export.with_complainants)
    if export.state != "done" or not export.file_name:
        raise NotVisible(_("The file of this export is not there."))
    try:
        pieces = pieces_of(export.file_name)
    except (FileNotFoundError, CannotUnseal) as error:
        raise NotVisible(_("The file of this export is not there.")) from error
    note(export, "fetched", user.id)
    return pieces


def forget_file(export: Export, act: str, user_id: int | None) -> None:
    """Say in the log that the file of an ended export goes, and drop it after the commit.

    One that cannot be dropped then belongs to no export, and the next tidying finds it.
    """
    name = export.file_name
    after_commit(f"export-{export.id}", lambda: drop(name))
    export.file_name, export.state = None, "expired"
    note(export, act, user_id)
