"""The pages of saved views, the choice of columns, and what came in since a list was loaded."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.filters import parse_query, plain_query, read_filter
from caseflow.core.cases.queries.lists import case_count, count_words
from caseflow.core.cases.queries.lists.watch import came_in, read_mark
from caseflow.core.worklists import actions
from caseflow.core.worklists.forms import SHARES, ViewForm, view_form
from caseflow.core.worklists.queries import own_view, saved_views
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.locale import local_path
from caseflow.ground.web.navigation import page_exists
from caseflow.people.permissions.decorators import by_itself, may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("worklists", __name__, url_prefix="/lists")


@bp.get("/")
@requires(Permission.CASE_VIEW)
def index() -> str:
    """Show the person's views and those shared with them."""
    return render_template("worklists/index.html", views=saved_views(current_user), shares=SHARES)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CASE_VIEW)
def new() -> Any:
    """Show the form that names the list in the address (GET), or keep it."""
    form = view_form(query=plain_query(request.args))
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work():
                view = actions.save_view(
                    current_user,
                    form.name.data or "",
                    plain_query(parse_query(form.query.data or "")),
                    shared_with=form.shared_with.data,
                    is_pinned=bool(form.is_pinned.data),
                )
            flash(_("The view “%(name)s” was saved.", name=view.name), "success")
            return redirect(_shown_at(view.id, is_pinned=view.is_pinned), 303)
        except BadInput as error:
            form.name.errors = [str(error)]
    return _form_page(form, parse_query(form.query.data or ""))


@bp.get("/<int:view_id>")
@requires(Permission.CASE_VIEW)
def show(view_id: int) -> Response:
    """Lead to the list of a view; one that is gone leads to the views that are there."""
    for view in saved_views(current_user):
        if view.id == view_id:
            return redirect(url_for("cases.index", **_arguments(view.query)), 303)
    flash(_("This view is gone, or no longer shared with you."), "warning")
    return redirect(url_for("worklists.index"), 303)


@bp.route("/<int:view_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_VIEW)
def edit(view_id: int) -> Any:
    """Rename, share, pin, move or delete one of one's own views."""
    view = own_view(view_id, current_user)
    form = view_form(view)
    if request.method == "GET":
        return _form_page(form, parse_query(view.query), view.name)
    if request.form.get("do") == "delete":
        with unit_of_work():
            actions.delete_view(view)
        flash(_("The view was deleted."), "success")
        return redirect(url_for("worklists.index"), 303)
    if form.validate():
        try:
            with unit_of_work():
                actions.change_view(
                    view,
                    current_user,
                    form.name.data or "",
                    form.shared_with.data,
                    bool(form.is_pinned.data),
                )
            flash(_("The view “%(name)s” was changed.", name=view.name), "success")
            return redirect(url_for("worklists.index"), 303)
        except BadInput as error:
            form.name.errors = [str(error)]
    return _form_page(form, parse_query(view.query), view.name)


@bp.post("/<int:view_id>/move")
@requires(Permission.CASE_VIEW)
def move(view_id: int) -> Response:
    """Move one of one's own views up or down."""
    view = own_view(view_id, current_user)
    with unit_of_work():
        actions.move_view(view, -1 if request.form.get("do") == "up" else 1)
    return redirect(url_for("worklists.index"), 303)


@bp.post("/columns/<place>")
@requires(Permission.CASE_VIEW)
def columns(place: str) -> Response:
    """Keep the columns that were ticked, then back to the list."""
    with unit_of_work():
        actions.choose_columns(current_user, place, request.form.getlist("column"))
    return redirect(local_path(request.form.get("back") or url_for("cases.index")), 303)


@bp.get("/since")
@by_itself
@requires(Permission.CASE_VIEW)
def since() -> Response:
    """Say how many cases came into the list of the address since its page was loaded."""
    mark = read_mark(request.args.get("mark", ""))
    wanted = read_filter(request.args, current_user)
    count = came_in(wanted, current_user, mark) if mark else 0
    answer = jsonify(count=count, words=_("%(count)s new — show", count=count) if count else "")
    answer.set_etag(f"{count}")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _shown_at(view_id: int, *, is_pinned: bool) -> str:
    """Return where a view is shown: a pinned one among the counts of supervision."""
    if is_pinned and page_exists("supervision.index") and may(Permission.SUPERVISION_VIEW):
        return url_for("supervision.index", list=f"view-{view_id}")
    return url_for("worklists.show", view_id=view_id)


def _arguments(query: str) -> dict[str, Any]:
    return dict(parse_query(query))


def _form_page(form: ViewForm, arguments: dict[str, str], name: str = "") -> Any:
    wanted = read_filter(arguments, current_user)
    page = render_template(
        "worklists/form.html",
        form=form,
        name=name,
        count=count_words(case_count(wanted, current_user)),
        href=url_for("cases.index", **_arguments(plain_query(arguments))),
    )
    return (page, 422) if form.errors else page
