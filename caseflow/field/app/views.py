"""The page of the offline app and what it is made of; all of it is kept by the service worker."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask_babel import gettext as _

from caseflow.field.app.shell import worker_text
from caseflow.field.app.wording import words_for_app
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("field_app", __name__, url_prefix="/field")

BACKGROUND, BAR = "#f3f6f5", "#0b4a43"
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@bp.get("/app")
@requires(Permission.CASE_RECEIPT)
def show() -> str:
    """Show the frame of the app. It names nobody and no case: a tablet keeps it."""
    return render_template("field/app.html")


@bp.get("/app/words")
@requires(Permission.CASE_RECEIPT)
def words() -> Response:
    """Give every sentence and label of the app in the language of the user."""
    return jsonify(words_for_app())


@bp.get("/app/manifest.webmanifest")
@requires(Permission.CASE_RECEIPT)
def manifest() -> Response:
    """Describe the app to the tablet, which then offers to install it."""
    response = jsonify(_manifest())
    response.content_type = "application/manifest+json"
    return response


def _manifest() -> dict[str, Any]:
    icons = [
        {
            "src": url_for("static", filename=f"field/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    return {
        "id": url_for("field_app.show"),
        "name": _("Field work"),
        "short_name": _("Field work"),
        "start_url": url_for("field_app.show"),
        "scope": "/field/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BAR,
        "icons": icons,
    }


@bp.get("/service-worker.js")
@requires(Permission.CASE_RECEIPT)
def service_worker() -> Response:
    """Give the service worker; a changed file, page or language makes it another one."""
    response = Response(worker_text(words_for_app()), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
