"""The only door to who complained: sealing, finding by keyed hash, and looks that leave a trace."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from pypinyin import lazy_pinyin
from sqlalchemy import or_, select

from caseflow.core.petitions.models import Complainant, ComplainantLook
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.sealing import Sealer, current_sealer

CONTEXT = "complainants.sealed"


@dataclass(frozen=True, slots=True)
class Person:
    """A complainant in clear. Never stored, logged or put into a message."""

    name: str = ""
    phone: str = ""
    address: str = ""
    on_behalf_of: str = ""
    """For whom the caller speaks, in their words; empty: for themselves."""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.address or self.on_behalf_of)


def sealer() -> Sealer:
    """Return the application's sealer."""
    return current_sealer()


def normal_phone(typed: str) -> str:
    """Return the digits of a phone number: full-width digits folded, country code 86 dropped."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdigit())
    if len(digits) == 13 and digits.startswith("86"):
        return digits[2:]
    if len(digits) == 15 and digits.startswith("0086"):
        return digits[4:]
    return digits


def normal_name(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).lower()


def name_pinyin(name: str) -> str:
    """Return the name's pinyin without tones and spaces, lower case."""
    return "".join(lazy_pinyin(normal_name(name)))


def sealed_values(person: Person, seals: Sealer) -> dict[str, str | None]:
    """Return the columns of a complainant's row: nothing in clear."""
    phone, name = normal_phone(person.phone), normal_name(person.name)
    return {
        "sealed": seals.seal(json.dumps(asdict(person), ensure_ascii=False), CONTEXT),
        "phone_hash": seals.digest(phone, "phone") if phone else None,
        "phone_last4_hash": seals.digest(phone[-4:], "phone4") if len(phone) >= 4 else None,
        "name_hash": seals.digest(name, "name") if name else None,
        "name_pinyin_hash": seals.digest(name_pinyin(name), "pinyin") if name else None,
    }


def seal_person(person: Person, at: datetime) -> Complainant:
    """Return a new row for `person`, added to the session; it holds no value in clear."""
    row = Complainant(**sealed_values(person, sealer()), created_at=at)
    db.session.add(row)
    return row


def unseal_person(row: Complainant) -> Person:
    """Return the person in clear. Callers show it only through `look_at` or to seal it anew."""
    return Person(**json.loads(sealer().unseal(row.sealed, CONTEXT)))


def delivery_person(complainant_id: int | None) -> Person:
    """Return the person to whom the system itself delivers; empty if nobody is known.

    For the delivery alone: nobody is shown what is returned, so no look is recorded.
    """
    row = db.session.get(Complainant, complainant_id) if complainant_id else None
    return unseal_person(row) if row is not None else Person()


def look_at(
    complainant_id: int, *, user_id: int, reason: str, petition_id: int | None = None
) -> Person | None:
    """Return the person in clear and record who looked, when and why."""
    row = db.session.get(Complainant, complainant_id)
    if row is None:
        return None
    db.session.add(
        ComplainantLook(
            complainant_id=row.id,
            petition_id=petition_id,
            user_id=user_id,
            reason=reason[:300],
            looked_at=clock.now(),
        )
    )
    return unseal_person(row)


def ids_by_phone(typed: str) -> list[int]:
    """Return the complainants with exactly this phone, or, for four digits, ending in them."""
    digits = normal_phone(typed)
    if len(digits) < 4:
        return []
    seals = sealer()
    clause = Complainant.phone_hash == seals.digest(digits, "phone")
    if len(digits) == 4:
        clause = Complainant.phone_last4_hash == seals.digest(digits, "phone4")
    return list(db.session.scalars(select(Complainant.id).where(clause)))


def ids_by_name(typed: str) -> list[int]:
    """Return the complainants of this whole name, typed in characters or in pinyin."""
    name = normal_name(typed)
    if not name:
        return []
    seals = sealer()
    return list(
        db.session.scalars(
            select(Complainant.id).where(
                or_(
                    Complainant.name_hash == seals.digest(name, "name"),
                    Complainant.name_pinyin_hash == seals.digest(name, "pinyin"),
                )
            )
        )
    )


def look_at_all(complainant_ids: set[int], *, user_id: int, reason: str) -> dict[int, Person]:
    """Return several people in clear by id and record each look; three statements at most."""
    if not complainant_ids:
        return {}
    rows = list(db.session.scalars(select(Complainant).where(Complainant.id.in_(complainant_ids))))
    at = clock.now()
    db.session.add_all(
        ComplainantLook(complainant_id=row.id, user_id=user_id, reason=reason[:300], looked_at=at)
        for row in rows
    )
    return {row.id: unseal_person(row) for row in rows}


def ids_of_same_phone(complainant_id: int) -> list[int]:
    """Return the records with the same telephone number, this one included; none without one."""
    phone = select(Complainant.phone_hash).where(Complainant.id == complainant_id).scalar_subquery()
    return list(db.session.scalars(select(Complainant.id).where(Complainant.phone_hash == phone)))


def note_looks(complainant_ids: set[int], *, user_id: int, reason: str) -> None:
    """Record that the cases of these people were found by who they are; nothing is unsealed."""
    at = clock.now()
    db.session.add_all(
        ComplainantLook(complainant_id=one, user_id=user_id, reason=reason[:300], looked_at=at)
        for one in sorted(complainant_ids)
    )
