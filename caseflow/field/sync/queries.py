"""Reading what came from tablets: one's own, the records that wait, the tablets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.assignments.queries.names import local_name
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.history import Entry, case_history
from caseflow.core.cases.queries.page import CaseHead, case_head
from caseflow.core.cases.scope import cases_where, reaches
from caseflow.core.visits.rules import (
    ANSWERS,
    BASES,
    KINDS,
    ORDER_PARTS,
    RESULTS,
    RIGHTS,
    SCENE_PARTS,
    SIGNERS,
)
from caseflow.field.inspections.checklists.queries import items_of
from caseflow.field.inspections.wording import verdict_words
from caseflow.field.sync.models import FieldDevice, FieldFile, FieldSubmission
from caseflow.field.sync.rules import FILE_STATES, NEEDS_ATTENTION, STATUSES, instant
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.web.filters import when
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of


def own_submission(client_id: str, user_id: int) -> FieldSubmission | None:
    """Return the person's own submission of that number, or None."""
    return db.session.scalar(
        select(FieldSubmission).where(
            FieldSubmission.client_id == client_id, FieldSubmission.user_id == user_id
        )
    )


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in the list; `number` None: its case is not there, or not the person's to see."""

    id: int
    received_at: datetime
    person: str
    number: str | None
    status_words: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that a record announced; `sha256` "": it is not here."""

    id: int
    name: str
    caption: str
    state_words: str
    why: str
    """Why it was refused."""
    sha256: str
    content_type: str

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record beside the present state of its case."""

    id: int
    status: str
    status_words: str
    person: str
    device_id: str
    captured_at: datetime
    received_at: datetime
    words: list[str]
    first_words: list[str]
    decided_by: str | None
    decided_at: datetime | None
    decision_words: str
    is_applied: bool
    facts: list[tuple[str, Any]]
    """(label, value) of the record, as it is read."""
    files: list[FileRow]
    case: CaseHead | None
    changes: tuple[Entry, ...]

    @property
    def is_waiting(self) -> bool:
        return self.status == NEEDS_ATTENTION


def records_where(user: User) -> ColumnElement[bool]:
    """Return the clause of the records on which `user` may decide: their own, those of their cases.

    Whoever decides for the whole county sees the records of no case as well.
    """
    if scope_of(Role(user.role), Permission.FIELD_DECIDE) is Scope.COUNTY:
        return FieldSubmission.id.is_not(None)
    mine = select(Case.id).where(cases_where(user, Permission.FIELD_DECIDE))
    return or_(FieldSubmission.user_id == user.id, FieldSubmission.case_id.in_(mine))


def record_rows(user: User, cursor: str | None, *, with_decided: bool) -> Page[RecordRow]:
    """Return the records that wait for a decision, newest first; with the others if asked for."""
    wanted: Any = (
        select(FieldSubmission, User.display_name, Case)
        .join(User, User.id == FieldSubmission.user_id)
        .outerjoin(Case, Case.id == FieldSubmission.case_id)
        .where(records_where(user))
    )
    if not with_decided:
        wanted = wanted.where(FieldSubmission.status == NEEDS_ATTENTION)
    key = Key(FieldSubmission.id, is_descending=True)
    return fetch_page(wanted, [key], cursor, lambda found: _row(found, user))


def _row(found: Any, user: User) -> RecordRow:
    row, case = found.FieldSubmission, found.Case
    is_seen = case is not None and reaches(user, Permission.CASE_VIEW, case)
    return RecordRow(
        row.id,
        row.received_at,
        found.display_name,
        case.number if is_seen else None,
        _(STATUSES[row.status]),
        list(row.words),
    )


def get_record(user: User, record_id: int) -> FieldSubmission:
    """Return a record that `user` may decide on; raises NotVisible."""
    wanted = select(FieldSubmission).where(FieldSubmission.id == record_id, records_where(user))
    row: FieldSubmission | None = db.session.scalar(wanted)
    if row is None:
        raise NotVisible(_("There is no such record, or it is not within your reach."))
    return row


def record_page(user: User, record_id: int) -> RecordPage:
    """Return one record to be read beside its case."""
    row = get_record(user, record_id)
    case = db.session.get(Case, row.case_id) if row.case_id is not None else None
    if case is not None and not reaches(user, Permission.CASE_VIEW, case):
        case = None
    return RecordPage(
        id=row.id,
        status=row.status,
        status_words=_(STATUSES[row.status]),
        person=_name(row.user_id) or "",
        device_id=row.device_id,
        captured_at=row.captured_at,
        received_at=row.received_at,
        words=list(row.words),
        first_words=list(row.receipt.get("words", [])),
        decided_by=_name(row.decided_by_id),
        decided_at=row.decided_at,
        decision_words=row.decision_words,
        is_applied=row.visit_id is not None,
        facts=facts_of(row.payload, row.verdicts),
        files=_files(row.id),
        case=case_head(case) if case is not None else None,
        changes=case_history(case.id, after_seq=row.based_on_version) if case else (),
    )


def _name(user_id: int | None) -> str | None:
    return db.session.scalar(select(User.display_name).where(User.id == user_id))


def _files(record_id: int) -> list[FileRow]:
    wanted = (
        select(FieldFile, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == FieldFile.stored_file_id)
        .where(FieldFile.submission_id == record_id)
        .order_by(FieldFile.id)
    )
    return [
        FileRow(
            id=file.id,
            name=file.file_name,
            caption=file.caption,
            state_words=_(FILE_STATES[file.state]),
            why=file.words,
            sha256=stored.sha256 if stored else "",
            content_type=stored.content_type if stored else "",
        )
        for file, stored in db.session.execute(wanted)
    ]


def record_file(user: User, record_id: int, file_id: int) -> FileRow:
    """Return a file that came with a record within the person's reach; raises NotVisible."""
    found = {file.id: file for file in _files(get_record(user, record_id).id) if file.sha256}
    if file_id not in found:
        raise NotVisible(_("There is no such file with this record."))
    return found[file_id]


def waiting_count(user: User) -> int:
    """Return how many records wait for a decision that `user` may make; one statement."""
    wanted = select(func.count()).select_from(FieldSubmission)
    waits = FieldSubmission.status == NEEDS_ATTENTION
    return db.session.scalar(wanted.where(waits, records_where(user))) or 0


def waiting_of_case(case_id: int) -> list[tuple[int, datetime]]:
    """Return (id, when received) of the records of a case that wait; one statement."""
    wanted = select(FieldSubmission.id, FieldSubmission.received_at).where(
        FieldSubmission.case_id == case_id, FieldSubmission.status == NEEDS_ATTENTION
    )
    return [(row.id, row.received_at) for row in db.session.execute(wanted.order_by("id"))]


def facts_of(record: Mapping[str, Any], verdicts: list[Any]) -> list[tuple[str, Any]]:
    """Return the record of a visit as labels and values, in the order of the paper form."""
    party, order, asked = record["party"], record["order"] or {}, record["checklist"]
    items = items_of(asked["code"], asked["version"]) or ()
    words = {item.code: local_name(item.words, item.words_en) for item in items}
    told = [_(label) for name, label in RIGHTS.items() if record["rights_told"][name]]
    found: list[tuple[str, Any]] = [
        (_("Kind"), _word(KINDS, record["kind"])),
        (_("Basis"), _word(BASES, record["basis"])),
        *((_("Officers"), f"{o['name']} {o['certificate']}") for o in record["officers"]),
        (_("Arrived"), _time(record["arrived_at"])),
        (_("Left"), _time(record["left_at"])),
        (_("Party inspected"), " ".join((party["name"], party["credit_code"], party["address"]))),
        *((_("Present"), f"{p['name']} {p['post']}") for p in party["present"]),
        (_("Rights told"), _(", ").join(told)),
        *(
            (words.get(i["code"], i["code"]), f"{_word(ANSWERS, i['answer'])} {i['words']}")
            for i in record["items"]
        ),
        *((_("Reading"), verdict_words(verdict)) for verdict in verdicts),
        *((_(label), record["scene"][name]) for name, label in SCENE_PARTS.items()),
        (_("Findings"), record["findings"]),
        (_("Statement of the party"), record["statement"]),
        (_("Result"), _word(RESULTS, record["result"])),
        (_("Remark"), record["result_words"] or record["passed_to"]),
        *((_(label), order[name]) for name, label in ORDER_PARTS.items() if name in order),
        *((_word(SIGNERS, s["role"]), _signed(s)) for s in record["signatures"]),
    ]
    return [(label, value) for label, value in found if value]


def _time(text: str) -> Any:
    return when(instant(text)) if text else ""


def _word(table: Mapping[str, str], code: str) -> str:
    return str(_(table[code])) if code in table else code


def _signed(signature: Mapping[str, Any]) -> str:
    if signature["is_refused"]:
        return f"{_('Refused to sign')}: {signature['reason']} {signature['witness']}"
    return f"{signature['name']} {'' if signature['evidence'] else _('not signed')}"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A tablet in the list."""

    id: int
    name: str
    person: str
    registered_at: datetime
    lost_at: datetime | None
    told_at: datetime | None
    wiped_at: datetime | None
    unsent_count: int | None


def device_rows(user_id: int | None, cursor: str | None) -> Page[DeviceRow]:
    """Return the tablets of a person (None: everybody's), newest first."""
    owner = aliased(User)
    wanted: Any = select(FieldDevice, owner.display_name).join(
        owner, owner.id == FieldDevice.user_id
    )
    if user_id is not None:
        wanted = wanted.where(FieldDevice.user_id == user_id)
    return fetch_page(wanted, [Key(FieldDevice.id, is_descending=True)], cursor, _device)


def _device(found: Any) -> DeviceRow:
    row = found.FieldDevice
    return DeviceRow(
        row.id,
        row.name,
        found.display_name,
        row.registered_at,
        row.lost_at,
        row.told_at,
        row.wiped_at,
        row.unsent_count,
    )
