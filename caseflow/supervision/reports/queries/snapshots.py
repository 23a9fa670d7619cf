"""Frozen periods: which there are, whether they are as they were, and what today would say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.supervision.reports import frozen
from caseflow.supervision.reports.actions.freezing import (
    line_sha256,
    made,
    period_lines,
    present_rules,
    read_rules,
    sha256,
    whole_sha256,
)
from caseflow.supervision.reports.lines import canonical
from caseflow.supervision.reports.models import FigureSnapshot, FiguresState, SnapshotLine
from caseflow.supervision.reports.periods import from_key
from caseflow.supervision.reports.reach import Reach

FILES = ("json", "xlsx", "docx")
MOST_SHOWN = 200
"""Differing lines shown on the page; their number is told in full."""


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A frozen period as its list shows it. `unit` None: the county."""

    id: int
    period: str
    unit: str | None
    frozen_at: datetime
    frozen_by: str | None
    reason: str
    line_count: int
    sha256: str


def _visible(reach: Reach) -> Any:
    wanted = (
        select(
            FigureSnapshot.id,
            FigureSnapshot.period,
            Unit.name,
            FigureSnapshot.frozen_at,
            User.display_name,
            FigureSnapshot.reason,
            FigureSnapshot.line_count,
            FigureSnapshot.sha256,
        )
        .outerjoin(Unit, Unit.id == FigureSnapshot.unit_id)
        .outerjoin(User, User.id == FigureSnapshot.frozen_by_id)
        .order_by(FigureSnapshot.id.desc())
    )
    if reach.units is None:
        return wanted
    return wanted.where(FigureSnapshot.unit_id.in_(reach.units))


def snapshot_rows(reach: Reach) -> list[SnapshotRow]:
    """Return the frozen periods within reach, the newest first; one statement."""
    return [SnapshotRow(*row) for row in db.session.execute(_visible(reach).limit(500))]


def get_snapshot(snapshot_id: int, reach: Reach) -> tuple[FigureSnapshot, SnapshotRow]:
    """Return a frozen period, or raise NotVisible where it is out of reach."""
    row = db.session.execute(_visible(reach).where(FigureSnapshot.id == snapshot_id)).first()
    if row is None:
        raise NotVisible(_("There is no such frozen period, or it is not within your reach."))
    return db.session.get_one(FigureSnapshot, snapshot_id), SnapshotRow(*row)


def stored_lines(snapshot_id: int) -> list[tuple[str, str, str]]:
    """Return (marks, content, hash) of every stored line in order."""
    rows = db.session.execute(
        select(SnapshotLine.marks, SnapshotLine.content, SnapshotLine.sha256)
        .where(SnapshotLine.snapshot_id == snapshot_id)
        .order_by(SnapshotLine.position)
    )
    return [(row.marks, row.content, row.sha256) for row in rows]


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """A frozen period made again. `faults`: sentences; none: every byte is as it was."""

    report: dict[str, Any]
    rules: dict[str, Any]
    files: dict[str, bytes]
    faults: list[str]


def make_again(snapshot: FigureSnapshot) -> MadeAgain:
    """Count the period again from its stored lines and rules, and compare every hash."""
    lines = stored_lines(snapshot.id)
    plain = [(marks, content) for marks, content, _digest in lines]
    files = made(snapshot.rules, plain)
    return MadeAgain(
        json.loads(files["json"]), read_rules(snapshot.rules), files,
        _faults(snapshot, lines, files),
    )  # fmt: skip


def _faults(
    snapshot: FigureSnapshot, lines: list[tuple[str, str, str]], files: dict[str, bytes]
) -> list[str]:
    found = []
    for position, (marks, content, digest) in enumerate(lines, 1):
        if line_sha256(marks, content) != digest:
            found.append(_("Line %(position)s is not as it was frozen.", position=position))
    if len(lines) != snapshot.line_count:
        found.append(
            _("There are %(count)s lines, not the %(frozen)s that were frozen.",
              count=len(lines), frozen=snapshot.line_count)
        )  # fmt: skip
    if whole_sha256(snapshot.rules, (digest for *_line, digest in lines)) != snapshot.sha256:
        found.append(_("Rules and lines together are not as they were frozen."))
    for name in FILES:
        if sha256(files[name]) != getattr(snapshot, f"{name}_sha256"):
            found.append(
                _("The %(kind)s made now is not the one that was frozen.", kind=name.upper())
            )
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that today's facts say otherwise. `how`: gone, new or changed."""

    how: str
    number: str
    kind: str
    fields: tuple[tuple[str, str, str], ...]
    """(field, as frozen, today)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A frozen period beside what today's facts and rules say of it."""

    then: dict[str, Any]
    now: dict[str, Any]
    measures: list[tuple[str, dict[str, Any], dict[str, Any]]]
    count: int
    differences: list[Difference]


def compare(snapshot: FigureSnapshot) -> Comparison:
    """Return what today's facts would say instead, and which lines differ."""
    state = db.session.get(FiguresState, 1)
    period = from_key(snapshot.period)
    stored = [(marks, content) for marks, content, _digest in stored_lines(snapshot.id)]
    present = period_lines(period, snapshot.unit_id)
    old_rules = read_rules(snapshot.rules)
    as_of = state.as_of if state and state.as_of else snapshot.frozen_at
    new_rules = read_rules(canonical(present_rules(period, snapshot.unit_id, as_of)))
    then, now = _report(old_rules, stored), _report(new_rules, present)
    differences = _differences(stored, present)
    rows = [
        (row["label"], then["whole"][row["name"]], now["whole"].get(row["name"], {}))
        for row in old_rules["measures"]
    ]
    return Comparison(then, now, rows, len(differences), differences[:MOST_SHOWN])


def _report(rules: dict[str, Any], lines: list[tuple[str, str]]) -> dict[str, Any]:
    return frozen.report(rules, [(marks, json.loads(content)) for marks, content in lines])


def _differences(stored: list[tuple[str, str]], present: list[tuple[str, str]]) -> list[Difference]:
    old, new = _by_line(stored), _by_line(present)
    found = []
    for key in sorted(set(old) | set(new)):
        if old.get(key) == new.get(key):
            continue
        how = "new" if key not in old else "gone" if key not in new else "changed"
        content = (new.get(key) or old[key])["line"]
        fields = _fields(old.get(key), new.get(key)) if how == "changed" else ()
        found.append(Difference(how, content["number"], content["kind"], fields))
    return found


def _by_line(lines: list[tuple[str, str]]) -> dict[tuple[str, int], dict[str, Any]]:
    found = {}
    for marks, text in lines:
        content = json.loads(text)
        line = content["line"]
        found[line["kind"], line["line_id"]] = {**content, "marks": marks}
    return found


def _fields(old: Any, new: Any) -> tuple[tuple[str, str, str], ...]:
    names = sorted(set(old["line"]) | set(new["line"]))
    found = [
        (name, str(old["line"].get(name, "–")), str(new["line"].get(name, "–")))
        for name in names
        if old["line"].get(name) != new["line"].get(name)
    ]
    if old["marks"] != new["marks"]:
        found.append(("marks", old["marks"], new["marks"]))
    return tuple(found)
