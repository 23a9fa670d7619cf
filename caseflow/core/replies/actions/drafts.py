"""Keeping the words of a draft, and submitting it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.reply_effects import cover
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import ensure_may
from caseflow.core.petitions.complainants import delivery_person, normal_phone
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import ReplyDraft, ReplyPart
from caseflow.core.replies.queries.letters import Letter, letters_of
from caseflow.core.replies.rules import DRAFTING, REPLY_FORMS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.versions import claim_version
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

LEAST_OF_A_NAME, LEAST_OF_A_PHONE = 2, 7
"""Shorter ones are no sign of a person."""


def revise(
    draft: ReplyDraft,
    case: Case,
    sections: Mapping[str, str],
    parts: Mapping[int, tuple[str, str]],
    actor: User,
    *,
    seen: int,
) -> bool:
    """Keep the words typed into a draft; returns whether anything changed.

    `sections` also hold `form`; `parts`: part id → (asked, words). Petitions that joined the case
    since are covered too. Raises NotPermitted, Refused if it is not being drafted any more,
    StaleCase if somebody kept other words since, BadInput if one petitioner's letter names another.
    """
    ensure_may(Permission.REPLY_DRAFT, case, actor)
    if draft.state != DRAFTING:
        raise Refused([_("The reply was submitted: it must be sent back before it is changed.")])
    kept = {code: words.strip() for code, words in sections.items() if code != "form"}
    form = sections.get("form") or draft.form
    if form not in REPLY_FORMS:
        raise BadInput(_("Select one of the choices shown."))
    is_new = (kept, form) != (draft.sections, draft.form)
    claim_version(
        draft,
        seen,
        _("Somebody changed this draft in the meantime: their words stand beside yours."),
        form=form,
        sections=kept,
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    for part in _parts(draft.id):
        asked, words = parts.get(part.id, (part.asked, part.words))
        is_new = is_new or (asked.strip(), words.strip()) != (part.asked, part.words)
        part.asked, part.words = asked.strip(), words.strip()
    cover(draft, case)
    _refuse_leaks(draft)
    return is_new


def submit(case: Case, actor: User) -> None:
    """Submit the draft of a case for approval."""
    perform(case, "propose_reply", actor, version=case.version)


def _parts(draft_id: int) -> list[ReplyPart]:
    return list(db.session.query(ReplyPart).filter(ReplyPart.draft_id == draft_id))


def _refuse_leaks(draft: ReplyDraft) -> None:
    """Nobody reads in their own letter who else complained."""
    letters = letters_of(draft)
    if len(letters) < 2:
        return
    signs = {letter.petition_id: _signs(letter) for letter in letters}
    for letter in letters:
        for other in letters:
            if other.petition_id == letter.petition_id:
                continue
            if any(sign in letter.text for sign in signs[other.petition_id]):
                raise BadInput(
                    _(
                        "The reply to petition %(one)s holds name, telephone or number of who "
                        "submitted %(other)s: take it out.",
                        one=letter.number,
                        other=other.number,
                    )
                )


def _signs(letter: Letter) -> list[str]:
    """Return what would betray a petitioner: number, name, telephone. Shown to nobody."""
    complainant_id = db.session.get_one(Petition, letter.petition_id).complainant_id
    person = delivery_person(complainant_id)
    found = [letter.number]
    if len(person.name.strip()) >= LEAST_OF_A_NAME:
        found.append(person.name.strip())
    if len(normal_phone(person.phone)) >= LEAST_OF_A_PHONE:
        found.append(normal_phone(person.phone))
    return found
