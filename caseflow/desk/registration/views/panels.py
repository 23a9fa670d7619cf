"""What the call screen asks while one types: the caller, the place, the source, the moment."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.petitions.complainants import normal_phone
from caseflow.core.petitions.queries import CallerHistory, caller_history
from caseflow.core.sources.queries import find_sources, source_record
from caseflow.desk.registration.actions import calls
from caseflow.desk.registration.forms import read_typed_moment
from caseflow.desk.registration.views.blueprint import REGISTER, bp
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError, NotVisible
from caseflow.ground.regions.queries import match_township, meant_township
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.filters import day_words
from caseflow.people.permissions.decorators import requires


def history_of(phone: str) -> CallerHistory | None:
    """Return the caller's earlier petitions; the look is recorded as “call in progress”."""
    if len(phone) < 4:
        return None
    with unit_of_work():
        return caller_history(phone, current_user)


@bp.post("/caller")
@requires(REGISTER)
def caller() -> Response:
    """Answer with the panel of a caller's earlier petitions, and record the look."""
    history = history_of(normal_phone(request.form.get("phone", "")))
    response = make_response(
        render_template(
            "registration/_caller.html", history=history, page_key=request.form.get("page_key", "")
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/place")
@requires(REGISTER)
def place() -> Response:
    """Answer with the township named in an address text; by POST, for addresses are personal."""
    found = match_township(request.form.get("text", "")[:300])
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


@bp.get("/source-file/<int:source_id>")
@requires(REGISTER)
def source_file(source_id: int) -> str:
    """Answer with what stands against a source: cases, orders, penalties, and if it repeats."""
    record = source_record(source_id, current_user)
    if record is None:
        raise NotVisible(_("There is no such pollution source."))
    return render_template("registration/_source.html", record=record)


@bp.post("/chase")
@requires(REGISTER)
def chase() -> Response:
    """Log a chase of an earlier petition; answers with a sentence, or leads back to the page."""
    petition_id = request.form.get("petition_id", 0, type=int)
    status = 200
    try:
        with unit_of_work():
            case = calls.chase(petition_id, request.form.get("words", "")[:1000], current_user)
            words = calls.chase_words(case, current_user)
    except CaseflowError as error:
        words, status = str(error), error.status
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(words=words), status)
    flash(words, "info" if status == 200 else "warning")
    key = request.form.get("page_key") or None
    return redirect(url_for("registration.new", page_key=key), 303)


@bp.post("/emergency")
@requires(REGISTER)
def emergency() -> Response:
    """Tell the supervisors on duty that an emergency is on the line; says who was told."""
    township = meant_township(request.form.get("township", "")[:60])
    found = calls.Emergency(
        kind=request.form.get("emergency", ""),
        township=township.name if township else "",
        address=request.form.get("address_text", ""),
    )
    try:
        with unit_of_work():
            names = calls.call_supervisor(request.form.get("page_key", ""), current_user, found)
    except CaseflowError as error:
        return make_response(jsonify(words=str(error)), error.status)
    return jsonify(words=_("%(names)s told at %(at)s.", names="、".join(names), at=_now()))


@bp.post("/emergency-over")
@requires(REGISTER)
def emergency_over() -> Response:
    """Tell whoever was called to the emergency that it was taken back; says who was told."""
    try:
        with unit_of_work():
            names = calls.take_emergency_back(request.form.get("page_key", ""), current_user)
    except CaseflowError as error:
        return make_response(jsonify(words=str(error)), error.status)
    if not names:
        return jsonify(words=_("Taken back; nobody had been told."))
    words = _("Taken back: %(names)s told at %(at)s.", names="、".join(names), at=_now())
    return jsonify(words=words)


def _now() -> str:
    return f"{clock.local(clock.now()):%H:%M}"
