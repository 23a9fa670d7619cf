"""What Open311 offers: the attributes of services, open and closed, limits of asking. Pure.

Source: GeoReport v2 (wiki.open311.org). Extensions: page, page_size, updated_after, updated_before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from caseflow.api.idempotency.rules import request_hash
from caseflow.core.cases.states import ENDED, State
from caseflow.ground.i18n import N_

PREFIX = "/open311/v2"
JURISDICTION = "zhongxian.cq.cn"
"""Told by discovery; any jurisdiction_id is accepted, for there is one only."""
LONGEST_SPAN_DAYS = 90
MOST_REQUESTS = 1000
PAGE_SIZE = 100
LAST_PAGE = 1000
CALLS_PER_ADDRESS = "240 per minute"
FILED_PER_ADDRESS = "60 per minute"

COUNTY = (107.48, 30.0, 108.29, 30.65)
"""West, south, east, north in degrees: 107°32′–108°14′ E, 30°03′–30°35′ N (county gazetteer, own
knowledge, unverified) with 0.05° around, for GPS in a valley."""

LONGEST_DESCRIPTION = 4000


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question of a service; `values` are (key, name) for a list."""

    code: str
    description: str
    datatype: str
    values: tuple[tuple[str, str], ...] = ()
    is_required: bool = False


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        "WHEN",
        N_("When does it happen?"),
        "multivaluelist",
        (
            ("day", N_("By day (6 to 22 h)")),
            ("night", N_("At night (22 to 6 h)")),
            ("now", N_("At this moment")),
        ),
    ),
    Attribute(
        "OFTEN",
        N_("How often does it happen?"),
        "singlevaluelist",
        (
            ("once", N_("Once")),
            ("sometimes", N_("Now and then")),
            ("daily", N_("Every day")),
            ("always", N_("All the time")),
        ),
    ),
    Attribute("WHO", N_("Who causes it, as far as you know?"), "string"),
    Attribute("SINCE", N_("Since when?"), "string"),
)
"""The same for every category. Answers are written into the words of the petition."""


def filing_hash(path: str, form: Mapping[str, list[str]]) -> str:
    """Return the SHA-256 by which a repeat is told from another filing.

    Over the fields, not the bytes: a multipart body has another boundary each time. Without the
    api_key, which may be replaced between the first sending and the next.
    """
    fields = sorted((name, values) for name, values in form.items() if name != "api_key")
    return request_hash("POST", path, json.dumps(fields).encode())


def status_of(state: State) -> str:
    """Return open or closed as GeoReport has it."""
    return "closed" if state in ENDED else "open"


CLOSED_STATES = tuple(sorted(state.value for state in ENDED))


def is_in_county(longitude: float, latitude: float) -> bool:
    """Return whether a place can be in the county at all."""
    west, south, east, north = COUNTY
    return west <= longitude <= east and south <= latitude <= north
