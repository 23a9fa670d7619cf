"""Further lookup codes for whoever lost the first: sent to the telephone of the petition only.

The first code stays good, so that nobody who knows number and telephone can lock its owner out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select

from caseflow.core.petitions.actions import LOOKUP_CONTEXT, lookup_hash
from caseflow.core.petitions.complainants import normal_phone, sealer, unseal_person
from caseflow.core.petitions.models import Complainant, FurtherCode, Petition
from caseflow.core.petitions.numbers import new_lookup_code
from caseflow.ground.extensions import db

CODE_LIFE = timedelta(hours=24)
MOST_CODES = 3
"""New codes for one petition within CODE_LIFE."""


def was_filed_with(petition: Petition, phone: str) -> bool:
    """Return whether the petition was handed in with this telephone number."""
    digits = normal_phone(phone)
    kept = db.session.scalar(
        select(Complainant.phone_hash).where(Complainant.id == petition.complainant_id)
    )
    return bool(digits and kept) and kept == sealer().digest(digits, "phone")


def add_further_code(petition: Petition, at: datetime) -> FurtherCode | None:
    """Return a new code of the petition, flushed; None if it had its share for the day."""
    recent = select(func.count(FurtherCode.id)).where(
        FurtherCode.petition_id == petition.id, FurtherCode.made_at > at - CODE_LIFE
    )
    if (db.session.scalar(recent) or 0) >= MOST_CODES:
        return None
    code = new_lookup_code()
    row = FurtherCode(
        petition_id=petition.id,
        code_hash=lookup_hash(code),
        code_sealed=sealer().seal(code, LOOKUP_CONTEXT),
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    db.session.add(row)
    db.session.flush()
    return row


def further_code(petition_id: Any, code_hash: str, now: datetime) -> Select[int]:
    """Return the select of a further code of a petition (an id or a column) that is still good."""
    return select(FurtherCode.id).where(
        FurtherCode.petition_id == petition_id,
        FurtherCode.code_hash == code_hash,
        FurtherCode.expires_at > now,
    )


def has_further_code(petition: Petition, code_hash: str, now: datetime) -> bool:
    """Return whether this is the hash of a further code of the petition that is still good."""
    wanted = further_code(petition.id, code_hash, now).limit(1)
    return db.session.scalar(wanted) is not None


def code_and_phone(code_id: int) -> tuple[str, str] | None:
    """Return a further code and the number it goes to, for the delivery alone; None if gone."""
    row = db.session.get(FurtherCode, code_id)
    petition = db.session.get(Petition, row.petition_id) if row else None
    person = db.session.get(Complainant, petition.complainant_id) if petition else None
    if row is None or person is None:
        return None
    return sealer().unseal(row.code_sealed, LOOKUP_CONTEXT), unseal_person(person).phone


def forget_further_codes(now: datetime) -> int:
    """Delete codes that are good no more; return how many."""
    over = delete(FurtherCode).where(FurtherCode.expires_at < now)
    return int(db.session.execute(over).rowcount)  # type: ignore[attr-defined]
