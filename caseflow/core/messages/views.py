"""The inbox, the preview of all messages, and the list of those that could not be delivered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.messages.actions import mark_all_read, mark_read
from caseflow.core.messages.preview import previews
from caseflow.core.messages.queries import inbox_page, undeliverable, unread_count
from caseflow.ground import clock
from caseflow.ground.notifications.outbox import retry_failed
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@bp.app_context_processor
def bell() -> dict[str, Any]:
    """Give the layouts `unread_count()`: asked only by pages that show the bell."""

    def count() -> int:
        return unread_count(current_user.id) if current_user.is_authenticated else 0

    return {"unread_count": count}


@bp.get("/")
@requires(Permission.INBOX_VIEW)
def show() -> str:
    page = inbox_page(current_user, request.args.get("after"))
    return render_template("messages/inbox.html", page=page)


@bp.post("/<int:message_id>/open")
@requires(Permission.INBOX_VIEW)
def open_message(message_id: int) -> Response:
    """Mark a message as read and go to what it is about."""
    with unit_of_work():
        path = mark_read(current_user.id, message_id, clock.now())
    return redirect(path or url_for("inbox.show"), 303)


@bp.post("/<int:message_id>/read")
@requires(Permission.INBOX_VIEW)
def read_message(message_id: int) -> Response:
    with unit_of_work():
        mark_read(current_user.id, message_id, clock.now())
    return redirect(url_for("inbox.show"), 303)


@bp.post("/read")
@requires(Permission.INBOX_VIEW)
def read_all() -> Response:
    """Mark everything up to the newest message on the page as read; later ones stay unread."""
    newest_id = request.form.get("newest_id", type=int) or 0
    with unit_of_work():
        count = mark_all_read(current_user.id, newest_id, clock.now())
    flash(_("%(count)s messages marked as read.", count=count))
    return redirect(url_for("inbox.show"), 303)


@bp.get("/preview")
@requires(Permission.SUPERVISION_VIEW)
def preview() -> str:
    return render_template("messages/preview.html", previews=previews())


@bp.get("/undeliverable")
@requires(Permission.MESSAGE_RETRY)
def stuck() -> str:
    return render_template("messages/undeliverable.html", rows=undeliverable())


@bp.post("/undeliverable")
@requires(Permission.MESSAGE_RETRY)
def retry() -> Response:
    """Try the chosen failed messages again, or all of them."""
    chosen = request.form.getlist("id", type=int) or [
        row.id for row in undeliverable() if row.has_failed
    ]
    with unit_of_work():
        count = retry_failed(chosen, clock.now())
    flash(_("%(count)s messages will be tried again.", count=count))
    return redirect(url_for("inbox.stuck"), 303)
