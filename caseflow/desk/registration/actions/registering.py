"""Registering what the page holds: once per page, with its source and, if so, its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.core.cases.actions.answering import ways_open
from caseflow.core.cases.actions.opening import Opened, register_petition
from caseflow.core.cases.actions.perform import perform
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.models import Petition
from caseflow.core.sources.actions import SourceCommand, create_source, source_of_name
from caseflow.desk.registration.actions.calls import Emergency, call_supervisor
from caseflow.desk.registration.actions.drafts import (
    NoLongerDraft,
    discard_draft,
    ensure_not_handed_over,
)
from caseflow.desk.registration.models import RegisteredPage
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.queries import township_names
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A filled page: the petition, and what is to happen with it at once."""

    page_key: str
    petition: PetitionCommand
    new_source: str = ""
    """Name of a source whose file is to be opened; empty: none."""
    joins: str = ""
    """Number of the open case that is to answer it; empty: a case of its own."""
    reply_words: str = ""
    """The answer given on the call; empty: none was given, the case stays open."""


def register_page(entry: PageEntry, actor: User) -> int:
    """Register the petition of a page and return its id; a page sent again gives the first id.

    The draft goes in the same transaction. Raises what register_petition and perform raise.
    """
    ensure_not_handed_over(entry.page_key, actor)
    earlier = _claim_page(entry.page_key, actor)
    if earlier is not None:
        return earlier
    if entry.petition.emergency_kind:
        call_supervisor(entry.page_key, actor, _emergency_of(entry.petition))
    opened = register_petition(_with_source(entry, actor), actor, joins=entry.joins)
    if entry.reply_words:
        _answer(opened, entry, actor)
    db.session.execute(
        update(RegisteredPage)
        .where(RegisteredPage.page_key == entry.page_key)
        .values(petition_id=opened.petition.id)
    )
    discard_draft(entry.page_key, actor)
    return opened.petition.id


def _claim_page(page_key: str, actor: User) -> int | None:
    """Take the page for this transaction; returns the petition it has become, if it has.

    A second sending waits here for the first to commit.
    """
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    taken = db.session.scalar(
        insert(RegisteredPage)
        .values(page_key=page_key, user_id=actor.id, registered_at=clock.now())
        .on_conflict_do_nothing(index_elements=["page_key"])
        .returning(RegisteredPage.page_key)
    )
    if taken is not None:
        return None
    row = db.session.execute(
        select(RegisteredPage.user_id, RegisteredPage.petition_id).where(
            RegisteredPage.page_key == page_key
        )
    ).one()
    if row.user_id != actor.id or row.petition_id is None:
        raise NoLongerDraft(_("This page has been registered by somebody else."))
    return int(row.petition_id)


def _emergency_of(petition: PetitionCommand) -> Emergency:
    township = township_names().get(petition.township_code or "", "")
    return Emergency(petition.emergency_kind, township, petition.address_text)


def _with_source(entry: PageEntry, actor: User) -> PetitionCommand:
    """Return the petition linked to its source: the chosen, one of that very name, or a new one."""
    petition = entry.petition
    if petition.source_id is not None:
        return petition
    name = entry.new_source or petition.respondent_words
    source_id = source_of_name(name) if name else None
    if source_id is None and entry.new_source:
        command = SourceCommand(
            name=entry.new_source,
            township_code=petition.township_code,
            address_text=petition.address_text,
        )
        source_id = create_source(command, actor).id
    return replace(petition, source_id=source_id)


def _answer(opened: Opened, entry: PageEntry, actor: User) -> None:
    """Record the answer: it was said on the call, or the system sends it by the way wished for."""
    way = entry.petition.reply_way
    can_send = way in ways_open("answer_at_once", Petition.id == opened.petition.id)
    perform(
        opened.case,
        "answer_at_once",
        actor,
        version=opened.case.version,
        reply_words=entry.reply_words,
        reply_way=way if can_send else "phone",
    )
