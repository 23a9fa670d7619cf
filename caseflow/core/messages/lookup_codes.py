"""The text message with a further lookup code, to the telephone with which the petition was filed.

Code and telephone are unsealed for the delivery alone: no row, log or page holds them.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from caseflow.core.messages.catalogue import SMS
from caseflow.core.petitions.further_codes import add_further_code, code_and_phone
from caseflow.core.petitions.models import Petition
from caseflow.ground.config import settings
from caseflow.ground.notifications.letters import Letter, Undeliverable
from caseflow.ground.notifications.outbox import Claimed, QueuedMessage, queue_messages

LOOKUP_CODE = "lookup_code"
LOCALE = "zh_Hans_CN"


def send_further_code(petition: Petition, at: datetime) -> bool:
    """Queue a text message with a new code; False if the petition had its share. Never commits."""
    code = add_further_code(petition, at)
    if code is None:
        return False
    row = QueuedMessage(
        key=f"{LOOKUP_CODE}:{code.id}",
        kind=LOOKUP_CODE,
        channel=SMS,
        recipient_id=None,
        case_id=petition.case_id,
        params={"number": petition.number, "code_id": code.id},
        available_at=at,
    )
    queue_messages([row], at)
    return True


def code_letter(claimed: Claimed) -> Letter:
    """Return the text message; Undeliverable if the code has run out in the meantime."""
    found = code_and_phone(claimed.params["code_id"])
    if found is None or not found[1]:
        raise Undeliverable("The code has run out, or there is no number.", is_final=True)
    code, phone = found
    with force_locale(LOCALE):
        words = _(
            "[%(authority)s] Lookup code of %(number)s: %(code)s. Good for 24 hours. If you did "
            "not ask for it, do nothing.",
            authority=settings().authority,
            number=claimed.params["number"],
            code=code,
        )
    return Letter(
        message_id=claimed.provider_id,
        address=phone,
        subject="",
        body=words,
        is_urgent=False,
        finish_before_at=claimed.until_at,
    )
