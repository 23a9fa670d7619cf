"""Pollution sources: the list, each file with all cases against it, new and changed files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.filters import township_choices
from caseflow.core.cases.states import STATE_LABELS
from caseflow.core.plans.queries import source_year
from caseflow.core.sources.actions import (
    StaleSource,
    TakenCreditCode,
    create_source,
    edit_source,
    record_penalty,
)
from caseflow.core.sources.forms import PenaltyForm, SourceForm
from caseflow.core.sources.models import PollutionSource
from caseflow.core.sources.queries import (
    find_sources,
    get_source,
    penalties_of,
    source_page,
    source_record,
    source_rows,
)
from caseflow.core.sources.reference import RISK_GRADES, SECTORS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("sources", __name__, url_prefix="/sources")


@bp.get("/")
@requires(Permission.SOURCE_VIEW)
def index() -> str:
    """List the sources by name; search and grade stand in the address."""
    search, grade = request.args.get("q", "").strip(), request.args.get("grade", "")
    found = source_rows(
        current_user, search=search, grade=grade, after=request.args.get("after", type=int)
    )
    return render_template(
        "sources/index.html", found=found, search=search, grade=grade, grades=RISK_GRADES
    )


@bp.get("/<int:source_id>")
@requires(Permission.SOURCE_VIEW)
def show(source_id: int) -> str:
    """Show the file of a source with every case against it that the person may see."""
    return render_template(
        "sources/show.html",
        page=source_page(source_id, current_user),
        record=source_record(source_id, current_user),
        penalties=penalties_of(source_id),
        inspected=source_year(source_id, clock.today().year),
        grades=RISK_GRADES,
        states=STATE_LABELS,
        labels=_labels(),
        shown=_shown,
    )


@bp.route("/<int:source_id>/penalties/new", methods=["GET", "POST"])
@requires(Permission.SOURCE_EDIT)
def new_penalty(source_id: int) -> Response:
    """Record a penalty against a source; a decision recorded already is refused at its field."""
    source = get_source(source_id)
    form = PenaltyForm()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                record_penalty(source_id, form.to_command(), current_user)
        except BadInput as error:
            form.number.errors = [str(error)]
        else:
            flash(_("The penalty is recorded."))
            return redirect(url_for("sources.show", source_id=source_id), 303)
    page = render_template("sources/penalty.html", form=form, source=source)
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SOURCE_EDIT)
def new() -> Response:
    """Open a file; one of a like name is shown first. With `case`, go back to linking it."""
    form = SourceForm(version=1, risk_grade="general", name=request.args.get("name", ""))
    form.prepare()
    alike: list[Any] = []
    if form.validate_on_submit():
        alike = [] if form.is_another.data else find_sources(current_user, form.name.data, 5)
        if not alike:
            made = _opened(form)
            if made is not None:
                return redirect(_after(made), 303)
        else:
            form.form_errors.append(_("There are files of a like name: is it one of these?"))
    return _form_page(form, None, alike)


def _opened(form: SourceForm) -> PollutionSource | None:
    try:
        with unit_of_work():
            made = create_source(form.to_command(), current_user)
    except BadInput as error:
        form.credit_code.errors = [str(error)]
        return None
    flash(_("The file is opened."))
    return made


def _after(source: PollutionSource) -> str:
    case_id = request.args.get("case", type=int)
    if case_id is None:
        return url_for("sources.show", source_id=source.id)
    return url_for(
        "cases.step",
        case_id=case_id,
        transition="link_source",
        q=source.name,
        layout=request.args.get("layout"),  # back to the tablet, if that is where one came from
    )


@bp.route("/<int:source_id>/edit", methods=["GET", "POST"])
@requires(Permission.SOURCE_EDIT)
def edit(source_id: int) -> Response:
    """Change a file; a change made meanwhile is told, what was typed stays."""
    source = get_source(source_id)
    form = SourceForm(obj=source)
    form.prepare()
    status, theirs = 422, []
    if form.validate_on_submit():
        try:
            with unit_of_work():
                command = replace(
                    form.to_command(), longitude=source.longitude, latitude=source.latitude
                )
                edit_source(source_id, command, current_user, version=form.version.data)
        except TakenCreditCode as error:
            form.credit_code.errors = [str(error)]
        except StaleSource as error:
            form.form_errors.append(str(error))
            source, status = get_source(source_id), 409
            form.on_top_of(source.version)
            theirs = _present_values(source)
        else:
            flash(_("The file is saved."))
            return redirect(url_for("sources.show", source_id=source_id), 303)
    return _form_page(form, source, [], theirs, status)


def _form_page(
    form: SourceForm,
    source: PollutionSource | None,
    alike: list[Any],
    theirs: list[tuple[str, str]] | None = None,
    status: int = 422,
) -> Response:
    page = render_template(
        "sources/edit.html",
        form=form,
        source=source,
        alike=alike,
        theirs=theirs,
        sectors=SECTORS,
    )
    return make_response(page, status if form.is_submitted() else 200)


def _shown(name: str, value: Any) -> str:
    """Return a column's value as a person reads it: of a code, its name."""
    if value in (None, ""):
        return "–"
    if name == "risk_grade":
        return str(_(RISK_GRADES[value]))
    if name == "township_code":
        return str(dict(township_choices()).get(value, value))
    return str(value)


def _present_values(source: PollutionSource) -> list[tuple[str, str]]:
    return [(label, _shown(name, getattr(source, name))) for name, label in _labels().items()]


def _labels() -> dict[str, str]:
    """Return the names of a file's columns, as its history tells them."""
    return {
        "name": _("Name of the source"),
        "credit_code": _("Unified social credit code"),
        "sector": _("Sector"),
        "permit_number": _("Permit number"),
        "township_code": _("Township"),
        "address_text": _("Address"),
        "risk_grade": _("Risk grade"),
        "note": _("Note"),
    }
