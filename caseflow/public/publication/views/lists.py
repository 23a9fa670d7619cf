"""Pages over all publications: the list, what is owed to the public, the kinds, looking back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from caseflow.core.deadlines.rules import RULES
from caseflow.ground import clock
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import POLICY, ROLE_LABELS, Permission
from caseflow.public.publication.actions.pages import public_at
from caseflow.public.publication.forms.around import LookBackForm
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import STATE_LABELS, PublicationState
from caseflow.public.publication.queries import (
    ORDER,
    open_demands,
    open_duties,
    publication_counts,
    publication_rows,
)
from caseflow.public.publication.views.blueprint import bp


@bp.get("/")
@requires(Permission.PUBLICATION_VIEW)
def index() -> str:
    """Show the publications of one state, with the counts of all."""
    counts = publication_counts()
    first = next((state for state in ORDER if counts[state]), PublicationState.DRAFT)
    asked, kind = request.args.get("state", ""), request.args.get("kind", "")
    shown = PublicationState(asked) if asked in set(PublicationState) else first
    kind = kind if kind in KINDS else ""
    tabs = [
        (
            _(STATE_LABELS[state]),
            url_for("publication.index", state=state.value, kind=kind or None),
            state == shown,
            n,
        )
        for state, n in counts.items()
    ]
    return render_template(
        "publication/index.html",
        tabs=tabs,
        page=publication_rows(shown, kind, request.args.get("page")),
        shown=shown,
        kinds=KINDS,
        kind=kind,
        demands=open_demands(),
        late_count=sum(duty.due.state == "late" for duty in open_duties()),
    )


@bp.get("/owed")
@requires(Permission.PUBLICATION_VIEW)
def owed() -> str:
    """Show what should be public and is not, and what must be withdrawn and is not yet."""
    return render_template(
        "publication/owed.html",
        duties=open_duties(),
        demands=open_demands(),
    )


@bp.get("/kinds")
@requires(Permission.PUBLICATION_VIEW)
def kinds() -> str:
    """Show the table of kinds."""
    return render_template("publication/kinds.html", kinds=KINDS, rules=RULES)


@bp.get("/kinds/<key>")
@requires(Permission.PUBLICATION_VIEW)
def kind(key: str) -> str:
    """Show one kind: what is named and hidden, on what basis, and its privacy note."""
    if key not in KINDS:
        raise NotFound
    row = KINDS[key]
    return render_template(
        "publication/kind.html",
        kind=row,
        rule=RULES.get(row.clock),
        drafters=_holders(row.draft_right),
        approvers=_holders(row.approve_right),
    )


def _holders(right: Permission) -> str:
    """Return the roles that hold a right, in words."""
    return " · ".join(_(ROLE_LABELS[role]) for role in POLICY[right])


@bp.get("/looking-back")
@requires(Permission.PUBLICATION_LOOK_BACK)
def looking_back() -> Any:
    """Show what the public could read at the end of a day, withdrawn words included."""
    form = LookBackForm(request.args, data={"day": clock.today()})
    if not request.args:
        return render_template("publication/looking_back.html", form=form, day=None, found=[])
    if not form.validate():
        page = render_template("publication/looking_back.html", form=form, day=None, found=[])
        return page, 422
    return render_template(
        "publication/looking_back.html",
        form=form,
        day=form.day.data,
        found=public_at(_end(form.day.data)),
        kinds=KINDS,
    )


def _end(day: Any) -> datetime:
    """Return the last instant of a day, or now if it is today."""
    return min(clock.end_of_day(day), clock.now())
