"""A petition step by step, its check page, handing in, and what one is given for it."""

from __future__ import annotations

import time
from typing import Any

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import limiter
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.actions.drafts import Draft, keep_draft, load_draft
from caseflow.public.portal.actions.handing_in import hand_in, receipt_of
from caseflow.public.portal.petition_forms import FORMS, EmptyForm, PicturesForm, StepForm
from caseflow.public.portal.places import township_name
from caseflow.public.portal.rules import KIND_LABELS, LEAST_SECONDS, WAYS
from caseflow.public.portal.steps import BY_NAME, CHECK, NAMES, STEPS, next_step
from caseflow.public.portal.tokens import COOKIE, is_token, new_token
from caseflow.public.portal.views.blueprint import (
    PETITIONS_PER_ADDRESS,
    STEPS_PER_ADDRESS,
    bp,
    unkept,
)

PATH = "/petition"
RECEIPT_SECONDS = 1800
"""How long this browser may show the receipt again."""
WAIT_S = 2.0
"""How long the receipt waits for the worker, to name the promised day at once."""
EXIT_TO = "https://www.weather.com.cn/"
"""Where “Exit this page” leads: a page of no meaning."""


def _token() -> str:
    """Return the token of this browser, "" without one."""
    typed = request.cookies.get(COOKIE, "")
    return typed if is_token(typed) else ""


def _draft() -> Draft | None:
    """Return the draft of this browser, if it can still be changed."""
    draft = load_draft(_token()) if _token() else None
    return None if draft is None or draft.is_handed_in else draft


def _remember(response: Response, token: str, seconds: int | None = None) -> Response:
    """Keep the token in this browser, until it is closed or for so many seconds."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        path=PATH,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return unkept(response)


def _forget(response: Response) -> Response:
    response.delete_cookie(COOKIE, path=PATH)
    return unkept(response)


def _page(template: str, code: int = 200, **values: Any) -> Response:
    return unkept(
        make_response(render_template(f"public/petition/{template}.html", **values), code)
    )


def _to(endpoint: str, **values: Any) -> Response:
    return make_response(redirect(url_for(endpoint, **values), 303))


@bp.get("/petition/")
@public
def start() -> Response:
    """Say what happens with a petition and with what one types, then begin or go on."""
    draft = _draft()
    on = next_step("", draft.answers) if draft else NAMES[0]
    return _page("start", draft=draft, on=on, steps=STEPS, form=EmptyForm(formdata=None))


@bp.post("/petition/again")
@public
def begin_again() -> Response:
    """Throw away what was typed in this browser: nobody has the token any more."""
    flash(_("What you typed is thrown away."), "info")
    return _forget(_to("portal.start"))


@bp.get("/petition/leave")
@public
def leave() -> Response:
    """Leave at once: forget the token and go to a page that says nothing."""
    return _forget(make_response(redirect(EXIT_TO, 303)))


@bp.route("/petition/<any(kind, place, words, pictures, person):name>", methods=["GET", "POST"])
@public
@limiter.limit(STEPS_PER_ADDRESS, methods=["POST"])
def step(name: str) -> Response:
    """Show a step with what was typed before, or keep it and go on."""
    draft = _draft()
    if draft is None and name != NAMES[0]:
        return _lapsed()
    form = FORMS[name]()
    if request.method == "GET":
        if draft is not None:
            form.fill(draft.answers.get(name, {}))
        return _step_page(name, form, draft, 200)
    draft = draft or Draft(token=new_token(), began_at=clock.now())
    if not form.validate_on_submit():
        return _step_page(name, form, draft, 422)
    return _kept(name, form, draft)


def _kept(name: str, form: StepForm, draft: Draft) -> Response:
    """Keep the step and lead to the next; stay where pictures were added, removed or refused."""
    is_done = True
    if isinstance(form, PicturesForm):
        removed = request.form.get("remove", "")
        draft.pictures = [one for one in draft.pictures if one.id != removed]
        is_taken = form.take(draft)
        is_done = is_taken and "go_on" in request.form
    if is_done:
        draft.answers[name] = form.answers()
    keep_draft(draft)
    if form.errors:
        return _remember(_step_page(name, form, draft, 422), draft.token)
    target = next_step(name, draft.answers) if is_done else name
    where = _to("portal.check") if target == CHECK else _to("portal.step", name=target)
    return _remember(where, draft.token)


def _step_page(name: str, form: StepForm, draft: Draft | None, code: int) -> Response:
    position = NAMES.index(name)
    return _page(
        f"{name}",
        code,
        form=form,
        step=BY_NAME[name],
        position=position + 1,
        count=len(STEPS),
        before=NAMES[position - 1] if position else "",
        pictures=draft.pictures if draft else [],
    )


def _lapsed() -> Response:
    """Lead to the start: there is no draft, it was handed in, or its time is over."""
    found = receipt_of(_token()) if _token() else None
    if found is not None:
        return _to("portal.done")
    if _token():
        flash(_("What you typed is not kept any more: drafts are deleted after 24 hours."), "info")
    return _forget(_to("portal.start"))


@bp.route("/petition/check", methods=["GET", "POST"])
@public
@limiter.limit(PETITIONS_PER_ADDRESS, methods=["POST"])
def check() -> Response:
    """Show all answers with the ways to change them; hand them in."""
    draft = _draft()
    if draft is None:
        return _lapsed()
    target = next_step("", draft.answers)
    if target != CHECK:
        return _to("portal.step", name=target)
    form = EmptyForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _check_page(form, draft, 200 if request.method == "GET" else 422)
    if (clock.now() - draft.began_at).total_seconds() < LEAST_SECONDS:
        flash(
            _("This was faster than a person types. Wait some seconds and send it again."),
            "warning",
        )
        return _check_page(form, draft, 422)
    try:
        hand_in(draft)
    except CaseflowError as error:
        flash(str(error), "warning")
        return _check_page(form, draft, 422)
    return _remember(_to("portal.done"), draft.token, RECEIPT_SECONDS)


def _check_page(form: EmptyForm, draft: Draft, code: int) -> Response:
    answers = draft.answers
    way = WAYS[answers["person"]["reply_way"]]
    return _page(
        "check",
        code,
        form=form,
        answers=answers,
        pictures=draft.pictures,
        kinds=[_(KIND_LABELS[code]) for code in answers["kind"]["kinds"]],
        township=township_name(answers["place"].get("township")),
        way=_(way),
    )


@bp.get("/petition/done")
@public
@limiter.limit(STEPS_PER_ADDRESS)
def done() -> Response:
    """Show number and code of what was handed in, what happens next and by when."""
    found = receipt_of(_token()) if _token() else None
    if found is None:
        return _to("portal.start")
    ends = time.monotonic() + (WAIT_S if settings().redis_url else 0)
    while found is not None and found[1].number is None and time.monotonic() < ends:
        time.sleep(0.2)
        found = receipt_of(_token())
    assert found is not None
    return _page("done", receipt=found[0], status=found[1])
