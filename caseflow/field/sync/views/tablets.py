"""The desk's lists of tablets: one's own and everybody's, to report one as lost."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.field.sync.actions import devices
from caseflow.field.sync.queries import device_rows
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

tablets_bp = Blueprint("tablets", __name__, url_prefix="/desk/tablets")


@tablets_bp.get("/")
@requires(Permission.FIELD_SEND)
def index() -> str:
    """List the tablets that the person uses."""
    page = device_rows(current_user.id, request.args.get("page"))
    return render_template("tablets/index.html", page=page, is_everybodys=False)


@tablets_bp.get("/all")
@requires(Permission.DEVICE_MANAGE)
def everybodys() -> str:
    """List the tablets of everybody."""
    page = device_rows(None, request.args.get("page"))
    return render_template("tablets/index.html", page=page, is_everybodys=True)


@tablets_bp.post("/<int:row_id>/lost")
@requires(Permission.FIELD_SEND)
def lost(row_id: int) -> Response:
    """Report one's own tablet as lost: what one keeps on it is wiped when it next reports."""
    return _reported(row_id, is_everybodys=False)


@tablets_bp.post("/all/<int:row_id>/lost")
@requires(Permission.DEVICE_MANAGE)
def lost_of_anybody(row_id: int) -> Response:
    """Report a tablet as lost, for all who use it."""
    return _reported(row_id, is_everybodys=True)


@tablets_bp.post("/<int:row_id>/found")
@requires(Permission.FIELD_SEND)
def found(row_id: int) -> Response:
    """Take the report back, as long as the tablet was not told."""
    return _taken_back(row_id, is_everybodys=False)


@tablets_bp.post("/all/<int:row_id>/found")
@requires(Permission.DEVICE_MANAGE)
def found_of_anybody(row_id: int) -> Response:
    """Take the report back for all who use the tablet."""
    return _taken_back(row_id, is_everybodys=True)


def _reported(row_id: int, *, is_everybodys: bool) -> Response:
    row = devices.get_device(row_id, None if is_everybodys else current_user.id)
    with unit_of_work():
        actor = current_user._get_current_object()
        devices.report_lost(row, actor, is_everybodys=is_everybodys)
    flash(_("The tablet wipes itself as soon as it reports. Until then you can take it back."))
    return _back(is_everybodys)


def _taken_back(row_id: int, *, is_everybodys: bool) -> Response:
    row = devices.get_device(row_id, None if is_everybodys else current_user.id)
    with unit_of_work():
        actor = current_user._get_current_object()
        devices.take_back(row, actor, is_everybodys=is_everybodys)
    flash(_("The report is taken back: the tablet goes on as before."))
    return _back(is_everybodys)


def _back(is_everybodys: bool) -> Response:
    page = "tablets.everybodys" if is_everybodys else "tablets.index"
    return redirect(url_for(page), 303)
