"""Freezing a period: its lines as they are, and every rule by which they were marked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, and_, insert, or_, select

from caseflow.core.deadlines.models import TermSetting
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import RULES
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import Unit
from caseflow.supervision.reports import frozen
from caseflow.supervision.reports.lines import canonical
from caseflow.supervision.reports.measures import (
    MEASURES,
    REASONS,
    REPEAT_DAYS,
    STATUS_LABELS,
    VERSION,
    WHEN_LABELS,
)
from caseflow.supervision.reports.models import (
    FigureSnapshot,
    FiguresState,
    MeasureFact,
    SnapshotLine,
)
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.names import key_names
from caseflow.supervision.reports.reach import reach_of_unit
from caseflow.supervision.reports.writing.paper import docx
from caseflow.supervision.reports.writing.workbook import xlsx

WORDS: dict[str, str] = {
    "title": N_("Figures of a frozen period"),
    "period": N_("Period"),
    "scope": N_("Reach"),
    "as_of": N_("Facts as of"),
    "line_count": N_("Number of lines"),
    "measures": N_("Measures"),
    "rules": N_("Rules used"),
    "measure": N_("Measure"),
    "figure": N_("Figure"),
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "excluded": N_("Left out"),
    "status": N_("Standing"),
    "source": N_("Source"),
    "category": N_("Category"),
    "township": N_("Township"),
    "unit": N_("Unit"),
    "channel": N_("Channel"),
    "none": N_("not given"),
}
"""Every word of the sheet; kept with the snapshot, so that later wording changes nothing."""

CHINESE = "zh_Hans_CN"
"""Frozen figures are official papers: one language, whoever freezes or opens them."""


def sha256(content: bytes | str) -> str:
    body = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(body).hexdigest()


def line_sha256(marks: str, content: str) -> str:
    """Return the hash of one stored line."""
    return sha256(f"{marks}\n{content}")


def whole_sha256(rules: str, line_hashes: Iterable[str]) -> str:
    """Return the hash over the rules and every line in order."""
    return sha256("\n".join([sha256(rules), *line_hashes]))


def in_period(period: Period) -> ColumnElement[bool]:
    """Return the clause of the lines that stand in any month of the period for some measure."""
    months = [getattr(MeasureFact, f"{when}_month") for when in WHEN_LABELS]
    return or_(*(month.between(period.first, period.last) for month in months))


def period_lines(period: Period, unit_id: int | None) -> list[tuple[str, str]]:
    """Return (marks, content) of the facts of a period as they are now, in their fixed order."""
    columns = [getattr(MeasureFact, f"{when}_month") for when in WHEN_LABELS]
    rows = db.session.execute(
        select(MeasureFact.marks, MeasureFact.content, *columns)
        .where(and_(in_period(period), reach_of_unit(unit_id).facts()))
        .order_by(MeasureFact.kind, MeasureFact.case_id, MeasureFact.line_id)
    )
    return [(row.marks, _frozen_content(row)) for row in rows]


def _frozen_content(row: Row[Any]) -> str:
    months: dict[str, str | None] = dict(zip(WHEN_LABELS, row[2:], strict=True))
    known = {when: month for when, month in months.items() if month}
    return canonical({"line": json.loads(row.content), "months": known})


def present_rules(period: Period, unit_id: int | None, as_of: Any) -> dict[str, Any]:
    """Return everything by which the lines were marked and will be read, as plain values."""
    with force_locale(CHINESE):
        return {
            "version": VERSION,
            "repeat_days": REPEAT_DAYS,
            "period": {"first": period.first, "last": period.last, "key": period.key},
            "scope": {"unit_id": unit_id, "name": _scope_name(unit_id)},
            "as_of": f"{clock.local(as_of):%Y-%m-%d %H:%M:%S}",
            "measures": [_measure(name) for name in MEASURES],
            "reasons": {letter: _(reason) for letter, reason in REASONS.items()},
            "terms": _terms(),
            "calendar": _calendar(),
            "names": {d: list(n.items()) for d, n in key_names(only_chinese=True).items()},
            "words": {name: _(word) for name, word in WORDS.items()},
        }


def _scope_name(unit_id: int | None) -> str:
    unit = db.session.get(Unit, unit_id) if unit_id else None
    return unit.name if unit else _("the whole county")


def _measure(name: str) -> dict[str, Any]:
    row = MEASURES[name]
    return {
        "name": name,
        "label": _(row.label),
        "kind": row.kind,
        "when": row.when,
        "numerator": _(row.numerator),
        "denominator": _(row.denominator),
        "excludes": row.excludes,
        "partly_weight": row.partly_weight,
        "parts": [list(part) for part in row.parts],
        "is_count": row.is_count,
        "status": _(STATUS_LABELS[row.status]),
        "source": row.source,
    }


def _terms() -> list[dict[str, Any]]:
    """Return the terms of the law and of practice, and what the bureau set itself."""
    law = [
        {"id": rule.id, "amount": rule.amount, "unit": str(rule.unit), "source": rule.full_source}
        for rule in RULES.values()
        if rule.clock
    ]
    settings = db.session.scalars(select(TermSetting).order_by(TermSetting.id))
    own = [
        {
            "id": row.rule_id,
            "amount": row.amount,
            "unit": row.unit,
            "source": row.basis,
            "valid_from": row.valid_from.isoformat(),
        }
        for row in settings
    ]
    return law + own


def _calendar() -> dict[str, Any]:
    calendar = current_calendar()
    return {
        "official_years": sorted(calendar.official_years),
        "days": [
            [day.isoformat(), row.is_workday, row.name]
            for day, row in sorted(calendar.listed.items())
        ],
    }


def read_rules(text: str) -> dict[str, Any]:
    """Return stored rules; names come back in the order in which they are shown."""
    rules: dict[str, Any] = json.loads(text)
    rules["names"] = {name: dict(pairs) for name, pairs in rules["names"].items()}
    return rules


def made(rules_text: str, lines: list[tuple[str, str]]) -> dict[str, bytes]:
    """Return the JSON, XLSX and DOCX of stored rules and lines: the same bytes, whenever made."""
    rules = read_rules(rules_text)
    found = frozen.report(rules, [(marks, json.loads(content)) for marks, content in lines])
    sheet = frozen.as_sheet(rules, found)
    return {"json": frozen.as_json(found), "xlsx": xlsx(sheet), "docx": docx(sheet)}


def freeze(
    period: Period, unit_id: int | None, reason: str, actor_id: int | None
) -> FigureSnapshot:
    """Freeze the figures of a period that is over, as the facts are now. Raises BadInput."""
    state = db.session.get(FiguresState, 1)
    if state is None or state.as_of is None or state.rebuild_after_id is not None:
        raise BadInput(_("The figures are being counted; freeze them when that is done."))
    if not period.is_over(clock.today()):
        raise BadInput(_("Only a period that is over can be frozen."))
    rules = canonical(present_rules(period, unit_id, state.as_of))
    lines = period_lines(period, unit_id)
    hashes = [line_sha256(*line) for line in lines]
    files = made(rules, lines)
    row = FigureSnapshot(
        period=period.key,
        unit_id=unit_id,
        frozen_at=clock.now(),
        frozen_by_id=actor_id,
        reason=reason,
        rules=rules,
        line_count=len(lines),
        sha256=whole_sha256(rules, hashes),
        json_sha256=sha256(files["json"]),
        xlsx_sha256=sha256(files["xlsx"]),
        docx_sha256=sha256(files["docx"]),
    )
    db.session.add(row)
    db.session.flush()
    if lines:
        db.session.execute(
            insert(SnapshotLine),
            [
                {
                    "snapshot_id": row.id,
                    "position": position,
                    "marks": marks,
                    "content": content,
                    "sha256": digest,
                }
                for position, ((marks, content), digest) in enumerate(
                    zip(lines, hashes, strict=True), 1
                )
            ],
        )
    return row
