"""The index of case texts. Rows are written in the transaction that writes the case.

SQLite: an FTS5 table `case_texts` (rowid = case id). PostgreSQL: a table with a tsvector column.
Both are made by migration. A row holds the single tokens once each, then the pairs of neighbours
in order (see tokens.py), then the pinyin of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, column, delete, select, table, text

from caseflow.ground.extensions import db
from caseflow.ground.search.tokens import as_pinyin, pairs, phrases, pinyin_tokens, tokens

POSTGRESQL_POSITIONS = 16_000
"""A tsvector keeps positions up to 16,383; longer texts are indexed in their first part."""
GAP = "zzgap"
"""Keeps phrases from crossing from one text into the next."""

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_texts USING fts5("
        "body, tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE case_texts (case_id bigint PRIMARY KEY, body tsvector NOT NULL)",
        "CREATE INDEX ix_case_texts_body ON case_texts USING gin (body)",
    ),
}
_PUT = {
    "sqlite": ("INSERT INTO case_texts(rowid, body) VALUES (:id, :body)",),
    "postgresql": (
        "INSERT INTO case_texts(case_id, body) "
        "VALUES (:id, CAST(:body AS tsvector)) "
        "ON CONFLICT (case_id) DO UPDATE SET body = EXCLUDED.body",
    ),
}


_TEXTS = table("case_texts", column("rowid"), column("case_id"))


def _dialect() -> str:
    return db.engine.dialect.name


def indexed_body(parts: Sequence[str], dialect: str, names: Iterable[str] = ()) -> str:
    """Return what is stored for these texts; `names` are also found by their pinyin."""
    cuts = [tokens(part) for part in parts if part]
    single = list(dict.fromkeys(token for cut in cuts for token in cut))
    single += dict.fromkeys(token for name in names for token in pinyin_tokens(name))
    if dialect == "sqlite":
        runs = f" {GAP} ".join(" ".join(pairs(cut)) for cut in cuts if len(cut) > 1)
        return f"{' '.join(single)} {GAP} {runs}"
    words = [f"'{token}'" for token in single]
    position = 0
    for cut in cuts:
        for pair in pairs(cut):
            position += 1
            if position > POSTGRESQL_POSITIONS:
                return " ".join(words)
            words.append(f"'{pair}':{position}")
        position += 1
    return " ".join(words)


def put(case_id: int, parts: Sequence[str], names: Iterable[str] = ()) -> None:
    """Index these texts under `case_id`, in place of what was there."""
    dialect = _dialect()
    body = indexed_body(parts, dialect, names)
    if dialect == "sqlite":
        db.session.execute(text("DELETE FROM case_texts WHERE rowid = :id"), {"id": case_id})
    for statement in _PUT[dialect]:
        db.session.execute(text(statement), {"id": case_id, "body": body})


def remove(case_ids: Sequence[int]) -> None:
    """Take cases out of the index."""
    key = key_column()
    db.session.execute(delete(_TEXTS).where(key.in_(case_ids)))


def indexed_ids(after: int, limit: int) -> list[int]:
    """Return the next case ids of the index after `after`, in order."""
    key = key_column()
    return list(db.session.scalars(select(key).where(key > after).order_by(key).limit(limit)))


def matching(query: str) -> Select[tuple[int]] | None:
    """Return a SELECT of the case ids whose texts hold every phrase of `query`.

    None if the query has no token to look for.
    """
    wanted = phrases(query)
    return matching_phrases(wanted) if wanted else None


def key_column() -> Any:
    """Return the case id of the index, as `matching_phrases` selects it: to order and bound by."""
    return _TEXTS.c.rowid if _dialect() == "sqlite" else _TEXTS.c.case_id


def matching_phrases(wanted: Sequence[Sequence[str]]) -> Select[tuple[int]]:
    """Return a SELECT of the case ids whose texts hold every one of these phrases of tokens.

    The words stand in the statement itself on PostgreSQL, whose planner chooses by how frequent
    they are; tokens hold letters and digits only.
    """
    if _dialect() == "sqlite":
        words = " AND ".join(_fts5(list(phrase)) for phrase in wanted)
        clause = text("case_texts MATCH :fts_query").bindparams(fts_query=words)
    else:
        words = " & ".join(_tsquery(list(phrase)) for phrase in wanted)
        clause = text("case_texts.body @@ CAST(:fts_query AS tsquery)").bindparams(
            bindparam("fts_query", words, literal_execute=True)
        )
    return select(key_column().label("found_id")).where(clause)


def _fts5(phrase: list[str]) -> str:
    run = '"' + " ".join(pairs(phrase) or phrase) + '"'
    letters = as_pinyin(phrase)
    return f'({run} OR "{letters}" *)' if letters else run


def _tsquery(phrase: list[str]) -> str:
    run = "(" + " <-> ".join(f"'{token}'" for token in pairs(phrase) or phrase) + ")"
    letters = as_pinyin(phrase)
    return f"({run} | '{letters}':*)" if letters else run
