"""What goes to complainants themselves: their reply or notice, in its own words, by SMS or e-mail.

Telephone and address are unsealed for the delivery alone: no row, log or page holds them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from caseflow.core.petitions.complainants import delivery_person
from caseflow.core.petitions.models import Channel, Petition
from caseflow.core.replies.models import Notice, Reply
from caseflow.core.replies.queries.letters import asked_petition
from caseflow.core.replies.rating_link import PATH, rating_token
from caseflow.core.replies.wording import opening_of
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.notifications.letters import Letter, Undeliverable
from caseflow.ground.notifications.outbox import Claimed, QueuedMessage, queue_messages

if TYPE_CHECKING:
    from caseflow.core.cases.models import Case

REPLY_KIND, NOTICE_KIND = "reply_sent", "notice_sent"
PETITIONER_KINDS = frozenset({REPLY_KIND, NOTICE_KIND})
MOST_IN_A_TEXT_MESSAGE = 450
"""Characters of a long text message; a longer reply is cut with the way to read all of it."""
_MAIL = re.compile(r"[^\s,，;；<>()（）]+@[^\s,，;；<>()（）]+\.[A-Za-z]{2,}")


def address_of(petition: Petition, way: str) -> str:
    """Return the telephone number or e-mail address of who submitted a petition; "" if none."""
    person = delivery_person(petition.complainant_id)
    if way == "sms":
        return person.phone
    found = _MAIL.search(person.address)
    return found[0] if found else ""


def queue_to_petitioner(
    kind: str,
    key: str,
    way: str,
    case: Case,
    petition: Petition,
    params: dict[str, int],
    at: datetime,
) -> None:
    """Queue a reply or notice for who submitted the petition. Never commits.

    Raises BadInput if they left no number or address for this way.
    """
    if not address_of(petition, way):
        raise BadInput(_("No address for this way is known of the complainant: choose another."))
    queue_messages(
        [
            QueuedMessage(
                key=key,
                kind=kind,
                channel=way,
                recipient_id=None,
                case_id=case.id,
                params={"number": case.number, **params},
                available_at=at,
            )
        ],
        at,
    )


def petitioner_letter(claimed: Claimed, base: str) -> Letter:
    """Return a reply or notice as it goes out; Undeliverable if there is nowhere to send it.

    `base`: the address of the application, for the link by which a reply is rated.
    """
    told: Reply | Notice = (
        db.session.get_one(Reply, claimed.params["reply_id"])
        if claimed.kind == REPLY_KIND
        else db.session.get_one(Notice, claimed.params["notice_id"])
    )
    petition = db.session.get_one(Petition, told.petition_id)
    address = address_of(petition, claimed.channel)
    if not address:
        raise Undeliverable("The complainant left no address for this way.")
    office = settings().authority
    ask = _ask(petition, base) if isinstance(told, Reply) else ""
    body = _mail(told, petition, office, ask)
    if claimed.channel == "sms":
        body = _text(told.words, petition.number, office, ask)
    return Letter(
        message_id=claimed.provider_id,
        address=address,
        subject=f"{office}：关于您反映事项（{petition.number}）的告知",
        body=body,
        is_urgent=False,
        finish_before_at=claimed.until_at,
    )


def _ask(petition: Petition, base: str) -> str:
    """Return the question whether it is solved, with the link by which it is answered."""
    return f"问题是否解决？请评价：{base}{PATH}{rating_token(petition)}"


def _mail(told: Reply | Notice, petition: Petition, office: str, ask: str) -> str:
    """Return a letter by e-mail: of a reply, what was asked stands in its opening by number."""
    if isinstance(told, Notice):
        return f"{told.words}\n\n{office}"
    channel = db.session.get_one(Channel, petition.channel_code).name
    opening = opening_of(asked_petition(petition, channel))
    return f"{opening}\n\n{told.words}\n\n{ask}\n\n{office}"


def _text(words: str, number: str, office: str, ask: str) -> str:
    head, end = f"【{office}】{number}：", "……全文请凭编号和查询码在我局网站查询。"
    flat, room = " ".join(words.split()), MOST_IN_A_TEXT_MESSAGE - len(ask)
    if len(head) + len(flat) <= room:
        return head + flat + ask
    return head + flat[: room - len(head) - len(end)] + end + ask
