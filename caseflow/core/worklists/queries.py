"""Which saved views a person has, and which columns they chose."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select

from caseflow.core.cases.queries.filters import parse_query
from caseflow.core.worklists.columns import DEFAULTS, in_order
from caseflow.core.worklists.models import ListColumns, SavedView
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view as a person has it."""

    id: int
    name: str
    query: str
    shared_with: str
    is_pinned: bool
    is_own: bool
    owner: str

    @property
    def arguments(self) -> dict[str, str]:
        """The filters of the view; what is no longer known is left out."""
        return parse_query(self.query)


def _has(user: User) -> ColumnElement[bool]:
    """Return the clause of the views that are the person's, or shared with them."""
    return or_(
        SavedView.owner_id == user.id,
        SavedView.shared_with == "county",
        and_(SavedView.shared_with == "unit", User.unit_id == user.unit_id),
    )


def saved_views(user: User, *, only_pinned: bool = False) -> list[ViewRow]:
    """Return the person's views and those shared with them, own ones first; one statement."""
    wanted = (
        select(SavedView, User.display_name)
        .join(User, User.id == SavedView.owner_id)
        .where(_has(user))
        .order_by(SavedView.owner_id != user.id, SavedView.position, SavedView.id)
    )
    if only_pinned:
        wanted = wanted.where(SavedView.is_pinned)
    return [
        ViewRow(
            view.id,
            view.name,
            view.query,
            view.shared_with,
            view.is_pinned,
            view.owner_id == user.id,
            owner,
        )
        for view, owner in db.session.execute(wanted)
    ]


def own_view(view_id: int, user: User) -> SavedView:
    """Return a view to be changed; raises NotVisible unless it is the person's own."""
    found = db.session.get(SavedView, view_id)
    if found is None or found.owner_id != user.id:
        raise NotVisible(_("There is no such view among yours."))
    return found


def chosen_columns(user: User, place: str) -> tuple[str, ...]:
    """Return the columns that the person chose for the lists of `place`; one statement."""
    kept = db.session.scalar(
        select(ListColumns.columns).where(
            ListColumns.user_id == user.id, ListColumns.place == place
        )
    )
    return in_order(kept) or DEFAULTS[place]
