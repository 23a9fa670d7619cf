"""Every message with sample facts, in the language in force, for supervisors to read over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from caseflow.core.messages import catalogue as c
from caseflow.core.messages.actions import path_of
from caseflow.core.messages.catalogue import CATALOGUE, Message
from caseflow.core.messages.reminders import REMINDERS
from caseflow.core.messages.rendering import Words, base_url, digest_lines, mail_text, words
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.i18n import N_
from caseflow.ground.notifications.channels.table import LABELS

AUDIENCE_LABELS: dict[str, str] = {
    c.HANDLER: N_("the handler of the case"),
    c.UNIT_HEAD: N_("the head of the unit"),
    c.DUTY_DISPATCHER: N_("the duty dispatcher"),
    c.DUTY_SUPERVISOR: N_("the supervisor on duty"),
    c.SUPERVISORS: N_("the supervisors"),
    c.LEADERS: N_("the leadership of the bureau"),
    c.REGISTRAR: N_("who registered the petition"),
    c.LEADING_HANDLER: N_("the handler of the leading case"),
    c.WHOSE_TURN: N_("whoever must act next"),
    c.PUBLISHERS: N_("the publishers"),
    c.ADMINISTRATORS: N_("the administrators"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """One row of the catalogue as its readers get it."""

    kind: str
    words: Words
    mail: str | None
    path: str
    """Where it leads."""
    audiences: list[str]
    channels: list[str]
    legal: str


def sample_params(message: Message) -> dict[str, Any]:
    """Return invented facts for a message."""
    number = f"{settings().number_prefix}访〔{clock.today().year}〕128号"
    notice = f"{settings().number_prefix}督〔{clock.today().year}〕6号"
    if message.clock == "":
        place = {"emergency": "spill", "township": "忠州街道", "address": "果园路3号"}
        counts = {"late": 2, "today": 1, "sign_off": 3}
        digest = {"path": "/supervision/", "counts": counts}
        is_digest = "%(digest)s" in message.body
        is_notice = "%(notice)s" in message.subject
        named = {"number": number, "notice": notice} if is_notice else {}
        year = {"year": clock.today().year + 1}
        plain = {"count": 3, "numbers": "网-26112-80001", "operator": "张三"}
        return {**plain, **year, **place, **named} | (digest if is_digest else {})
    due_on = clock.today() + timedelta(days=7)
    facts = {"number": number, "clock": message.clock, "due_on": due_on.isoformat()}
    return {**facts, "notice": notice} if "%(notice)s" in message.subject else facts


def _audiences(message: Message) -> list[str]:
    names = list(message.audience)
    for row in REMINDERS:
        if row.kind == message.kind:
            names += [name for name in row.audience if name not in names]
    return [_(AUDIENCE_LABELS[name]) for name in names]


def ways_of(message: Message) -> list[str]:
    """Return the ways of a message, those of its reminders included, in the table's order."""
    own = {name for row in REMINDERS if row.kind == message.kind for name in row.channels}
    return [name for name in LABELS if name in {*message.channels, *own}]


def previews() -> list[Preview]:
    """Return every message of the catalogue in the order of the table."""
    found = []
    for message in CATALOGUE.values():
        params = sample_params(message)
        shown = words(message.kind, params)
        path = path_of(message.kind, 128 if "number" in params else None, params) or "/inbox/"
        link = base_url(settings()) + path
        has_mail = c.EMAIL in message.channels
        mailed = words(message.kind, params, by_mail=True)
        found.append(
            Preview(
                kind=message.kind,
                words=shown,
                mail=mail_text(
                    mailed, params.get("number"), link, digest_lines(params, base_url(settings()))
                )
                if has_mail
                else None,
                path=path,
                audiences=_audiences(message),
                channels=[_(LABELS[name]) for name in ways_of(message)],
                legal=message.legal,
            )
        )
    return found
