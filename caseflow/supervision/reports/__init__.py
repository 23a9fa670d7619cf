"""Figures that stand up line by line: measures, facts, dashboard, frozen periods, sheets."""
