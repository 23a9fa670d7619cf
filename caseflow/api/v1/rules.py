"""Problems that the API may answer, and the limits of what it takes and gives. Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

PREFIX = "/api/v1"
PAGE_SIZE = 50
LARGEST_PAGE = 200
CALLS_PER_ADDRESS = "600 per minute"

LONGEST_SUBJECT = 300
LONGEST_BODY = 20_000
LONGEST_LINE = 300
LONGEST_NAME = 100
LONGEST_PHONE = 40
LONGEST_REFERENCE = 120
LONGEST_REASON = 300
LONGEST_DEVICE = 80
LONGEST_UNIT = 30
MOST_CATEGORIES = 10
EARLIEST_YEAR = 1990
AHEAD_SECONDS = 300
"""How far the sender's clock may be ahead of ours."""

LEAD_CHANNEL = "monitoring"

PROBLEMS: dict[str, tuple[int, str]] = {
    "malformed": (400, N_("The request cannot be read: its form, or the CSRF token of a session.")),
    "unauthenticated": (401, N_("No token and no session, or one that is good no more.")),
    "forbidden": (403, N_("The token's scopes or the role do not include this.")),
    "not-found": (404, N_("It does not exist, or is not within the caller's reach.")),
    "method": (405, N_("The address does not answer to this method.")),
    "conflict": (409, N_("The same number was handed in before with other content.")),
    "too-large": (413, N_("The request is larger than is taken.")),
    "media-type": (415, N_("Requests are taken as application/json only.")),
    "validation": (422, N_("Fields are missing or wrong; “errors” names them.")),
    "too-many": (429, N_("Too many calls; wait as long as Retry-After says.")),
    "server": (500, N_("Something went wrong on our side; nothing was saved.")),
    "unavailable": (503, N_("The database does not answer; try again in a moment.")),
}
"""Name (the fragment of the problem's `type`) → status and what it means."""

TITLES: dict[int, str] = {
    404: N_("There is no such thing at this address"),
}
"""Titles of problems where the heading of a page for people would not fit."""

OF_EVERY_CALL = ("unauthenticated", "forbidden", "too-many", "server", "unavailable")
OF_EVERY_POST = ("malformed", "too-large", "media-type", "validation")

_BY_STATUS = {status: name for name, (status, _words) in PROBLEMS.items()}


def problem_name(status: int) -> str:
    """Return the name of the problem that a status stands for."""
    return _BY_STATUS.get(status, "malformed" if status < 500 else "server")


FIELD_SENTENCES: dict[str, str] = {
    "Missing data for required field.": N_("Missing."),
    "Unknown field.": N_("There is no such field."),
    "Field may not be null.": N_("Must not be null."),
    "Not a valid string.": N_("Must be text."),
    "Not a valid boolean.": N_("Must be true or false."),
    "Not a valid integer.": N_("Must be a whole number."),
    "Not a valid number.": N_("Must be a number."),
    "Not a valid list.": N_("Must be a list."),
    "Invalid input type.": N_("Must be an object."),
    "Invalid type.": N_("Must be an object."),
    "Invalid JSON body.": N_("The body is not JSON that can be read."),
    "Special numeric values (nan or infinity) are not permitted.": N_("Must be a finite number."),
}
"""What the schemas say in English → the sentence shown in the caller's language."""
