"""Appending to the history of a case: the only way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, has_request_context, request

from caseflow.core.audit.chain import FIELDS, GENESIS, head_mac, row_mac
from caseflow.core.audit.models import CaseEvent, ChainHead
from caseflow.ground.extensions import db


def audit_key() -> bytes:
    """Return the key of the chain, loaded at the start from outside the database."""
    key = current_app.extensions["caseflow_audit_key"]
    assert isinstance(key, bytes)
    return key


def present_origin() -> str:
    """Return from where the present act comes: a web address, or what the process is named."""
    if has_request_context():
        return (request.remote_addr or "web")[:80]
    return str(db.session.info.get("origin", "system"))[:80]


def next_seq(case_id: int) -> int:
    """Return the number that the next history row of the case will get."""
    head = db.session.get(ChainHead, case_id)
    return head.seq + 1 if head else 1


def append_event(
    case_id: int,
    *,
    act: str,
    from_state: str | None,
    to_state: str,
    at: datetime,
    actor_id: int | None,
    changes: dict[str, Any] | None = None,
    words: str = "",
) -> CaseEvent:
    """Append one row to the case's history and move its head; returns the row, flushed."""
    head = db.session.get(ChainHead, case_id)
    previous = head.mac if head else GENESIS
    event = CaseEvent(
        case_id=case_id,
        seq=head.seq + 1 if head else 1,
        at=at,
        actor_id=actor_id,
        origin=present_origin(),
        act=act,
        from_state=from_state,
        to_state=to_state,
        changes=changes or {},
        words=words,
        previous_mac=previous,
        mac="",
    )
    key = audit_key()
    event.mac = row_mac(key, {name: getattr(event, name) for name in FIELDS}, previous)
    if head is None:
        head = ChainHead(case_id=case_id, seq=0, mac="", head_mac="")
    head.seq, head.mac = event.seq, event.mac
    head.head_mac = head_mac(key, case_id, event.seq, event.mac)
    db.session.add_all([event, head])
    db.session.flush()
    return event
