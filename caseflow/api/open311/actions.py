"""Filing a service request: it becomes a petition like any other."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.api.guarding import Caller
from caseflow.api.idempotency.actions import LOOKUP, Answer
from caseflow.api.open311.problems import BadQuestion
from caseflow.api.open311.queries import services
from caseflow.api.open311.reading import Filed
from caseflow.core.cases.actions.opening import Opened, register_petition
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.sources.actions import source_of_name
from caseflow.ground import clock
from caseflow.ground.regions.queries import match_township, township_names


def file_request(filed: Filed, caller: Caller) -> Opened:
    """Register what was filed as a report. Never commits. Raises BadQuestion."""
    names = {row["service_code"]: row["service_name"] for row in services()}
    if filed.service_code not in names:
        raise BadQuestion(_("There is no service with this code."))
    if filed.address_id and filed.address_id not in township_names():
        raise BadQuestion(_("There is no address with this id: it is the code of a township."))
    assert caller.token is not None
    name = names[filed.service_code]
    found = match_township(filed.address)
    township = filed.address_id or (found.code if found else None)
    place = filed.address or township_names().get(township or "", "")
    command = PetitionCommand(
        channel_code=caller.token.channel_code,
        track="report",
        subject=f"{name}: {place}"[:300] if place else name,
        body=filed.words or name,
        submitted_at=clock.now(),
        person=filed.person,
        is_anonymous=filed.person.is_empty,
        reply_way=_reply_way(filed),
        category_codes=(filed.service_code,),
        origin_system=caller.origin_system,
        respondent_words=filed.respondent,
        source_id=source_of_name(filed.respondent) if filed.respondent else None,
        township_code=township,
        address_text=filed.address,
        longitude=filed.longitude,
        latitude=filed.latitude,
    )
    return register_petition(command, caller.user)


def told_of(opened: Opened) -> Answer:
    """Return what the client is told, as it is kept for a repeat of the request."""
    body = {"number": opened.petition.number, LOOKUP: opened.lookup_code}
    return Answer(200, body, opened.petition.id)


def _reply_way(filed: Filed) -> str:
    """Return how the person can be answered; without phone and mail, through the client."""
    if filed.person.phone:
        return "phone"
    return "email" if filed.email else "channel"
