"""Putting messages into words, in the reader's language, from the catalogue and plain facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from caseflow.core.cases.codes import EMERGENCIES
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.actions import path_of
from caseflow.core.messages.catalogue import CATALOGUE, EMAIL, SMS
from caseflow.core.messages.lookup_codes import LOOKUP_CODE, code_letter
from caseflow.core.messages.petitioner import PETITIONER_KINDS, petitioner_letter
from caseflow.ground.config import Settings, settings
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.notifications.channels.table import CHANNELS
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
        "digest": digest_words(params.get("counts", {})),
    }
    return Words(
        label=_(message.label),
        subject=_(message.subject) % facts,
        body=_(message.body) % facts,
        due=format_date(date.fromisoformat(due_on), "full") if due_on else None,
        is_urgent=message.is_urgent or bool(params.get("is_urgent")),
    )


DIGEST: dict[str, str] = {
    "late": N_("%(count)s late"),
    "today": N_("%(count)s due today"),
    "soon": N_("%(count)s due in 3 working days"),
    "sign_off": N_("%(count)s awaiting sign-off"),
    "receipt": N_("%(count)s not receipted"),
    "notices": N_("%(count)s notices to answer"),
    "answers": N_("%(count)s answers to notices to judge"),
    "drafts": N_("%(count)s notices proposed"),
}
"""What a digest counts, in its order."""


def digest_words(counts: dict[str, int]) -> str:
    """Return the counts of a digest in one line; without any, that nothing waits."""
    named = [_(label) % {"count": counts[key]} for key, label in DIGEST.items() if counts.get(key)]
    return str(_(", ")).join(named) or str(_("nothing is late and nothing waits"))


_PLACES = {
    "notices": "/supervision/notices/?show=open",
    "answers": "/supervision/notices/?show=answered",
    "drafts": "/supervision/notices/?show=proposed",
}


def digest_lines(params: dict[str, Any], base: str) -> list[tuple[str, str]]:
    """Return each count of a digest in words with the address of what it counts."""
    counts, path = params.get("counts", {}), params.get("path", "/")
    of_supervision = path == "/supervision/"
    return [
        (
            _(label) % {"count": counts[key]},
            base + _PLACES.get(key, f"{path}?list={key}" if of_supervision else path),
        )
        for key, label in DIGEST.items()
        if counts.get(key)
    ]


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


def mail_text(
    found: Words, number: str | None, link: str, lines: Sequence[tuple[str, str]] = ()
) -> str:
    """Return the text of an e-mail: the step, the case number, the due day and a link, no more.

    `lines`: of a digest, each count with the address of its list.
    """
    return render_template(
        "messages/email.txt",
        words=found,
        number=number,
        link=link,
        lines=lines,
        authority=settings().authority,
    )


def letter_of(claimed: Claimed) -> Letter:
    """Return what goes out for a claimed row; Undeliverable if nobody can get it."""
    if claimed.kind == LOOKUP_CODE:
        return code_letter(claimed)
    if claimed.kind in PETITIONER_KINDS:
        return petitioner_letter(claimed, base_url(settings()))
    address, locale = _whom(claimed)
    path = path_of(claimed.kind, claimed.case_id, claimed.params) or "/inbox/"
    with force_locale(locale):
        found = words(claimed.kind, claimed.params, by_mail=True)
        subject, body = _put(claimed, found, base_url(settings()) + path)
    return Letter(
        message_id=claimed.provider_id,
        address=address,
        subject=subject,
        body=body,
        is_urgent=found.is_urgent,
        finish_before_at=claimed.until_at,
    )


def _whom(claimed: Claimed) -> tuple[str, str]:
    """Return the address and the language; of a group, its name and the language of the house."""
    if claimed.recipient_id is None:
        return claimed.group_name or "", DEFAULT_LOCALE
    user = db.session.get(User, claimed.recipient_id)
    if user is None or not user.is_active:
        raise Undeliverable("The account is closed.")
    address = getattr(user, CHANNELS[claimed.channel].address)
    if not address:
        raise Undeliverable(NO_ADDRESS[claimed.channel])
    return address, user.locale or DEFAULT_LOCALE


NO_ADDRESS = {
    EMAIL: "The account has no e-mail address.",
    SMS: "The account has no telephone number.",
}


def _put(claimed: Claimed, found: Words, link: str) -> tuple[str, str]:
    """Return subject and body as the channel has them."""
    most = CHANNELS[claimed.channel].most_characters
    if claimed.channel == EMAIL:
        lines = digest_lines(claimed.params, base_url(settings()))
        return found.subject, mail_text(found, claimed.params.get("number"), link, lines)
    if claimed.channel == SMS:
        return "", shortened(sms_text(found), most)
    body = render_template("messages/group.txt", words=found, link=link)
    return found.subject, shortened(body, most - len(found.subject))


def sms_text(found: Words) -> str:
    """Return the text message: who writes, the subject and the due day; it is read outside."""
    return render_template("messages/sms.txt", words=found, authority=settings().authority).strip()


def shortened(text: str, most: int) -> str:
    """Return `text` in at most so many characters, an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1] + "…"
