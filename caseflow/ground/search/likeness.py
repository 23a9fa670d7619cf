"""The index of likeness: which cases share rare tokens with a text. Written with the case.

A case has some thirty tokens: its places, its source, its grid square and the smallest hashes of
its words. A look-up reads, for each token asked for, only the newest cases that have it: its cost
does not grow with the register, and a token that everybody has says little and costs little.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.types import Integer

from caseflow.ground.extensions import db
from caseflow.ground.search.models import LikenessProfile, LikenessToken
from caseflow.ground.search.sketch import packed, unpacked

HOLDERS_READ = 48
"""Newest cases read for one token."""

COMMON_FROM = 6
"""A token that so many cases have counts half of one that a single case has."""

WORDS_INDEXED = 14
"""Smallest hashes of a text's words that become tokens."""

PARTS_KEPT = 6
"""Petitions of a case by which it is found: its first and its latest three."""

_HALF = 2**31


@dataclass(frozen=True, slots=True)
class Part:
    """One petition of a case, as it is indexed."""

    places: str
    sketch: tuple[int, ...]
    tokens: frozenset[int]


def token(kind: str, words: str) -> int:
    """Return the token of a word of some kind: "place" 果园路."""
    return crc32(f"{kind}\0{words}".encode()) - _HALF


def word_tokens(sketch: Iterable[int], count: int = WORDS_INDEXED) -> list[int]:
    """Return the tokens of a sketch."""
    return [number - _HALF for number in list(sketch)[:count]]


def grid_tokens(longitude: float, latitude: float, *, around: bool = False) -> list[int]:
    """Return the token of the grid square of about 500 m, or those of the nine around a place."""
    column, row = int(longitude * 200), int(latitude * 200)
    steps = (-1, 0, 1) if around else (0,)
    return [token("grid", f"{column + x}:{row + y}") for x in steps for y in steps]


def row_values(case_id: int, parts: list[Part]) -> tuple[list[dict[str, Any]], ...]:
    """Return the rows of a case: its tokens and its profile."""
    tokens = sorted({number for part in parts for number in part.tokens})
    profile = [
        {
            "case_id": case_id,
            "part": nth,
            "places": part.places,
            "sketch": packed(part.sketch),
            "tokens": packed(tuple(sorted(part.tokens)), "i"),
        }
        for nth, part in enumerate(parts)
    ]
    return [{"token": number, "case_id": case_id} for number in tokens], profile


def put_likeness(case_id: int, parts: list[Part]) -> None:
    """Index a case by these parts, in place of what was there; nothing is written if all is so."""
    tokens, profile = row_values(case_id, parts)
    table = LikenessProfile.__table__
    stored = [
        dict(row)
        for row in db.session.execute(
            select(table).where(LikenessProfile.case_id == case_id).order_by(LikenessProfile.part)
        ).mappings()
    ]
    if stored == profile:
        return
    if stored:
        _take_away(case_id, stored)
    if tokens:
        db.session.execute(insert(LikenessToken), tokens)
    if profile:
        db.session.execute(insert(LikenessProfile), profile)


def _take_away(case_id: int, stored: list[dict[str, Any]]) -> None:
    gone = {number for row in stored for number in unpacked(row["tokens"], "i")}
    db.session.execute(
        delete(LikenessToken).where(
            LikenessToken.token.in_(gone), LikenessToken.case_id == case_id
        ),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        delete(LikenessProfile).where(LikenessProfile.case_id == case_id),
        execution_options={"synchronize_session": False},
    )


def remove_likeness(case_ids: list[int]) -> None:
    """Take cases that are no more out of the index."""
    rows = db.session.execute(
        select(LikenessProfile.case_id, LikenessProfile.tokens).where(
            LikenessProfile.case_id.in_(case_ids)
        )
    )
    stored: dict[int, list[dict[str, Any]]] = {}
    for row in rows.all():
        stored.setdefault(row.case_id, []).append({"tokens": row.tokens})
    for case_id, profile in stored.items():
        _take_away(case_id, profile)


NEWEST = 2**62
"""Beyond the id of any case."""

_FIND = {
    # SQLite knows no LATERAL: the oldest case to be read is looked up for each token. CROSS JOIN
    # keeps its planner from beginning with the whole index.
    "sqlite": """
WITH wanted(token, weight) AS MATERIALIZED (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:wanted)
), hits AS (
  SELECT wanted.weight, held.case_id, count(*) OVER (PARTITION BY wanted.token) AS holders
  FROM wanted CROSS JOIN likeness_tokens AS held
  WHERE held.token = wanted.token AND held.case_id < :before AND held.case_id >= coalesce(
    (SELECT late.case_id FROM likeness_tokens AS late
     WHERE late.token = wanted.token AND late.case_id < :before
     ORDER BY late.case_id DESC LIMIT 1 OFFSET :read - 1), 0)
)
""",
    "postgresql": """
WITH wanted AS (
  SELECT * FROM unnest(:tokens, :weights) AS given(token, weight)
), hits AS (
  SELECT wanted.weight, held.case_id, count(*) OVER (PARTITION BY wanted.token) AS holders
  FROM wanted CROSS JOIN LATERAL (
    SELECT case_id FROM likeness_tokens
    WHERE likeness_tokens.token = wanted.token AND case_id < :before
    ORDER BY case_id DESC LIMIT :read) AS held
)
""",
}
_RANK = """
SELECT case_id, sum(weight / (:common + holders)) AS likeness FROM hits
WHERE case_id <> :without GROUP BY case_id ORDER BY likeness DESC, case_id DESC LIMIT :limit
"""
ARRAYS = (bindparam("tokens", type_=ARRAY(Integer)), bindparam("weights", type_=ARRAY(REAL)))
STATEMENTS = {
    "sqlite": text(_FIND["sqlite"] + _RANK),
    "postgresql": text(_FIND["postgresql"] + _RANK).bindparams(*ARRAYS),
}


def sharing(
    weights: Mapping[int, float], *, limit: int, without: int = 0, before: int | None = None
) -> list[int]:
    """Return the ids of the cases that share most with the weighted tokens, in one statement.

    `without` leaves one case out; `before` leaves only those registered before that one.
    """
    if not weights:
        return []
    given: dict[str, Any] = {
        "read": HOLDERS_READ, "common": float(COMMON_FROM), "limit": limit, "without": without,
        "before": NEWEST if before is None else before,
    }  # fmt: skip
    dialect = db.engine.dialect.name
    if dialect == "sqlite":
        given["wanted"] = json.dumps(list(weights.items()))
    else:
        given |= {"tokens": list(weights), "weights": list(weights.values())}
    return [row.case_id for row in db.session.execute(STATEMENTS[dialect], given)]
