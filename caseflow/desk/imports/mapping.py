"""What the columns of a file mean: guessing by their headers, and rows made into entries. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from caseflow.desk.imports.cleaning import clean_line, clean_text, read_instant
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.reading.problems import Problem, RowProblem, Unreadable
from caseflow.desk.imports.reading.tables import Cell, Row, is_blank
from caseflow.ground import clock
from caseflow.ground.i18n import N_

NEEDS = (("reference",), ("subject", "body"), ("submitted_at",))
"""Of each group at least one column must be there."""

COLUMN_MISSING = N_("A column for “%(field)s” is missing.")
LONGEST = {"reference": 120, "place": 300, "respondent": 300}
SUBJECT_LENGTH = 300
OLDEST_YEAR = 1990
_BOARD_TITLE = re.compile(r"\s*(?:提问|投诉|咨询|建议)[：:](.*?)\s*编号[：:]\s*\d+\s*")
"""The title line of a message board, with the kind in front and the number behind."""


def normal_header(header: str) -> str:
    """Return a header as it is compared: width folded, without brackets, blanks and marks."""
    folded = unicodedata.normalize("NFKC", header).lower()
    folded = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", folded)
    return re.sub(r"[\W_]+", "", folded)


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Return field → header for every header whose meaning is known; a header is used once."""
    known: dict[str, str] = {}
    for header in headers:
        known.setdefault(normal_header(header), header)
    found: dict[str, str] = {}
    for field in FIELDS.values():
        for name in field.headers:
            if name in known and known[name] not in found.values():
                found[field.name] = known[name]
                break
    return found


def complete(mapping: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """Return `mapping` with what it leaves open guessed; an empty header switches a field off.

    Raises Unreadable: an unknown field, a header that the file lacks, or a needed column missing.
    """
    for name, header in mapping.items():
        if name not in FIELDS:
            raise Unreadable(N_("“%(field)s” is not a field of a petition."), field=name)
        if header and header not in headers:
            raise Unreadable(N_("The file has no column “%(header)s”."), header=header)
    taken = {header for header in mapping.values() if header}
    guessed = {n: h for n, h in guess(headers).items() if n not in mapping and h not in taken}
    found = guessed | {name: header for name, header in mapping.items() if header}
    missing = first_missing(found)
    if missing is not None:
        raise Unreadable(COLUMN_MISSING, field=missing)
    return found


def first_missing(mapping: Mapping[str, str]) -> str | None:
    """Return the label of the first thing every row needs and `mapping` has no column for."""
    for group in NEEDS:
        if not any(mapping.get(name) for name in group):
            return FIELDS[group[-1]].label
    return None


def parse_mapping(words: str) -> dict[str, str]:
    """Return the mapping of `field=Header,field=Header`, or of a JSON object. Raises Unreadable."""
    if words.lstrip().startswith("{"):
        try:
            found = json.loads(words)
        except ValueError as error:
            raise Unreadable(N_("The mapping is not complete JSON.")) from error
        return {str(name): str(header or "") for name, header in found.items()}
    pairs = [pair.partition("=") for pair in re.split(r"[,，]", words) if pair.strip()]
    if any(not equals for _, equals, _ in pairs):
        raise Unreadable(N_("A mapping looks like reference=编号,body=内容."))
    return {name.strip(): header.strip() for name, _, header in pairs}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be taken, in clean words; instants aware UTC, None where nothing was given."""

    row: int
    reference: str
    subject: str
    body: str
    submitted_at: datetime
    account: str = ""
    name: str = ""
    phone: str = ""
    home: str = ""
    place: str = ""
    township: str = ""
    respondent: str = ""
    request: str = ""
    category: str = ""
    longitude: float | None = None
    latitude: float | None = None
    reply: str = ""
    replied_at: datetime | None = None
    reply_problem: Problem | None = None
    """Why the reply in the row cannot be taken, though the petition can."""

    @property
    def fingerprint(self) -> str:
        """Return a hash of all that the row says: it tells a repeat in a file from a conflict."""
        said = asdict(self) | {"row": 0, "reply_problem": None}
        return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


def entry_of(row: Row, mapping: Mapping[str, str], now: datetime) -> Entry:
    """Return the entry of `row`. Raises RowProblem with what is missing or cannot be read."""
    if row.problem is not None:
        raise RowProblem(row.problem.msgid, **row.problem.params)
    cells = {name: row.cells.get(header) for name, header in mapping.items()}
    reference = clean_line(cells.get("reference"))
    if not reference:
        raise RowProblem(N_("The reference number is missing."))
    subject, body = _words(cells)
    submitted_at = _submitted_at(cells.get("submitted_at"), now)
    reply, replied_at, reply_problem = _reply(cells, submitted_at, now)
    longitude, latitude = _coordinates(cells)
    entry = Entry(
        row=row.number,
        reference=reference,
        subject=subject,
        body=body,
        submitted_at=submitted_at,
        request=clean_text(cells.get("request")),
        longitude=longitude,
        latitude=latitude,
        reply=reply,
        replied_at=replied_at,
        reply_problem=reply_problem,
        **{
            name: clean_line(cells.get(name))
            for name in (
                "account", "name", "phone", "home", "place", "township", "respondent", "category"
            )
        },
    )  # fmt: skip
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise RowProblem(
                N_("“%(field)s” is longer than %(most)s characters."),
                field=FIELDS[name].label,
                most=most,
            )
    return entry


def _words(cells: Mapping[str, Cell]) -> tuple[str, str]:
    """Return subject and text; each stands in for the other, and no word is lost."""
    subject, body = clean_line(cells.get("subject")), clean_text(cells.get("body"))
    titled = _BOARD_TITLE.fullmatch(subject)
    if titled and titled[1].strip():
        subject = titled[1].strip()
    if not subject and not body:
        raise RowProblem(N_("The row has neither subject nor text."))
    if len(subject) > SUBJECT_LENGTH:
        body = f"{subject}\n\n{body}".strip()
        subject = subject[: SUBJECT_LENGTH - 1] + "…"
    if not subject:
        first = body.split("\n", 1)[0]
        subject = first if len(first) <= 60 else first[:59] + "…"
    return subject, body or subject


def _submitted_at(cell: Cell, now: datetime) -> datetime:
    if is_blank(cell):
        raise RowProblem(N_("The time of the message is missing."))
    found = read_instant(cell)
    if found.year < OLDEST_YEAR:
        raise RowProblem(N_("The time of the message lies before %(year)s."), year=OLDEST_YEAR)
    if found > now + timedelta(minutes=10):
        raise RowProblem(N_("The time of the message lies ahead."))
    return found


def _reply(
    cells: Mapping[str, Cell], submitted_at: datetime, now: datetime
) -> tuple[str, datetime | None, Problem | None]:
    """Return the reply and its instant, or why it cannot be taken.

    A reply on the day of the message itself, told without an hour, counts from the message; one on
    an earlier day is not believed.
    """
    words = clean_text(cells.get("reply"))
    if not words:
        return "", None, None
    try:
        if is_blank(cells.get("replied_at")):
            raise RowProblem(N_("The reply has no time; the petition was taken without it."))
        given_at = read_instant(cells.get("replied_at"))
    except RowProblem as error:
        return "", None, error.problem
    if clock.local_date(given_at) < clock.local_date(submitted_at):
        words_before = N_(
            "The reply is dated before its message; the petition was taken without it."
        )
        return "", None, Problem(words_before)
    if given_at > now + timedelta(minutes=10):
        return "", None, Problem(N_("The reply lies ahead; the petition was taken without it."))
    return words, max(given_at, submitted_at), None


def _coordinates(cells: Mapping[str, Cell]) -> tuple[float | None, float | None]:
    """Return longitude and latitude, both or neither."""
    if is_blank(cells.get("longitude")) or is_blank(cells.get("latitude")):
        return None, None
    try:
        longitude = float(clean_line(cells["longitude"]))
        latitude = float(clean_line(cells["latitude"]))
    except ValueError as error:
        raise RowProblem(N_("The coordinates cannot be read.")) from error
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise RowProblem(N_("The coordinates cannot be read."))
    return longitude, latitude


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or the reply in it, that was not taken."""

    row: int
    problem: Problem
    reference: str = ""
    """The sender's number of it; empty if the row has none that could be read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to before the database is asked."""

    row_count: int
    entries: list[Entry]
    """The first row of each reference number, in the order of the file."""
    repeats: int
    """Rows that say once more exactly what an earlier row of the file said."""
    rejected: list[Rejected]


def plan(rows: Sequence[Row], mapping: Mapping[str, str], now: datetime) -> Plan:
    """Return the entries of all rows; the first row of a number wins, another content conflicts."""
    first: dict[str, Entry] = {}
    rejected: list[Rejected] = []
    repeats = 0
    for row in rows:
        try:
            entry = entry_of(row, mapping, now)
        except RowProblem as error:
            rejected.append(Rejected(row.number, error.problem, reference_of(row, mapping)))
            continue
        earlier = first.setdefault(entry.reference, entry)
        if earlier is entry:
            if entry.reply_problem is not None:
                rejected.append(Rejected(row.number, entry.reply_problem, entry.reference))
        elif earlier.fingerprint == entry.fingerprint:
            repeats += 1
        else:
            problem = conflict_in_file(entry.reference, earlier.row)
            rejected.append(Rejected(row.number, problem, entry.reference))
    return Plan(len(rows), list(first.values()), repeats, rejected)


def reference_of(row: Row, mapping: Mapping[str, str]) -> str:
    """Return the sender's number of a row whatever else is wrong with it; empty if it has none."""
    return clean_line(row.cells.get(mapping.get("reference", "")))[: LONGEST["reference"]]


def conflict_in_file(reference: str, row: int) -> Problem:
    """Return the problem of a number that an earlier row uses for something else."""
    return Problem(
        N_("Conflict: number %(reference)s stands in row %(row)s with other content."),
        {"reference": reference, "row": row},
    )
