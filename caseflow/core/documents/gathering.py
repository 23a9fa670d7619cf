"""Reading what the records of a case hold for a document, and what its faults are judged on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.situation import gather
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.documents.content import Content
from caseflow.core.documents.facts import (
    CaseFacts,
    EvidenceFacts,
    OfficerFacts,
    OrderFacts,
    PartyFacts,
    PersonFacts,
    ServedFacts,
    SignatureFacts,
    VisitFacts,
)
from caseflow.core.documents.faults import Ground
from caseflow.core.documents.items import FORMS, ORDER, SERVICE
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.enforcement.models import Inspection, RectificationOrder
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.veil import veil_of
from caseflow.core.redaction import Known
from caseflow.core.sources.models import PollutionSource
from caseflow.core.visits.models import Visit
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Role

OWN_UNITS = frozenset({"bureau", "section", "squad"})
"""Kinds of units that act in the bureau's name; townships and partners act in their own."""
SERVED = tuple(code for code in FORMS if code != SERVICE)
"""Forms that are served on the party: never what was written to a complainant."""
SERVE_WITHIN_WORKING_DAYS = 7
"""行政处罚法 (2021) 61, 85."""


def latest_inspection(case_id: int) -> Inspection | None:
    """Return the inspection that a new document rests on."""
    wanted = select(Inspection).where(Inspection.case_id == case_id)
    return db.session.scalar(wanted.order_by(Inspection.id.desc()).limit(1))


def latest_order(case_id: int) -> RectificationOrder | None:
    """Return the rectification order that a new decision rests on."""
    wanted = select(RectificationOrder).where(RectificationOrder.case_id == case_id)
    return db.session.scalar(wanted.order_by(RectificationOrder.id.desc()).limit(1))


def case_facts(case: Case, document: Document) -> CaseFacts:
    """Return all that `document` of `case` may rest on."""
    inspection = _get(Inspection, document.inspection_id)
    visit = None
    if inspection is not None:
        visit = db.session.scalar(select(Visit).where(Visit.inspection_id == inspection.id))
    return CaseFacts(
        case_number=case.number,
        office=office_of(case),
        party=_party(case, visit),
        visit=_visit(case, inspection, visit),
        order=_order(_get(RectificationOrder, document.order_id)),
        evidence=tuple(_evidence(case.id)),
        issued=tuple(_issued(case.id)),
        people=tuple(_people()),
    )


def _get(model: Any, row_id: int | None) -> Any:
    return db.session.get(model, row_id) if row_id else None


def office_of(case: Case) -> str:
    """Return in whose name the documents of a case are issued: the bureau's, or the own name."""
    unit = _get(Unit, case.unit_id)
    if unit is None or unit.kind in OWN_UNITS:
        return settings().authority
    return str(unit.name)


def _party(case: Case, visit: Visit | None) -> PartyFacts:
    source = _get(PollutionSource, case.source_id)
    said: dict[str, str] = visit.record["party"] if visit else {}
    parts = {"party_name": "name", "party_address": "address", "party_code": "credit_code"}
    return PartyFacts(
        unsaid=frozenset(code for code, part in parts.items() if visit and not said.get(part)),
        name=said.get("name") or (source.name if source else ""),
        address=said.get("address") or (source.address_text if source else ""),
        code=said.get("credit_code") or (source.credit_code or "" if source else ""),
        permit=source.permit_number or "" if source else "",
    )


def _visit(case: Case, inspection: Inspection | None, visit: Visit | None) -> VisitFacts | None:
    if inspection is None:
        return None
    if visit is None:
        return _visit_by_page(case, inspection)
    record = visit.record
    return VisitFacts(
        is_from_tablet=True,
        started_at=_iso(visit.arrived_at),
        ended_at=_iso(visit.left_at),
        place=record["party"]["address"],
        officers=tuple(_officers(record["officers"], visit.arrived_at)),
        present=tuple(
            PersonFacts(one["name"], one["post"], one["phone"], one["identity_document"])
            for one in record["party"]["present"]
        ),
        are_certificates_shown=record["are_certificates_shown"],
        are_rights_told=all(record["rights_told"].values()),
        findings=inspection.findings,
        statement=record["statement"],
        has_readings=bool(record["readings"]),
        scene=record["scene"],
        signatures=tuple(_signatures(record["signatures"])),
    )


def _visit_by_page(case: Case, inspection: Inspection) -> VisitFacts:
    """Return what the page of an inspection asks for; the rest is typed in the document."""
    ids = (inspection.officer_id, inspection.second_officer_id)
    names = {user.id: user.display_name for user in _users(ids)}
    certificates = [*inspection.certificates.split(", "), "", ""]
    said = [
        {"user_id": one, "name": names.get(one, ""), "certificate": certificate}
        for one, certificate in zip(ids, certificates, strict=False)
    ]
    return VisitFacts(
        is_from_tablet=False,
        started_at=_iso(inspection.visited_at),
        ended_at="",
        place=case.address_text,
        officers=tuple(_officers(said, inspection.visited_at)),
        present=(),
        are_certificates_shown=False,
        are_rights_told=False,
        findings=inspection.findings,
        statement="",
        has_readings=False,
        scene={},
        signatures=(),
    )


def _officers(said: Iterable[dict[str, Any]], visited_at: datetime) -> Iterable[OfficerFacts]:
    rows = list(said)
    known = {user.id: user for user in _users([one["user_id"] for one in rows])}
    for one in rows:
        user = known.get(one["user_id"])
        is_qualified = (
            user is not None
            and user.role == Role.OFFICER
            and user.has_certificate_on(clock.local_date(visited_at))
        )
        yield OfficerFacts(one["user_id"], one["name"], one["certificate"], is_qualified)


def _users(ids: Iterable[int]) -> list[User]:
    return list(db.session.scalars(select(User).where(User.id.in_(list(ids)))))


def _signatures(said: list[dict[str, Any]]) -> Iterable[SignatureFacts]:
    files = _files_of_tablet([one["evidence"] for one in said if one["evidence"]])
    for one in said:
        yield SignatureFacts(
            one["role"],
            one["name"],
            files.get(one["evidence"], ""),
            one["is_refused"],
            one["reason"],
            one["witness"],
        )


def _files_of_tablet(client_ids: list[str]) -> dict[str, str]:
    """Return the hash of each file by the name the tablet gave it; what has not come is absent."""
    wanted = (
        select(Evidence.client_id, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.client_id.in_(client_ids))
    )
    return {row.client_id: row.sha256 for row in db.session.execute(wanted)}


def _order(order: RectificationOrder | None) -> OrderFacts | None:
    if order is None:
        return None
    words = f"{order.task}\n改正目标：{order.goal}\n验收标准：{order.standard}"
    person = f"\n责任人：{order.person}（{order.duty}）"
    return OrderFacts(order.number, words + person, order.due_on.isoformat())


def _evidence(case_id: int) -> Iterable[EvidenceFacts]:
    """Yield the files of a case, its signatures left out: they prove nothing of the act."""
    wanted = (
        select(
            Evidence.id,
            Evidence.caption,
            Evidence.taken_at,
            Evidence.stage,
            User.display_name,
            StoredFile.sha256,
            StoredFile.content_type,
        )
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .outerjoin(User, User.id == Evidence.added_by_id)
        .where(Evidence.case_id == case_id)
        .order_by(Evidence.id)
    )
    signed = _signature_files(case_id)
    for row in db.session.execute(wanted):
        if row.id not in signed:
            yield EvidenceFacts(
                row.id,
                row.caption,
                _iso(row.taken_at),
                row.display_name or "",
                row.sha256,
                row.content_type.startswith("image/"),
            )


def _signature_files(case_id: int) -> set[int]:
    records = db.session.scalars(select(Visit.record).where(Visit.case_id == case_id))
    names = [
        one["evidence"] for record in records for one in record["signatures"] if one["evidence"]
    ]
    return set(db.session.scalars(select(Evidence.id).where(Evidence.client_id.in_(names))))


def _issued(case_id: int) -> Iterable[ServedFacts]:
    wanted = (
        select(Document.id, Document.form, Document.number, Document.issued_at)
        .where(Document.case_id == case_id, Document.status == "issued", Document.form.in_(SERVED))
        .order_by(Document.id)
    )
    for row in db.session.execute(wanted):
        yield ServedFacts(row.id, FORMS[row.form].title, row.number, _iso(row.issued_at))


def _people() -> Iterable[tuple[int, str]]:
    wanted = (
        select(User.id, User.display_name)
        .where(User.is_active, User.role.in_([Role.SUPERVISOR, Role.OFFICER]))
        .order_by(User.role.desc(), User.id)
    )
    return [(row.id, row.display_name) for row in db.session.execute(wanted)]


def _iso(instant: datetime) -> str:
    return clock.local(instant).isoformat(timespec="minutes")


def ground_of(case: Case, document: Document, facts: CaseFacts, content: Content) -> Ground:
    """Return what the faults of a content are judged on, as things stand now."""
    qualified = (
        {one.user_id for one in facts.visit.officers if one.is_qualified} if facts.visit else ()
    )
    return Ground(
        office=office_of(case),
        qualified=frozenset(qualified),
        investigators=gather(case).workers | {document.created_by_id},
        today=clock.today(),
        now=clock.now(),
        issued=frozenset(one.document_id for one in facts.issued),
        served_latest=_served_latest(content),
        is_served=document.form != ORDER or _is_served(document),
        complainants=_complainants(case.id),
    )


def _complainants(case_id: int) -> Known:
    """Return who complained: homes only as a whole, for a site may lie in the same street."""
    known = veil_of(petitions_of(case_id)).known
    return Known(people=known.people, phones=known.phones, numbers=known.addresses)


def _served_latest(content: Content) -> date | None:
    issued = content["served"].get("issued_at")
    if not issued:
        return None
    start = clock.local_date(datetime.fromisoformat(issued))
    return working_days_after(start, SERVE_WITHIN_WORKING_DAYS, current_calendar()).day


def _is_served(document: Document) -> bool:
    """Return whether an issued proof of service names this document; a draft is not asked."""
    return document.status != "issued" or is_proven(document)


def is_proven(document: Document) -> bool:
    """Return whether an issued proof of service names this document."""
    contents = db.session.scalars(
        select(DocumentVersion.content)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.case_id == document.case_id,
            Document.form == SERVICE,
            Document.status == "issued",
            DocumentVersion.version == Document.version,
        )
    )
    return any(content["served"].get("document_id") == document.id for content in contents)
