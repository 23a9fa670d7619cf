"""The start page and my work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_counts, case_rows, count_words
from caseflow.core.together.queries import my_tasks, standing_in_for
from caseflow.desk.registration.queries import DraftRow, colleagues, my_drafts
from caseflow.desk.work.boards import BOARDS, Board
from caseflow.ground.web.navigation import navigation
from caseflow.people.permissions.decorators import may, public, requires
from caseflow.people.permissions.policy import Permission, Role

home_bp = Blueprint("home", __name__)
bp = Blueprint("work", __name__, url_prefix="/work")

SHOWN = 8
"""Rows of the list that a day begins with."""


@home_bp.get("/start", endpoint="index")
@public
def start() -> Any:
    """Lead people at work to their work and everybody else to where they sign in."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    if may(Permission.CASE_VIEW):
        return redirect(url_for("work.index"))
    first = next((entry.endpoint for entry, _is_here in navigation("main", may)), "inbox.show")
    return redirect(url_for(first))


@bp.get("/")
@requires(Permission.CASE_VIEW)
def index() -> str:
    """Show the lists of the person's role with their counts, and the chosen one's first rows."""
    boards = BOARDS[Role(current_user.role)]
    chosen = next((b for b in boards if b.key == request.args.get("list")), None)
    filters = {board.key: read_filter(board.query, current_user) for board in boards}
    counts = case_counts(filters, current_user)
    shown = chosen or next((b for b in boards if counts[b.key]), boards[0])
    return render_template(
        "work/index.html",
        stats=[_stat(board, counts[board.key], board is shown) for board in boards],
        shown=shown,
        page=case_rows(filters[shown.key], current_user, size=SHOWN),
        more_href=url_for("cases.index", **_arguments(shown)),
        drafts=_drafts(),
        tasks=my_tasks(current_user) if may(Permission.TASK_ANSWER) else [],
        standing_in=standing_in_for(current_user),
        colleagues=colleagues(current_user) if may(Permission.CASE_REGISTER) else [],
    )


def _arguments(board: Board) -> dict[str, Any]:
    return dict(board.query)


def _stat(board: Board, count: int, is_shown: bool) -> dict[str, Any]:
    return {
        "label": _(board.label),
        "count": count_words(count),
        "has_some": count > 0,
        "href": url_for("work.index", list=board.key),
        "tone": board.tone,
        "icon": board.icon,
        "is_shown": is_shown,
    }


def _drafts() -> list[DraftRow]:
    """Return what the person has typed and not yet registered."""
    return my_drafts(current_user) if may(Permission.CASE_REGISTER) else []
