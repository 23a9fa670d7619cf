"""The page of a draft: its letters beside what was asked and done."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.page import CaseHead, case_head
from caseflow.core.cases.queries.petitions import PetitionView, petition_views
from caseflow.core.cases.queries.steps import NextSteps, next_steps
from caseflow.core.cases.queries.work import WorkDone, work_done
from caseflow.core.cases.scope import rights_on
from caseflow.core.replies.models import ReplyDraft
from caseflow.core.replies.queries.letters import Letter, letters_of, live_draft
from caseflow.core.replies.rules import (
    DRAFT_STATES,
    REPLY_FORMS,
)
from caseflow.core.replies.wording import lacking
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft beside what was asked and done."""

    draft: ReplyDraft
    case: CaseHead
    state_words: str
    form_words: str
    letters: tuple[Letter, ...]
    petitions: tuple[PetitionView, ...]
    work: WorkDone
    steps: NextSteps
    lacks: tuple[str, ...]
    may_draft: bool
    drafted_by: str
    proposed_by: str
    approved_by: str


def get_draft(case: Case) -> ReplyDraft:
    """Return the reply of a case as it is drafted, or raise NotVisible."""
    draft = live_draft(case.id)
    if draft is None:
        raise NotVisible(_("No reply is being drafted in this case."))
    return draft


def draft_page(case: Case, draft: ReplyDraft, user: User) -> DraftPage:
    """Return the page of a draft as `user` may go on with it."""
    letters = letters_of(draft)
    asked = {letter.number: letter.asked for letter in letters}
    ids = (draft.drafted_by_id, draft.proposed_by_id, draft.approved_by_id)
    names: dict[int, str] = dict(
        db.session.execute(select(User.id, User.display_name).where(User.id.in_(ids))).all()
    )
    return DraftPage(
        draft=draft,
        case=case_head(case),
        state_words=_(DRAFT_STATES[draft.state]),
        form_words=_(REPLY_FORMS[draft.form]),
        letters=tuple(letters),
        petitions=petition_views(case.id),
        work=work_done(case.id),
        steps=next_steps(case, user),
        lacks=tuple(_(label) for label in lacking(draft.form, draft.sections, asked)),
        may_draft=Permission.REPLY_DRAFT in rights_on(user, case),
        drafted_by=names.get(draft.drafted_by_id or 0, ""),
        proposed_by=names.get(draft.proposed_by_id or 0, ""),
        approved_by=names.get(draft.approved_by_id or 0, ""),
    )
