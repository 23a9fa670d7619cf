"""What every template of the public site is given: where it is read, and where the office is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, request
from markupsafe import Markup

from caseflow.ground.config import settings
from caseflow.ground.web.locale import current_locale
from caseflow.ground.web.machines import Fault
from caseflow.public.published.kinds import kind_of
from caseflow.public.published.linking import address_of
from caseflow.public.published.shapes import shape_of
from caseflow.public.published.shelf import is_shelf_held

LOCAL = "http://localhost"
_FRAMES = "caseflow_public_frames"


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
    """Return a page of the public site.

    Templates are given what stands here and nothing of the desk: no session, nobody signed in.
    """
    of_site, here = site(), request.path.rstrip("/") + "/"
    of_page = {"site": of_site, "here": here, "url_for": address_of}
    given = {**of_page, "shape_of": shape_of, "kind_of": kind_of, **values}
    given["frame"] = _frame(of_site, here)
    return current_app.jinja_env.get_template(template).render(given)


def _frame(of_site: Site, here: str) -> dict[str, Markup]:
    """Return head, bar and foot of a page: made once for each language and place of the bar."""
    place = here if here in ("/", "/results/") else "/results/."
    kept: dict[Any, dict[str, Markup]] = current_app.extensions.setdefault(_FRAMES, {})
    key = (current_locale(), of_site, place if here.startswith("/results/") or here == "/" else "")
    if key not in kept:
        given = {"site": of_site, "here": key[2], "url_for": address_of}
        kept[key] = {
            part: Markup(  # noqa: S704 -- a template's own markup
                current_app.jinja_env.get_template(f"layouts/_published_{part}.html").render(given)
            )
            for part in ("head", "bar", "foot")
        }
    return kept[key]


def keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    """Lead who reads English on to English pages: there is no cookie to remember it by."""
    if current_locale() == "en":
        values.setdefault("lang", "en")


def refuse(fault: Fault) -> Response:
    """Return the page that says that there is nothing at an address."""
    page = render_public("public/missing.html", heading=fault.title, sentence=fault.sentence)
    return make_response(page, fault.status)
