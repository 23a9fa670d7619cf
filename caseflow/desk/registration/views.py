"""The registration page, what it asks while one types, its drafts, and the slip to be read out."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.petitions.complainants import normal_phone
from caseflow.core.petitions.queries import CallerHistory, caller_history
from caseflow.core.sources.queries import find_sources, source_exists
from caseflow.desk.registration import queries
from caseflow.desk.registration.actions import drafts
from caseflow.desk.registration.actions.registering import register_page
from caseflow.desk.registration.forms import RegistrationForm, new_page_key, read_typed_moment
from caseflow.desk.triage.actions.outcomes import record_outcome
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.regions.queries import match_township, townships
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.fields import choices_of
from caseflow.ground.web.filters import day_words, is_chinese
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("registration", __name__, url_prefix="/desk/registration")
REGISTER = Permission.CASE_REGISTER
NOT_KEPT = {"csrf_token", "action", "page_key", "triage_shown"}


@bp.get("/")
@requires(REGISTER)
def new() -> Response:
    """Show an empty page, or a draft of the person's own that was left unfinished."""
    key = request.args.get("page_key", "")
    kept = drafts.load_draft(key, current_user) if key else None
    if key and kept is None:
        flash(_("This draft is no longer there: it was registered or thrown away."), "info")
        return redirect(url_for("registration.new"), 303)
    form = _form(_as_typed(kept) if kept else None)
    form.page_key.data = key or new_page_key()
    return _page(form, with_history=bool(kept))


def _as_typed(kept: drafts.Fields) -> Any:
    """Return a draft as the request brings fields, without judging it yet."""
    from werkzeug.datastructures import MultiDict

    return MultiDict((name, value) for name, values in kept.items() for value in values)


def _form(typed: Any = None) -> RegistrationForm:
    form = RegistrationForm(typed) if typed is not None else RegistrationForm()
    name = "name" if is_chinese() else "name_en"
    channels = [(choice.code, getattr(choice, name)) for choice in queries.channel_choices()]
    form.channel.choices = choices_of(channels)
    form.categories.choices = choices_of(
        [
            (choice.code, getattr(choice, name))
            for group in queries.category_groups()
            for choice in (group.top, *group.below)
        ]
    )
    if not form.channel.data:
        form.channel.data = queries.usual_channel(current_user)
    return form


def _page(form: RegistrationForm, status: int = 200, *, with_history: bool = False) -> Response:
    page = render_template(
        "registration/new.html",
        form=form,
        groups=queries.category_groups(),
        townships=[_township(choice) for choice in townships()],
        drafts=queries.my_drafts(current_user, without=form.page_key.data or ""),
        history=_history(form.digits) if with_history else None,
        may_open_files=may(Permission.SOURCE_EDIT),
        is_chinese=is_chinese(),
        initials=pinyin_initials,
        after_id=request.args.get("after", type=int),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _township(choice: Any) -> dict[str, Any]:
    letters = [(choice.initials, choice.pinyin)]
    letters += [(pinyin_initials(alias), full_pinyin(alias)) for alias in choice.aliases]
    return {
        "code": choice.code,
        "name": choice.name,
        "aliases": choice.aliases,
        "letters": letters,
    }


def _history(phone: str) -> CallerHistory | None:
    """Return the caller's earlier petitions; the look is recorded as “call in progress”."""
    if len(phone) < 4:
        return None
    with unit_of_work():
        return caller_history(phone, current_user)


@bp.post("/")
@requires(REGISTER)
def register() -> Response:
    """Register what was typed, once per page; say what is missing beside the field (422)."""
    form = _form()
    action = request.form.get("action", "register")
    is_answered = action == "answer"
    if not form.validate() or (is_answered and not form.require_answer()) or not _fits(form):
        return _page(form, 422, with_history=True)
    try:
        with unit_of_work():
            petition_id = register_page(form.to_entry(with_answer=is_answered), current_user)
            record_outcome(request.form.get("triage_shown", ""), form.categories.data or ())
    except CaseflowError as error:
        form.form_errors.append(str(error))
        return _page(form, error.status, with_history=True)
    if action == "register_next":
        flash(_("Registered. The next call can begin."))
        return redirect(url_for("registration.new", after=petition_id), 303)
    return redirect(url_for("registration.slip", petition_id=petition_id), 303)


def _fits(form: RegistrationForm) -> bool:
    """Check what only the database knows; errors stand at their fields."""
    reference = (form.origin_reference.data or "").strip()
    if reference:
        number = queries.number_of_reference(form.channel.data, reference)
        if number is not None and not _is_of_this_page(form.page_key.data):
            words = _("This reference is already registered as %(number)s.", number=number)
            form.origin_reference.errors = [words]
    chosen = form.source_id.data or ""
    if chosen and not (chosen.isdigit() and source_exists(int(chosen))):
        form.respondent.errors = [_("This pollution source is not there any more: choose again.")]
    return not (form.origin_reference.errors or form.respondent.errors)


def _is_of_this_page(page_key: str) -> bool:
    """Return whether the page was registered already: sent twice, it answers with the first."""
    return drafts.is_registered(page_key)


@bp.post("/draft")
@requires(REGISTER)
def save_draft() -> Response:
    """Keep what is being typed, sealed, and answer when it was kept."""
    fields = {
        name: values
        for name, values in request.form.lists()
        if name not in NOT_KEPT and any(values)
    }
    try:
        with unit_of_work():
            at = drafts.save_draft(request.form.get("page_key", ""), fields, current_user)
    except CaseflowError as error:
        return make_response(jsonify(detail=str(error)), error.status)
    return jsonify(words=_("Saved %(time)s", time=f"{clock.local(at):%H:%M:%S}"))


@bp.post("/draft/discard")
@requires(REGISTER)
def discard_draft() -> Response:
    """Throw one of the person's own drafts away."""
    with unit_of_work():
        drafts.discard_draft(request.form.get("page_key", ""), current_user)
    flash(_("The draft was thrown away."))
    return redirect(url_for("registration.new"), 303)


@bp.post("/caller")
@requires(REGISTER)
def caller() -> Response:
    """Answer with the panel of a caller's earlier petitions, and record the look."""
    history = _history(normal_phone(request.form.get("phone", "")))
    response = make_response(render_template("registration/_caller.html", history=history))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/place")
@requires(REGISTER)
def place() -> Response:
    """Answer with the township named in an address text."""
    found = match_township(request.args.get("text", "")[:300])
    return jsonify(name=found.name if found else "", code=found.code if found else "")


@bp.get("/sources")
@requires(REGISTER)
def sources() -> Response:
    """Answer with the pollution sources that a typed name may mean."""
    rows = find_sources(current_user, request.args.get("q", "")[:100])
    return jsonify(
        [
            {
                "id": row.id,
                "name": row.name,
                "detail": _("%(count)s cases, %(open)s open",
                            count=row.case_count, open=row.open_case_count),
            }
            for row in rows
        ]
    )  # fmt: skip


@bp.get("/moment")
@requires(REGISTER)
def moment() -> Response:
    """Answer with a typed moment said back in full, or with what is wrong with it."""
    try:
        at = read_typed_moment(request.args.get("text", "")[:60])
    except ValueError as error:
        return jsonify(words=str(error), is_right=False)
    local = clock.local(at)
    return jsonify(words=f"{day_words(local.date())} {local:%H:%M}", is_right=True)


@bp.get("/done/<int:petition_id>")
@requires(REGISTER)
def slip(petition_id: int) -> Response:
    """Show the number, the lookup code and what was taken down, to be read back to the caller.

    The look at the complainant is recorded: the page is part of the call.
    """
    with unit_of_work():
        found = queries.registration(petition_id, current_user)
        page = render_template("registration/slip.html", done=found, is_chinese=is_chinese())
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
