"""The daily signed head: what the newest link of every chain was, written outside the database.

A file a day (`heads/2026-11-24T101500Z.json`) names the cases whose chain moved since the file
before, how many cases and rows there are, and the seal of the file before; all sealed with the
audit key. A row, a case or a whole chain that vanishes after that is found and named.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from caseflow.core.audit.actions import audit_key
from caseflow.core.audit.chain import GENESIS
from caseflow.core.audit.models import CaseEvent, ChainHead
from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db


@dataclass(frozen=True, slots=True)
class Head:
    """One signed head file. `heads`: case id → [seq, mac, number]."""

    name: str
    written_at: str
    case_count: int
    event_count: int
    heads: dict[str, list[object]]
    previous_seal: str
    seal: str


def heads_folder() -> Path:
    """Return where the heads are written: beside the database, meant to be copied elsewhere."""
    return settings().home / "audit" / "heads"


def seal_of(body: dict[str, object]) -> str:
    """Return the HMAC over a head's content without its own seal."""
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(audit_key(), b"head-file\0" + plain.encode(), hashlib.sha256).hexdigest()


def read_heads() -> Iterator[Head | str]:
    """Yield the head files from the oldest on; a string names a file that cannot be believed."""
    previous = GENESIS
    for path in sorted(heads_folder().glob("*.json")):
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            seal = body.pop("seal")
        except (ValueError, KeyError):
            yield f"{path.name}: not a head file"
            continue
        if not hmac.compare_digest(seal_of(body), seal):
            yield f"{path.name}: its seal does not fit its content"
            continue
        if body["previous_seal"] != previous:
            yield f"{path.name}: the head file before it is missing or another one"
        previous = seal
        yield Head(
            path.name,
            body["written_at"],
            body["case_count"],
            body["event_count"],
            body["heads"],
            body["previous_seal"],
            seal,
        )


def _known() -> tuple[dict[str, int], str]:
    """Return the newest known seq per case, and the seal of the newest head file."""
    known: dict[str, int] = {}
    seal = GENESIS
    for head in read_heads():
        if isinstance(head, Head):
            known.update({case: int(str(link[0])) for case, link in head.heads.items()})
            seal = head.seal
    return known, seal


def write_head(at: datetime | None = None) -> Path | None:
    """Write a signed head of all chains that moved; returns its path, or None if none moved."""
    at = at or clock.now()
    known, previous = _known()
    moved: dict[str, list[object]] = {}
    rows = select(ChainHead.case_id, ChainHead.seq, ChainHead.mac, Case.number).join(
        Case, Case.id == ChainHead.case_id
    )
    for row in db.session.execute(rows.execution_options(yield_per=5000)):
        if known.get(str(row.case_id)) != row.seq:
            moved[str(row.case_id)] = [row.seq, row.mac, row.number]
    if not moved:
        return None
    body: dict[str, object] = {
        "written_at": at.isoformat(),
        "case_count": db.session.scalar(select(func.count(Case.id))) or 0,
        "event_count": db.session.scalar(select(func.count(CaseEvent.id))) or 0,
        "heads": moved,
        "previous_seal": previous,
    }
    return _write(at, {**body, "seal": seal_of(body)})


def _write(at: datetime, body: dict[str, object]) -> Path:
    folder = heads_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at:%Y-%m-%dT%H%M%S.%fZ}.json"
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return path
