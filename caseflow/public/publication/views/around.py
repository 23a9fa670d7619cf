"""Pages around a publication: the right of reply of its sites, demands to withdraw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication import actions
from caseflow.public.publication.drafting.exposed import present_figures
from caseflow.public.publication.forms.around import (
    AnswerForm,
    ConsiderForm,
    DemandForm,
    NoticeForm,
    StayForm,
)
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries import publication_page
from caseflow.public.publication.views.blueprint import bp, stale, url_of

SITE_FORMS = {"notice": NoticeForm, "answer": AnswerForm, "consider": ConsiderForm}


@bp.route("/<int:publication_id>/sites/<int:source_id>/<act>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def site(publication_id: int, source_id: int, act: str) -> Any:
    """Record of a named site that it was told, what it answered, what was decided on it."""
    row = actions.get_publication(publication_id)
    view = publication_page(row, current_user)
    named = next((one for one in view.sites if one.source_id == source_id), None)
    if act not in SITE_FORMS or named is None:
        raise NotFound
    today = clock.today()
    days = present_figures()["reply_days"]
    first = {"noticed_on": today, "answer_by": today + timedelta(days=days), "answered_on": today}
    form = SITE_FORMS[act](data={"version": row.version, **first})
    titles = {
        "notice": _("Tell the site"),
        "answer": _("Record the answer"),
        "consider": _("Consider the answer"),
    }

    def take() -> None:
        given = {name: form[name].data for name in _inputs(form)}
        verb: Any = {
            "notice": actions.note_notice,
            "answer": actions.note_answer,
            "consider": actions.consider_answer,
        }[act]
        verb(row, source_id, current_user, version=form.version.data, **given)

    return _taken(row, form, titles[act], take, site=named, days=days)


@bp.route("/<int:publication_id>/demand", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def demand(publication_id: int) -> Any:
    """Record that a published page must be withdrawn, since when that is known, and why."""
    row = actions.get_publication(publication_id)
    form: Any = DemandForm(data={"version": row.version, "known_on": clock.today()})

    def take() -> None:
        known_at = min(clock.end_of_day(form.known_on.data), clock.now())
        if form.known_on.data > clock.today():
            raise BadInput(_("The ground cannot become known in the future."))
        actions.demand_withdrawal(
            row,
            current_user,
            version=form.version.data,
            ground=form.ground.data,
            known_at=known_at,
        )

    return _taken(row, form, _("Must be withdrawn"), take)


@bp.route("/<int:publication_id>/demands/<int:demand_id>/stay", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_APPROVE)
def stay(publication_id: int, demand_id: int) -> Any:
    """Find that a page may stay although a ground was recorded."""
    row = actions.get_publication(publication_id)
    form = StayForm(data={"version": row.version})

    def take() -> None:
        actions.find_it_may_stay(
            row, demand_id, current_user, version=form.version.data, reason=form.reason.data
        )

    return _taken(row, form, _("It may stay"), take)


def _inputs(form: Any) -> list[str]:
    return [field.name for field in form if field.name not in {"version", "csrf_token"}]


def _taken(row: Publication, form: Any, title: str, take: Callable[[], None], **more: Any) -> Any:
    """Show a form, or do what it asks for: back to the publication (303), or why not."""

    def page(reasons: list[str] | None = None) -> str:
        return render_template(
            "publication/around.html",
            view=publication_page(row, current_user),
            form=form,
            title=title,
            reasons=reasons or [],
            inputs=_inputs(form),
            **more,
        )

    if request.method == "GET":
        return page()
    if request.form.get("intent") == "edit":
        form.on_top_of(row.version)
        return page()
    if not form.validate():
        return page(), 422
    try:
        with unit_of_work():
            take()
    except StaleCase:
        return stale(row, form, title)
    except Refused as error:
        return page(error.reasons), 409
    except BadInput as error:
        form.form_errors.append(str(error))
        return page(), 422
    flash(_("It was recorded."), "success")
    return redirect(url_of(row), 303)
