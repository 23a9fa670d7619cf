"""The page of one publication: words, marks, steps, texts to share, and their conflicts."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication import actions
from caseflow.public.publication.actions.drafts import words_of
from caseflow.public.publication.actions.steps import ensure_may
from caseflow.public.publication.forms.draft import (
    AddMarkForm,
    MarksForm,
    StepForm,
    marks_form,
    step_form,
    words_form,
)
from caseflow.public.publication.lifecycle import STEPS, PublicationState, Step
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries import publication_page
from caseflow.public.publication.sharing import shared_texts
from caseflow.public.publication.views.blueprint import bp, stale, url_of

DONE: dict[str, str] = {
    "propose": N_("The draft was submitted for approval."),
    "send_back": N_("The draft was sent back to its drafter."),
    "approve": N_("Approved. It is published within a minute."),
    "withdraw": N_("The publication was withdrawn."),
    "drop": N_("The draft was dropped."),
    "correct": N_("The correction was begun. What is public stays until it is approved."),
    "stop_correcting": N_("The page stays as it was published."),
}
HEARING = frozenset({PublicationState.DRAFT, PublicationState.PROPOSED})
"""States in which what a named site answers can be recorded."""
WILL: dict[str, str] = {
    "propose": N_("A second person looks at it; the draft can no longer be changed."),
    "send_back": N_("The drafter can change it again."),
    "approve": N_("This is what the public will read. A worker publishes it at once."),
    "withdraw": N_("The text goes; the date and your reason stay in its place for everybody."),
    "drop": N_("Nothing is published. A new draft can be begun."),
    "correct": N_(
        "The page stays public as it is while you change the words; then a second "
        "person approves the new version."
    ),
    "stop_correcting": N_("What you changed since is thrown away."),
}


@bp.get("/<int:publication_id>")
@requires(Permission.PUBLICATION_VIEW)
def show(publication_id: int) -> str:
    """Show a publication: the draft beside its outcome, marks, steps, history."""
    return _page(actions.get_publication(publication_id))


@bp.route("/<int:publication_id>/words", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def words(publication_id: int) -> Any:
    """Edit title and text of a draft."""
    row = actions.get_publication(publication_id)
    if row.state != PublicationState.DRAFT and request.method == "GET":
        return redirect(url_of(row), 303)
    form = words_form(row.title, row.original, row.tables, row.version)
    template = "publication/words.html"
    if request.method == "GET":
        return render_template(template, form=form, view=publication_page(row, current_user))
    if request.form.get("intent") == "edit":
        return render_template(
            template, form=form.on_top_of(row.version), view=publication_page(row, current_user)
        )
    tables = form.read_tables(row.tables) if form.validate() else None
    if tables is None:
        view = publication_page(row, current_user)
        return render_template(template, form=form, view=view), 422
    try:
        with unit_of_work():
            actions.save_text(
                row,
                current_user,
                version=form.version.data,
                title=form.title.data,
                original=form.original.data.replace("\r\n", "\n"),
                tables=tables,
            )
    except StaleCase:
        return stale(row, form, _("Edit the words"))
    flash(_("The words were saved and searched anew."), "success")
    return redirect(url_of(row), 303)


@bp.post("/<int:publication_id>/marks")
@requires(Permission.PUBLICATION_DRAFT)
def decide(publication_id: int) -> Any:
    """Record what was decided on each mark."""
    row = actions.get_publication(publication_id)
    form = _marks_form(row)
    if not form.validate():
        return _page(row, decisions=form), 422
    try:
        with unit_of_work():
            actions.decide_marks(
                row,
                current_user,
                version=form.version.data,
                decisions=form.decisions(),
                hide_rest=request.form.get("intent") == "hide_rest",
            )
    except StaleCase:
        db.session.expire_all()
        return _page(row, decisions=_marks_form(row).on_top_of(row.version), is_stale=True), 409
    except BadInput as error:
        form.form_errors.append(str(error))
        return _page(row, decisions=form), 422
    flash(_("The decisions were saved."), "success")
    return redirect(url_of(row), 303)


@bp.post("/<int:publication_id>/marks/new")
@requires(Permission.PUBLICATION_DRAFT)
def add(publication_id: int) -> Any:
    """Hide words that nothing proposed."""
    row = actions.get_publication(publication_id)
    form = AddMarkForm()
    if request.form.get("intent") == "edit":
        return _page(row, adding=form.on_top_of(row.version))
    if not form.validate():
        return _page(row, adding=form), 422
    try:
        with unit_of_work():
            actions.add_mark(
                row,
                current_user,
                version=form.version.data,
                hidden=form.hidden.data,
                replacement=form.replacement.data or "",
                reason=form.reason.data,
            )
    except StaleCase:
        return stale(row, form, _("Hide something else"))
    except BadInput as error:
        form.hidden.errors = [*form.hidden.errors, str(error)]
        return _page(row, adding=form), 422
    flash(_("The words are hidden."), "success")
    return redirect(url_of(row), 303)


@bp.get("/<int:publication_id>/texts")
@requires(Permission.PUBLICATION_VIEW)
def texts(publication_id: int) -> Any:
    """Show the words for WeChat and Weibo, to be copied; what to take down (410) once it is gone.

    Raises NotFound for what is not public, and while a correction of it is under way.
    """
    row = actions.get_publication(publication_id)
    view = publication_page(row, current_user)
    if row.published_at is not None and not view.is_public:
        return render_template("publication/texts_gone.html", view=view, row=row), 410
    if not view.is_public or view.is_correction:
        raise NotFound
    root = settings().public_url or request.url_root
    address = root.rstrip("/") + url_for("published.page", slug=view.slug)
    shared = shared_texts(view.public_title, view.public_text, address)
    return render_template("publication/texts.html", view=view, texts=shared)


@bp.route("/<int:publication_id>/<name>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_VIEW)
def step(publication_id: int, name: str) -> Any:
    """Show the form of a step, or take it: then back to the publication (303)."""
    found = STEPS.get(name)
    if found is None or found.permission is None or name == "save":
        raise NotFound
    row = actions.get_publication(publication_id)
    ensure_may(found, current_user, row.kind)
    form = step_form(found, row.version)
    if request.method == "GET":
        return _asked(row, found, form)
    if request.form.get("intent") == "edit":
        return _step_page(row, found, form.on_top_of(row.version))
    if not form.validate():
        return _step_page(row, found, form), 422
    try:
        with unit_of_work():
            actions.take_step(row, name, current_user, version=form.version.data, reason=form.words)
    except StaleCase:
        return stale(row, form, _(found.label))
    except Refused as error:
        return _step_page(row, found, form, error.reasons), 409
    flash(_(DONE[name]), "success")
    return redirect(url_of(row), 303)


def _marks_form(row: Publication) -> MarksForm:
    return marks_form(row.marks, words_of(row), row.version)


def _page(
    row: Publication,
    *,
    decisions: MarksForm | None = None,
    adding: AddMarkForm | None = None,
    is_stale: bool = False,
) -> str:
    form = decisions or adding
    return render_template(
        "publication/page.html",
        view=publication_page(row, current_user),
        form=form if form is not None and form.errors else None,
        decisions=decisions or _marks_form(row),
        adding=adding or AddMarkForm(formdata=None, data={"version": row.version}),
        is_adding=adding is not None,
        is_stale=is_stale,
        may_draft=row.state == PublicationState.DRAFT and may(Permission.PUBLICATION_DRAFT),
        may_hear=row.state in HEARING and may(Permission.PUBLICATION_DRAFT),
    )


def _asked(row: Publication, found: Step, form: StepForm) -> Any:
    """Show the form, or (409) why the step is not possible before anything is typed."""
    impossible = (_("This step is not possible in the present state of the publication."),)
    steps = {one.name: one.reasons for one in publication_page(row, current_user).steps}
    reasons = list(steps.get(found.name, impossible))
    page = _step_page(row, found, form, reasons, is_open=not reasons)
    return (page, 409) if reasons else page


def _step_page(
    row: Publication,
    found: Step,
    form: StepForm,
    reasons: list[str] | None = None,
    is_open: bool = True,
) -> str:
    return render_template(
        "publication/step.html",
        view=publication_page(row, current_user),
        step=found,
        will=WILL[found.name],
        form=form,
        reasons=reasons or [],
        is_open=is_open,
    )
