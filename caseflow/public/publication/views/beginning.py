"""Beginning a draft: of a case, or of any other kind from what it needs."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.core.cases.queries.page import case_head
from caseflow.core.cases.scope import get_case
from caseflow.core.deadlines.rules import RULES
from caseflow.ground.errors import NotVisible, Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication import actions
from caseflow.public.publication.actions.beginning import (
    live_publication,
    live_publication_of,
    period_in_the_way,
    reasons_not_to_start,
)
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.drafting.exposed import exposed_sites
from caseflow.public.publication.forms.begin import FORMS, StartForm, last_month
from caseflow.public.publication.horn import read_rows
from caseflow.public.publication.kinds import KINDS, SUMMARY, Need, PublicationKind
from caseflow.public.publication.queries.choices import (
    cases_by_number,
    decision_choices,
    draw_choices,
)
from caseflow.public.publication.views.blueprint import bp
from caseflow.public.publication.wording import horn_fault


@bp.route("/of/<int:case_id>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def new(case_id: int) -> Any:
    """Begin a summary of a case that has ended; lead to the one there is."""
    case = get_case(current_user, case_id)
    live = live_publication_of(case.id)
    if live is not None:
        return redirect(url_for("publication.show", publication_id=live), 303)
    form = StartForm()
    reasons = reasons_not_to_start(KINDS[SUMMARY], Material(case_ids=(case.id,)))
    if form.validate_on_submit() and not reasons:
        with unit_of_work():
            row = actions.start_draft(case, current_user)
        flash(_("The draft was begun. Decide on every mark, then submit it."), "success")
        return redirect(url_for("publication.show", publication_id=row.id), 303)
    page = render_template("publication/new.html", case=case_head(case), form=form, reasons=reasons)
    return (page, 409) if reasons else page


@bp.route("/new/<key>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def begin(key: str) -> Any:
    """Begin a draft of a kind from what it needs: decision, draw, period, sites, table, cases."""
    if key not in KINDS or KINDS[key].needs == Need.CASE:
        raise NotFound
    kind = KINDS[key]
    form = _form(kind)
    if request.method == "GET":
        return _page(kind, form)
    if not form.validate():
        return _page(kind, form), 422
    material = _material(kind, form)
    if form.errors:
        return _page(kind, form), 422
    live = live_publication(kind, material)
    if live is not None:
        return redirect(url_for("publication.show", publication_id=live), 303)
    try:
        with unit_of_work():
            row = actions.start(kind, material, current_user)
    except Refused as error:
        other = period_in_the_way(kind, material)
        return _page(kind, form, error.reasons, other.id if other else None), 409
    flash(_("The draft was begun. Decide on every mark, then submit it."), "success")
    return redirect(url_for("publication.show", publication_id=row.id), 303)


def _form(kind: PublicationKind) -> Any:
    """Return the form of a kind with its choices, filled with what is most often wanted."""
    first = last_month() if kind.needs == Need.PERIOD else {}
    wanted = {name: request.args.get(name, type=int) for name in ("fact", "draw")}
    form = FORMS[kind.needs](data={**first, **{k: v for k, v in wanted.items() if v}})
    if kind.needs == Need.FACT:
        form.fact.choices = decision_choices()
    elif kind.needs == Need.DRAW:
        form.draw.choices = draw_choices()
    elif kind.needs == Need.SITES:
        _figures, sites = exposed_sites()
        form.sites.choices = [(s.source_id, s.name) for s in sites if s.is_satisfied]
    return form


def _page(
    kind: PublicationKind,
    form: Any,
    reasons: list[str] | None = None,
    existing_id: int | None = None,
) -> str:
    """Return the page of the form; `existing_id`: the publication that stands in the way."""
    figures, sites = exposed_sites() if kind.needs == Need.SITES else ({}, [])
    return render_template(
        "publication/begin.html",
        kind=kind,
        rule=RULES.get(kind.clock),
        form=form,
        reasons=reasons or [],
        existing_id=existing_id,
        figures=figures,
        sites=sites,
    )


def _material(kind: PublicationKind, form: Any) -> Material:
    """Return what was chosen; what cannot be read leaves an error at its field."""
    if kind.needs == Need.CASES:
        return Material(case_ids=_cases(form))
    if kind.needs == Need.FACT:
        return Material(fact_id=form.fact.data)
    if kind.needs == Need.DRAW:
        return Material(draw_id=form.draw.data)
    if kind.needs == Need.SITES:
        return Material(source_ids=tuple(form.sites.data))
    if kind.needs == Need.FILE:
        return _horn_rows(form)
    return Material(period_from=form.period_from.data, period_until=form.period_until.data)


def _cases(form: Any) -> tuple[int, ...]:
    """Return the cases of the typed numbers that the person may see."""
    known = cases_by_number(form.wanted)
    found = []
    for number in form.wanted:
        try:
            found.append(get_case(current_user, known[number]).id)
        except (KeyError, NotVisible):
            sentence = _("There is no case %(number)s.", number=number)
            form.numbers.errors = [*form.numbers.errors, sentence]
    return tuple(found)


def _horn_rows(form: Any) -> Material:
    basis = form.naming_basis.data or ""
    read = read_rows(form.file.data.read(), basis)
    form.file.errors = [*form.file.errors, *(horn_fault(*fault) for fault in read.faults[:5])]
    return Material(rows=read.rows, columns=read.columns, naming_basis=basis)
