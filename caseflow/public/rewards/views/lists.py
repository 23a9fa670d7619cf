"""The lists of rewards: those of one state, and founded reports that have none yet."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.actions import starting
from caseflow.public.rewards.forms import ProposeForm
from caseflow.public.rewards.lifecycle import STATE_LABELS, RewardState
from caseflow.public.rewards.queries.lists import founded_reports, reward_counts, reward_rows
from caseflow.public.rewards.views.blueprint import bp, url_of


@bp.get("/")
@requires(Permission.REWARD_VIEW)
def index() -> str:
    """Show the rewards of one state, with the counts of all."""
    counts = reward_counts()
    first = next((state for state in RewardState if counts[state]), RewardState.PROPOSED)
    asked = request.args.get("state", "")
    shown = RewardState(asked) if asked in set(RewardState) else first
    tabs = [
        (_(STATE_LABELS[state]), url_for("rewards.index", state=state.value), state == shown, n)
        for state, n in counts.items()
        if n or state == shown
    ]
    page = reward_rows(shown, request.args.get("page"))
    return render_template("rewards/index.html", tabs=tabs, page=page, shown=shown)


@bp.route("/proposals", methods=["GET", "POST"])
@requires(Permission.REWARD_PROPOSE)
def proposals() -> Any:
    """Show founded reports without a reward, or begin the reward of one."""
    form = ProposeForm()
    if request.method == "GET":
        return _proposals(form)
    if not form.validate():
        return _proposals(form), 422
    try:
        with unit_of_work():
            row = starting.propose(form.number.data, current_user)
    except BadInput as error:
        form.number.errors = [*form.number.errors, str(error)]
        return _proposals(form), 422
    flash(_("The reward was proposed."), "success")
    return redirect(url_of(row), 303)


def _proposals(form: ProposeForm) -> str:
    with_decision = request.args.get("all") != "1"
    tabs = [
        (_("With a penalty in effect"), url_for("rewards.proposals"), with_decision, None),
        (_("All founded reports"), url_for("rewards.proposals", all=1), not with_decision, None),
    ]
    page = founded_reports(with_decision=with_decision, cursor=request.args.get("page"))
    return render_template("rewards/proposals.html", form=form, tabs=tabs, page=page)
