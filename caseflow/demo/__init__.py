"""The demonstration: invented people and cases for an empty installation."""

from __future__ import annotations

from caseflow.demo.build import begin, build, carry_out, is_unfinished

__all__ = ["begin", "build", "carry_out", "is_unfinished"]
