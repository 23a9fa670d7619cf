"""The page of one reward, and the looks at who reported and who was paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template
from flask_login import current_user

from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.actions import looks
from caseflow.public.rewards.actions.steps import get_reward
from caseflow.public.rewards.forms import LookForm
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.views.blueprint import bp, view_of


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


def _page(row: Reward, **shown: Any) -> str:
    """Render the page; `shown`: a person looked at, or a form of a look with its errors."""
    forms = {
        f"{name}_form": shown.pop(f"{name}_form", None) or LookForm(formdata=None, prefix=name)
        for name in ("reporter", "payee")
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    return render_template(
        "rewards/page.html",
        view=view_of(row),
        may_open_case=may(Permission.CASE_VIEW),
        form=wrong,
        **forms,
        **shown,
    )
