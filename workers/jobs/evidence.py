"""Jobs of the stored files."""

from __future__ import annotations

import structlog

from caseflow.core.evidence.verify import verify_files
from caseflow.core.messages.delivery import tell_administrators
from caseflow.ground import clock

log = structlog.get_logger()


def verify_evidence() -> int:
    """Read every stored file again, tell the administrators of faults; return how many files."""
    verdict = verify_files()
    for fault in verdict.faults:
        log.error(
            "a stored file is not what it was",
            what=fault.what,
            sha256=fault.sha256,
            places=[f"{place.case_number}: evidence {place.evidence_id}" for place in fault.places],
        )
    if verdict.faults:
        tell_administrators("files_faulty", len(verdict.faults), clock.now())
    return verdict.file_count
