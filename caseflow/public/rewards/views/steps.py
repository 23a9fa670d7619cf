"""The steps of a reward: the form of each, the act, and the two pages of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.actions import assessing, claiming, paying
from caseflow.public.rewards.actions.steps import ensure_may, get_reward
from caseflow.public.rewards.criteria import judge_all
from caseflow.public.rewards.forms import AssessForm, RewardStepForm, step_form
from caseflow.public.rewards.lifecycle import STEPS, Step
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.queries.facts import fine_of, report_facts
from caseflow.public.rewards.queries.history import reward_history
from caseflow.public.rewards.queries.rules import rules_on
from caseflow.public.rewards.views.blueprint import bp, url_of, view_of

DONE: dict[str, str] = {
    "assess": N_("The reward was assessed. Another person decides on it."),
    "approve": N_("The reward was approved."),
    "send_back": N_("The reward was sent back to the assessor."),
    "refuse": N_("The reward was refused."),
    "notify": N_("The time to claim the reward runs from today."),
    "claim": N_("Who claims was checked. The reward can be paid."),
    "pay": N_("The payment was recorded."),
    "withdraw": N_("The reward was withdrawn."),
}
WILL: dict[str, str] = {
    "assess": N_("You say by which rule and how much. Another person decides on it."),
    "approve": N_("The reporter gets this amount. A third person pays it out."),
    "send_back": N_("The assessment goes; it is to be assessed anew."),
    "refuse": N_("Nothing is paid. The reporter is told nothing by the system."),
    "notify": N_("From now on the public page tells whoever holds number and lookup code, and the "
                 "time to claim runs."),
    "claim": N_("Compare the claim code, or the identity card with who reported. A wrong code is "
                "kept; after five a new one must be made."),
    "pay": N_("The account of a transfer is sealed and deleted after some months. Cash and "
              "vouchers need no name."),
    "withdraw": N_("Nothing is paid any more; a claim code holds no more."),
}  # fmt: skip


@bp.route("/<int:reward_id>/<name>", methods=["GET", "POST"])
@requires(Permission.REWARD_VIEW)
def step(reward_id: int, name: str) -> Any:
    """Show the form of a step, or take it: then back to the reward (303)."""
    found = STEPS.get(name)
    if found is None or found.permission is None:
        raise NotFound
    row = get_reward(reward_id)
    ensure_may(found, current_user)
    form = _form(row, found)
    if request.method == "GET":
        return _asked(row, found, form)
    if request.form.get("intent") == "edit":
        return _step_page(row, found, form.on_top_of(row.version))
    if not form.validate():
        return _step_page(row, found, form), 422
    return _taken(row, found, form)


def _taken(row: Reward, found: Step, form: RewardStepForm) -> Any:
    """Take the step; a wrong claim code is counted even though nothing else happens."""
    try:
        if found.name == "claim" and _is_wrong_code(row, form):
            form["code"].errors = [*form["code"].errors, str(claiming.WRONG_CODE)]
            return _step_page(row, found, form.on_top_of(row.version)), 422
        with unit_of_work():
            _TAKE[found.name](row, form)
    except StaleCase:
        return _stale(row, form, _(found.label))
    except BadInput as error:
        form.form_errors.append(str(error))
        return _step_page(row, found, form), 422
    except Refused as error:
        return _step_page(row, found, form, error.reasons), 409
    flash(_(DONE[found.name]), "success")
    return redirect(url_of(row), 303)


def _is_wrong_code(row: Reward, form: RewardStepForm) -> bool:
    if form["way"].data != claiming.BY_CODE:
        return False
    with unit_of_work():
        return claiming.note_wrong_code(
            row, current_user, version=form.version.data, code=form["code"].data or ""
        )


_TAKE: dict[str, Callable[[Reward, Any], None]] = {
    "assess": lambda row, form: assessing.assess(
        row, current_user, form.to_command(), version=form.version.data
    ),
    "approve": lambda row, form: assessing.approve(row, current_user, version=form.version.data),
    "send_back": lambda row, form: assessing.send_back(
        row, current_user, version=form.version.data, reason=form.reason.data
    ),
    "refuse": lambda row, form: assessing.refuse(
        row, current_user, version=form.version.data, reason=form.reason.data
    ),
    "withdraw": lambda row, form: assessing.withdraw(
        row, current_user, version=form.version.data, reason=form.reason.data
    ),
    "notify": lambda row, form: claiming.notify(
        row, current_user, version=form.version.data, way=form.way.data
    ),
    "claim": lambda row, form: claiming.claim(
        row,
        current_user,
        version=form.version.data,
        way=form.way.data,
        code=form.code.data or "",
    ),
    "pay": lambda row, form: paying.pay(
        row, current_user, form.to_command(), version=form.version.data
    ),
}


def _form(row: Reward, found: Step) -> RewardStepForm:
    data: dict[str, Any] = {}
    if found.name == "assess":
        data = {"fine_yuan": fine_of(row.petition_id), "reporter_count": 1}
    form = step_form(found, row.version, is_anonymous=claiming.is_anonymous(row), **data)
    if isinstance(form, AssessForm):
        _offer_rules(form, row)
    return form


def _offer_rules(form: AssessForm, row: Reward) -> None:
    """Offer the rules as they were when the report came in, and what is to be confirmed."""
    facts = report_facts(row.petition_id)
    rules = rules_on(clock.local_date(facts.submitted_at))
    form.rule.choices = [(rule.code, _(rule.label)) for rule in rules]
    found = judge_all(facts, needs_decision=False)
    form.confirmed.choices = [
        (one.code, f"{_(one.label)}: {_(finding.reason)}")
        for one, finding in found
        if finding.verdict == "ask"
    ]


def _asked(row: Reward, found: Step, form: RewardStepForm) -> Any:
    """Show the form, or (409) why the step is not possible before anything is typed."""
    impossible = (_("This step is not possible in the present state of the reward."),)
    steps = {one.name: one.reasons for one in view_of(row).steps}
    reasons = list(steps.get(found.name, impossible))
    page = _step_page(row, found, form, reasons, is_open=not reasons)
    return (page, 409) if reasons else page


def _step_page(
    row: Reward,
    found: Step,
    form: RewardStepForm,
    reasons: list[str] | None = None,
    is_open: bool = True,
) -> str:
    return render_template(
        "rewards/step.html",
        view=view_of(row),
        step=found,
        will=WILL[found.name],
        form=form,
        reasons=reasons or [],
        is_open=is_open,
    )


def _stale(row: Reward, form: RewardStepForm, label: str) -> tuple[str, int]:
    """Show what others did since, beside what was typed, with the three ways on."""
    db.session.expire_all()
    page = render_template(
        "rewards/stale.html",
        view=view_of(row),
        back=url_of(row),
        form=None,
        label=label,
        typed=form.typed(),
        changes=reward_history(row.id, after=form.version.data),
    )
    return page, 409
