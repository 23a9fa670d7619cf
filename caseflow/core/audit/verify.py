"""Proving the history: every link, every head, every case that a signed head knew."""

from __future__ import annotations

import hmac
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from caseflow.core.audit.actions import audit_key
from caseflow.core.audit.chain import FIELDS, GENESIS, head_mac, row_mac
from caseflow.core.audit.heads import Head, read_heads
from caseflow.core.audit.models import CaseEvent, ChainHead
from caseflow.core.cases.models import Case
from caseflow.ground.extensions import db


@dataclass(slots=True)
class Verdict:
    """What was checked, and each break found, the first row of a broken chain named."""

    case_count: int = 0
    event_count: int = 0
    head_file_count: int = 0
    breaks: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.breaks


@dataclass(frozen=True, slots=True)
class _Known:
    """What the signed heads say of one case."""

    seq: int
    mac: str
    number: str
    head_name: str


def verify(case_ids: list[int] | None = None) -> Verdict:
    """Check the chains of all cases (or of a sample) against their rows, heads and head files."""
    verdict = Verdict()
    known = _read_known(verdict)
    cases = select(Case.id, Case.number)
    links = select(ChainHead.case_id, ChainHead.seq, ChainHead.mac, ChainHead.head_mac)
    if case_ids is not None:
        cases, links = (
            cases.where(Case.id.in_(case_ids)),
            links.where(ChainHead.case_id.in_(case_ids)),
        )
    numbers = dict(db.session.execute(cases).all())
    wanted = set(numbers)
    heads = {row.case_id: row for row in db.session.execute(links)}
    ends = dict(_walk(wanted if case_ids is not None else None, numbers, known, verdict))
    for case_id in sorted(wanted):
        _check_end(case_id, numbers[case_id], ends.get(case_id), heads.get(case_id), verdict)
        _check_known(numbers[case_id], ends.get(case_id), known.get(case_id), verdict)
    if case_ids is None:
        _find_removed(numbers, heads, ends, known, verdict)
    verdict.case_count = len(wanted)
    return verdict


def sample_of_cases(count: int, seed: int) -> list[int]:
    """Return the ids of `count` cases chosen at random (all, if there are no more)."""
    ids = list(db.session.scalars(select(Case.id).order_by(Case.id)))
    return random.Random(seed).sample(ids, min(count, len(ids)))  # noqa: S311 -- a sample, no secret


def _read_known(verdict: Verdict) -> dict[int, _Known]:
    known: dict[int, _Known] = {}
    for head in read_heads():
        if not isinstance(head, Head):
            verdict.breaks.append(f"signed head {head}")
            continue
        verdict.head_file_count += 1
        for case, link in head.heads.items():
            known[int(case)] = _Known(int(str(link[0])), str(link[1]), str(link[2]), head.name)
    return known


def _walk(
    wanted: set[int] | None,
    numbers: dict[int, str],
    known: dict[int, _Known],
    verdict: Verdict,
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield case id → (last seq, last mac), reporting the first broken row of each chain."""
    statement = select(CaseEvent.__table__).order_by(CaseEvent.case_id, CaseEvent.seq)
    if wanted is not None:
        statement = statement.where(CaseEvent.case_id.in_(wanted))
    case_id, seq, mac, is_broken = None, 0, GENESIS, False
    key = audit_key()
    for row in db.session.execute(statement.execution_options(yield_per=2000)).mappings():
        verdict.event_count += 1
        if row["case_id"] != case_id:
            if case_id is not None:
                yield case_id, (seq, mac)
            case_id, seq, mac, is_broken = row["case_id"], 0, GENESIS, False
        if not is_broken:
            fault = _fault(row, seq, mac, key, known.get(row["case_id"]))
            if fault:
                is_broken = True
                name = numbers.get(row["case_id"], f"id {row['case_id']}")
                verdict.breaks.append(f"case {name}, history row {row['seq']}: {fault}")
        seq, mac = row["seq"], row["mac"]
    if case_id is not None:
        yield case_id, (seq, mac)


def _fault(row: Any, seq: int, mac: str, key: bytes, known: _Known | None) -> str | None:
    if row["seq"] != seq + 1:
        return f"row {seq + 1} is missing before it"
    if row["previous_mac"] != mac:
        return "it is not chained to the row before it"
    sealed = row_mac(key, {name: row[name] for name in FIELDS}, mac)
    if not hmac.compare_digest(sealed, row["mac"]):
        return "its content does not fit its seal"
    if known and known.seq == row["seq"] and known.mac != row["mac"]:
        return f"it differs from the signed head {known.head_name}"
    return None


def _check_end(
    case_id: int, number: str, end: tuple[int, str] | None, head: Any, verdict: Verdict
) -> None:
    """Compare the last row of a chain with the case's sealed head."""
    if head is None:
        verdict.breaks.append(f"case {number}: its head is missing")
    elif not hmac.compare_digest(head_mac(audit_key(), case_id, head.seq, head.mac), head.head_mac):
        verdict.breaks.append(f"case {number}: its head does not fit its seal")
    elif end is None or end[0] < head.seq:
        last = end[0] if end else 0
        verdict.breaks.append(f"case {number}, history row {last + 1}: removed from the end")
    elif end != (head.seq, head.mac):
        verdict.breaks.append(f"case {number}, history row {end[0]}: not the sealed last row")


def _check_known(
    number: str, end: tuple[int, str] | None, known: _Known | None, verdict: Verdict
) -> None:
    """Compare a chain with the newest signed head that knew it."""
    if known and (end is None or end[0] < known.seq):
        verdict.breaks.append(
            f"case {number}, history row {(end[0] if end else 0) + 1}: known to the signed head "
            f"{known.head_name}, removed since"
        )


def _find_removed(
    numbers: dict[int, str],
    heads: dict[int, Any],
    ends: dict[int, tuple[int, str]],
    known: dict[int, _Known],
    verdict: Verdict,
) -> None:
    """Name cases that a signed head, a head row or a history row knows and that are gone."""
    for case_id in sorted((set(known) | set(heads) | set(ends)) - set(numbers)):
        name = known[case_id].number if case_id in known else f"id {case_id}"
        where = f"; the signed head {known[case_id].head_name} knew it" if case_id in known else ""
        verdict.breaks.append(f"case {name}: removed{where}")
