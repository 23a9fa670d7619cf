"""One route for every transition: its form, the act, and the two pages of a conflict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.situation import situation_of
from caseflow.core.cases.forms import StepForm, StepOptions, step_form
from caseflow.core.cases.lifecycle import TRANSITIONS, Transition, refusals
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.clocks import asked_for
from caseflow.core.cases.queries.history import case_history
from caseflow.core.cases.queries.options import likely_units, step_options, suggested_source
from caseflow.core.cases.queries.page import case_head
from caseflow.core.cases.queries.petitions import petition_views
from caseflow.core.cases.queries.reading import as_read_by
from caseflow.core.cases.scope import ensure_may, get_case, reaches
from caseflow.core.cases.views.blueprint import bp, case_url, layout
from caseflow.core.cases.views.uploads import keep_uploads
from caseflow.core.cases.wording import WORDINGS
from caseflow.core.replies.queries.letters import approved_letters
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

ANSWERS = ("grant_extension", "refuse_extension")
"""Steps that answer a request for more time, which stands beside their form."""


LEADS_TO_DRAFT = frozenset({"draft_reply", "propose_reply"})


@bp.route("/<int:case_id>/<transition>", methods=["GET", "POST"])
@requires(Permission.CASE_VIEW)
def step(case_id: int, transition: str) -> Any:
    """Show the form of a transition, or do it: then back to the case (303)."""
    row = _row(transition)
    case = get_case(current_user, case_id)
    ensure_may(row.permission, case, current_user)
    search = request.args.get("q", "")
    options = as_read_by(current_user, case, step_options(row, case, current_user, search))
    form = step_form(row, case.version, _with_asked_for(options))
    if request.method == "GET":
        return _asked(row, case, form)
    files, is_kept = keep_uploads(form, case.id)
    if request.form.get("intent") == "edit":
        return _form_page(row, case, form.on_top_of(case.version))
    if not form.validate() or not is_kept:
        return _form_page(row, case, form), 422
    return _done(row, case, form, files)


def _with_asked_for(options: StepOptions) -> StepOptions:
    """Let what a link asks for (`?unit=`, `?task=`) stand in the untouched form."""
    first = dict(options.first)
    asked_for = (
        ("unit", options.units),
        ("task", options.tasks),
        ("petition", options.petitions),
    )
    for name, offered in asked_for:
        asked = request.args.get(name, type=int)
        if asked is not None and asked in dict(offered):
            first[f"{name}_id"] = asked
    return replace(options, first=first)


def _row(name: str) -> Transition:
    row = TRANSITIONS.get(name)
    if row is None or not row.has_button:
        raise NotFound
    return row


def _asked(row: Transition, case: Case, form: StepForm) -> Any:
    """Show the form, or (409) why the step is not possible before anything is typed."""
    reasons = refusals(row, situation_of(case, current_user.id, {}))
    page = _form_page(row, case, form, [_(reason) for reason in reasons], is_open=not reasons)
    return (page, 409) if reasons else page


def _done(row: Transition, case: Case, form: StepForm, files: list[tuple[int, str]]) -> Any:
    given = form.to_given()
    if files:
        given["files"] = files
    try:
        with unit_of_work():
            perform(case, row.name, current_user, version=form.version.data, **given)
    except StaleCase:
        return _stale_page(row, case, form), 409
    except Refused as error:
        return _form_page(row, case, form, error.reasons), 409
    except BadInput as error:
        return _form_page(row, case, form, [_(str(error))]), 422
    flash(_(WORDINGS[row.name].done, number=case.number), "success")
    if reaches(current_user, Permission.CASE_VIEW, case):
        return redirect(_after(row, case), 303)
    return redirect(url_for("work.index"), 303)


def _after(row: Transition, case: Case) -> str:
    """Return where a step leads: a reply that was begun, to its draft; the others, to the case."""
    if row.name in LEADS_TO_DRAFT:
        return url_for("replies.show", case_id=case.id)
    return case_url(case.id)


def _form_page(
    row: Transition,
    case: Case,
    form: StepForm,
    reasons: list[str] | None = None,
    is_open: bool = True,
) -> str:
    told = {
        "case": case_head(case),
        "petitions": petition_views(case.id),
        "letters": approved_letters(case) if row.name == "reply" else [],
        "asked": [one] if row.name in ANSWERS and (one := asked_for(case.id)) else [],
    }
    return render_template(
        "cases/step.html",
        layout=layout(),
        row=row,
        wording=WORDINGS[row.name],
        form=form,
        reasons=reasons or [],
        is_open=is_open,
        back=case_url(case.id),
        may_look=row.name == "call_back"
        and reaches(current_user, Permission.COMPLAINANT_VIEW, case),
        search=request.args.get("q") or suggested_source(case.id),
        likely=likely_units(case) if "unit_id" in form else None,
        **as_read_by(current_user, case, told),
    )


def _stale_page(row: Transition, case: Case, form: StepForm) -> str:
    """Show what others did since, beside what was typed, with the three ways on."""
    db.session.expire_all()
    reasons = refusals(row, situation_of(case, current_user.id, {}))
    return render_template(
        "cases/stale.html",
        layout=layout(),
        row=row,
        wording=WORDINGS[row.name],
        case=case_head(case),
        form=form,
        typed=form.typed(),
        changes=as_read_by(current_user, case, case_history(case.id, after_seq=form.version.data)),
        reasons=[_(reason) for reason in reasons],
        back=case_url(case.id),
    )
