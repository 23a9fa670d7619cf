"""Setting the bureau's own figure for a criterion. Never commits."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.publication.exposure import CRITERIA
from caseflow.public.publication.models import PublicationCriterion


def set_criterion(
    key: str, amount: int, valid_from: date, basis: str, actor: User
) -> PublicationCriterion:
    """Give a criterion the bureau's own figure from a day on; lists drafted before stay.

    Raises NotPermitted, or BadInput for a figure outside its limits or a day that is over.
    """
    ensure_right(Permission.PUBLICATION_APPROVE, actor)
    row = CRITERIA[key]
    if not row.least <= amount <= row.most:
        raise BadInput(
            _("Enter a number from %(least)s to %(most)s.", least=row.least, most=row.most)
        )
    if valid_from < clock.today():
        raise BadInput(_("A new figure holds from today on at the earliest."))
    kept = PublicationCriterion(
        key=key,
        amount=amount,
        valid_from=valid_from,
        basis=basis,
        decided_at=clock.now(),
        actor_id=actor.id,
    )
    db.session.add(kept)
    db.session.flush()
    return kept
