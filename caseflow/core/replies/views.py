"""The page of a reply being drafted, and the lists: to approve, to call back, not solved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.reading import as_read_by, rows_read_by
from caseflow.core.cases.scope import ensure_may, get_case
from caseflow.core.replies.actions.drafts import revise, submit
from caseflow.core.replies.forms import DraftForm, draft_form
from caseflow.core.replies.models import ReplyDraft
from caseflow.core.replies.queries.letters import letters_of
from caseflow.core.replies.queries.lists import (
    approval_count,
    approval_rows,
    call_count,
    call_exclusions,
    call_rows,
    unsolved_count,
    unsolved_rows,
)
from caseflow.core.replies.queries.pages import draft_page, get_draft
from caseflow.core.replies.rules import DRAFTING
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("replies", __name__)

SUBMIT = "submit"

WAITING: tuple[tuple[str, str, Permission, Callable[[User], int]], ...] = (
    (N_("Replies to approve"), "replies.approvals", Permission.REPLY_APPROVE, approval_count),
    (N_("Reported as not solved"), "replies.unsolved", Permission.CASE_REOPEN, unsolved_count),
    (N_("Call-backs"), "replies.call_backs", Permission.PETITION_CALL_BACK, call_count),
)
"""What waits on these lists, for whom: label, page, right, count."""


@bp.app_template_global()
def waiting_replies() -> dict[str, tuple[str, int]]:
    """Return page → (label, how many wait there) of the lists that the person works off."""
    return {
        endpoint: (_(label), count(current_user))
        for label, endpoint, right, count in WAITING
        if may(right)
    }


@bp.route("/cases/<int:case_id>/reply-draft", methods=["GET", "POST"])
@requires(Permission.CASE_VIEW)
def show(case_id: int) -> Any:
    """Show a draft beside what was asked; POST keeps the words, and submits them if asked to."""
    case = get_case(current_user, case_id)
    draft = get_draft(case)
    if request.method == "GET":
        return _page(case, draft)
    ensure_may(Permission.REPLY_DRAFT, case, current_user)
    form = draft_form(draft, letters_of(draft))
    if not form.validate():
        return _page(case, draft, form), 422
    try:
        is_new = _keep(case, draft, form)
    except StaleCase as error:
        return _page(case, _fresh(case), form, [str(error)], is_stale=True), 409
    except Refused as error:
        return _page(case, _fresh(case), form, error.reasons), 409
    except BadInput as error:
        return _page(case, _fresh(case), form, [str(error)]), 422
    if request.form.get("intent") == SUBMIT:
        flash(_("The reply was submitted for approval."), "success")
    else:
        flash(_("The draft was kept.") if is_new else _("Nothing was changed."), "success")
    return redirect(url_for("replies.show", case_id=case.id), 303)


def _keep(case: Case, draft: ReplyDraft, form: DraftForm) -> bool:
    """Keep what was typed and, if asked to, submit it, in one transaction."""
    with unit_of_work():
        is_new = revise(
            draft,
            case,
            form.to_sections(),
            form.to_parts(),
            current_user,
            seen=form.version.data,
        )
        if request.form.get("intent") == SUBMIT:
            submit(case, current_user)
    return is_new


def _fresh(case: Case) -> ReplyDraft:
    db.session.expire_all()
    return get_draft(case)


def _page(
    case: Case,
    draft: ReplyDraft,
    form: DraftForm | None = None,
    reasons: list[str] | None = None,
    is_stale: bool = False,
) -> str:
    view = as_read_by(current_user, case, draft_page(case, draft, current_user))
    if form is not None and is_stale:  # the next keeping goes on top of what others wrote
        form.on_top_of(draft.version)
    is_open = draft.state == DRAFTING and view.may_draft
    return render_template(
        "replies/draft.html",
        view=view,
        form=form or (draft_form(draft, list(view.letters)) if is_open else None),
        reasons=reasons or [],
        is_stale=is_stale,
    )


@bp.get("/replies/to-approve")
@requires(Permission.REPLY_APPROVE)
def approvals() -> str:
    """Show the replies that wait for approval."""
    return render_template("replies/approvals.html", rows=approval_rows(current_user))


@bp.get("/replies/call-backs")
@requires(Permission.PETITION_CALL_BACK)
def call_backs() -> str:
    """Show who is to be called back, and how many are not, and why."""
    return render_template(
        "replies/call_backs.html",
        rows=call_rows(current_user),
        exclusions=call_exclusions(current_user),
        share=settings().callback_share,
        seed=settings().callback_seed,
    )


@bp.get("/replies/not-solved")
@requires(Permission.SUPERVISION_VIEW)
def unsolved() -> str:
    """Show what complainants call not solved, until it is handled again or refused."""
    return render_template(
        "replies/unsolved.html", rows=rows_read_by(current_user, unsolved_rows(current_user))
    )
