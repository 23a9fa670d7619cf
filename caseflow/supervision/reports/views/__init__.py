"""Pages of the figures: dashboard, lines behind a figure, overdue, frozen periods, sheets."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("figures", __name__, url_prefix="/supervision/figures")

from caseflow.supervision.reports.views import dashboard, overdue, sheets, snapshots  # noqa: E402

__all__ = ["bp", "dashboard", "overdue", "sheets", "snapshots"]
