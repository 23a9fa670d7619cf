"""The form of a saved view."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from caseflow.core.worklists.models import SavedView
from caseflow.ground.i18n import N_
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import SelectOneField, TextField, YesField
from caseflow.people.permissions.decorators import may
from caseflow.people.permissions.policy import Permission

SHARES: dict[str, str] = {
    "nobody": N_("Only I"),
    "unit": N_("My unit"),
    "county": N_("Everybody"),
}
"""With whom a view is shared; everybody only by those who may open the supervision lists."""


class ViewForm(BaseForm):
    """What a view is called, who has it, and whether it is pinned."""

    query = HiddenField()
    name = TextField(
        _l("Name of the view"),
        [Length(max=60, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a name"),
        required=True,
        width="lg",
    )
    shared_with = SelectOneField(_l("Who has it"), thing=_l("who has it"), required=True)
    is_pinned = YesField(_l("Pin it to the supervision page, with its count"))


def share_choices() -> list[tuple[str, str]]:
    """Return with whom the person may share."""
    is_wide = may(Permission.SUPERVISION_VIEW)
    return [(key, _(label)) for key, label in SHARES.items() if is_wide or key != "county"]


def view_form(view: SavedView | None = None, query: str = "") -> ViewForm:
    """Return the form of a new view of `query`, or of one that is kept."""
    first = {
        "query": view.query if view else query,
        "name": view.name if view else "",
        "shared_with": view.shared_with if view else "nobody",
        "is_pinned": view.is_pinned if view else False,
    }
    form = ViewForm(data=first)
    form.shared_with.choices = share_choices()
    return form
