"""What can go wrong with accounts and units."""

from __future__ import annotations

from caseflow.ground.errors import CaseflowError


class StaleRecord(CaseflowError):
    """The account or unit was changed since the page was loaded."""

    status = 409
