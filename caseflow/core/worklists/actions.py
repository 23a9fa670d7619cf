"""Saving, changing and deleting views; choosing columns."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.worklists.columns import DEFAULTS, in_order
from caseflow.core.worklists.models import ListColumns, SavedView
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

MOST_VIEWS = 40
"""Of one person: more are never looked through."""


def save_view(
    user: User, name: str, query: str, *, shared_with: str = "nobody", is_pinned: bool = False
) -> SavedView:
    """Keep a view; raises BadInput if the person has one of that name, or too many."""
    _ensure_free(user, name)
    count = db.session.scalar(select(func.count()).where(SavedView.owner_id == user.id)) or 0
    if count >= MOST_VIEWS:
        raise BadInput(_("You have %(count)s views already: delete one first.", count=count))
    last = db.session.scalar(
        select(func.max(SavedView.position)).where(SavedView.owner_id == user.id)
    )
    view = SavedView(
        owner_id=user.id,
        name=name,
        query=query[:1000],
        shared_with=shared_with,
        is_pinned=is_pinned,
        position=(last or 0) + 1,
        created_at=clock.now(),
    )
    db.session.add(view)
    db.session.flush()
    return view


def change_view(view: SavedView, user: User, name: str, shared_with: str, is_pinned: bool) -> None:
    """Rename, share or pin a view; raises BadInput if another of that name is there."""
    _ensure_free(user, name, but=view.id)
    view.name, view.shared_with, view.is_pinned = name, shared_with, is_pinned


def move_view(view: SavedView, by: int) -> None:
    """Move a view one place up (-1) or down (1) among its owner's."""
    own = list(
        db.session.scalars(
            select(SavedView)
            .where(SavedView.owner_id == view.owner_id)
            .order_by(SavedView.position, SavedView.id)
        )
    )
    here = own.index(view)
    there = min(max(here + by, 0), len(own) - 1)
    own.insert(there, own.pop(here))
    for place, one in enumerate(own, 1):
        one.position = place


def delete_view(view: SavedView) -> None:
    """Delete a view; whoever it was shared with has it no longer."""
    db.session.delete(view)


def choose_columns(user: User, place: str, columns: list[str]) -> None:
    """Keep which columns the lists of `place` show; none known: the first ones again."""
    if place not in DEFAULTS:
        raise BadInput(_("There is no such list."))
    kept = db.session.get(ListColumns, (user.id, place))
    chosen = list(in_order(columns) or DEFAULTS[place])
    if kept is None:
        db.session.add(ListColumns(user_id=user.id, place=place, columns=chosen))
    else:
        kept.columns = chosen


def _ensure_free(user: User, name: str, but: int = 0) -> None:
    taken = db.session.scalar(
        select(SavedView.id).where(
            SavedView.owner_id == user.id, SavedView.name == name, SavedView.id != but
        )
    )
    if taken is not None:
        raise BadInput(_("You have a view of that name already."))
