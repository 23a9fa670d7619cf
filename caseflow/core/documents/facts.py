"""What the records of a case hold for its documents: gathered by gathering.py, judged by rules.py.

Pure. Instants are ISO 8601 in UTC and days ISO 8601, as they stand in a document's content.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from caseflow.core.documents.items import INQUIRY, ORDER, PHOTOGRAPHS, SCENE, SERVICE
from caseflow.core.visits.rules import SCENE_PARTS


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """An officer of the visit. `is_qualified`: an officer with a certificate valid on that day."""

    user_id: int
    name: str
    certificate: str
    is_qualified: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody who was present for the party."""

    name: str
    post: str
    phone: str
    identity: str


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature of the visit; `sha256` "" until its picture has come."""

    role: str
    name: str
    sha256: str
    is_refused: bool
    reason: str
    witness: str


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """The visit that a document rests on; what a visit recorded by page does not say is empty."""

    is_from_tablet: bool
    started_at: str
    ended_at: str
    place: str
    officers: tuple[OfficerFacts, ...]
    present: tuple[PersonFacts, ...]
    are_certificates_shown: bool
    are_rights_told: bool
    findings: str
    statement: str
    has_readings: bool
    scene: Mapping[str, str]
    """A text for each of visits/rules.py SCENE_PARTS; "" where nobody wrote one on the site."""
    signatures: tuple[SignatureFacts, ...]


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Who was inspected, by the visit's record, else by the source's file."""

    name: str
    address: str
    code: str
    permit: str
    unsaid: frozenset[str] = frozenset()
    """Items that the file of the source gives because the visit's record is silent on them."""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The latest rectification order of the case."""

    number: str
    correction: str
    due_on: str


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """One file of the case."""

    evidence_id: int
    caption: str
    taken_at: str
    provider: str
    sha256: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class ServedFacts:
    """An issued document of the case, which may be served."""

    document_id: int
    name: str
    number: str
    issued_at: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the documents of one case may rest on."""

    case_number: str
    office: str
    """In whose name documents are issued."""
    party: PartyFacts
    visit: VisitFacts | None
    order: OrderFacts | None
    evidence: tuple[EvidenceFacts, ...]
    issued: tuple[ServedFacts, ...]
    people: tuple[tuple[int, str], ...]
    """Who may review and approve: (user id, name)."""


def _visit(value: Callable[[VisitFacts], object]) -> Callable[[CaseFacts], object]:
    return lambda facts: value(facts.visit) if facts.visit else ""


def _first(name: str) -> Callable[[CaseFacts], object]:
    """Return how to read a field of whoever of the party is named first."""
    return _visit(lambda visit: getattr(visit.present[0], name) if visit.present else "")


def _scene(name: str) -> Callable[[CaseFacts], object]:
    """Return how to read one of the parts that were written on the site."""
    return _visit(lambda visit: visit.scene.get(name, ""))


def _present(visit: VisitFacts) -> str:
    return "、".join(person.name for person in visit.present if person.name)


def _identities(visit: VisitFacts) -> str:
    """Return posts and identity documents, or nothing where one of them gave none."""
    if not visit.present or not all(person.identity for person in visit.present):
        return ""
    return "；".join(f"{one.name} {one.post} {one.identity}".strip() for one in visit.present)


def _permit(facts: CaseFacts) -> str:
    return f"排污许可证（登记）编号：{facts.party.permit}" if facts.party.permit else ""


def _officer_names(visit: VisitFacts) -> str:
    return "、".join(officer.name for officer in visit.officers)


def _second(visit: VisitFacts) -> str:
    return visit.officers[1].name if len(visit.officers) > 1 else ""


_Reader = Callable[[CaseFacts], object]
_PLACE: _Reader = _visit(lambda visit: visit.place)
_NAME: _Reader = lambda facts: facts.party.name  # noqa: E731
_ADDRESS: _Reader = lambda facts: facts.party.address  # noqa: E731
_CODE: _Reader = lambda facts: facts.party.code  # noqa: E731
_STARTED: _Reader = _visit(lambda visit: visit.started_at)
_FINDINGS: _Reader = _visit(lambda visit: visit.findings)

FIXED: dict[tuple[str, str], _Reader] = {
    **{(form, "party_name"): _NAME for form in (SCENE, INQUIRY, ORDER, PHOTOGRAPHS)},
    **{(form, "party_address"): _ADDRESS for form in (SCENE, INQUIRY, ORDER)},
    **{(form, "party_code"): _CODE for form in (SCENE, INQUIRY, ORDER)},
    (SCENE, "started_at"): _STARTED,
    (ORDER, "started_at"): _STARTED,
    (SCENE, "ended_at"): _visit(lambda visit: visit.ended_at),
    (SCENE, "present"): _visit(_present),
    (SCENE, "present_identity"): _visit(_identities),
    (SCENE, "certificates_shown"): _visit(lambda visit: visit.are_certificates_shown),
    (SCENE, "rights_told"): _visit(lambda visit: visit.are_rights_told),
    **{(SCENE, name): _scene(name) for name in SCENE_PARTS},
    (SCENE, "findings"): _FINDINGS,
    (SCENE, "statement"): _visit(lambda visit: visit.statement),
    (ORDER, "correction"): lambda facts: facts.order.correction if facts.order else "",
    (ORDER, "correct_by"): lambda facts: facts.order.due_on if facts.order else "",
}
"""What a record holds and nobody types over, by form and item."""

SUGGESTED: dict[tuple[str, str], _Reader] = {
    (SCENE, "place"): _PLACE,
    (SCENE, "recorder"): _visit(_second),
    (SCENE, "permits"): _permit,
    (INQUIRY, "recorder"): _visit(_second),
    (INQUIRY, "respondent"): _first("name"),
    (INQUIRY, "respondent_identity"): _first("identity"),
    (INQUIRY, "respondent_post"): _first("post"),
    (INQUIRY, "respondent_phone"): _first("phone"),
    (ORDER, "place"): _PLACE,
    (ORDER, "findings"): _FINDINGS,
    (SERVICE, "party_name"): _NAME,
    (SERVICE, "servers"): _visit(_officer_names),
    (PHOTOGRAPHS, "place"): _PLACE,
}
"""What a record suggests; the officer may write something else. The file of the source says what
permit there is where the visit does not."""

SEEN_ON_SITE = frozenset({"place"})
"""What is suggested for the scene out of the very record that was signed there."""
