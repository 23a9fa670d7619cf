"""Reading the dispatch matrix."""

from caseflow.core.assignments.queries.suggesting import UnitName, UnitSuggestion, suggest_units

__all__ = ["UnitName", "UnitSuggestion", "suggest_units"]
