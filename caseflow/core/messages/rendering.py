"""Putting messages into words, in the reader's language, from the catalogue and plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from caseflow.core.cases.codes import EMERGENCIES
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.ground.config import Settings, settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.letters import Letter, Undeliverable
from caseflow.ground.notifications.outbox import Claimed
from caseflow.people.accounts.models import User

DEFAULT_LOCALE = "zh_Hans_CN"


@dataclass(frozen=True, slots=True)
class Words:
    """A message as it is read; `due` is None where nothing is due."""

    label: str
    subject: str
    body: str
    due: str | None
    is_urgent: bool


def words(kind: str, params: dict[str, Any], *, by_mail: bool = False) -> Words:
    """Return the message in the language in force; `params` are the plain facts of its row.

    By mail an address is left out: e-mail leaves the house.
    """
    message = CATALOGUE[kind]
    due_on, clock = params.get("due_on"), params.get("clock")
    facts = {
        **params,
        "clock": _(CLOCK_LABELS[clock]) if clock else "",
        "emergency": _emergency(params),
        "place": _place(params, by_mail=by_mail),
    }
    return Words(
        label=_(message.label),
        subject=_(message.subject) % facts,
        body=_(message.body) % facts,
        due=format_date(date.fromisoformat(due_on), "full") if due_on else None,
        is_urgent=message.is_urgent or bool(params.get("is_urgent")),
    )


def _emergency(params: dict[str, Any]) -> str:
    code = str(params.get("emergency", ""))
    return str(_(EMERGENCIES[code]) if code in EMERGENCIES else _("kind not yet known"))


def _place(params: dict[str, Any], *, by_mail: bool) -> str:
    township, address = str(params.get("township", "")), str(params.get("address", ""))
    if by_mail and address:
        return township or str(_("the place stands in the inbox"))
    if township and not address.startswith(township):
        address = f"{township} {address}".strip()
    return address or str(_("place not yet known"))


def base_url(found: Settings) -> str:
    """Return the address under which people reach the application, without a slash at its end."""
    if found.public_url:
        return found.public_url
    return f"{'https' if found.serves_tls else 'http'}://{found.host}:{found.port}"


def mail_text(found: Words, number: str | None, link: str) -> str:
    """Return the text of an e-mail: the step, the case number, the due day and a link, no more."""
    return render_template(
        "messages/email.txt", words=found, number=number, link=link, authority=settings().authority
    )


def letter_of(claimed: Claimed) -> Letter:
    """Return the e-mail of a claimed row; raises Undeliverable if the account cannot get any."""
    user = db.session.get(User, claimed.recipient_id)
    if user is None or not user.is_active:
        raise Undeliverable("The account is closed.")
    if not user.email:
        raise Undeliverable("The account has no e-mail address.")
    path = f"/cases/{claimed.case_id}" if claimed.case_id else "/inbox/"
    with force_locale(user.locale or DEFAULT_LOCALE):
        found = words(claimed.kind, claimed.params, by_mail=True)
        body = mail_text(found, claimed.params.get("number"), base_url(settings()) + path)
    return Letter(
        message_id=claimed.provider_id,
        address=user.email,
        subject=found.subject,
        body=body,
        is_urgent=found.is_urgent,
        finish_before_at=claimed.until_at,
    )
