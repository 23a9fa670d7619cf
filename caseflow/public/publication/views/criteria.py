"""The figures by which sites are proposed for the exposure list, and setting them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication.actions.criteria import set_criterion
from caseflow.public.publication.drafting.exposed import exposed_sites, present_figures
from caseflow.public.publication.exposure import CRITERIA
from caseflow.public.publication.forms.around import criterion_form
from caseflow.public.publication.queries.criteria import criterion_decisions
from caseflow.public.publication.views.blueprint import bp


@bp.get("/criteria")
@requires(Permission.PUBLICATION_VIEW)
def criteria() -> str:
    """Show the criteria, where their figures come from, and the sites they name today."""
    figures, sites = exposed_sites()
    return render_template(
        "publication/criteria.html", criteria=CRITERIA, figures=figures, sites=sites
    )


@bp.route("/criteria/<key>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_APPROVE)
def criterion(key: str) -> Any:
    """Set the bureau's own figure for a criterion from a day on."""
    if key not in CRITERIA:
        raise NotFound
    row = CRITERIA[key]
    form: Any = criterion_form(row.least, row.most)
    if not form.is_submitted():
        form.amount.data, form.valid_from.data = present_figures()[key], clock.today()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                set_criterion(
                    key, form.amount.data, form.valid_from.data, form.basis.data, current_user
                )
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The figure was set."), "success")
            return redirect(url_for("publication.criteria"), 303)
    page = render_template(
        "publication/criterion.html",
        criterion=row,
        form=form,
        present=present_figures()[key],
        decisions=criterion_decisions(key),
    )
    return (page, 422) if form.errors else page
