"""Jobs of supervision: digests and proposed notices. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.notices import actions as notices
from caseflow.ground import clock
from caseflow.supervision.escalation import digest


def give_digests() -> int:
    """Give the digest of the morning to those whose time has come."""
    return digest.give_digests(clock.now())


def propose_notices() -> int:
    """Propose a supervision notice for cases late beyond the ladder."""
    return notices.propose_notices(clock.now())
