"""Full text, one token a character, queried as phrases: one interface over FTS5 and tsvector."""

from caseflow.ground.search.index import matching, put, remove_all

__all__ = ["matching", "put", "remove_all"]
