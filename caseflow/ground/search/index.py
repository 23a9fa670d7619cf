"""The index of case texts. Rows are written in the transaction that writes the case.

SQLite: an FTS5 table `case_texts` (rowid = case id). PostgreSQL: a table with a tsvector column.
Both are made by migration (`create_statements`).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, cast, column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

from caseflow.ground.extensions import db
from caseflow.ground.search.tokens import phrases, tokens

POSTGRESQL_POSITIONS = 16_000
"""A tsvector keeps positions up to 16,383; longer texts are indexed in their first part."""

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
DROP = "DROP TABLE case_texts"

_PUT = {
    "sqlite": ("INSERT INTO case_texts(rowid, body) VALUES (:id, :body)",),
    "postgresql": (
        "INSERT INTO case_texts(case_id, body) "
        "VALUES (:id, CAST(:body AS tsvector)) "
        "ON CONFLICT (case_id) DO UPDATE SET body = EXCLUDED.body",
    ),
}


def _dialect() -> str:
    return db.engine.dialect.name


def indexed_body(parts: list[str], dialect: str) -> str:
    """Return what is stored for these texts; a gap of tokens keeps phrases from crossing parts."""
    if dialect == "sqlite":
        return " zzgap ".join(" ".join(tokens(part)) for part in parts if part)
    words: list[str] = []
    position = 0
    for part in parts:
        for token in tokens(part):
            position += 1
            if position > POSTGRESQL_POSITIONS:
                return " ".join(words)
            words.append(f"'{token}':{position}")
        position += 1
    return " ".join(words)


def put(case_id: int, parts: list[str]) -> None:
    """Index these texts under `case_id`, in place of what was there."""
    dialect = _dialect()
    if dialect == "sqlite":
        db.session.execute(text("DELETE FROM case_texts WHERE rowid = :id"), {"id": case_id})
    for statement in _PUT[dialect]:
        db.session.execute(text(statement), {"id": case_id, "body": indexed_body(parts, dialect)})


def remove_all() -> None:
    """Empty the index, before it is built anew."""
    db.session.execute(text("DELETE FROM case_texts"))


def matching(query: str) -> Select[tuple[int]] | None:
    """Return a SELECT of the case ids whose texts hold every phrase of `query`.

    None if the query has no token to look for.
    """
    wanted = phrases(query)
    if not wanted:
        return None
    if _dialect() == "sqlite":
        fts = table("case_texts", column("rowid"))
        words = " AND ".join('"' + " ".join(phrase) + '"' for phrase in wanted)
        return select(fts.c.rowid).where(
            text("case_texts MATCH :fts_query").bindparams(fts_query=words)
        )
    texts = table("case_texts", column("case_id"), column("body"))
    words = " & ".join("(" + " <-> ".join(f"'{t}'" for t in phrase) + ")" for phrase in wanted)
    condition: ColumnElement[bool] = texts.c.body.op("@@")(cast(words, TSQUERY))
    return select(texts.c.case_id).where(condition)
