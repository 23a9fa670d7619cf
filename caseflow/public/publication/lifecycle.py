"""The life of a publication: draft → approval by a second person → published → withdrawn. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Permission


class PublicationState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[PublicationState, str] = {
    PublicationState.DRAFT: N_("Draft"),
    PublicationState.PROPOSED: N_("Awaiting approval"),
    PublicationState.APPROVED: N_("Approved, about to be published"),
    PublicationState.PUBLISHED: N_("Published"),
    PublicationState.WITHDRAWN: N_("Withdrawn"),
}


LIVE = frozenset(PublicationState) - {PublicationState.WITHDRAWN}
"""A case has at most one publication in these states."""


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What the rules need to know of a publication and its case."""

    state: PublicationState
    drafted_by_id: int
    undecided_count: int
    is_case_ended: bool
    leak_count: int = 0
    """How often the public text would still name the case's own people or numbers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row; `permission` None: done by the worker, not by a person."""

    name: str
    label: str
    froms: tuple[PublicationState, ...]
    to: PublicationState
    permission: Permission | None
    needs_reason: bool = False
    source: str = ""


_S, _P = PublicationState, Permission

STEPS: dict[str, Step] = {
    row.name: row
    for row in (
        Step("save", N_("Save the draft"), (_S.DRAFT,), _S.DRAFT, _P.PUBLICATION_DRAFT),
        Step(
            "propose",
            N_("Submit for approval"),
            (_S.DRAFT,),
            _S.PROPOSED,
            _P.PUBLICATION_DRAFT,
            source="个人信息保护法 (2021) 6, 25: only what the purpose needs",
        ),
        Step(
            "send_back",
            N_("Send back to the drafter"),
            (_S.PROPOSED,),
            _S.DRAFT,
            _P.PUBLICATION_APPROVE,
            needs_reason=True,
        ),
        Step(
            "approve",
            N_("Approve and publish"),
            (_S.PROPOSED,),
            _S.APPROVED,
            _P.PUBLICATION_APPROVE,
            source="政府信息公开条例 (2019) 17: reviewed before it is published",
        ),
        Step("publish", N_("Publish"), (_S.APPROVED,), _S.PUBLISHED, None),
        Step("take_back", N_("Take back before publishing"), (_S.APPROVED,), _S.DRAFT, None),
        Step(
            "drop",
            N_("Drop the draft"),
            (_S.DRAFT,),
            _S.WITHDRAWN,
            _P.PUBLICATION_DRAFT,
            needs_reason=True,
        ),
        Step(
            "withdraw",
            N_("Withdraw"),
            (_S.APPROVED, _S.PUBLISHED),
            _S.WITHDRAWN,
            _P.PUBLICATION_APPROVE,
            needs_reason=True,
            source="行政处罚法 (2021) 48: withdrawn within 3 days, with a public explanation",
        ),
    )
}


GOING_OUT = frozenset({"propose", "approve", "publish"})
"""Steps towards the public: each asks anew whether the text is fit for it."""


def refusals(step: Step, facts: PublicationFacts, actor_id: int | None, reason: str) -> list[str]:
    """Return the reasons (msgids) why `step` is refused; empty means allowed."""
    if facts.state not in step.froms:
        return [N_("This step is not possible in the present state of the publication.")]
    found = []
    if step.name == "approve" and actor_id == facts.drafted_by_id:
        found.append(N_("Somebody other than the drafter must approve."))
    if step.name in GOING_OUT:
        found += _unfit(facts)
    if step.needs_reason and not reason.strip():
        found.append(N_("Enter a reason."))
    return found


def _unfit(facts: PublicationFacts) -> list[str]:
    """Return what keeps a text from the public, asked anew at every step that leads there."""
    found = []
    if facts.undecided_count:
        found.append(N_("Some proposed redactions are still undecided."))
    if facts.leak_count:
        found.append(N_("The text still names somebody or a number of this case."))
    if not facts.is_case_ended:
        found.append(N_("The case is not closed yet."))
    return found
