"""Nobody's cases are mended where the unit can answer, and told of where it cannot."""

from __future__ import annotations

import structlog
from flask_babel import gettext as _

from caseflow.core.cases.actions.perform import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.nobodys import nobodys
from caseflow.core.messages.actions import people_of, tell_people
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work

log = structlog.get_logger()


def mend_nobodys() -> int:
    """Give nobody's cases back to their units, each in a transaction; return how many.

    What cannot be mended is told once a day to the dispatcher on duty and the supervisors.
    """
    found = [row.id for row in nobodys(clock.today())]
    mended = sum(_mend(case_id) for case_id in found)
    left = len(found) - mended
    if left:
        with unit_of_work():
            key = clock.today().isoformat()
            tell_people("cases_nobodys", key, people_of("cases_nobodys"), {"count": left})
    if found:
        log.info("nobody's cases", mended=mended, left=left)
    return mended


def _mend(case_id: int) -> bool:
    try:
        with unit_of_work():
            case = db.session.get_one(Case, case_id)
            if case.unit_id is None or case.assignee_id is None:
                return False
            words = _("Whoever had it is not there: the head of the unit answers for it.")
            perform(
                case, "hand_over", None, version=case.version, unit_id=case.unit_id, reason=words
            )
    except CaseflowError:
        return False
    return True
