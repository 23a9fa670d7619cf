"""Reading cases: the page of one, its history and next steps, lists and counts."""

from caseflow.core.cases.queries.page import CasePage, case_page

__all__ = ["CasePage", "case_page"]
