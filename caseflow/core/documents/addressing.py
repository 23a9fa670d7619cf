"""A document as it is printed: a letter with the petitioner's name, for who may see it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import rights_on
from caseflow.core.documents.actions import version_of
from caseflow.core.documents.items import LETTERS
from caseflow.core.documents.models import Document
from caseflow.core.documents.queries import printed_sheet
from caseflow.core.documents.sheet import Sheet, addressed
from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission


def addressed_sheet(case: Case, document: Document, user: User) -> Sheet:
    """Return the sheet of a document; on a letter the name, and the look at it is recorded.

    Whoever may not see who complained prints it with a line to write the name on.
    """
    sheet = printed_sheet(case, document)
    if document.form not in LETTERS or Permission.COMPLAINANT_VIEW not in rights_on(user, case):
        return sheet
    number = version_of(document).content["petition"]
    petition = db.session.scalars(select(Petition).where(Petition.number == number)).one()
    if petition.complainant_id is None:
        return sheet
    person = look_at(
        petition.complainant_id,
        user_id=user.id,
        reason=_("Printing %(number)s", number=document.number),
        petition_id=petition.id,
    )
    return addressed(sheet, person.name) if person is not None and person.name else sheet
