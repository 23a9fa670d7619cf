"""The style page in the three layouts. Nothing is saved."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caseflow.desk.styleguide import samples
from caseflow.desk.styleguide.forms import SampleForm
from caseflow.ground import clock
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("styleguide", __name__, url_prefix="/styleguide")


def _page(form: SampleForm, layout: str) -> str:
    return render_template(
        "styleguide/show.html",
        layout=f"layouts/{layout}.html",
        kind=layout,
        form=form,
        page=samples.rows(),
        dues=samples.due_words(),
        states=samples.states(),
        events=samples.events(),
        acts=samples.acts(),
        steps=samples.steps(),
        now=clock.now(),
        today=clock.today(),
    )


@bp.get("/")
@requires(Permission.SYSTEM_CONFIGURE)
def show() -> str:
    return _page(SampleForm(version=1), "desk")


@bp.get("/field")
@requires(Permission.SYSTEM_CONFIGURE)
def field() -> str:
    return _page(SampleForm(version=1), "field")


@bp.get("/public")
@requires(Permission.SYSTEM_CONFIGURE)
def public() -> str:
    return _page(SampleForm(version=1), "public")


@bp.post("/")
@requires(Permission.SYSTEM_CONFIGURE)
def check() -> Response:
    """Check the sample form and show its errors; nothing is saved."""
    form = SampleForm()
    if form.validate_on_submit():
        flash(_("Everything is filled in. Nothing was saved: this is a style page."))
        return make_response(_page(form, "desk"))
    return make_response(_page(form, "desk"), 422)
