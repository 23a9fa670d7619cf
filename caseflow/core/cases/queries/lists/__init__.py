"""Lists of cases: what a filter lets through, in order, a page at a time; and capped counts.

A list with a due filter, or of open cases, is ordered by the nearest running deadline; others have
the newest first. Columns only, the same few statements for every page.
"""

from caseflow.core.cases.queries.lists.clauses import case_ids, clauses
from caseflow.core.cases.queries.lists.counts import (
    COUNT_CAP,
    case_count,
    case_counts,
    count_words,
)
from caseflow.core.cases.queries.lists.due import due_clauses, nearest_deadline
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.lists.groups import Group, group_of, list_groups
from caseflow.core.cases.queries.lists.rows import CaseRow, case_rows

__all__ = [
    "COUNT_CAP",
    "CaseRow",
    "Filter",
    "Group",
    "case_count",
    "case_counts",
    "case_ids",
    "case_rows",
    "clauses",
    "count_words",
    "due_clauses",
    "group_of",
    "list_groups",
    "nearest_deadline",
]
