"""What was handed in, as the domain takes it. The portal is not trusted: all is checked again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.complainants import Person, normal_phone
from caseflow.core.petitions.numbers import CODE_LENGTH, CODE_LETTERS
from caseflow.core.petitions.subjects import proposed_subject
from caseflow.core.sources.actions import source_of_name
from caseflow.ground.plain_text import without_controls
from caseflow.ground.regions.queries import match_township, township_names
from caseflow.public.portal.rules import KIND_LABELS, LONGEST_BODY, WAYS

CHANNEL = "website"
ORIGIN = "portal"
_CODE = re.compile(f"[{CODE_LETTERS}]{{{CODE_LENGTH}}}")


class Unreadable(Exception):
    """What was handed in is not what the portal writes; its words stay sealed where they are."""


def command_of(payload: dict[str, Any], number: str, received_at: datetime) -> PetitionCommand:
    """Return the petition of a payload; raises Unreadable if the portal cannot have written it."""
    try:
        answers, code = payload["answers"], payload["code"]
        place, words, person = answers["place"], answers["words"], answers["person"]
        kinds = tuple(kind for kind in answers["kind"]["kinds"] if kind in KIND_LABELS)
        body = _body(words)
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreadable from error
    if not (isinstance(code, str) and _CODE.fullmatch(code)) or not body or not kinds:
        raise Unreadable
    who = _person(person)
    is_anonymous = person.get("identity") != "named"
    address = _text(place, "address", 300)
    respondent = _text(words, "respondent", 200)
    longitude, latitude = _point(place)
    return PetitionCommand(
        channel_code=CHANNEL,
        track="report",
        subject=proposed_subject(_text(words, "body", LONGEST_BODY), respondent),
        body=body,
        request=_text(words, "request", 1000),
        submitted_at=received_at,
        person=who,
        is_anonymous=is_anonymous,
        wants_confidentiality=bool(person.get("wants_confidentiality")),
        reply_way=_way(person, who),
        category_codes=kinds,
        respondent_words=respondent,
        source_id=source_of_name(respondent) if respondent else None,
        township_code=_township(place, address),
        address_text=address,
        longitude=longitude,
        latitude=latitude,
        origin_system=ORIGIN,
        origin_reference=number,
        lookup_code=code,
    )


def _text(answers: dict[str, Any], name: str, most: int) -> str:
    return without_controls(str(answers.get(name) or "")).strip()[:most]


def _body(words: dict[str, Any]) -> str:
    """Return what happened and, in a line of its own, when."""
    body, when = _text(words, "body", LONGEST_BODY), _text(words, "when", 200)
    return f"{body}\n\n发生时间：{when}" if body and when else body


def _person(person: dict[str, Any]) -> Person:
    is_named = person.get("identity") == "named"
    return Person(
        name=_text(person, "name", 60) if is_named else "",
        phone=normal_phone(_text(person, "phone", 40))[:15],
        address=_text(person, "address", 200) if is_named else "",
    )


def _way(person: dict[str, Any], who: Person) -> str:
    way = str(person.get("reply_way") or "channel")
    return way if way in WAYS and (who.phone or way == "channel") else "channel"


def _township(place: dict[str, Any], address: str) -> str | None:
    chosen = str(place.get("township") or "")
    if chosen in township_names():
        return chosen
    found = match_township(address)
    return found.code if found else None


def _point(place: dict[str, Any]) -> tuple[float | None, float | None]:
    longitude, latitude = place.get("longitude"), place.get("latitude")
    if not (isinstance(longitude, float) and isinstance(latitude, float)):
        return None, None
    is_on_earth = abs(longitude) <= 180 and abs(latitude) <= 90
    return (longitude, latitude) if is_on_earth else (None, None)
