"""Handing in: one row sealed to the bureau, with a number and a code that are good at once."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from caseflow.core.petitions.actions import lookup_hash
from caseflow.core.petitions.complainants import normal_phone, sealer
from caseflow.ground import clock
from caseflow.ground.desk_database import handing_in, is_inserted
from caseflow.ground.errors import CaseflowError, Refused
from caseflow.ground.record_sealing import bureau_keys, seal
from caseflow.public.portal.actions.drafts import Draft, keep_draft
from caseflow.public.portal.actions.waking import wake_portal
from caseflow.public.portal.models import PortalRequest, PortalSubmission
from caseflow.public.portal.queries import Status, status_of
from caseflow.public.portal.tokens import receipt_code, receipt_number

ATTEMPTS = 3
"""Of finding a number that nobody has: one in ten thousand million is taken by chance."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the resident is given at once."""

    number: str
    code: str


def receipt_of(token: str) -> tuple[Receipt, Status] | None:
    """Return what was handed in with this token, and where it is; None if nothing was."""
    code = receipt_code(token)
    for attempt in range(ATTEMPTS):
        number = receipt_number(token, attempt)
        status = status_of(number, code)
        if status is not None:
            return Receipt(number, code), status
    return None


def hand_in(draft: Draft) -> Receipt:
    """Hand the draft in and return its receipt; the same draft again gives the same. Commits.

    How many came with a telephone number today makes no difference here: an answer that did would
    tell a stranger that its owner petitioned, and lock the owner out. The worker notes it.
    """
    earlier = receipt_of(draft.token)
    if earlier is not None:
        return earlier[0]
    phone = normal_phone(draft.answers["person"].get("phone", ""))
    phone_hash = sealer().digest(phone, "portal-phone") if phone else None
    receipt = _insert(draft, phone_hash)
    draft.is_handed_in = True
    draft.answers, draft.pictures = {}, []
    wake_portal()
    with suppress(CaseflowError):  # It is handed in: the receipt is found by the token anyway.
        keep_draft(draft)
    return receipt


def _insert(draft: Draft, phone_hash: str | None) -> Receipt:
    code = receipt_code(draft.token)
    for attempt in range(ATTEMPTS):
        number = receipt_number(draft.token, attempt)
        payload = {
            "answers": draft.answers,
            "pictures": [asdict(picture) for picture in draft.pictures],
            "code": code,
        }
        row = {
            "key": draft.key,
            "number": number,
            "code_hash": lookup_hash(code),
            "phone_hash": phone_hash,
            "sealed": sealed_to_bureau(payload),
            "received_at": clock.now(),
        }
        with handing_in() as connection:
            is_new = is_inserted(connection, PortalSubmission, row)
        if is_new or status_of(number, code) is not None:
            return Receipt(number, code)
    raise Refused([_("No number could be given just now. Try again.")])


def ask(kind: str, request_id: str, payload: dict[str, Any]) -> None:
    """Put a request in for the worker; sent twice under one id it is one. Commits."""
    row = {
        "id": request_id,
        "kind": kind,
        "sealed": sealed_to_bureau(payload),
        "asked_at": clock.now(),
    }
    with handing_in() as connection:
        is_inserted(connection, PortalRequest, row)
    wake_portal()


def sealed_to_bureau(payload: dict[str, Any]) -> str:
    """Return the payload as an envelope that only the bureau opens."""
    plain = json.dumps(payload, ensure_ascii=False).encode()
    return json.dumps(seal(bureau_keys().public, plain))
