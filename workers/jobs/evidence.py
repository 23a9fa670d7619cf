"""Jobs of the stored files."""

from __future__ import annotations

import structlog

from caseflow.core.evidence.verify import verify_files
from caseflow.core.messages.delivery import tell_administrators
from caseflow.ground import clock
from caseflow.ground.storage import files

log = structlog.get_logger()


PICTURES_MOST = 200
"""Of one run: a worker takes a picture in a tenth of a second or more."""


def make_small_pictures() -> int:
    """Make the small pictures of new evidence; return how many."""
    return files.make_small_pictures(PICTURES_MOST)


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
