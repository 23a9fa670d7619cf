"""The life of a publication: draft → second person → published → corrected or ended. Pure.

A page that stands in public stays as it is while its correction goes the same way as a draft.
"""

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
    EXPIRED = "expired"


STATE_LABELS: dict[PublicationState, str] = {
    PublicationState.DRAFT: N_("Draft"),
    PublicationState.PROPOSED: N_("Awaiting approval"),
    PublicationState.APPROVED: N_("Approved, about to be published"),
    PublicationState.PUBLISHED: N_("Published"),
    PublicationState.WITHDRAWN: N_("Withdrawn"),
    PublicationState.EXPIRED: N_("Expired"),
}


LIVE = frozenset(PublicationState) - {PublicationState.WITHDRAWN, PublicationState.EXPIRED}
"""A case, decision or draw has at most one publication of a kind in these states."""


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What the rules need to know of a publication and what it rests on."""

    state: PublicationState
    writer_ids: frozenset[int]
    """Who worked on the present version: began, changed, corrected or submitted it."""
    undecided_count: int
    is_case_ended: bool
    """True as well where the kind does not ask for it."""
    leak_count: int = 0
    """How often the public text would still name the cases' own people or numbers."""
    is_public: bool = False
    """A page of it stands in public now."""
    is_over: bool = False
    """The last day on which it is shown has passed."""
    blank_count: int = 0
    """Places that the draft left to be filled in."""
    is_named_without_ground: bool = False
    """The respondent is kept by name, and no decision in effect allows it."""
    fallen_count: int = 0
    """Recorded facts by which it names somebody that were voided or taken away."""
    unsatisfied_count: int = 0
    """Named sites with a finding that does not count any more."""
    unnoticed_count: int = 0
    """Sites that were not yet told of their right of reply."""
    unheard_count: int = 0
    """Sites whose time to reply runs, or whose reply nobody has considered."""
    unsure_picture_count: int = 0
    """Pictures of which nobody has said that faces, plates and door numbers are covered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row; `permission` None: done by the worker, not by a person."""

    name: str
    label: str
    froms: tuple[PublicationState, ...]
    to: PublicationState
    permission: Permission | None
    needs_reason: bool = False
    is_reason_public: bool = False
    """The public reads the reason, so that it must itself be fit for it."""
    while_public: tuple[PublicationState, ...] = ()
    """Further states it leaves from while a page of it stands in public."""
    only_before: bool = False
    """Only as long as no page of it was public."""
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
            only_before=True,
        ),
        Step(
            "correct",
            N_("Correct"),
            (_S.PUBLISHED,),
            _S.DRAFT,
            _P.PUBLICATION_DRAFT,
            needs_reason=True,
            is_reason_public=True,
            source="政府信息公开条例 (2019) 6: wrong information is put right",
        ),
        Step(
            "stop_correcting",
            N_("Leave it as published"),
            (),
            _S.PUBLISHED,
            _P.PUBLICATION_DRAFT,
            while_public=(_S.DRAFT,),
        ),
        Step(
            "withdraw",
            N_("Withdraw"),
            (_S.APPROVED, _S.PUBLISHED),
            _S.WITHDRAWN,
            _P.PUBLICATION_APPROVE,
            needs_reason=True,
            is_reason_public=True,
            while_public=(_S.DRAFT, _S.PROPOSED),
            source="行政处罚法 (2021) 48: withdrawn within 3 days, with a public explanation",
        ),
        Step(
            "expire",
            N_("Expire"),
            (_S.PUBLISHED,),
            _S.EXPIRED,
            None,
            while_public=(_S.DRAFT, _S.PROPOSED, _S.APPROVED),
        ),
    )
}


GOING_OUT = frozenset({"propose", "approve", "publish"})
"""Steps towards the public: each asks anew whether the text is fit for it."""

WAITING_FOR_REPLIES = frozenset({"approve", "publish"})
"""Steps that the time of a named site to reply keeps back."""

WRITING = frozenset({"start", "save", "propose", "correct"})
"""Acts by which a person makes a version; marks and pictures are saved too."""

VERSION_ENDS = frozenset({"publish", "stop_correcting"})
"""Acts after which another version begins: what was there before is out, or is left."""


def is_possible(step: Step, facts: PublicationFacts) -> bool:
    """Return whether `step` leaves from the present state at all."""
    if step.only_before and facts.is_public:
        return False
    return facts.state in step.froms or (facts.is_public and facts.state in step.while_public)


def refusals(step: Step, facts: PublicationFacts, actor_id: int | None, reason: str) -> list[str]:
    """Return the reasons (msgids) why `step` is refused; empty means allowed."""
    if not is_possible(step, facts):
        return [N_("This step is not possible in the present state of the publication.")]
    found = []
    if step.name == "approve" and actor_id in facts.writer_ids:
        found.append(N_("Whoever wrote, changed or submitted it cannot approve it."))
    if step.name in GOING_OUT:
        found += _unfit(facts)
    if step.name in WAITING_FOR_REPLIES and facts.unheard_count:
        found.append(N_("A named site may still reply, or its reply was not considered yet."))
    if step.name == "expire" and not facts.is_over:
        found.append(N_("The last day on which it is shown is not over."))
    if step.needs_reason and not reason.strip():
        found.append(N_("Enter a reason."))
    return found


def _unfit(facts: PublicationFacts) -> list[str]:
    """Return what keeps a text from the public, asked anew at every step that leads there."""
    stands_in_the_way = (
        (facts.undecided_count, N_("Some proposed redactions are still undecided.")),
        (facts.leak_count, N_("The text still names somebody or a number of this case.")),
        (not facts.is_case_ended, N_("The case is not closed yet.")),
        (facts.blank_count, N_("Some places of the draft are still to be filled in.")),
        (
            facts.is_named_without_ground,
            N_("The respondent is named, but no decision in effect is recorded."),
        ),
        (
            facts.fallen_count,
            N_("A decision or notice that it rests on was voided, overturned or left unpunished."),
        ),
        (facts.unsatisfied_count, N_("A chosen site does not satisfy the criteria any more.")),
        (facts.unnoticed_count, N_("A named site was not yet told of its right of reply.")),
        (
            facts.unsure_picture_count,
            N_("Of a picture nobody has confirmed that everything is covered."),
        ),
    )
    return [words for is_so, words in stands_in_the_way if is_so]
