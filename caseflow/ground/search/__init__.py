"""Full text, a token a character, asked as pairs: one interface over FTS5 and tsvector."""

from caseflow.ground.search.index import (
    indexed_ids,
    key_column,
    matching,
    matching_phrases,
    put,
    remove,
)

__all__ = ["indexed_ids", "key_column", "matching", "matching_phrases", "put", "remove"]
