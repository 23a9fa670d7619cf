"""The blueprints of the call screen, and what its pages share."""

from __future__ import annotations

from flask import Blueprint

from caseflow.people.permissions.policy import Permission

bp = Blueprint("registration", __name__, url_prefix="/desk/registration")
call_bp = Blueprint("call", __name__, url_prefix="/desk/call")
REGISTER = Permission.CASE_REGISTER
