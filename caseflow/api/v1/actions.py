"""Taking in what machines hand in: work orders and monitoring alarms. Each is done once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.api.guarding import Caller
from caseflow.api.idempotency.actions import Answer
from caseflow.api.v1 import queries
from caseflow.api.v1.models import MonitoringLead, WorkOrder
from caseflow.api.v1.problems import WrongFields
from caseflow.api.v1.rules import AHEAD_SECONDS, LEAD_CHANNEL, MOST_CATEGORIES
from caseflow.core.cases.actions.opening import (
    InspectionCommand,
    open_inspection,
    petition_by_origin,
    register_petition,
)
from caseflow.core.cases.actions.perform import perform
from caseflow.core.cases.models import Case
from caseflow.core.petitions.actions import PetitionCommand, content_hash, lookup_code
from caseflow.core.petitions.complainants import Person, sealer
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.subjects import proposed_subject
from caseflow.core.sources.actions import source_of_name
from caseflow.desk.registration.rules import REPLY_NEEDS
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.regions.queries import match_township, meant_township


class SentOtherwise(CaseflowError):
    """The same number came before with other content."""

    status = 409


@dataclass(frozen=True, slots=True)
class Order:
    """A work order as read: what it asks to register, and the hash of what else it said."""

    command: PetitionCommand
    sent_hash: str


def read_order(order: dict[str, Any], caller: Caller) -> Order:
    """Return a work order as read. Raises WrongFields."""
    return Order(_petition_command(order, caller), _sent_hash(order))


def _sent_hash(order: dict[str, Any]) -> str:
    """Return the hash of what the petition's content_hash leaves out, keyed as that of a person.

    As it was sent: what we made of it, such as the township of an address, may change meanwhile.
    """
    said: list[Any] = [order[name] for name in ("township", "longitude", "latitude", "is_urgent")]
    said.append(sorted(set(order["categories"])))
    return sealer().digest(json.dumps(said, ensure_ascii=False), "work order")


def _petition_command(order: dict[str, Any], caller: Caller) -> PetitionCommand:
    errors: dict[str, list[str]] = {}
    person = Person(**order["person"])
    channel = order["channel"] or (caller.token.channel_code if caller.token else "")
    _check_codes(order, channel, errors)
    _check_place(order, errors)
    _check_moment("submitted_at", order["submitted_at"], errors)
    if caller.token and not order["origin_reference"]:
        errors["origin_reference"] = [_("Missing.")]
    needed = REPLY_NEEDS.get(order["reply_way"], "").removeprefix("person_")
    if needed and not getattr(person, needed):
        errors[f"person.{needed}"] = [_("Missing: nobody can be answered that way.")]
    if errors:
        raise WrongFields(errors)
    return PetitionCommand(
        channel_code=channel,
        track=order["track"],
        subject=order["subject"] or proposed_subject(order["body"], order["respondent"]),
        body=order["body"],
        submitted_at=order["submitted_at"],
        person=person,
        is_anonymous=person.is_empty,
        wants_confidentiality=order["wants_confidentiality"],
        reply_way=order["reply_way"],
        category_codes=tuple(order["categories"]),
        request=order["request"],
        respondent_words=order["respondent"],
        source_id=source_of_name(order["respondent"]) if order["respondent"] else None,
        township_code=_township(order["township"], order["address"]),
        address_text=order["address"],
        longitude=order["longitude"],
        latitude=order["latitude"],
        origin_system=caller.origin_system,
        origin_reference=order["origin_reference"] or None,
        is_urgent=order["is_urgent"],
    )


def _check_codes(order: dict[str, Any], channel: str, errors: dict[str, list[str]]) -> None:
    if channel not in {row["code"] for row in queries.channels()}:
        errors["channel"] = [_("There is no such channel.") if channel else _("Missing.")]
    _check_categories(order, errors)


def _check_categories(order: dict[str, Any], errors: dict[str, list[str]]) -> None:
    if len(order["categories"]) > MOST_CATEGORIES:
        errors["categories"] = [_("At most %(count)s.", count=MOST_CATEGORIES)]
        return
    known = {row["code"] for row in queries.categories()}
    for place, code in enumerate(order["categories"]):
        if code not in known:
            errors[f"categories.{place}"] = [_("There is no such category.")]


def _check_place(order: dict[str, Any], errors: dict[str, list[str]]) -> None:
    if (order["longitude"] is None) != (order["latitude"] is None):
        errors["longitude"] = [_("Longitude and latitude come together or not at all.")]
    if order["township"] and meant_township(order["township"]) is None:
        errors["township"] = [_("There is no such township.")]


def _check_moment(name: str, at: datetime, errors: dict[str, list[str]]) -> None:
    if at > clock.now() + timedelta(seconds=AHEAD_SECONDS):
        errors[name] = [_("This lies ahead.")]


def _township(typed: str, address: str) -> str | None:
    found = meant_township(typed) if typed else match_township(address)
    return found.code if found else None


def take_work_order(order: Order, caller: Caller) -> Answer:
    """Register a work order, or answer as before if its number came before. Never commits.

    Raises SentOtherwise.
    """
    command = order.command
    if command.origin_system and command.origin_reference:
        earlier = petition_by_origin(command.origin_system, command.origin_reference)
        if earlier is not None:
            return _as_before(earlier, order)
    opened = register_petition(command, caller.user)
    db.session.add(WorkOrder(petition_id=opened.petition.id, sent_hash=order.sent_hash))
    db.session.flush()
    return _told(201, opened.petition, opened.case.number, opened.lookup_code)


def _as_before(petition: Petition, order: Order) -> Answer:
    """Return the first answer to a work order sent again."""
    if _differs(petition, order):
        raise SentOtherwise(
            _("A petition with this number came before, with other content. Nothing was changed.")
        )
    number = db.session.get_one(Case, petition.case_id).number
    return _told(200, petition, number, lookup_code(petition))


def _differs(petition: Petition, order: Order) -> bool:
    """Return whether an order says anything else than the first with its number."""
    command = order.command
    same = ("channel_code", "track", "wants_confidentiality", "reply_way")
    if any(getattr(petition, name) != getattr(command, name) for name in same):
        return True
    first = db.session.get(WorkOrder, petition.id)
    if first is not None and first.sent_hash != order.sent_hash:
        return True
    return petition.content_hash != content_hash(command)


def _told(status: int, petition: Petition, case_number: str, code: str) -> Answer:
    body = {
        "number": petition.number,
        "case_number": case_number,
        "origin_reference": petition.origin_reference,
        "registered_at": petition.registered_at.isoformat(),
        "promised_on": petition.promised_on.isoformat() if petition.promised_on else None,
        "lookup_code": code,
    }
    return Answer(status, body, petition.id)


def checked_lead(lead: dict[str, Any]) -> dict[str, Any]:
    """Return the alarm; raise WrongFields if it names codes that are not there, or lies ahead."""
    errors: dict[str, list[str]] = {}
    _check_categories(lead, errors)
    _check_place(lead, errors)
    _check_moment("at", lead["at"], errors)
    if errors:
        raise WrongFields(errors)
    return lead


def take_lead(lead: dict[str, Any], caller: Caller) -> Answer:
    """Open an inspection case for an alarm, or answer as before if it came before. Never commits.

    Raises SentOtherwise.
    """
    plain = {name: str(value) for name, value in sorted(lead.items())}
    digest = hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
    row_id = _claim_alarm(lead, digest, caller)
    if row_id is None:
        return _lead_as_before(lead, digest, caller)
    case = open_inspection(_inspection(lead), caller.user)
    perform(case, "note", caller.user, version=case.version, words=_alarm_words(lead))
    db.session.get_one(MonitoringLead, row_id).case_id = case.id
    db.session.flush()
    return Answer(201, _lead_told(case))


def _claim_alarm(lead: dict[str, Any], digest: str, caller: Caller) -> int | None:
    """Take the alarm for this transaction; None if it was taken before."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return db.session.scalar(
        insert(MonitoringLead)
        .values(
            user_id=caller.user.id,
            device=lead["device"],
            alarm_reference=lead["alarm_reference"],
            content_hash=digest,
            received_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["user_id", "device", "alarm_reference"])
        .returning(MonitoringLead.id)
    )


def _lead_as_before(lead: dict[str, Any], digest: str, caller: Caller) -> Answer:
    earlier, case = db.session.execute(
        select(MonitoringLead, Case)
        .join(Case, Case.id == MonitoringLead.case_id)
        .where(
            MonitoringLead.user_id == caller.user.id,
            MonitoringLead.device == lead["device"],
            MonitoringLead.alarm_reference == lead["alarm_reference"],
        )
    ).one()
    if earlier.content_hash != digest:
        raise SentOtherwise(
            _("An alarm with this number came before, with other content. Nothing was changed.")
        )
    return Answer(200, _lead_told(case))


def _lead_told(case: Case) -> dict[str, Any]:
    return {"case_number": case.number, "opened_at": case.opened_at.isoformat()}


def _inspection(lead: dict[str, Any]) -> InspectionCommand:
    title = _(
        "Monitoring alarm: %(measured)s %(value)s %(unit)s at %(place)s",
        measured=lead["measured"],
        value=_number(lead["value"]),
        unit=lead["unit"],
        place=lead["source"] or lead["place"],
    )
    return InspectionCommand(
        title=title[:300],
        channel_code=LEAD_CHANNEL,
        source_id=source_of_name(lead["source"]) if lead["source"] else None,
        township_code=_township(lead["township"], lead["place"]),
        address_text=lead["place"],
        longitude=lead["longitude"],
        latitude=lead["latitude"],
        category_codes=tuple(lead["categories"]),
        is_urgent=lead["is_urgent"],
    )


def _alarm_words(lead: dict[str, Any]) -> str:
    """Return all that the device said, for the history of the case."""
    unit = lead["unit"]
    limit = "–" if lead["limit"] is None else f"{_number(lead['limit'])} {unit}"
    rows = (
        (_("Device"), lead["device"]),
        (_("Alarm number"), lead["alarm_reference"]),
        (_("Measured"), f"{lead['measured']} {_number(lead['value'])} {unit}"),
        (_("Limit"), limit),
        (_("Measured at"), clock.local(lead["at"]).strftime("%Y-%m-%d %H:%M:%S")),
        (_("Place"), lead["place"]),
        (_("Pollution source"), lead["source"] or "–"),
    )
    return "\n".join(f"{label}: {value}" for label, value in rows)


def _number(value: float) -> str:
    return f"{value:.10g}"
