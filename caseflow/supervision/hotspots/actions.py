"""The daily look at all places: new hot spots told once, present ones kept, past ones closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import QueuedMessage, queue_messages
from caseflow.ground.regions.models import Township
from caseflow.ground.regions.place_words import Kind, read_places
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.hotspots.models import HotSpot
from caseflow.supervision.hotspots.rules import (
    HISTORY_WINDOWS,
    SOURCE,
    STREET,
    WINDOW_DAYS,
    Complaint,
    Finding,
    Place,
    common_name,
    scan,
    street_name,
)

STREAMED = 5000


@dataclass
class Read:
    """The petitions of a year as complaints, with the names and cases of the last fortnight."""

    complaints: list[Complaint] = field(default_factory=list)
    names: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    case_ids: dict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))


def place_key(place: Place) -> str:
    return f"{place.kind}:{place.township_code}:{place.key}"


def watch_hot_spots() -> int:
    """Look at the fortnight that ended yesterday; return how many hot spots are new."""
    last_on = clock.today() - timedelta(days=1)
    read = read_complaints(last_on)
    findings = scan(read.complaints, last_on)
    with unit_of_work():
        return _keep(findings, read, clock.now())


def read_complaints(last_on: date) -> Read:
    """Return the petitions of the year up to `last_on`, void ones left out; one statement."""
    since = last_on - timedelta(days=WINDOW_DAYS * (HISTORY_WINDOWS + 1) - 1)
    recent = last_on - timedelta(days=WINDOW_DAYS - 1)
    read, roads = Read(), _Roads()
    for row in db.session.execute(_statement(since, last_on)):
        on, address = clock.local_date(row.registered_at), row.own_address or row.address_text
        places = tuple(_places(row, roads.of(address)))
        read.complaints.append(Complaint(on, row.phone_hash or f"petition {row.id}", places))
        if on < recent:
            continue
        for place in places:
            read.case_ids[place].append(row.case_id)
            if place.kind == STREET:
                read.names[place].append(street_name(address))
    return read


def _statement(since: date, last_on: date) -> Any:
    return (
        select(
            Petition.id,
            Petition.case_id,
            Petition.registered_at,
            Petition.address_text.label("own_address"),
            func.coalesce(Petition.township_code, Case.township_code).label("township_code"),
            Case.address_text,
            Case.source_id,
            Complainant.phone_hash,
        )
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(Complainant, Complainant.id == Petition.complainant_id)
        .where(
            Petition.registered_at >= clock.start_of_day(since),
            Petition.registered_at <= clock.end_of_day(last_on),
            Petition.voided_at.is_(None),
        )
        .execution_options(yield_per=STREAMED)
    )


class _Roads:
    """The road key of addresses, each read once: the same few are written again and again."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def of(self, address: str) -> str:
        if address not in self._found:
            names = read_places(address).names
            roads = (key for key, kind in names if kind is Kind.ROAD)
            self._found[address] = next(roads, "")
        return self._found[address]


def _places(row: Any, road: str) -> list[Place]:
    found = []
    if road and row.township_code:
        found.append(Place(STREET, road, row.township_code))
    if row.source_id is not None:
        found.append(Place(SOURCE, str(row.source_id)))
    return found


def _keep(findings: list[Finding], read: Read, now: datetime) -> int:
    """Open, keep and close rows by what was found; return how many were opened."""
    rows = select(HotSpot).where(HotSpot.closed_at.is_(None))
    still_open = {row.place_key: row for row in db.session.scalars(rows)}
    new = []
    for finding in findings:
        row = still_open.pop(place_key(finding.place), None)
        if row is not None:
            _look_again(row, finding, read, now)
        elif finding.is_hot:
            new.append(_opened(finding, read, now))
    for row in still_open.values():  # Nobody complained of it in the last fortnight.
        row.checked_at = row.closed_at = now
    db.session.add_all(new)
    db.session.flush()
    _tell(new, now)
    return len(new)


def _look_again(row: HotSpot, finding: Finding, read: Read, now: datetime) -> None:
    row.checked_at = now
    if finding.is_over:
        row.closed_at = now
    elif finding.chance < row.chance:
        _describe(row, finding, read)


def _opened(finding: Finding, read: Read, now: datetime) -> HotSpot:
    place = finding.place
    row = HotSpot(
        place_key=place_key(place),
        kind=place.kind,
        township_code=place.township_code or None,
        source_id=int(place.key) if place.kind == SOURCE else None,
        name=_name_of(place, read),
        opened_at=now,
        checked_at=now,
    )
    _describe(row, finding, read)
    return row


def _describe(row: HotSpot, finding: Finding, read: Read) -> None:
    row.from_on, row.to_on = finding.from_on, finding.to_on
    row.observed, row.expected = finding.observed, finding.expected
    row.chance, row.place_count = finding.chance, finding.place_count
    row.chance_anywhere = finding.chance_anywhere
    row.fortnights = list(finding.fortnights)
    row.case_ids = sorted(set(read.case_ids[finding.place]))


def _name_of(place: Place, read: Read) -> str:
    if place.kind == SOURCE:
        source = db.session.get(PollutionSource, int(place.key))
        return source.name[:120] if source else place.key
    return (common_name(read.names[place]) or place.key)[:120]


def _tell(rows: list[HotSpot], now: datetime) -> None:
    """Queue the alert to the supervisors: one for each hot spot, never again for the same row."""
    message = CATALOGUE["hot_spot_found"]
    nobody = Addressee(case_id=0, number="", unit_id=None, assignee_id=None, created_by_id=None)
    people = Directory(clock.local_date(now)).recipients(message.audience, nobody) if rows else []
    queue_messages(
        [
            QueuedMessage(
                key=f"{message.kind}:{row.id}:{person.id}:{channel}",
                kind=message.kind,
                channel=channel,
                recipient_id=person.id,
                case_id=None,
                params={
                    "count": row.observed,
                    "township": _township(row),
                    "address": row.name,
                    "path": f"/supervision/hot-spots/{row.id}",
                },
                available_at=now,
            )
            for row in rows
            for person in people
            for channel in message.channels
        ],
        now,
    )


def _township(row: HotSpot) -> str:
    found = db.session.get(Township, row.township_code) if row.township_code else None
    return found.name if found else ""
