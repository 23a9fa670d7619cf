"""The addresses of GeoReport v2. Reading is open to everybody; filing needs a token as api_key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _

from caseflow.api.clients.rules import ApiScope
from caseflow.api.guarding import NotSignedIn, by_token
from caseflow.api.idempotency.actions import LOOKUP, Keyed, done_once
from caseflow.api.idempotency.rules import HEADER, is_key
from caseflow.api.open311 import queries
from caseflow.api.open311.actions import file_request, told_of
from caseflow.api.open311.problems import BadKey, BadQuestion
from caseflow.api.open311.reading import read_filed, read_question, request_id
from caseflow.api.open311.rules import (
    CALLS_PER_ADDRESS,
    FILED_PER_ADDRESS,
    JURISDICTION,
    PREFIX,
    filing_hash,
)
from caseflow.api.open311.writing import answer, single
from caseflow.ground.config import settings
from caseflow.ground.extensions import limiter
from caseflow.people.permissions.decorators import ensure, public
from caseflow.people.permissions.policy import Permission

bp = Blueprint("open311", __name__, url_prefix=PREFIX)
limiter.limit(CALLS_PER_ADDRESS)(bp)
View = TypeVar("View", bound=Callable[..., Any])
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FMT = "<any(json, xml):fmt>"


def files(view: View) -> View:
    """Mark the view that takes only a token as api_key, never a session: it needs no CSRF token."""
    view.required_permission = Permission.CASE_REGISTER  # type: ignore[attr-defined]
    view.required_scope = ApiScope.PETITIONS_WRITE  # type: ignore[attr-defined]
    view.is_for_machines = True  # type: ignore[attr-defined]
    view.takes_keys_only = True  # type: ignore[attr-defined]
    return view


@bp.get(f"/discovery.{FMT}")
@public
def discovery(fmt: str) -> Response:
    """Tell where this service is and what it speaks."""
    address = (settings().public_url or request.host_url).rstrip("/") + PREFIX
    found = {
        "changeset": "2026-11-28T00:00:00+08:00",
        "contact": settings().authority,
        "key_service": settings().authority,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": address,
                "changeset": "2026-11-28T00:00:00+08:00",
                "type": "production",
                "formats": ["text/xml", "application/json"],
                "jurisdiction_id": JURISDICTION,
            }
        ],
    }
    return single(found, "discovery", fmt)


@bp.get(f"/services.{FMT}")
@public
def services(fmt: str) -> Response:
    """List what can be reported."""
    return answer(queries.services(), "services", "service", fmt)


@bp.get(f"/services/<code>.{FMT}")
@public
def definition(code: str, fmt: str) -> Response:
    """Show the questions of one service."""
    return single(queries.service_definition(code), "service_definition", fmt)


@bp.get(f"/requests.{FMT}")
@public
def requests(fmt: str) -> Response:
    """List requests, the newest first."""
    return answer(queries.requests(read_question(request.args)), "service_requests", "request", fmt)


@bp.get(f"/requests/<wanted>.{FMT}")
@public
def one(wanted: str, fmt: str) -> Response:
    """Show one request; as the standard has it, in a list of one."""
    return answer([queries.one_request(request_id(wanted))], "service_requests", "request", fmt)


@bp.get(f"/tokens/<token>.{FMT}")
@public
def token(token: str, fmt: str) -> Response:
    """Tell the id that belongs to a token. Ids are given at once here, so they are their tokens."""
    found = queries.one_request(request_id(token))
    row = {"service_request_id": found["service_request_id"], "token": token}
    return answer([row], "service_requests", "request", fmt)


@bp.post(f"/requests.{FMT}")
@limiter.limit(FILED_PER_ADDRESS)
@files
def file(fmt: str) -> Response:
    """Register what a client files; the answer has its id and, in the notice, number and code.

    Sent again under the same Idempotency-Key, the request is answered as at first.
    """
    caller = g.api_caller = _caller()
    told = done_once(
        Keyed(caller.user.id, _key(), filing_hash(request.path, _form())),
        lambda: read_filed(request.form, _form()),
        lambda filed: told_of(file_request(filed, caller)),
    )
    notice = _(
        "Your petition has the number %(number)s and the lookup code %(code)s. "
        "See how far it is at %(address)s.",
        number=told.body["number"],
        code=told.body[LOOKUP],
        address=url_for("portal.lookup", _external=True),
    )
    row = {
        "service_request_id": str(told.petition_id),
        "service_notice": notice,
        "account_id": None,
    }
    response = answer([row], "service_requests", "request", fmt)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _key() -> str | None:
    """Return the Idempotency-Key of the request, if it has one. Raises BadQuestion."""
    key = request.headers.get(HEADER)
    if key is not None and not is_key(key):
        raise BadQuestion(_("Idempotency-Key is 1 to 200 visible ASCII characters."))
    return key


def _caller() -> Any:
    """Return whose api_key it is. Raises BadKey, and BadQuestion for one in the address."""
    if "api_key" in request.args:
        raise BadQuestion(
            _("Send api_key in the form, not in the address, which logs keep. Replace it.")
        )
    try:
        found = by_token(request.form.get("api_key", ""))
    except NotSignedIn as error:
        raise BadKey(
            _("The api_key is missing or not good: the request cannot be filed.")
        ) from error
    if not found.has(ApiScope.PETITIONS_WRITE):
        raise BadKey(_("This api_key may not file requests."))
    ensure(Permission.CASE_REGISTER)
    return found
