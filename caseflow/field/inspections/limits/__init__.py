"""Readings against limits: noise, cooking fumes, hazardous waste. Pure.

The tablet has a twin of these functions, caseflow/static/js/field/limits.js, that works on the
table of `as_table()`; a test compares both on thousands of readings. Whoever changes a rule here
changes it there. Numbers stand in the tables only. Readings come as plain values: decimal strings
as typed ("62.3"), days as "2026-11-28", times of the place as "22:10", codes, booleans.
"""

from caseflow.field.inspections.limits.fumes import judge_fumes
from caseflow.field.inspections.limits.noise import judge_noise
from caseflow.field.inspections.limits.table import as_table
from caseflow.field.inspections.limits.verdicts import Comparison, Message, Reading, Verdict
from caseflow.field.inspections.limits.waste import judge_waste

__all__ = [
    "Comparison",
    "Message",
    "Reading",
    "Verdict",
    "as_table",
    "judge_fumes",
    "judge_noise",
    "judge_waste",
]
