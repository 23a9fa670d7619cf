"""The shapes of what the API takes and gives; the OpenAPI document is made from them."""

from __future__ import annotations

from marshmallow import Schema, fields

from caseflow.api.v1 import rules
from caseflow.api.v1.fields import Instant, Taken, Within, degrees, line, one_of, words
from caseflow.core.cases.states import State
from caseflow.core.petitions.reference import REPLY_WAYS, TRACKS
from caseflow.desk.registration.rules import TALK_TRACKS


def _about(text: str) -> dict[str, str]:
    return {"description": text}


class PersonIn(Taken):
    """Who submits. Kept sealed; leave the whole object out for an anonymous submission."""

    name = line(rules.LONGEST_NAME)
    phone = line(rules.LONGEST_PHONE)
    address = line(rules.LONGEST_LINE, about="Where the person lives, not where it happens.")


class WorkOrderIn(Taken):
    """A petition handed in by another system: a work order."""

    origin_reference = line(
        rules.LONGEST_REFERENCE,
        about="The sender's own number. Needed with a token; unique in the sender's system.",
    )
    channel = fields.String(
        load_default="", metadata=_about("A code of /channels; else the client's own channel.")
    )
    track = one_of(TALK_TRACKS, load_default="report")
    subject = line(rules.LONGEST_SUBJECT, about="Else made from the first words of the body.")
    body = words(rules.LONGEST_BODY, required=True, about="What was submitted, word for word.")
    request = words(rules.LONGEST_BODY, about="What the person asks for.")
    person = fields.Nested(PersonIn, load_default=dict)
    wants_confidentiality = fields.Boolean(load_default=False)
    reply_way = one_of(REPLY_WAYS, load_default="channel")
    respondent = line(rules.LONGEST_LINE, about="Who is complained of, in the person's own words.")
    township = line(
        rules.LONGEST_NAME, about="A code of /townships, or a name; else taken from the address."
    )
    address = line(rules.LONGEST_LINE, about="Where it happens.")
    longitude = degrees(180.0, "WGS84; together with latitude or not at all.")
    latitude = degrees(90.0, "WGS84; together with longitude or not at all.")
    submitted_at = Instant(required=True, metadata=_about("When the person submitted it."))
    categories = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "Codes of /categories.", "maxItems": rules.MOST_CATEGORIES},
    )
    is_urgent = fields.Boolean(load_default=False)


class WorkOrderOut(Schema):
    """What the sender of a petition is told; the lookup code is told to the sender alone.

    Its values are plain already: they are kept for a request that is sent again.
    """

    number = fields.String(required=True)
    case_number = fields.String(required=True)
    origin_reference = fields.String(required=True, allow_none=True)
    registered_at = fields.String(required=True, metadata={"format": "date-time"})
    promised_on = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date", "description": "It is answered by then."},
    )
    lookup_code = fields.String(
        required=True, metadata=_about("With the number it opens the public lookup.")
    )


class StateOut(Schema):
    """How far it is: the state's code, and the words that the public reads."""

    code = fields.String(required=True, metadata={"enum": [state.value for state in State]})
    words = fields.String(required=True)


class PetitionOut(Schema):
    """One petition, without who submitted it."""

    number = fields.String(required=True)
    case_number = fields.String(required=True)
    origin_system = fields.String(required=True, allow_none=True)
    origin_reference = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True)
    track = fields.String(required=True, metadata={"enum": list(TRACKS)})
    subject = fields.String(required=True)
    body = fields.String(required=True)
    request = fields.String(required=True)
    respondent = fields.String(required=True)
    township = fields.String(required=True, allow_none=True)
    address = fields.String(required=True)
    longitude = fields.Float(required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    is_anonymous = fields.Boolean(required=True)
    wants_confidentiality = fields.Boolean(required=True)
    submitted_at = fields.DateTime(required=True)
    registered_at = fields.DateTime(required=True)
    promised_on = fields.Date(required=True, allow_none=True)
    answered_at = fields.DateTime(required=True, allow_none=True)
    updated_at = fields.DateTime(required=True, metadata=_about("The last act on its case."))
    state = fields.Nested(StateOut, required=True)
    reply = fields.String(required=True, allow_none=True, metadata=_about("The latest reply."))


class PetitionPageOut(Schema):
    """Some petitions in the order of registration."""

    items = fields.List(fields.Nested(PetitionOut), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata=_about("Send it as `after` to read on; null: there are no more at present."),
    )


class PetitionsIn(Taken):
    """Which petitions are asked for."""

    after = fields.String(load_default="", metadata=_about("`next` of the page before."))
    limit = fields.Integer(
        load_default=rules.PAGE_SIZE,
        validate=Within(1, rules.LARGEST_PAGE),
        metadata={"minimum": 1, "maximum": rules.LARGEST_PAGE},
    )
    origin_reference = line(rules.LONGEST_REFERENCE)
    number = line(rules.LONGEST_REFERENCE, about="Of the petition; any kind of bracket.")
    submitted_since = Instant(load_default=None)
    updated_since = Instant(load_default=None)


class StepOut(Schema):
    """One step of a case, in the words that the public reads."""

    at = fields.DateTime(required=True)
    words = fields.String(required=True)


class CaseOut(Schema):
    """How far a case is."""

    number = fields.String(required=True)
    track = fields.String(required=True, metadata={"enum": list(TRACKS)})
    title = fields.String(required=True)
    state = fields.Nested(StateOut, required=True)
    unit = fields.String(required=True, allow_none=True, metadata=_about("Who handles it."))
    township = fields.String(required=True, allow_none=True)
    categories = fields.List(fields.String(), required=True)
    leading_case_number = fields.String(
        required=True, allow_none=True, metadata=_about("The case it was merged into.")
    )
    petition_numbers = fields.List(fields.String(), required=True)
    opened_at = fields.DateTime(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    history = fields.List(fields.Nested(StepOut), required=True)


class LookIn(Taken):
    """Why somebody needs to know who complained."""

    reason = line(rules.LONGEST_REASON, required=True)


class PersonOut(Schema):
    """Who complained. The look is recorded with its reason."""

    name = fields.String(required=True)
    phone = fields.String(required=True)
    address = fields.String(required=True)


class LeadIn(Taken):
    """An alarm of a monitoring device."""

    device = line(rules.LONGEST_DEVICE, required=True, about="The device's own number.")
    alarm_reference = line(
        rules.LONGEST_REFERENCE, required=True, about="The alarm's number, unique for the device."
    )
    measured = line(rules.LONGEST_NAME, required=True, about="What is measured: SO2, Leq …")
    value = fields.Float(required=True)
    unit = line(rules.LONGEST_UNIT, required=True, about="mg/m3, dB(A) …")
    limit = fields.Float(load_default=None, allow_none=True)
    at = Instant(required=True, metadata=_about("When it was measured."))
    place = line(rules.LONGEST_LINE, required=True)
    source = line(
        rules.LONGEST_LINE, about="Name of the pollution source; linked if its file is known."
    )
    township = line(rules.LONGEST_NAME)
    longitude = degrees(180.0, "WGS84; together with latitude or not at all.")
    latitude = degrees(90.0, "WGS84; together with longitude or not at all.")
    categories = fields.List(
        fields.String(), load_default=list, metadata={"maxItems": rules.MOST_CATEGORIES}
    )
    is_urgent = fields.Boolean(load_default=False)


class LeadOut(Schema):
    """The inspection case that an alarm opened."""

    case_number = fields.String(required=True)
    opened_at = fields.String(required=True, metadata={"format": "date-time"})


class CodeOut(Schema):
    """A code and its names."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class CategoryOut(CodeOut):
    """A pollution category; `parent` is the code of the wider one."""

    parent = fields.String(required=True, allow_none=True)


class CodesOut(Schema):
    items = fields.List(fields.Nested(CodeOut), required=True)


class CategoriesOut(Schema):
    items = fields.List(fields.Nested(CategoryOut), required=True)


class ProblemOut(Schema):
    """An error (RFC 9457), its words in the language of Accept-Language."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String()
    reasons = fields.List(fields.String())
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
