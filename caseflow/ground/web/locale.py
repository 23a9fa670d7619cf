"""Which language a page speaks: the address, the cookie, the person's setting, else Chinese."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import flask_babel
from flask import Blueprint, Flask, Response, current_app, g, has_request_context, redirect, request
from flask_babel import get_locale
from flask_login import current_user

from caseflow.ground.clock import ZONE
from caseflow.ground.extensions import babel
from caseflow.ground.web.cookieless import is_cookieless
from caseflow.ground.web.machines import names_its_language

LANGUAGES: dict[str, str] = {"zh_Hans_CN": "中文", "en": "English"}
"""Locale → its own name for itself; the first is the default."""

HTML_LANGUAGES = {"zh_Hans_CN": "zh-Hans", "en": "en"}
DEFAULT = "zh_Hans_CN"
COOKIE = "caseflow_language"
MACHINES_SAY = {"zh": DEFAULT, "zh-CN": DEFAULT, "zh-Hans": DEFAULT, "en": "en"}
"""What a machine's Accept-Language is matched with; people's pages do not look at it."""

YEAR_SECONDS = 365 * 24 * 3600

bp = Blueprint("locale", __name__)


def init_app(app: Flask) -> None:
    """Choose the language of each request and serve `POST /language`."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", str(ZONE))
    babel.init_app(app, locale_selector=select_locale)
    flask_babel._get_current_context = _language_of_context
    app.jinja_env.globals.update(
        html_language=html_language,
        languages=LANGUAGES,
        html_languages=HTML_LANGUAGES,
        current_locale=current_locale,
    )
    app.register_blueprint(bp)


def _language_of_context() -> SimpleNamespace | None:
    """Return where Flask-Babel keeps the language of this application context; None without one.

    Stands in for its own function, which asks through proxies five times where one is enough: a
    list asks some thousand times a page (`caseflow bench lists`). The same answers, tested.
    """
    try:
        kept: Any = g._get_current_object()
    except RuntimeError:
        return None
    try:
        found: SimpleNamespace = kept._flask_babel
    except AttributeError:
        found = kept._flask_babel = SimpleNamespace()
    return found


def select_locale() -> str:
    """Return the locale: `?lang=` for one page, then the cookie, then the person's setting.

    For addresses of machines the request's Accept-Language comes before the setting; at those
    without cookies only `?lang=` counts.
    """
    if not has_request_context():
        return DEFAULT
    if is_cookieless(request.path):
        wanted = request.args.get("lang")
        return wanted if wanted in LANGUAGES else DEFAULT
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    if names_its_language(request.path) and request.accept_languages:
        wished = request.accept_languages.best_match(MACHINES_SAY, default="zh")
        return MACHINES_SAY[wished]
    kept = getattr(current_user, "locale", None)
    return str(kept) if kept in LANGUAGES else DEFAULT


def html_language() -> str:
    """Return the present language as HTML names it."""
    return HTML_LANGUAGES.get(str(get_locale()), HTML_LANGUAGES[DEFAULT])


def current_locale() -> str:
    """Return the name of the present locale."""
    return str(get_locale())


def local_path(target: str | None) -> str:
    """Return `target` if it is a path on this server, else the start page."""
    target = target or "/"
    parts = urlsplit(target)
    is_here = not parts.scheme and not parts.netloc and "\\" not in target
    return target if is_here and target.startswith("/") and target[1:2] != "/" else "/"


@bp.post("/language")
def set_language() -> Response:
    """Keep the language chosen in a cookie for a year and go back to the page."""
    response = redirect(local_path(request.form.get("next")), 303)
    name = request.form.get("language", "")
    if name in LANGUAGES:
        response.set_cookie(
            COOKIE,
            name,
            max_age=YEAR_SECONDS,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
    return response  # type: ignore[return-value]


# Permission.PUBLIC by its value: the ground stands below the rights and cannot name them.
set_language.required_permission = "public"  # type: ignore[attr-defined]
