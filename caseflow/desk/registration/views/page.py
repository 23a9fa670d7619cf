"""The page of a call, opened by hand or by the telephone system; registering; the slip."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.petitions.complainants import normal_phone
from caseflow.core.sources.queries import source_exists, source_record
from caseflow.desk.registration import queries
from caseflow.desk.registration.actions import drafts
from caseflow.desk.registration.actions.registering import register_page
from caseflow.desk.registration.forms import RegistrationForm, call_page_key, is_id, new_page_key
from caseflow.desk.registration.rules import is_phone
from caseflow.desk.registration.views.blueprint import REGISTER, bp, call_bp
from caseflow.desk.registration.views.panels import history_of
from caseflow.desk.triage.actions.outcomes import record_outcome
from caseflow.ground.errors import CaseflowError
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.regions.queries import townships
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.fields import choices_of
from caseflow.ground.web.filters import is_chinese
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission


@bp.get("/")
@requires(REGISTER)
def new() -> Response:
    """Show an empty page, or a draft of the person's own that was left unfinished."""
    key = request.args.get("page_key", "")
    kept = drafts.load_draft(key, current_user) if key else None
    if key and kept is None:
        flash(_("This draft is no longer there: it was registered or thrown away."), "info")
        return redirect(url_for("registration.new"), 303)
    form = form_of(_as_typed(kept) if kept else None)
    form.page_key.data = key or new_page_key()
    return page_of(form, with_history=bool(kept))


@call_bp.get("/")
@requires(REGISTER)
def ring() -> Response:
    """Show the page of a call that the telephone system hands over: `phone`, `call_id`.

    The same call handed over again is the same page: its draft, or what it has become. A `phone`
    that is no number, such as "anonymous", is ignored; with neither the page is an empty one.
    """
    call_id, phone = request.args.get("call_id", "")[:120], request.args.get("phone", "")[:40]
    phone = phone if is_phone(normal_phone(phone)) else ""
    key = call_page_key(call_id, current_user) if call_id else new_page_key()
    registered = drafts.petition_of_page(key)
    if registered is not None:
        return redirect(url_for("registration.slip", petition_id=registered), 303)
    kept = drafts.load_draft(key, current_user)
    form = form_of(_as_typed(kept) if kept else None)
    form.page_key.data, form.call_reference.data = key, call_id
    form.phone.data = form.phone.data or phone
    response = page_of(form, with_history=True, is_ringing=bool(call_id or phone))
    # What the page loads must not carry the number in its Referer into anybody's log.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _as_typed(kept: drafts.Fields) -> Any:
    """Return a draft as the request brings fields, without judging it yet."""
    from werkzeug.datastructures import MultiDict

    return MultiDict((name, value) for name, values in kept.items() for value in values)


def form_of(typed: Any = None) -> RegistrationForm:
    """Return the form of the call screen, of this request or of the fields `typed`."""
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


def page_of(
    form: RegistrationForm,
    status: int = 200,
    *,
    with_history: bool = False,
    is_ringing: bool = False,
) -> Response:
    """Return the call screen; `with_history` looks the caller up, and the look is recorded."""
    source_id = form.source_id.data or ""
    page = render_template(
        "registration/new.html",
        form=form,
        groups=queries.category_groups(),
        townships=[_township(choice) for choice in townships()],
        drafts=queries.my_drafts(current_user),
        record=source_record(int(source_id), current_user) if is_id(source_id) else None,
        is_ringing=is_ringing,
        history=history_of(form.digits) if with_history else None,
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


@bp.post("/")
@requires(REGISTER)
def register() -> Response:
    """Register what was typed, once per page; say what is missing beside the field (422)."""
    form = form_of()
    action = request.form.get("action", "register")
    is_answered = action == "answer"
    if not form.validate() or (is_answered and not form.require_answer()) or not _fits(form):
        return page_of(form, 422, with_history=True)
    try:
        with unit_of_work():
            petition_id = register_page(form.to_entry(with_answer=is_answered), current_user)
            record_outcome(request.form.get("triage_shown", ""), form.categories.data or ())
    except CaseflowError as error:
        form.form_errors.append(str(error))
        return page_of(form, error.status, with_history=True)
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
    if chosen and not (is_id(chosen) and source_exists(int(chosen))):
        form.respondent.errors = [_("This pollution source is not there any more: choose again.")]
    return not (form.origin_reference.errors or form.respondent.errors)


def _is_of_this_page(page_key: str) -> bool:
    """Return whether the page was registered already: sent twice, it answers with the first."""
    return drafts.is_registered(page_key)


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
