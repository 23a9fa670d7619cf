"""Keeping the suggestions of a whole import, and merging those that a person ticked. No commit."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import get_case
from caseflow.desk.imports.likely.finder import partners_of
from caseflow.desk.imports.models import ImportLikely, ImportTask
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def search_batch(task: ImportTask, case_ids: list[int]) -> dict[str, object]:
    """Keep the likely partners of one batch of cases."""
    user = db.session.get_one(User, task.user_id)
    for case_id, partners in partners_of(case_ids, user).items():
        db.session.add_all(
            ImportLikely(
                run_id=task.run_id,
                case_id=case_id,
                other_case_id=partner.case_id,
                score=partner.score,
                reasons=list(partner.reasons),
                outcome="open",
            )
            for partner in partners
        )
    db.session.flush()
    return {}


def finish_search(_task: ImportTask) -> None:
    """Nothing more is to be written at the end of a search."""


def get_likely(run_id: int, likely_id: int) -> ImportLikely:
    """Return a suggestion of a run, or raise NotVisible."""
    likely = db.session.get(ImportLikely, likely_id)
    if likely is None or likely.run_id != run_id:
        raise NotVisible(_("There is no such suggestion."))
    return likely


def merge_likely(likely: ImportLikely, version: int, reason: str, user: User) -> None:
    """Merge the imported case into the one suggested, as `merge` of the lifecycle does it.

    `version` is the imported case's as the page showed it. Raises what `perform` raises.
    """
    if likely.outcome == "merged":
        raise Refused([_("These two were merged already.")])
    case = get_case(user, likely.case_id)
    other = db.session.get_one(Case, likely.other_case_id)
    perform(case, "merge", user, version=version, target_number=other.number, reason=reason)
    likely.outcome, likely.refusal = "merged", None
    likely.decided_by_id, likely.decided_at = user.id, clock.now()


def note_refusal(likely: ImportLikely, sentence: str, user: User) -> None:
    """Keep why a merge was refused, so that the page can say it at its row."""
    if likely.outcome == "merged":
        return
    likely.outcome, likely.refusal = "refused", sentence[:300]
    likely.decided_by_id, likely.decided_at = user.id, clock.now()
