"""Drafts of the registration page: what was typed and not yet registered, sealed as a whole."""

from __future__ import annotations

import json
import re
import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.core.messages.actions import tell_people
from caseflow.core.petitions.complainants import sealer
from caseflow.core.petitions.models import RegistrationDraft
from caseflow.desk.registration.models import RegisteredPage
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import holds

CONTEXT = "registration_drafts.sealed"
PAGE_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
LARGEST = 200_000
"""Characters of a draft; a body is limited to far less."""

Fields = dict[str, list[str]]


class NoLongerDraft(CaseflowError):
    """The page was registered already, or belongs to somebody else."""

    status = 409


def save_draft(page_key: str, fields: Fields, user: User) -> datetime:
    """Keep what was typed on a page, in place of what was kept before; returns when.

    Raises NoLongerDraft if the page was registered meanwhile: a late save brings nothing back.
    """
    if not PAGE_KEY.fullmatch(page_key):
        raise BadInput(_("The page is incomplete: reload it and try again."))
    if is_registered(page_key):
        raise NoLongerDraft(_("This page has been registered."))
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > LARGEST:
        raise BadInput(_("This is too long to be kept as a draft."))
    at = clock.now()
    values = {"sealed": sealer().seal(text, CONTEXT), "saved_at": at}
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    kept = db.session.scalar(
        insert(RegistrationDraft)
        .values(user_id=user.id, page_key=page_key, **values)
        .on_conflict_do_update(
            index_elements=["page_key"],
            set_=values,
            where=RegistrationDraft.user_id == user.id,
        )
        .returning(RegistrationDraft.id)
    )
    if kept is None:
        raise NoLongerDraft(_("This draft belongs to somebody else."))
    return at


def load_draft(page_key: str, user: User) -> Fields | None:
    """Return what the user typed on this page, or None if there is no such draft of theirs."""
    sealed = db.session.scalar(
        select(RegistrationDraft.sealed).where(
            RegistrationDraft.page_key == page_key, RegistrationDraft.user_id == user.id
        )
    )
    return None if sealed is None else json.loads(sealer().unseal(sealed, CONTEXT))


def discard_draft(page_key: str, user: User) -> None:
    """Delete the user's draft of this page, if there is one."""
    db.session.execute(
        delete(RegistrationDraft).where(
            RegistrationDraft.page_key == page_key, RegistrationDraft.user_id == user.id
        )
    )


def ensure_not_handed_over(page_key: str, user: User) -> None:
    """Raise NoLongerDraft if the draft of this page is a colleague's now."""
    owner = db.session.scalar(
        select(RegistrationDraft.user_id).where(RegistrationDraft.page_key == page_key)
    )
    if owner is not None and owner != user.id:
        raise NoLongerDraft(_("This draft belongs to somebody else."))


def petition_of_page(page_key: str) -> int | None:
    """Return the petition that this page has become, or None."""
    page = db.session.get(RegisteredPage, page_key)
    return page.petition_id if page else None


def is_registered(page_key: str) -> bool:
    """Return whether this page has become a petition."""
    return db.session.get(RegisteredPage, page_key) is not None


def hand_over(page_keys: list[str], to_user_id: int, user: User) -> int:
    """Give the user's drafts named to a colleague who registers too, and tell that one.

    Returns how many there were. Raises BadInput for oneself, for nobody, or for a role
    that cannot register.
    """
    receiver = db.session.get(User, to_user_id)
    if receiver is None or not receiver.is_active or receiver.id == user.id:
        raise BadInput(_("Choose a colleague at the desk."))
    if not holds(receiver, Permission.CASE_REGISTER):
        raise BadInput(_("Choose a colleague at the desk."))
    given = list(
        db.session.scalars(
            update(RegistrationDraft)
            .where(RegistrationDraft.page_key.in_(page_keys), RegistrationDraft.user_id == user.id)
            .values(user_id=receiver.id)
            .returning(RegistrationDraft.page_key)
            .execution_options(synchronize_session=False)
        )
    )
    if given:
        facts = {"operator": user.display_name, "count": len(given)}
        tell_people("drafts_handed_over", secrets.token_hex(8), [receiver], facts)
    return len(given)
