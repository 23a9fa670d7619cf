"""What each transition does beside moving the state: one small function per row of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.following import take_call_backs_along
from caseflow.core.cases.actions.settling import settle_owner
from caseflow.core.cases.actions.telling import give_notices
from caseflow.core.cases.lifecycle import told_of_undo
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.models import Deadline
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import take_number
from caseflow.core.plans.linking import link_inspection, link_reinspection
from caseflow.core.together.actions import take_back
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile

Effect = Callable[[Act], None]
EFFECTS: dict[str, Effect] = {}


def effect(*names: str) -> Callable[[Effect], Effect]:
    """Register a function as the effect of these transitions."""

    def register(function: Effect) -> Effect:
        for name in names:
            EFFECTS[name] = function
        return function

    return register


def flushed(act: Act, name: str, row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    act.made(name, row.id)
    return row


def named_petition(act: Act) -> Petition:
    """Return the petition named in the input; BadInput unless it belongs to the case."""
    petition = db.session.scalar(
        select(Petition).where(petitions_of(act.case.id), Petition.id == act.given["petition_id"])
    )
    if petition is None:
        raise BadInput(_("Choose a petition of this case."))
    return petition


@effect("return_to_dispatcher")
def _return(act: Act) -> None:
    act.changes["return_reason"] = act.given["return_reason"]
    act.set("return_count", act.case.return_count + 1)
    act.set("unit_id", None)
    act.set("assignee_id", None)


@effect("receipt")
def _receipt(act: Act) -> None:
    if act.case.assignee_id is None and act.actor_id is not None:
        act.set("assignee_id", act.actor_id)


@effect("decline")
def _decline(act: Act) -> None:
    act.changes["decline_reason"] = act.given["decline_reason"]
    give_notices(act, "refusal")


@effect("transfer_out", "objection_agreed")
def _transfer(act: Act) -> None:
    act.changes["transfer_to"] = act.given["transfer_to"]
    act.changes["transfer_basis"] = act.given["transfer_basis"]
    give_notices(act, "transfer")


@effect("acknowledge")
def _acknowledge(act: Act) -> None:
    give_notices(act, "acceptance")


@effect("withdraw")
def _withdraw(act: Act) -> None:
    give_notices(act, "withdrawal")


@effect("void_import")
def _void_import(act: Act) -> None:
    """Cancel what runs; the petition stays as submitted, but its reference becomes free."""
    running = select(Deadline.clock).where(
        Deadline.case_id == act.case.id, Deadline.stopped_at.is_(None)
    )
    for name in list(db.session.scalars(running.distinct())):
        deadlines.stop_deadlines(act.case, name, act.at, "cancelled", act.seq)
    ids = list(db.session.scalars(select(Petition.id).where(Petition.case_id == act.case.id)))
    db.session.execute(
        update(Petition)
        .where(Petition.id.in_(ids))
        .values(voided_at=act.at)
        .execution_options(synchronize_session="fetch")
    )
    act.changes["voided_petitions"] = ids


@effect("link_source")
def _link_source(act: Act) -> None:
    act.set("source_id", act.given["source_id"])


@effect("record_inspection")
def _inspect(act: Act) -> None:
    first = act.situation.officers[act.given["officer_id"]]
    second = act.situation.officers[act.given["second_officer_id"]]
    made = flushed(
        act,
        "inspection",
        Inspection(
            case_id=act.case.id,
            visited_at=act.given["visited_at"],
            officer_id=first.user_id,
            second_officer_id=second.user_id,
            certificates=f"{first.certificate_number}, {second.certificate_number}",
            findings=act.given["findings"],
            is_violation=act.given["is_violation"],
        ),
    )
    link_inspection(act.case.id, made.id, at=act.at, actor_id=act.actor_id)


@effect("order_rectification")
def _order(act: Act) -> None:
    assert act.actor_id is not None
    flushed(
        act,
        "rectification_order",
        RectificationOrder(
            case_id=act.case.id,
            number=take_number("rectification_order", clock.local_date(act.at)),
            person=act.given["order_person"],
            duty=act.given["order_duty"],
            goal=act.given["order_goal"],
            due_on=act.given["due_on"],
            task=act.given["order_task"],
            standard=act.given["order_standard"],
            issued_at=act.at,
            issued_by_id=act.actor_id,
        ),
    )


def open_order(case_id: int) -> RectificationOrder:
    """Return the order of the case that has not been complied with."""
    return db.session.scalars(
        select(RectificationOrder)
        .where(
            RectificationOrder.case_id == case_id,
            RectificationOrder.complied_at.is_(None),
        )
        .order_by(RectificationOrder.id.desc())
        .limit(1)
    ).one()


@effect("report_rectified")
def _report(act: Act) -> None:
    order = open_order(act.case.id)
    order.reported_at = act.at
    act.changes["reported_order"] = order.id


@effect("pass_reinspection", "fail_reinspection")
def _reinspect(act: Act) -> None:
    order = open_order(act.case.id)
    has_passed = act.row.name == "pass_reinspection"
    made = flushed(
        act,
        "reinspection",
        Reinspection(
            order_id=order.id,
            visited_at=act.given["visited_at"],
            officer_id=act.given["officer_id"],
            second_officer_id=act.given["second_officer_id"],
            has_passed=has_passed,
            words=act.given["findings"],
        ),
    )
    link_reinspection(order.id, made.id, at=act.at, actor_id=act.actor_id)
    if has_passed:
        order.complied_at = act.at
    else:
        act.changes["order_due_on"] = [order.due_on.isoformat(), act.given["due_on"].isoformat()]
        order.due_on, order.reported_at = act.given["due_on"], None


@effect("submit_for_sign_off")
def _submit(act: Act) -> None:
    act.set("conclusion", act.given["conclusion"])


@effect("chase")
def _chase(act: Act) -> None:
    act.changes["petition"] = named_petition(act).id
    act.set("chase_count", act.case.chase_count + 1)


@effect("raise_group")
def _raise_group(act: Act) -> None:
    act.set("is_group", True)


@effect("merge", "join")
def _merge(act: Act) -> None:
    act.set("leading_case_id", act.situation.target_id)
    take_call_backs_along(act)


@effect("split")
def _split(act: Act) -> None:
    merge = db.session.scalars(
        select(CaseEvent)
        .where(
            CaseEvent.case_id == act.case.id,
            CaseEvent.to_state == State.MERGED,
            CaseEvent.from_state != State.MERGED,
        )
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).one()
    act.set("leading_case_id", None)
    act.back_to = merge.from_state
    deadlines.reopen_stopped(act.case, merge.seq)
    take_back(act.case.id, merge.seq, act.at, act.seq)
    take_call_backs_along(act)
    settle_owner(act)


@effect("mark_urgent")
def _mark_urgent(act: Act) -> None:
    act.set("is_urgent", True)


@effect("add_evidence")
def _add_evidence(act: Act) -> None:
    """`files`: pairs of StoredFile id and file name, stored before the act by the edge."""
    taken = act.given.get("taken_at") or act.at
    if taken > act.at + timedelta(minutes=10):
        raise BadInput(_("The picture cannot have been taken in the future."))
    ids = []
    for file_id, file_name in act.given["files"]:
        row = Evidence(
            case_id=act.case.id,
            file_id=file_id,
            file_name=file_name[-200:],
            caption=act.given["caption"],
            stage=act.given["stage"],
            taken_at=taken,
            added_at=act.at,
            added_by_id=act.actor_id,
        )
        db.session.add(row)
        db.session.flush()
        ids.append(row.id)
    act.changes["evidence"] = ids
    act.changes["evidence_hashes"] = _hashes([file_id for file_id, _name in act.given["files"]])


def _hashes(file_ids: list[int]) -> list[str]:
    """Return the hash of each file, to be sealed in the history: none can be put for another."""
    wanted = select(StoredFile.id, StoredFile.sha256).where(StoredFile.id.in_(file_ids))
    by_id = {row.id: row.sha256 for row in db.session.execute(wanted)}
    return [by_id[file_id] for file_id in file_ids]


@effect("issue_document", "void_document")
def _document(act: Act) -> None:
    """Seal which document, under which number and with which content, into the history."""
    act.changes["document"] = act.given["document"]
    for name in ("document_id", "document_sha256"):
        if name in act.given:
            act.changes[name] = act.given[name]


@effect("undo")
def _undo(act: Act) -> None:
    """Take the latest act back: fields as they were, its clocks cancelled, stopped ones running."""
    latest = act.situation.case.latest
    assert latest is not None
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == act.case.id, CaseEvent.seq == latest.seq)
    ).one()
    for name, change in event.changes.items():
        is_field = isinstance(change, list) and hasattr(Case, name)
        if is_field and name != "closed_at":  # it goes with the state
            act.set(name, change[0])
    if "reported_order" in event.changes:
        db.session.get_one(RectificationOrder, event.changes["reported_order"]).reported_at = None
    take_back(act.case.id, event.seq, act.at, act.seq)
    deadlines.cancel_opened(act.case, event.seq, act.at, act.seq)
    deadlines.reopen_stopped(act.case, event.seq)
    if "leading_case_id" in event.changes:
        take_call_backs_along(act)
    act.back_to = event.from_state
    settle_owner(act)
    assert event.from_state is not None  # What opens a case is not undone.
    act.also_tells = told_of_undo(event.act, State(event.from_state))
    act.changes["undone_seq"] = event.seq
