"""What every template of the public site is given: where it is read, and where the office is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

from caseflow.ground.config import settings
from caseflow.ground.web.locale import current_locale
from caseflow.ground.web.machines import Fault
from caseflow.public.published.shelf import is_shelf_held

LOCAL = "http://localhost"


@dataclass(frozen=True, slots=True)
class Site:
    """Facts of the public site. Addresses end without a stroke."""

    authority: str
    url: str
    """Where the public reads what is published."""
    office: str | None
    """Where petitions are taken: "" on the same site, None: not known to the bundle."""
    is_bundle: bool

    @property
    def host(self) -> str:
        """Return the name under which its entries are known for ever (RFC 4151)."""
        return urlsplit(self.url).hostname or "localhost"


def site() -> Site:
    """Return the facts as the settings have them; never from the request's own header."""
    found = settings()
    is_bundle = is_shelf_held()
    office = found.public_url if is_bundle else ""
    url = found.site_url or found.public_url or f"{LOCAL}:{found.port}"
    return Site(found.authority, url, office, is_bundle)


def render_public(template: str, **values: object) -> str:
    """Return a page of the public site."""
    return render_template(template, site=site(), here=request.path.rstrip("/") + "/", **values)


def keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    """Lead who reads English on to English pages: there is no cookie to remember it by."""
    if current_locale() == "en":
        values.setdefault("lang", "en")


def refuse(fault: Fault) -> Response:
    """Return the page that says that there is nothing at an address."""
    page = render_public("public/missing.html", heading=fault.title, sentence=fault.sentence)
    return make_response(page, fault.status)
