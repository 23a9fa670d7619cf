"""Pages of plans and their visits for supervisors, and opening one's own visit on the tablet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.plans.queries import planned_rows
from caseflow.core.plans.rules import BASIS_RULES, CAPS, STATES
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.core.visits.rules import BASES, KINDS
from caseflow.field.inspections.plans import actions
from caseflow.field.inspections.plans.actions import StalePlan, get_plan, get_planned
from caseflow.field.inspections.plans.forms import DropForm, PlanForm, VisitForm
from caseflow.field.inspections.plans.queries import plan_rows, plan_years, visits_where
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError, NotPermitted, Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("plans", __name__, url_prefix="/inspections")
VIEW, PLAN = Permission.INSPECTION_VIEW, Permission.INSPECTION_PLAN

LABELS: dict[str, Any] = {
    "bases": BASES, "kinds": KINDS, "states": STATES, "grades": RISK_GRADES, "rules": BASIS_RULES,
}  # fmt: skip


@bp.get("/plans/")
@requires(VIEW)
def index() -> str:
    """List the plans; year and ground stand in the address."""
    year, basis = request.args.get("year", type=int), request.args.get("basis", "")
    return render_template(
        "plans/index.html",
        rows=plan_rows(year, basis),
        years=plan_years(),
        year=year,
        basis=basis,
        **LABELS,
    )


@bp.get("/visits/")
@requires(VIEW)
def visits() -> str:
    """List the planned visits of all plans; state, ground and plan stand in the address."""
    state, basis = request.args.get("state", "open"), request.args.get("basis", "")
    plan_id, is_late = request.args.get("plan", type=int), request.args.get("late") == "1"
    return render_template(
        "plans/visits.html",
        rows=visits_where(plan_id=plan_id, state=state, basis=basis, is_late=is_late),
        plans=plan_rows(),
        chosen={"state": state, "basis": basis, "plan": plan_id, "late": is_late},
        **LABELS,
    )


@bp.get("/plans/<int:plan_id>")
@requires(VIEW)
def show(plan_id: int) -> str:
    """Show a plan with its visits."""
    plan = get_plan(plan_id)
    return render_template(
        "plans/show.html", plan=plan, rows=visits_where(plan_id=plan_id, state="all"), **LABELS
    )


@bp.route("/plans/new", methods=["GET", "POST"])
@requires(PLAN)
def new() -> Response:
    """Make a plan."""
    caps = {f"cap_{grade}": cap for grade, cap in CAPS.items()}
    form = PlanForm(version=1, year=clock.today().year, **caps)
    form.prepare()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                plan_id = actions.create_plan(form.to_command(), current_user).id
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The plan is saved."))
            return redirect(url_for("plans.show", plan_id=plan_id), 303)
    return _page("plans/edit.html", form, plan=None)


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def edit(plan_id: int) -> Response:
    """Change a plan."""
    plan = get_plan(plan_id)
    names = ("name", "basis", "kind", "year", "published_items", "words", "version")
    first = {name: getattr(plan, name) for name in names}
    form = PlanForm(**first, **{f"cap_{grade}": plan.caps.get(grade) for grade in CAPS})
    form.prepare()
    status = 422
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.change_plan(plan_id, form.to_command(), form.version.data)
        except (BadInput, StalePlan) as error:
            status = _said(form, error, InspectionPlan, plan_id)
        else:
            flash(_("The plan is saved."))
            return redirect(url_for("plans.show", plan_id=plan_id), 303)
    return _page("plans/edit.html", form, status, plan=get_plan(plan_id))


@bp.post("/plans/<int:plan_id>/end")
@requires(PLAN)
def end(plan_id: int) -> Response:
    """End a plan."""
    with unit_of_work():
        actions.end_plan(plan_id, request.form.get("version", 0, int))
    flash(_("The plan has ended."))
    return redirect(url_for("plans.show", plan_id=plan_id), 303)


@bp.post("/plans/<int:plan_id>/reinspections")
@requires(PLAN)
def schedule(plan_id: int) -> Response:
    """Plan the check of every open order that has none."""
    with unit_of_work():
        count = actions.schedule_reinspections(plan_id, current_user)
    flash(_("%(count)s re-inspections were planned.", count=count))
    return redirect(url_for("plans.show", plan_id=plan_id), 303)


@bp.route("/plans/<int:plan_id>/visits/new", methods=["GET", "POST"])
@requires(PLAN)
def new_visit(plan_id: int) -> Response:
    """Plan a visit; above the yearly cap of the enterprise the sentence says why not."""
    plan = get_plan(plan_id)
    form = VisitForm(version=1, source_id=request.args.get("source", type=int))
    form.prepare(is_new=True)
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.add_visit(plan_id, form.to_command(), current_user)
        except (BadInput, Refused) as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The inspection is planned."))
            return redirect(url_for("plans.show", plan_id=plan_id), 303)
    return _page("plans/new_visit.html", form, plan=plan)


@bp.route("/visits/<int:planned_id>", methods=["GET", "POST"])
@requires(PLAN)
def visit(planned_id: int) -> Response:
    """Show a planned visit, to be given officers and another day, opened or dropped."""
    row = get_planned(planned_id)
    names = ("due_on", "officer_id", "second_officer_id", "version")
    form = VisitForm(**{name: getattr(row, name) for name in names})
    form.prepare(is_new=False)
    status = 422
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.change_visit(planned_id, form.to_command(), form.version.data)
        except (BadInput, Refused, StalePlan) as error:
            status = _said(form, error, PlannedInspection, planned_id)
        else:
            flash(_("The planned inspection is saved."))
            return redirect(url_for("plans.visit", planned_id=planned_id), 303)
    return _visit_page(planned_id, form, status)


@bp.post("/visits/<int:planned_id>/open")
@requires(PLAN)
def open_visit(planned_id: int) -> Response:
    """Open the case of a planned visit and assign it."""
    with unit_of_work():
        case = actions.open_visit(planned_id, request.form.get("version", 0, int), current_user)
    flash(_("Case %(number)s was opened.", number=case.number), "success")
    return redirect(url_for("cases.page", case_id=case.id), 303)


@bp.post("/visits/<int:planned_id>/start")
@requires(Permission.CASE_RECEIPT)
def start(planned_id: int) -> Response:
    """Open one's own planned visit from the round."""
    row = get_planned(planned_id)
    if current_user.id not in (row.officer_id, row.second_officer_id):
        raise NotPermitted(_("This planned inspection is not yours."))
    with unit_of_work():
        case = actions.open_visit(planned_id, request.form.get("version", 0, int), current_user)
    flash(_("Case %(number)s was opened.", number=case.number), "success")
    return redirect(url_for("field.case", case_id=case.id), 303)


@bp.post("/visits/<int:planned_id>/drop")
@requires(PLAN)
def drop(planned_id: int) -> Response:
    """Drop a visit with the reason."""
    form = DropForm()
    if form.validate_on_submit():
        with unit_of_work():
            seen = form.version.data
            actions.drop_visit(planned_id, form.reason.data, seen, current_user)
        flash(_("The planned inspection is dropped."))
        return redirect(url_for("plans.show", plan_id=get_planned(planned_id).plan_id), 303)
    row = get_planned(planned_id)
    names = ("due_on", "officer_id", "second_officer_id", "version")
    shown = VisitForm(formdata=None, **{name: getattr(row, name) for name in names})
    shown.prepare(is_new=False)
    return _visit_page(planned_id, shown, 422, form)


def _visit_page(
    planned_id: int, form: VisitForm, status: int, drop_form: DropForm | None = None
) -> Response:
    (row,) = planned_rows(PlannedInspection.id == planned_id)
    page = render_template(
        "plans/visit.html",
        row=row,
        visit_form=form,
        form=drop_form or form,
        drop_form=drop_form or DropForm(formdata=None, version=row.version),
        **LABELS,
    )
    return make_response(page, status if request.method == "POST" else 200)


def _said(form: Any, error: CaseflowError, model: Any, row_id: int) -> int:
    """Put the sentence on the form; of a stale one, take up the version that counts now."""
    form.form_errors.append(str(error))
    if isinstance(error, StalePlan):
        now = get_plan(row_id) if model is InspectionPlan else get_planned(row_id)
        form.on_top_of(now.version)
        return 409
    return 422


def _page(template: str, form: Any, status: int = 422, **more: Any) -> Response:
    page = render_template(template, form=form, **more, **LABELS)
    return make_response(page, status if form.is_submitted() else 200)
