"""The demonstration: invented people and cases for an empty installation."""

from __future__ import annotations

from caseflow.demo.build import build

__all__ = ["build"]
