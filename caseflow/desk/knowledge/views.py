"""The knowledge base: looking, the answers that fit a call, one entry, and writing them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.texts.actions import StaleText
from caseflow.desk.knowledge.actions import change_entry, create_entry
from caseflow.desk.knowledge.forms import AnswerForm
from caseflow.desk.knowledge.queries import (
    AnswerRow,
    answer_versions,
    answers_of,
    fitting_answers,
    topics_in_use,
)
from caseflow.desk.knowledge.rules import EXAMPLE, TOPICS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("knowledge", __name__, url_prefix="/desk/knowledge")
VIEW, MANAGE = Permission.TEXT_VIEW, Permission.TEXT_MANAGE

LONGEST_WORDS = 400
"""Characters of a call that are looked at: its last ones, which were typed last."""

ON_A_CALL, ON_THE_PAGE = 5, 30
"""Answers shown: as many as have a key; as many as anybody reads."""


@bp.get("/")
@requires(VIEW)
def index() -> str:
    """List the entries; words, topic and the page's place stand in the address."""
    words, topic = request.args.get("q", "").strip()[:LONGEST_WORDS], request.args.get("topic", "")
    following, in_use = None, topics_in_use()
    if words:
        rows = fitting_answers(words, ON_THE_PAGE, only_usable=False)
        rows = [row for row in rows if topic in ("", row.topic)]
    else:
        rows, following = answers_of(topic, request.args.get("after", 0, type=int))
    return render_template(
        "knowledge/index.html",
        rows=rows,
        words=words,
        topic=topic,
        topics=TOPICS,
        offered=[code for code in TOPICS if code == topic or code in in_use],
        following=following,
        example=EXAMPLE,
    )


@bp.post("/answers")
@requires(VIEW)
def answers() -> Response:
    """Answer with the list of entries that fit what is typed on a call.

    The words go in the body: addresses are logged, bodies are not.
    """
    typed = request.form.get("words", "")[-LONGEST_WORDS:]
    rows = fitting_answers(typed, ON_A_CALL, only_usable=True)
    page = render_template("knowledge/_answers.html", rows=rows, typed=typed, example=EXAMPLE)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<int:entry_id>")
@requires(VIEW)
def show(entry_id: int) -> str:
    """Show an entry with all its versions."""
    present, *past = answer_versions(entry_id)
    return render_template(
        "knowledge/show.html", row=present, past=past, topics=TOPICS, example=EXAMPLE
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    """Write an entry."""
    form = AnswerForm(version=1, is_checked=True)
    form.prepare(is_new=True)
    if form.validate_on_submit():
        try:
            with unit_of_work():
                entry_id = create_entry(form.to_command(_checked(form, None)), current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The answer is saved."))
            return redirect(url_for("knowledge.show", entry_id=entry_id), 303)
    return _page(form, None, 422)


@bp.route("/<int:entry_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(entry_id: int) -> Response:
    """Write the next version; `version` takes the words of an earlier one up again."""
    versions = answer_versions(entry_id)
    form = AnswerForm(**_first_values(versions))
    form.prepare(is_new=False)
    status = 422
    if form.validate_on_submit():
        command = form.to_command(_checked(form, versions[0]))
        try:
            with unit_of_work():
                change_entry(entry_id, command, form.version.data, current_user)
        except BadInput as error:
            form.reason.errors = [str(error)]
        except StaleText as error:
            form.form_errors.append(str(error))
            status, versions = 409, answer_versions(entry_id)
            form.on_top_of(versions[0].version)
        else:
            flash(_("The new version is saved."))
            return redirect(url_for("knowledge.show", entry_id=entry_id), 303)
    return _page(form, versions[0], status, theirs=versions[0] if status == 409 else None)


def _checked(form: AnswerForm, before: AnswerRow | None) -> tuple[date | None, str]:
    """Return the check that stands: of today if the box is ticked, otherwise the one before."""
    if form.is_checked.data:
        return clock.today(), current_user.display_name
    return (before.checked_on, before.checked_by) if before else (None, "")


def _first_values(versions: list[AnswerRow]) -> dict[str, Any]:
    wanted = request.args.get("version", type=int)
    taken = next((row for row in versions if row.version == wanted), versions[0])
    names = (
        "topic", "question", "answer", "keywords", "instrument", "article",
        "in_force_from", "in_force_until", "is_verified", "valid_until",
    )  # fmt: skip
    values = {name: getattr(taken, name) for name in names}
    return {**values, "version": versions[0].version}


def _page(
    form: AnswerForm, row: AnswerRow | None, refused: int, theirs: AnswerRow | None = None
) -> Response:
    page = render_template("knowledge/edit.html", form=form, row=row, theirs=theirs)
    return make_response(page, refused if form.is_submitted() else 200)
