"""Many cases at once, as SQL copies of one that went its real way. For lists and files only:
their history is not sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, text

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work

START = 1_000
"""The id of the first copy's case; whatever was there has lower ones."""


def plant(model_id: int, count: int) -> None:
    """Add `count` copies of a case with its categories, petitions and deadlines.

    Every thousandth title would be a formula where a spreadsheet let it.
    """
    case: Any = Case.__table__
    _copy(case, case.c.id == model_id, count, {
        "id": f"{START} + n.i",
        "number": "'忠环访〔2026〕' || n.i || '号'",
        "title": "CASE WHEN n.i % 1000 = 0 THEN '=1+' || n.i ELSE '夜间施工噪声扰民' || n.i END",
        "address_text": "'果园路' || (n.i % 97) || '号'",
    })  # fmt: skip
    _copy(CaseCategory.__table__, CaseCategory.case_id == model_id, count,
          {"case_id": f"{START} + n.i"})  # fmt: skip
    _copy(Petition.__table__, Petition.case_id == model_id, count, {
        "id": f"{START} + n.i",
        "case_id": f"{START} + n.i",
        "number": "'访' || n.i",
        "origin_reference": "NULL",
    })  # fmt: skip
    nearest = select(func.min(Deadline.id)).where(Deadline.case_id == model_id).scalar_subquery()
    _copy(Deadline.__table__, Deadline.id == nearest, count,
          {"id": f"{START} + n.i", "case_id": f"{START} + n.i",
           "petition_id": "NULL"})  # fmt: skip


def _copy(table: Any, which: Any, count: int, changed: dict[str, str]) -> None:
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, f"m.{name}") for name in names)
    dialect = db.engine.dialect
    where = select(table.c[next(iter(table.primary_key)).name]).where(which).limit(1)
    key = next(iter(table.primary_key)).name
    found = where.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    numbers = f"n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    with unit_of_work():
        db.session.execute(
            text(
                f"INSERT INTO {table.name} ({', '.join(names)}) "
                f"WITH RECURSIVE {numbers} SELECT {values} FROM n, {table.name} AS m "
                f"WHERE m.{key} = ({found})".replace(":", "\\:")
            )
        )
