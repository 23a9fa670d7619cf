"""Pages of publications: list, draft from a case, words, marks, steps, and their conflicts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound

from caseflow.core.cases.queries.page import case_head
from caseflow.core.cases.scope import get_case
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication import actions
from caseflow.public.publication.actions.drafts import live_publication_of, reasons_not_to_start
from caseflow.public.publication.actions.marks import TEXT, TITLE
from caseflow.public.publication.actions.steps import ensure_may
from caseflow.public.publication.forms import (
    AddMarkForm,
    MarksForm,
    StartForm,
    StepForm,
    WordsForm,
    marks_form,
    step_form,
)
from caseflow.public.publication.lifecycle import STATE_LABELS, STEPS, PublicationState, Step
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries import (
    ORDER,
    publication_counts,
    publication_history,
    publication_page,
    publication_rows,
)

bp = Blueprint("publication", __name__, url_prefix="/desk/publications")

DONE: dict[str, str] = {
    "propose": N_("The draft was submitted for approval."),
    "send_back": N_("The draft was sent back to its drafter."),
    "approve": N_("Approved. It is published within a minute."),
    "withdraw": N_("The publication was withdrawn."),
    "drop": N_("The draft was dropped."),
}
WILL: dict[str, str] = {
    "propose": N_("A second person looks at it; the draft can no longer be changed."),
    "send_back": N_("The drafter can change it again."),
    "approve": N_("This is what the public will read. A worker publishes it at once."),
    "withdraw": N_("The text goes; the date and your reason stay in its place for everybody."),
    "drop": N_("Nothing is published. A new draft of the case can be begun."),
}


@bp.get("/")
@requires(Permission.PUBLICATION_VIEW)
def index() -> str:
    """Show the publications of one state, with the counts of all."""
    counts = publication_counts()
    first = next((state for state in ORDER if counts[state]), PublicationState.DRAFT)
    asked = request.args.get("state", "")
    shown = PublicationState(asked) if asked in set(PublicationState) else first
    tabs = [
        (_(STATE_LABELS[state]), url_for("publication.index", state=state.value), state == shown, n)
        for state, n in counts.items()
    ]
    page = publication_rows(shown, request.args.get("page"))
    return render_template("publication/index.html", tabs=tabs, page=page, shown=shown)


@bp.route("/of/<int:case_id>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def new(case_id: int) -> Any:
    """Begin a draft from a case that has ended; lead to the one there is."""
    case = get_case(current_user, case_id)
    live = live_publication_of(case.id)
    if live is not None:
        return redirect(url_for("publication.show", publication_id=live), 303)
    form, reasons = StartForm(), reasons_not_to_start(case)
    if form.validate_on_submit() and not reasons:
        with unit_of_work():
            row = actions.start_draft(case, current_user)
        flash(_("The draft was begun. Decide on every mark, then submit it."), "success")
        return redirect(url_for("publication.show", publication_id=row.id), 303)
    page = render_template("publication/new.html", case=case_head(case), form=form, reasons=reasons)
    return (page, 409) if reasons else page


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
        return redirect(_url(row), 303)
    form = WordsForm(data={"title": row.title, "original": row.original, "version": row.version})
    template = "publication/words.html"
    if request.method == "GET":
        return render_template(template, form=form, view=publication_page(row, current_user))
    if request.form.get("intent") == "edit":
        return render_template(
            template, form=_on_top(form, row), view=publication_page(row, current_user)
        )
    if not form.validate():
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
            )
    except StaleCase:
        return _stale(row, form, _("Edit the words"))
    flash(_("The words were saved and searched anew."), "success")
    return redirect(_url(row), 303)


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
                row, current_user, version=form.version.data, decisions=form.decisions()
            )
    except StaleCase:
        db.session.expire_all()
        return _page(row, decisions=_on_top(_marks_form(row), row), is_stale=True), 409
    except BadInput as error:
        form.form_errors.append(str(error))
        return _page(row, decisions=form), 422
    flash(_("The decisions were saved."), "success")
    return redirect(_url(row), 303)


@bp.post("/<int:publication_id>/marks/new")
@requires(Permission.PUBLICATION_DRAFT)
def add(publication_id: int) -> Any:
    """Hide words that nothing proposed."""
    row = actions.get_publication(publication_id)
    form = AddMarkForm()
    if request.form.get("intent") == "edit":
        return _page(row, adding=_on_top(form, row))
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
        return _stale(row, form, _("Hide something else"))
    except BadInput as error:
        form.hidden.errors = [*form.hidden.errors, str(error)]
        return _page(row, adding=form), 422
    flash(_("The words are hidden."), "success")
    return redirect(_url(row), 303)


@bp.route("/<int:publication_id>/<name>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_VIEW)
def step(publication_id: int, name: str) -> Any:
    """Show the form of a step, or take it: then back to the publication (303)."""
    found = STEPS.get(name)
    if found is None or found.permission is None or name == "save":
        raise NotFound
    row = actions.get_publication(publication_id)
    ensure_may(found, current_user)
    form = step_form(found, row.version)
    if request.method == "GET":
        return _asked(row, found, form)
    if request.form.get("intent") == "edit":
        return _step_page(row, found, _on_top(form, row))
    if not form.validate():
        return _step_page(row, found, form), 422
    try:
        with unit_of_work():
            actions.take_step(row, name, current_user, version=form.version.data, reason=form.words)
    except StaleCase:
        return _stale(row, form, _(found.label))
    except Refused as error:
        return _step_page(row, found, form, error.reasons), 409
    flash(_(DONE[name]), "success")
    return redirect(_url(row), 303)


def _url(row: Publication) -> str:
    return url_for("publication.show", publication_id=row.id)


def _on_top(form: Any, row: Publication) -> Any:
    """Return a form as typed, on top of the newest version."""
    form.version.raw_data, form.version.data = None, row.version
    return form


def _marks_form(row: Publication) -> MarksForm:
    return marks_form(row.marks, {TITLE: row.title, TEXT: row.original}, row.version)


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
    )


def _asked(row: Publication, found: Step, form: StepForm) -> Any:
    """Show the form, or (409) why the step is not possible before anything is typed."""
    view = publication_page(row, current_user)
    known = next((one for one in view.steps if one.name == found.name), None)
    if known is None:
        reasons = [_("This step is not possible in the present state of the publication.")]
        return _step_page(row, found, form, reasons, is_open=False), 409
    if known.reasons:
        return _step_page(row, found, form, list(known.reasons), is_open=False), 409
    return _step_page(row, found, form)


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


def _stale(row: Publication, form: Any, label: str) -> tuple[str, int]:
    """Show what others did since, beside what was typed, with the three ways on."""
    db.session.expire_all()
    page = render_template(
        "publication/stale.html",
        view=publication_page(row, current_user),
        form=None,
        label=label,
        typed=form.typed(),
        changes=publication_history(row.id, after=form.version.data),
    )
    return page, 409
