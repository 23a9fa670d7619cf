"""The inbox, the preview of all messages, and the list of those that could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.messages.actions import mark_all_read, mark_read
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.messages.forms import WishesForm
from caseflow.core.messages.models import MessageWishes
from caseflow.core.messages.preview import previews, ways_of
from caseflow.core.messages.queries import inbox_page, list_owner, undeliverable, unread_count
from caseflow.core.messages.wishes import (
    REFUSABLE,
    Wishes,
    keep_wishes,
    refusable,
    wishes_of,
)
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.channels.table import CHANNELS
from caseflow.ground.notifications.outbox import give_up, retry_failed, take_care
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
    return _undelivered()


def _undelivered(wrong: str = "", typed: str = "", chosen: Sequence[int] = ()) -> str:
    return render_template(
        "messages/undeliverable.html",
        rows=undeliverable(),
        owner=list_owner(),
        wrong=wrong,
        typed=typed,
        chosen=chosen,
    )


@bp.post("/undeliverable")
@requires(Permission.MESSAGE_RETRY)
def retry() -> Response | tuple[str, int]:
    """Try failed messages again (those ticked, or all), take care of them, or give them up."""
    chosen = request.form.getlist("id", type=int)
    act = request.form.get("act", "retry")
    reason = request.form.get("reason", "").strip()
    if act == "retry":
        return _tried_again(chosen or [row.id for row in undeliverable() if row.has_failed])
    if not chosen:
        return _undelivered(_("Tick the messages that you mean."), reason), 422
    if act == "take":
        with unit_of_work():
            count = take_care(chosen, current_user.id)
        flash(_("You take care of %(count)s messages.", count=count))
        return redirect(url_for("inbox.stuck"), 303)
    if not reason:
        return _undelivered(_("Enter why they need not arrive any more."), "", chosen), 422
    with unit_of_work():
        count = give_up(chosen, current_user.id, reason[:300])
    flash(_("%(count)s messages were given up.", count=count))
    return redirect(url_for("inbox.stuck"), 303)


def _tried_again(chosen: list[int]) -> Response:
    with unit_of_work():
        count = retry_failed(chosen, clock.now())
    flash(_("%(count)s messages will be tried again.", count=count))
    return redirect(url_for("inbox.stuck"), 303)


@bp.route("/wishes", methods=["GET", "POST"])
@requires(Permission.INBOX_VIEW)
def wishes() -> Response | tuple[str, int]:
    """Choose what goes out to oneself beside the inbox, within what duty allows."""
    known = wishes_of(db.session.get(MessageWishes, current_user.id))
    form = WishesForm(data=_first(known))
    refused = _refused() if form.is_submitted() else known.refused
    if form.validate_on_submit():
        with unit_of_work():
            keep_wishes(current_user.id, form.to_wishes(refused))
        flash(_("Your choice is kept."), "success")
        return redirect(url_for("accounts.profile"), 303)
    page = render_template(
        "messages/wishes.html", form=form, refused=refused, ways=_ways(), kinds=_kinds()
    )
    return page, 422 if form.is_submitted() else 200


def _first(known: Wishes) -> dict[str, Any]:
    first, last = known.quiet or ("", "")
    return {"digest_at": known.digest_at, "quiet_from": str(first), "quiet_to": str(last)}


def _refused() -> frozenset[tuple[str, str]]:
    """Return the pairs whose box was sent without its tick."""
    wanted = set(request.form.getlist("wants"))
    return frozenset(
        (kind, channel)
        for kind in refusable()
        for channel in REFUSABLE
        if f"{kind}:{channel}" not in wanted
    )


def _ways() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": CHANNELS[name].label,
            "is_set": CHANNELS[name].is_set(settings()),
            "has_address": bool(getattr(current_user, CHANNELS[name].address)),
        }
        for name in REFUSABLE
    ]


def _kinds() -> list[dict[str, Any]]:
    return [
        {"kind": kind, "label": _(CATALOGUE[kind].label), "channels": ways_of(CATALOGUE[kind])}
        for kind in refusable()
    ]
