"""The list of supervision notices, the printed form of one, and dropping a proposal."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.reading import rows_read_by
from caseflow.core.notices.actions import drop_proposal
from caseflow.core.notices.queries import SHELVES, get_notice, notice_counts, notice_rows
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("notices", __name__, url_prefix="/supervision/notices")


@bp.get("/")
@requires(Permission.NOTICE_VIEW)
def index() -> str:
    return _rendered()


def _rendered(wrong: str = "", typed: str = "", wrong_id: int = 0) -> str:
    counts = notice_counts(current_user)
    shown = next((s for s in SHELVES if s.key == request.args.get("show")), None)
    shown = shown or next((s for s in SHELVES if counts[s.key]), SHELVES[1])
    stats = [
        {
            "label": _(one.label),
            "count": counts[one.key],
            "has_some": counts[one.key] > 0,
            "href": url_for("notices.index", show=one.key),
            "tone": one.tone,
            "icon": one.icon,
            "is_shown": one is shown,
        }
        for one in SHELVES
    ]
    return render_template(
        "notices/index.html",
        stats=stats,
        shown=shown,
        rows=rows_read_by(current_user, notice_rows(current_user, shown.key)),
        may_issue=may(Permission.NOTICE_ISSUE),
        wrong=wrong,
        typed=typed,
        wrong_id=wrong_id,
    )


@bp.get("/<int:notice_id>/print")
@requires(Permission.NOTICE_VIEW)
def print_form(notice_id: int) -> str:
    (notice,) = rows_read_by(current_user, [get_notice(current_user, notice_id)])
    return render_template("notices/print.html", notice=notice)


@bp.post("/<int:notice_id>/drop")
@requires(Permission.NOTICE_ISSUE)
def drop(notice_id: int) -> Response | tuple[str, int]:
    """Decide that the notice which the system proposes is not issued."""
    reason = request.form.get("reason", "")
    try:
        with unit_of_work():
            drop_proposal(notice_id, reason, current_user.id, clock.now())
    except BadInput as error:
        return _rendered(str(error), reason, notice_id), 422
    flash(_("The proposal was dropped."), "success")
    return redirect(url_for("notices.index", show="proposed"), 303)
