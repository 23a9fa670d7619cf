"""The list of canned texts, one with its versions, writing them, and what a field asks for."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.texts.actions import StaleText, change_text, create_text
from caseflow.core.texts.forms import TextForm
from caseflow.core.texts.queries import (
    TextRow,
    case_facts,
    general_facts,
    offered_texts,
    text_rows,
    text_versions,
)
from caseflow.core.texts.rules import PLACES, VARIABLES
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.queries.units import unit_tree
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("texts", __name__, url_prefix="/desk/texts")
VIEW, MANAGE = Permission.TEXT_VIEW, Permission.TEXT_MANAGE


@bp.get("/")
@requires(VIEW)
def index() -> str:
    """List the texts; place and standing stand in the address."""
    place, standing = request.args.get("place", ""), request.args.get("standing", "now")
    rows = [
        row
        for row in text_rows()
        if (not place or place in row.places) and standing in ("all", row.standing)
    ]
    return render_template(
        "texts/index.html", rows=rows, places=PLACES, place=place, standing=standing
    )


@bp.get("/for/<place>")
@requires(VIEW)
def offered(place: str) -> Response:
    """Answer a field's script with the texts of a place and what their variables are filled with.

    `case`: the case the page is about; out of the person's reach it is 404.
    """
    if place not in PLACES:
        abort(404)
    facts = general_facts(current_user)
    case_id = request.args.get("case", type=int)
    if case_id is not None:
        facts |= case_facts(case_id, current_user)
    response = jsonify(
        texts=offered_texts(current_user, place),
        facts=facts,
        marks={name: mark for name, (mark, _words) in VARIABLES.items()},
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<int:text_id>")
@requires(VIEW)
def show(text_id: int) -> str:
    """Show a text with all its versions."""
    present, *past = text_versions(text_id)
    return render_template("texts/show.html", row=present, past=past, places=PLACES)


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    """Write a text."""
    form = TextForm(version=1, valid_from=clock.today())
    form.prepare(_units(), is_new=True)
    if form.validate_on_submit():
        try:
            with unit_of_work():
                text_id = create_text(form.to_command(), current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The text is saved."))
            return redirect(url_for("texts.show", text_id=text_id), 303)
    return _page(form, None, 422)


@bp.route("/<int:text_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(text_id: int) -> Response:
    """Write the next version of a text; `version` takes the words of an earlier one up again."""
    versions = text_versions(text_id)
    form = TextForm(**_first_values(versions))
    form.prepare(_units(), is_new=False)
    status = 422
    if form.validate_on_submit():
        try:
            with unit_of_work():
                change_text(text_id, form.to_command(), form.version.data, current_user)
        except BadInput as error:
            form.reason.errors = [str(error)]
        except StaleText as error:
            form.form_errors.append(str(error))
            status, versions = 409, text_versions(text_id)
            form.on_top_of(versions[0].version)
        else:
            flash(_("The new version is saved."))
            return redirect(url_for("texts.show", text_id=text_id), 303)
    return _page(form, versions[0], status, theirs=versions[0] if status == 409 else None)


def _first_values(versions: list[TextRow]) -> dict[str, Any]:
    wanted = request.args.get("version", type=int)
    taken = next((row for row in versions if row.version == wanted), versions[0])
    names = ("keywords", "title", "body", "places", "unit_id", "valid_from", "valid_until")
    values = {name: getattr(taken, name) for name in names}
    return {**values, "places": list(taken.places), "version": versions[0].version}


def _units() -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in unit_tree() if row.is_active]


def _page(
    form: TextForm, row: TextRow | None, refused: int, theirs: TextRow | None = None
) -> Response:
    page = render_template(
        "texts/edit.html", form=form, row=row, theirs=theirs, variables=VARIABLES
    )
    return make_response(page, refused if form.is_submitted() else 200)
