"""Taking a submission: kept first, then applied to its case, or left for a person to decide.

All in the caller's one transaction; a replay gets the first answer. Nothing that can be read is
refused: what cannot be applied is kept, with the reasons in sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import reaches
from caseflow.core.messages.actions import rows_for
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.field.inspections.plans.actions import StalePlan
from caseflow.field.sync.actions.performing import apply_visit, doubts, lock_case, missing
from caseflow.field.sync.actions.planned import case_of_planned
from caseflow.field.sync.judging import verdicts_of
from caseflow.field.sync.models import FieldFile, FieldSubmission
from caseflow.field.sync.receipts import receipt_of
from caseflow.field.sync.rules import (
    FILE_MOST,
    MEBIBYTE,
    NEEDS_ATTENTION,
    REFUSED,
    TAKEN,
    WANTED,
    corrected,
    instant,
    offset_ms,
)
from caseflow.field.sync.shape import Sent, planned_id_of
from caseflow.field.sync.wording import changes_since, clock_words, listed
from caseflow.ground import clock
from caseflow.ground.errors import (
    BadInput,
    CaseflowError,
    NotPermitted,
    NotVisible,
    Refused,
    StaleCase,
)
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import queue_messages
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

STANDS_IN_THE_WAY = (BadInput, NotPermitted, NotVisible, Refused, StaleCase, StalePlan)
"""What the rules of a case say against a step."""
MESSAGE = "record_needs_attention"


class AlreadyOther(CaseflowError):
    """The same id came with other content."""

    status = 409


@dataclass(frozen=True, slots=True)
class Answer:
    """What the tablet is told; `is_first`: the submission was not known before."""

    receipt: dict[str, Any]
    is_first: bool


def take(sent: Sent, user: User, *, brought_by: User | None = None) -> Answer:
    """Keep what was sent as `user`'s and apply it; returns the receipt. Never commits.

    `brought_by`: who brings in a saved copy of somebody else's record. Anybody can write such a
    copy in another's name, so that it waits for a decision. Raises AlreadyOther.
    """
    found = _known(sent.client_id)
    if found is None:
        case = lock_case(sent.case_id)
        try:
            with db.session.begin_nested():
                row = _kept(sent, case, user, brought_by)
        except IntegrityError:  # The same id came in this very moment, of a record or of a file.
            found = _known(sent.client_id)
            if found is None:
                raise _other() from None
    if found is not None:
        return _again(found, sent, user)
    changes = changes_since(case, sent.based_on_version) if case is not None else []
    case, reasons = _with_case(row, case, user, brought_by)
    reasons = reasons or _applied(row, case, user, brought_by)
    is_seen = case is not None and reaches(user, Permission.CASE_VIEW, case)
    said = changes if is_seen else []
    row.status = NEEDS_ATTENTION if reasons else TAKEN
    row.words = listed([*reasons, *said, *clock_words(row.clock_offset_ms)])
    db.session.flush()
    row.receipt = receipt_of(row, user)
    if reasons:
        tell_of_attention(row, case if is_seen else None, user)
    return Answer(row.receipt, is_first=True)


def _known(client_id: str) -> FieldSubmission | None:
    wanted = select(FieldSubmission).where(FieldSubmission.client_id == client_id)
    return db.session.scalar(wanted)


def _other() -> AlreadyOther:
    return AlreadyOther(_("Another record or file came under this number already."))


def _again(found: FieldSubmission, sent: Sent, user: User) -> Answer:
    if found.content_hash != sent.content_hash or found.user_id != user.id:
        raise _other()
    return Answer(found.receipt, is_first=False)


def _kept(sent: Sent, case: Case | None, user: User, brought_by: User | None) -> FieldSubmission:
    now = clock.now()
    row = FieldSubmission(
        client_id=sent.client_id,
        device_id=sent.device_id,
        user_id=user.id,
        case_id=case.id if case else None,
        kind=sent.kind,
        based_on_version=sent.based_on_version,
        captured_at=sent.captured_at,
        sent_at=sent.sent_at,
        clock_offset_ms=offset_ms(sent.sent_at, now),
        payload=dict(sent.payload),
        content_hash=sent.content_hash,
        verdicts=verdicts_of(sent.payload),
        status=NEEDS_ATTENTION,
        words=[],
        receipt={},
        received_at=now,
        brought_by_id=brought_by.id if brought_by else None,
    )
    db.session.add(row)
    db.session.flush()
    for file in sent.evidence:
        db.session.add(_announced(file, row))
    db.session.flush()
    return row


def _announced(file: Any, row: FieldSubmission) -> FieldFile:
    taken_at = instant(file["taken_at"]) if file["taken_at"] else None
    is_too_large = file["byte_count"] > FILE_MOST
    most = FILE_MOST // MEBIBYTE
    return FieldFile(
        client_id=file["client_id"],
        submission_id=row.id,
        user_id=row.user_id,
        sha256=file["sha256"],
        original_sha256=file["original_sha256"],
        byte_count=file["byte_count"],
        content_type=file["content_type"],
        file_name=file["file_name"].strip(),
        caption=file["caption"].strip(),
        stage=file["stage"],
        taken_at=taken_at,
        corrected_at=corrected(taken_at, row.clock_offset_ms) if taken_at else None,
        place=file["place"],
        state=REFUSED if is_too_large else WANTED,
        words=_("The file is too large: at most %(most)s MB.", most=most) if is_too_large else "",
    )


def _with_case(
    row: FieldSubmission, case: Case | None, user: User, brought_by: User | None
) -> tuple[Case | None, list[str]]:
    """Return the case; that of a planned visit which had none yet is opened for it, if it may be.

    A copy that somebody else brings in opens nothing: a person decides on it first.
    """
    planned_id = planned_id_of(row.payload)
    if case is not None or planned_id is None or brought_by is not None:
        return case, []
    try:
        with db.session.begin_nested():
            found = case_of_planned(planned_id, user)
            row.case_id = found.id
            db.session.flush()
    except STANDS_IN_THE_WAY as error:
        return None, error.reasons if isinstance(error, Refused) else [str(error)]
    return found, []


def _applied(
    row: FieldSubmission, case: Case | None, user: User, brought_by: User | None
) -> list[str]:
    """Apply the record to its case; returns the reasons why it waits for a person instead."""
    if case is None:
        return [_("There is no such case, or it is not within your reach.")]
    reasons = missing(row)[0] + doubts(row)
    if brought_by is not None:
        words = _("%(name)s brought it in by a saved copy.", name=brought_by.display_name)
        reasons.append(words)
    return reasons or _tried(row, case, user)


def _tried(row: FieldSubmission, case: Case, user: User) -> list[str]:
    try:
        with db.session.begin_nested():
            apply_visit(row, case, user)
    except STANDS_IN_THE_WAY as error:
        return error.reasons if isinstance(error, Refused) else [str(error)]
    return []


def tell_of_attention(row: FieldSubmission, case: Case | None, user: User) -> None:
    """Queue the message to the officer whose record waits; `case` None: not theirs to see."""
    now, channels = clock.now(), CATALOGUE[MESSAGE].channels
    key = f"{MESSAGE}:{row.id}:{len(row.words)}:{now.isoformat()}"
    facts = {"number": case.number if case else "–"}
    case_id = case.id if case else None
    queue_messages(rows_for(key, channels, [user], MESSAGE, case_id, facts, now), now)
