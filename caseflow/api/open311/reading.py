"""Reading what a 311 client asks and files: arguments with their errors as sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _

from caseflow.api.open311.problems import BadQuestion
from caseflow.api.open311.rules import (
    ATTRIBUTES,
    LAST_PAGE,
    LONGEST_SPAN_DAYS,
    MOST_REQUESTS,
    PAGE_SIZE,
    Attribute,
    is_in_county,
)
from caseflow.core.petitions.complainants import Person
from caseflow.desk.imports.cleaning import clean_line, clean_text
from caseflow.ground import clock

LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Question:
    """Which requests are asked for; instants aware UTC."""

    ids: tuple[int, ...] | None
    """None: all; ids that can be none of ours are left out."""
    service_codes: tuple[str, ...]
    status: str | None
    start_at: datetime
    end_at: datetime
    updated_after: datetime | None
    updated_before: datetime | None
    page: int
    page_size: int


def read_question(typed: Mapping[str, str]) -> Question:
    """Return what GET requests asks. Raises BadQuestion."""
    status = clean_line(typed.get("status")) or None
    if status not in {None, "open", "closed", "open,closed", "closed,open"}:
        raise BadQuestion(_("status is open or closed."))
    start_at, end_at = _span(typed)
    ids = typed.get("service_request_id")
    return Question(
        ids=_ids(ids) if ids else None,
        service_codes=tuple(_parts(typed.get("service_code"))),
        status=None if status and "," in status else status,
        start_at=start_at,
        end_at=end_at,
        updated_after=_moment(typed, "updated_after"),
        updated_before=_moment(typed, "updated_before"),
        page=_whole(typed, "page", 1, LAST_PAGE),
        page_size=_whole(typed, "page_size", _first_size(typed), MOST_REQUESTS),
    )


def _first_size(typed: Mapping[str, str]) -> int:
    """Return how many rows there are without page_size: the standard's number without paging."""
    return PAGE_SIZE if "page" in typed else MOST_REQUESTS


def _parts(text: str | None) -> list[str]:
    return [part for part in (clean_line(piece) for piece in (text or "").split(",")) if part]


def _ids(text: str) -> tuple[int, ...]:
    found = (request_id(part) for part in _parts(text)[:MOST_REQUESTS])
    return tuple(number for number in found if number is not None)


def request_id(text: str) -> int | None:
    """Return the number that a service_request_id is; None if it can be none of ours."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) if is_number else None


def _whole(typed: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = clean_line(typed.get(name))
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise BadQuestion(_("%(name)s is a number from 1 to %(most)s.", name=name, most=most))
    return int(text)


def _moment(typed: Mapping[str, str], name: str) -> datetime | None:
    """Return an ISO 8601 instant; without a zone it is the county's time. Raises BadQuestion."""
    text = clean_line(typed.get(name)).replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        local = found if found.tzinfo else found.replace(tzinfo=clock.ZONE)
        at = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadQuestion(
            _("%(name)s is a date and time such as 2026-10-08T09:30:00Z.", name=name)
        ) from error
    if not 1990 <= at.year <= 2200:
        raise BadQuestion(_("%(name)s is a date and time such as 2026-10-08T09:30:00Z.", name=name))
    return at


def _span(typed: Mapping[str, str]) -> tuple[datetime, datetime]:
    """Return from when to when; by default the last 90 days, and never more than 90."""
    span = timedelta(days=LONGEST_SPAN_DAYS)
    start, end = _moment(typed, "start_date"), _moment(typed, "end_date")
    if start is None:
        end = end or clock.now()
        return end - span, end
    if end is None:
        return start, min(start + span, max(clock.now(), start))
    if end < start or end - start > span:
        raise BadQuestion(_("end_date lies after start_date, by at most 90 days."))
    return start, end


@dataclass(frozen=True, slots=True)
class Filed:
    """What a client files."""

    service_code: str
    words: str
    respondent: str
    person: Person
    address: str
    address_id: str
    longitude: float | None
    latitude: float | None
    email: str


def read_filed(typed: Mapping[str, str], lists: Mapping[str, list[str]]) -> Filed:
    """Return what POST requests files; `lists` has every value of a name. Raises BadQuestion."""
    longitude, latitude = _place(typed)
    address = clean_line(typed.get("address_string"))[:LONGEST_LINE]
    address_id = clean_line(typed.get("address_id"))
    if longitude is None and not address and not address_id:
        raise BadQuestion(_("Send lat and long, or address_string, or address_id."))
    answers = {one.code: _attribute(one, lists) for one in ATTRIBUTES}
    return Filed(
        service_code=clean_line(typed.get("service_code")),
        words=_words(typed, answers),
        respondent=answers["WHO"][:LONGEST_LINE],
        person=_person(typed),
        address=address,
        address_id=address_id,
        longitude=longitude,
        latitude=latitude,
        email=clean_line(typed.get("email")),
    )


def _place(typed: Mapping[str, str]) -> tuple[float | None, float | None]:
    texts = clean_line(typed.get("long")), clean_line(typed.get("lat"))
    if not any(texts):
        return None, None
    try:
        longitude, latitude = float(texts[0]), float(texts[1])
    except ValueError:
        longitude = latitude = math.nan
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise BadQuestion(_("lat and long are decimal degrees (WGS84) and come together."))
    if not is_in_county(longitude, latitude):
        raise BadQuestion(_("This place lies outside the county."))
    return longitude, latitude


def _attribute(one: Attribute, lists: Mapping[str, list[str]]) -> str:
    """Return the answer to a question in words; lists are sent as attribute[X] or attribute[X][].

    Raises BadQuestion for an answer that is not offered, or a required one left out.
    """
    name = f"attribute[{one.code}]"
    sent = [clean_line(v) for key in (name, f"{name}[]") for v in lists.get(key, [])]
    sent = [value for value in sent if value]
    if one.is_required and not sent:
        raise BadQuestion(_("attribute[%(code)s] is required.", code=one.code))
    if not one.values:
        return " ".join(sent)
    names = dict(one.values)
    if any(value not in names for value in sent) or (
        one.datatype == "singlevaluelist" and len(sent) > 1
    ):
        offered = ", ".join(names)
        raise BadQuestion(
            _("attribute[%(code)s] is one of: %(names)s.", code=one.code, names=offered)
        )
    return _joined(_(names[value]) for value in sent)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _words(typed: Mapping[str, str], answers: Mapping[str, str]) -> str:
    """Return the words of the petition: the description, then each answer on a line of its own."""
    lines = [clean_text(typed.get("description"))]
    lines += [
        f"{_(one.description)} {answers[one.code]}" for one in ATTRIBUTES if answers[one.code]
    ]
    media = clean_line(typed.get("media_url"))
    if media:
        lines.append(_("Media: %(address)s", address=media))
    return "\n".join(line for line in lines if line)


def _person(typed: Mapping[str, str]) -> Person:
    """Return who files; Chinese names are written without a blank between their parts."""
    first, last = clean_line(typed.get("first_name")), clean_line(typed.get("last_name"))
    is_latin = f"{first}{last}".isascii()
    name = f"{first} {last}".strip() if is_latin else f"{last}{first}"
    email = clean_line(typed.get("email"))
    return Person(
        name=name[:100], phone=clean_line(typed.get("phone"))[:40], address=email[:LONGEST_LINE]
    )
