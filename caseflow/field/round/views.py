"""The officer's round: the cases to be seen to as cards, nearest deadline first, and one case."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.forms import LookForm
from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_counts, case_rows, count_words
from caseflow.core.cases.queries.page import case_page
from caseflow.core.plans.queries import my_planned
from caseflow.core.visits.rules import BASES
from caseflow.ground.i18n import N_
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("field", __name__, url_prefix="/field")

ROUNDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("mine", N_("My round"), {"assignee": "me"}),
    ("receipt", N_("To acknowledge"), {"state": "assigned"}),
    ("unit", N_("My unit"), {}),
)
"""Key, name and query string of the officer's lists."""

CARDS = 20


@bp.get("/")
@requires(Permission.CASE_RECEIPT)
def index() -> str:
    """Show the chosen round as cards."""
    filters = {key: read_filter(query, current_user) for key, _label, query in ROUNDS}
    counts = case_counts(filters, current_user)
    chosen = request.args.get("list", "mine")
    chosen = chosen if chosen in filters else "mine"
    tabs = [(key, _(label), count_words(counts[key])) for key, label, _query in ROUNDS]
    return render_template(
        "field/round.html",
        tabs=tabs,
        chosen=chosen,
        page=case_rows(filters[chosen], current_user, request.args.get("page"), CARDS),
        planned=my_planned(current_user) if chosen == "mine" else (),
        bases=BASES,
    )


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_VIEW)
def case(case_id: int) -> str:
    """Show one case for the tablet: what to do stands at the bottom."""
    return render_template(
        "field/case.html",
        view=case_page(case_id, current_user),
        look_form=LookForm(formdata=None),
        seen={},
    )
