"""Whether anything was done on a case but what the import did that made it: clauses for queries.

`situation.gather` asks it of one case for the guard; `touched` finds such cases of a whole import.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, column, exists, func, not_, or_, select, table
from sqlalchemy.orm import aliased

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition

IMPORT_ACTS = frozenset({"register", "import_reply"})
"""What an import of a file does by itself."""

by_import = and_(CaseEvent.act.in_(IMPORT_ACTS), CaseEvent.origin.like("import:%"))

publications = table("publications", column("case_id"))
"""A wing's table by its name, for core imports no wing: what was drafted is built upon."""

_merged = aliased(Case)


def touched(origin: str) -> ColumnElement[bool]:
    """Return the clause of the cases (of the import `origin`) on which something else was done.

    It says of many cases what the guard `is_only_imported` and the row's states say of one. Void
    cases are not among them.
    """
    of_case = CaseEvent.case_id == Case.id
    petition_count = select(func.count(Petition.id)).where(Petition.case_id == Case.id)
    return and_(
        Case.state != State.VOID,
        or_(
            Case.state.not_in([State.REGISTERED, State.CLOSED]),
            exists().where(of_case, or_(not_(by_import), CaseEvent.origin != origin)),
            exists().where(publications.c.case_id == Case.id),
            exists().where(_merged.leading_case_id == Case.id),
            petition_count.scalar_subquery() != 1,
        ),
    )
