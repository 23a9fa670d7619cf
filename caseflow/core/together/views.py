"""The list of tasks, the list of nobody's cases, and coordination minutes for paper."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask_login import current_user

from caseflow.core.cases.queries.nobodys import nobodys
from caseflow.core.cases.queries.page import case_head
from caseflow.core.cases.queries.reading import as_read_by, rows_read_by
from caseflow.core.cases.scope import get_case
from caseflow.core.together.queries import get_minutes, tasks_page
from caseflow.ground import clock
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("together", __name__)


@bp.get("/tasks")
@requires(Permission.TASK_ANSWER)
def tasks() -> str:
    """Show the tasks of the cases within reach: owed ones, or with `?ended=1` the others."""
    is_owed = request.args.get("ended") != "1"
    page = tasks_page(current_user, is_owed=is_owed, cursor=request.args.get("page"))
    page = replace(page, items=rows_read_by(current_user, page.items))
    return render_template("together/tasks.html", page=page, is_owed=is_owed)


@bp.get("/nobodys")
@requires(Permission.CASE_ASSIGN)
def nobodys_cases() -> str:
    """Show open cases for which nobody is there; the list should be empty."""
    return render_template("together/nobodys.html", rows=nobodys(clock.today(), current_user))


@bp.get("/cases/<int:case_id>/minutes/<int:minutes_id>")
@requires(Permission.CASE_VIEW)
def minutes(case_id: int, minutes_id: int) -> str:
    """Show the record of one coordination meeting as a sheet to be printed."""
    case = get_case(current_user, case_id)
    return render_template(
        "together/minutes.html",
        case=as_read_by(current_user, case, case_head(case)),
        minutes=as_read_by(current_user, case, get_minutes(case_id, minutes_id)),
        printed_at=clock.now(),
    )
