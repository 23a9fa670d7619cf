"""The rules of rewards: as they are in force, and setting one anew."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.actions.setting import set_rule
from caseflow.public.rewards.forms import rule_form
from caseflow.public.rewards.queries.rules import rule_in_force, rules_on, set_lines
from caseflow.public.rewards.rules import RULES
from caseflow.public.rewards.views.blueprint import bp


@bp.get("/rules")
@requires(Permission.REWARD_VIEW)
def rules() -> str:
    """Show the rules as they are in force today, each with its instrument."""
    return render_template("rewards/rules.html", rules=rules_on(clock.today()))


@bp.route("/rules/<code>", methods=["GET", "POST"])
@requires(Permission.REWARD_APPROVE)
def rule(code: str) -> Any:
    """Set a rule anew from a day on."""
    if code not in RULES:
        raise NotFound
    present = rule_in_force(code, clock.today())
    form = rule_form(present)
    if request.method == "GET":
        return _rule_page(code, form)
    if not form.validate():
        return _rule_page(code, form), 422
    try:
        with unit_of_work():
            set_rule(form.to_change(code), current_user)
    except BadInput as error:
        form.form_errors.append(str(error))
        return _rule_page(code, form), 422
    flash(_("The rule was set. Rewards assessed before keep their amount."), "success")
    return redirect(url_for("rewards.rules"), 303)


def _rule_page(code: str, form: Any) -> str:
    return render_template(
        "rewards/rule.html",
        rule=rule_in_force(code, clock.today()),
        form=form,
        lines=set_lines(code),
    )
