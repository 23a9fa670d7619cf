"""Every message with sample facts, in the language in force, for supervisors to read over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from caseflow.core.messages import catalogue as c
from caseflow.core.messages.catalogue import CATALOGUE, Message
from caseflow.core.messages.reminders import REMINDERS
from caseflow.core.messages.rendering import Words, base_url, mail_text, words
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.i18n import N_

AUDIENCE_LABELS: dict[str, str] = {
    c.HANDLER: N_("the handler of the case"),
    c.UNIT_HEAD: N_("the head of the unit"),
    c.DUTY_DISPATCHER: N_("the duty dispatcher"),
    c.DUTY_SUPERVISOR: N_("the supervisor on duty"),
    c.SUPERVISORS: N_("the supervisors"),
    c.REGISTRAR: N_("who registered the petition"),
    c.LEADING_HANDLER: N_("the handler of the leading case"),
    c.WHOSE_TURN: N_("whoever must act next"),
    c.ADMINISTRATORS: N_("the administrators"),
}

CHANNEL_LABELS: dict[str, str] = {c.IN_APP: N_("inbox"), c.EMAIL: N_("e-mail")}


@dataclass(frozen=True, slots=True)
class Preview:
    """One row of the catalogue as its readers get it."""

    kind: str
    words: Words
    mail: str | None
    audiences: list[str]
    channels: list[str]
    legal: str


def sample_params(message: Message) -> dict[str, Any]:
    """Return invented facts for a message."""
    number = f"{settings().number_prefix}访〔{clock.today().year}〕128号"
    if message.clock == "":
        place = {"emergency": "spill", "township": "忠州街道", "address": "果园路3号"}
        return {"count": 3, "operator": "张三", **place}
    due_on = clock.today() + timedelta(days=7)
    return {"number": number, "clock": message.clock, "due_on": due_on.isoformat()}


def _audiences(message: Message) -> list[str]:
    names = list(message.audience)
    for row in REMINDERS:
        if row.kind == message.kind:
            names += [name for name in row.audience if name not in names]
    return [_(AUDIENCE_LABELS[name]) for name in names]


def previews() -> list[Preview]:
    """Return every message of the catalogue in the order of the table."""
    found = []
    for message in CATALOGUE.values():
        params = sample_params(message)
        shown = words(message.kind, params)
        link = f"{base_url(settings())}/cases/128"
        has_mail = c.EMAIL in message.channels
        mailed = words(message.kind, params, by_mail=True)
        found.append(
            Preview(
                kind=message.kind,
                words=shown,
                mail=mail_text(mailed, params.get("number"), link) if has_mail else None,
                audiences=_audiences(message),
                channels=[_(CHANNEL_LABELS[name]) for name in message.channels],
                legal=message.legal,
            )
        )
    return found
