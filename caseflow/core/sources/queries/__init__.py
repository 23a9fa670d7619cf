"""Reading pollution sources: lists and files, and the record of what stands against one."""

from caseflow.core.sources.queries.lists import (
    SourcePage,
    SourceRow,
    SourceRows,
    find_sources,
    get_source,
    source_exists,
    source_like,
    source_page,
    source_rows,
)
from caseflow.core.sources.queries.record import (
    PenaltyRow,
    SourceRecord,
    penalties_of,
    source_record,
)

__all__ = [
    "PenaltyRow",
    "SourcePage",
    "SourceRecord",
    "SourceRow",
    "SourceRows",
    "find_sources",
    "get_source",
    "penalties_of",
    "source_exists",
    "source_like",
    "source_page",
    "source_record",
    "source_rows",
]
