"""Recording what a person submitted. The words of a petition are never changed afterwards."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime

from caseflow.core.petitions.complainants import Person, seal_person, sealer
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import new_lookup_code, normal_lookup_code, take_number
from caseflow.ground import clock
from caseflow.ground.extensions import db

LOOKUP_CONTEXT = "petitions.lookup_code_sealed"


@dataclass(frozen=True, slots=True)
class PetitionCommand:
    """A submission as it came in; all instants aware UTC."""

    channel_code: str
    track: str
    subject: str
    body: str
    submitted_at: datetime
    person: Person = field(default_factory=Person)
    is_anonymous: bool = True
    wants_confidentiality: bool = False
    reply_way: str = "none"
    category_codes: tuple[str, ...] = ()
    request: str = ""
    respondent_words: str = ""
    source_id: int | None = None
    township_code: str | None = None
    address_text: str = ""
    longitude: float | None = None
    latitude: float | None = None
    origin_system: str | None = None
    origin_reference: str | None = None
    is_urgent: bool = False
    emergency_kind: str = ""
    """A key of cases/codes.EMERGENCIES; empty: no emergency. An emergency is urgent."""
    call_reference: str = ""
    lookup_code: str = ""
    """The code that the complainant was given already, on the portal; empty: a new one is made."""


def content_hash(command: PetitionCommand) -> str:
    """Return the SHA-256 of what was submitted: the same submission gives the same hash.

    The person enters by keyed hash, so that the value betrays nobody.
    """
    who = [command.person.name, command.person.phone, command.person.address]
    if command.person.on_behalf_of:
        who.append(command.person.on_behalf_of)
    person = sealer().digest("\0".join(who), "content")
    parts = [
        command.subject,
        command.body,
        command.request,
        command.submitted_at.isoformat(),
        command.address_text,
        command.respondent_words,
        person,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def record_petition(
    command: PetitionCommand,
    case_id: int,
    *,
    at: datetime,
    actor_id: int | None,
    promised_on: date | None,
) -> tuple[Petition, str]:
    """Add the petition of `command` to a case; returns it with its lookup code in clear."""
    code = command.lookup_code or new_lookup_code()
    person = None if command.person.is_empty else seal_person(command.person, at)
    db.session.flush()
    petition = Petition(
        number=take_number("petition", clock.local_date(at)),
        lookup_code_hash=sealer().digest(code, "lookup"),
        lookup_code_sealed=sealer().seal(code, LOOKUP_CONTEXT),
        channel_code=command.channel_code,
        origin_system=command.origin_system,
        origin_reference=command.origin_reference,
        content_hash=content_hash(command),
        track=command.track,
        subject=command.subject,
        body=command.body,
        request=command.request,
        respondent_words=command.respondent_words,
        township_code=command.township_code,
        address_text=command.address_text,
        longitude=command.longitude,
        latitude=command.latitude,
        complainant_id=person.id if person else None,
        is_anonymous=command.is_anonymous,
        wants_confidentiality=command.wants_confidentiality,
        is_on_behalf=bool(command.person.on_behalf_of),
        call_reference=command.call_reference or None,
        reply_way=command.reply_way,
        submitted_at=command.submitted_at,
        registered_at=at,
        registered_by_id=actor_id,
        case_id=case_id,
        promised_on=promised_on,
    )
    db.session.add(petition)
    db.session.flush()
    return petition, code


def lookup_code(petition: Petition) -> str:
    """Return the petition's lookup code in clear, for its own complainant."""
    return sealer().unseal(petition.lookup_code_sealed, LOOKUP_CONTEXT)


def lookup_hash(typed: str) -> str:
    """Return the hash under which a typed lookup code is kept."""
    return sealer().digest(normal_lookup_code(typed), "lookup")
