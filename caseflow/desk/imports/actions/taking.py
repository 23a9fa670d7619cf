"""Taking entries of a file in: petitions with their cases, replies with their days. No commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.joining_guards import LEADS_OTHERS
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.actions import PetitionCommand, content_hash
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.columns import category_codes
from caseflow.desk.imports.mapping import Entry, Rejected
from caseflow.desk.imports.reading.problems import Problem
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.regions.matching import TownshipChoice, meant_township, township_in
from caseflow.ground.regions.queries import townships
from caseflow.people.accounts.models import User

CONFLICT = N_("Conflict: number %(reference)s is in the register with other content.")


@dataclass(frozen=True, slots=True)
class Target:
    """As what the rows of a file are taken in."""

    origin: str
    """The sending system, whose reference numbers are unique in it."""
    channel_code: str
    track: str


@dataclass
class Outcome:
    """What became of rows: `replies` counts reply records made."""

    imported: int = 0
    already_there: int = 0
    replies: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    """(row, id of the case made from it)."""

    def add(self, other: Outcome) -> None:
        """Count what another part of the file came to."""
        self.imported += other.imported
        self.already_there += other.already_there
        self.replies += other.replies
        self.rejected += other.rejected
        self.taken += other.taken

    def reject(self, entry: Entry, msgid: str, **params: object) -> None:
        problem = Problem(msgid, dict(params))
        self.rejected.append(Rejected(entry.row, problem, entry.reference))


@dataclass(frozen=True, slots=True)
class Known:
    """A petition that the register has under the same origin and number."""

    petition_id: int
    case_id: int
    content_hash: str
    awaits_reply: bool
    """Nothing has happened in its case yet, so that a reply in the file can close it."""
    leads_others: bool = False
    """Petitions of others hang on its case: a reply to this one is no answer to them."""


@contextmanager
def imported_quietly(origin: str) -> Iterator[None]:
    """Tell nobody of single cases inside the block; its acts carry `origin` in the history."""
    session_info, names = db.session.info, ("quiet", "origin")
    before = {name: session_info[name] for name in names if name in session_info}
    session_info.update(quiet=True, origin=origin)
    try:
        yield
    finally:
        for name in names:
            session_info.pop(name, None)
        session_info.update(before)


def command_of(
    entry: Entry, target: Target, places: Sequence[TownshipChoice] = ()
) -> PetitionCommand:
    """Return the petition of an entry; replies go back through the platform that sent it."""
    return PetitionCommand(
        channel_code=target.channel_code,
        track=target.track,
        subject=entry.subject,
        body=entry.body,
        submitted_at=entry.submitted_at,
        person=Person(entry.name or entry.account, entry.phone, entry.home),
        is_anonymous=not (entry.name or entry.phone),
        reply_way="channel",
        category_codes=category_codes(entry.category),
        request=entry.request,
        respondent_words=entry.respondent,
        township_code=_township_code(entry, places),
        address_text=entry.place,
        longitude=entry.longitude,
        latitude=entry.latitude,
        origin_system=target.origin,
        origin_reference=entry.reference,
    )


def _township_code(entry: Entry, places: Sequence[TownshipChoice]) -> str | None:
    """Return the township named in its own column, in the address, or in full in the text.

    A short form (新生) proves nothing in running text (新生入学): there only official names count.
    """
    found = meant_township(entry.township, places) or township_in(entry.place, places)
    if found is None:
        text = f"{entry.subject}\n{entry.body}"
        found = next((place for place in places if place.name in text), None)
    return found.code if found else None


def known_petitions(origin: str, references: Sequence[str]) -> dict[str, Known]:
    """Return what the register holds of these numbers, by number."""
    merged = aliased(Case)
    rows = db.session.execute(
        select(
            Petition.origin_reference,
            Petition.id,
            Petition.case_id,
            Petition.content_hash,
            Petition.answered_at,
            Case.state,
            exists().where(merged.leading_case_id == Case.id).label("leads_others"),
        )
        .join(Case, Case.id == Petition.case_id)
        .where(
            Petition.origin_system == origin,
            Petition.origin_reference.in_(references),
            Petition.voided_at.is_(None),
        )
    )
    return {
        row.origin_reference: Known(
            row.id,
            row.case_id,
            row.content_hash,
            row.answered_at is None and row.state == State.REGISTERED,
            row.leads_others,
        )
        for row in rows
    }


def preview_entries(entries: Sequence[Entry], target: Target, batch: int = 500) -> Outcome:
    """Return what taking these entries would come to now; nothing is written."""
    outcome = Outcome()
    for start in range(0, len(entries), batch):
        part = entries[start : start + batch]
        known = known_petitions(target.origin, [entry.reference for entry in part])
        for entry in part:
            there = known.get(entry.reference)
            if there is None:
                outcome.imported += 1
                outcome.replies += bool(entry.reply)
            elif there.content_hash != content_hash(command_of(entry, target)):
                outcome.reject(entry, CONFLICT, reference=entry.reference)
            elif entry.reply and there.awaits_reply and there.leads_others:
                outcome.reject(entry, LEADS_OTHERS)
            else:
                outcome.already_there += 1
                outcome.replies += bool(entry.reply) and there.awaits_reply
    return outcome


def take_entries(entries: Sequence[Entry], target: Target, actor: User | None) -> Outcome:
    """Take entries in and return what became of each; call inside `imported_quietly`.

    Nothing in the register is overwritten. A row that fails takes back its own changes only, and
    one that another import takes at the same moment counts as already there. Never commits.
    """
    outcome, places = Outcome(), townships()
    known = known_petitions(target.origin, [entry.reference for entry in entries])
    for entry in entries:
        command = command_of(entry, target, places)
        try:
            there = known.get(entry.reference)
            if there is None and _register(entry, command, actor, outcome):
                continue
            there = there or known_petitions(target.origin, [entry.reference])[entry.reference]
            _compare(entry, command, there, actor, outcome)
        except CaseflowError as error:
            outcome.reject(entry, str(error))
    return outcome


def _register(entry: Entry, command: PetitionCommand, actor: User | None, outcome: Outcome) -> bool:
    """Register a new petition, with its reply if it has one; False if another import was first."""
    try:
        with db.session.begin_nested():
            opened = register_petition(command, actor, received_at=entry.submitted_at)
            if entry.reply:
                _take_reply(opened.case, entry, actor)
    except IntegrityError:
        if not known_petitions(command.origin_system or "", [entry.reference]):
            raise
        return False
    outcome.imported += 1
    outcome.taken.append((entry.row, opened.case.id))
    outcome.replies += bool(entry.reply)
    return True


def _compare(
    entry: Entry, command: PetitionCommand, there: Known, actor: User | None, outcome: Outcome
) -> None:
    """Count a repeat or report a conflict; a reply that has come since closes an untouched case."""
    if there.content_hash != content_hash(command):
        outcome.reject(entry, CONFLICT, reference=entry.reference)
        return
    if entry.reply and there.awaits_reply:
        if there.leads_others:
            outcome.reject(entry, LEADS_OTHERS)
            return
        with db.session.begin_nested():
            _take_reply(db.session.get_one(Case, there.case_id), entry, actor)
        outcome.replies += 1
    outcome.already_there += 1


def _take_reply(case: Case, entry: Entry, actor: User | None) -> None:
    perform(
        case,
        "import_reply",
        actor,
        version=case.version,
        reply_words=entry.reply,
        given_at=entry.replied_at,
    )
