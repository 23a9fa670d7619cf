"""Pages of rewards for those who may know of them: lists, one reward, its steps, the rules.

Nothing here is linked from a case. An address holds a reward's id at most, no petition's number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.actions import assessing, claiming, looks, paying, starting
from caseflow.public.rewards.actions.setting import set_rule
from caseflow.public.rewards.actions.steps import ensure_may, get_reward
from caseflow.public.rewards.criteria import judge_all
from caseflow.public.rewards.forms import (
    AssessForm,
    LookForm,
    ProposeForm,
    RewardStepForm,
    rule_form,
    step_form,
)
from caseflow.public.rewards.lifecycle import STATE_LABELS, STEPS, RewardState, Step
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.queries.facts import fine_of, report_facts
from caseflow.public.rewards.queries.history import reward_history
from caseflow.public.rewards.queries.lists import founded_reports, reward_counts, reward_rows
from caseflow.public.rewards.queries.page import RewardPage, reward_page
from caseflow.public.rewards.queries.rules import rule_in_force, rules_on, set_lines
from caseflow.public.rewards.rules import RULES

bp = Blueprint("rewards", __name__, url_prefix="/rewards")

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


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Let no browser and no proxy keep a page of rewards."""
    response.headers["Cache-Control"] = "no-store"
    return response


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
    return redirect(_url(row), 303)


def _proposals(form: ProposeForm) -> str:
    with_decision = request.args.get("all") != "1"
    tabs = [
        (_("With a penalty in effect"), url_for("rewards.proposals"), with_decision, None),
        (_("All founded reports"), url_for("rewards.proposals", all=1), not with_decision, None),
    ]
    page = founded_reports(with_decision=with_decision, cursor=request.args.get("page"))
    return render_template("rewards/proposals.html", form=form, tabs=tabs, page=page)


@bp.get("/<int:reward_id>")
@requires(Permission.REWARD_VIEW)
def show(reward_id: int) -> str:
    """Show a reward: criteria with reasons, the amount, the steps, the history."""
    return _page(get_reward(reward_id))


@bp.post("/<int:reward_id>/reporter")
@requires(Permission.REWARD_PAY)
def reporter(reward_id: int) -> Any:
    """Show who reported, and record the look."""
    return _look(get_reward(reward_id), "reporter", looks.look_at_reporter)


@bp.post("/<int:reward_id>/payee")
@requires(Permission.REWARD_PAY)
def payee(reward_id: int) -> Any:
    """Show to whom a transfer went, and record the look."""
    return _look(get_reward(reward_id), "payee", looks.look_at_payee)


def _look(row: Reward, name: str, action: Callable[..., Any]) -> Any:
    form = LookForm(prefix=name)
    if not form.validate():
        return _page(row, **{f"{name}_form": form}), 422
    with unit_of_work():
        shown = action(row, current_user, form.reason.data)
    return _page(row, **{name: shown})


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
    return redirect(_url(row), 303)


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


def _url(row: Reward) -> str:
    return url_for("rewards.show", reward_id=row.id)


def _view(row: Reward) -> RewardPage:
    return reward_page(row, current_user, clock.today())


def _page(row: Reward, **shown: Any) -> str:
    """Render the page; `shown`: a person looked at, or a form of a look with its errors."""
    forms = {
        f"{name}_form": shown.pop(f"{name}_form", None) or LookForm(formdata=None, prefix=name)
        for name in ("reporter", "payee")
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    return render_template(
        "rewards/page.html",
        view=_view(row),
        may_open_case=may(Permission.CASE_VIEW),
        form=wrong,
        **forms,
        **shown,
    )


def _asked(row: Reward, found: Step, form: RewardStepForm) -> Any:
    """Show the form, or (409) why the step is not possible before anything is typed."""
    impossible = (_("This step is not possible in the present state of the reward."),)
    steps = {one.name: one.reasons for one in _view(row).steps}
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
        view=_view(row),
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
        view=_view(row),
        form=None,
        label=label,
        typed=form.typed(),
        changes=reward_history(row.id, after=form.version.data),
    )
    return page, 409
