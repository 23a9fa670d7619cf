"""Guards of replies, call-backs, ratings, re-handling and reviews. Pure."""

from __future__ import annotations

from caseflow.core.cases.facts import ReviewFacts, Situation
from caseflow.core.replies.rules import APPROVED, DRAFTING, OPINION, PROPOSED
from caseflow.ground.i18n import N_

STANDING: dict[str, str] = {
    "": N_("No reply has been drafted yet: draft it and have it approved."),
    DRAFTING: N_("The reply is still being drafted: submit it for approval first."),
    PROPOSED: N_("The reply waits for approval by somebody else."),
    APPROVED: N_("The reply has been approved already."),
}
"""State of the draft → why a step that asks for another state is refused."""


def nothing_is_drafted(s: Situation) -> str | None:
    if s.case.reply.state:
        return N_("A reply is drafted already: go on with that one.")
    return None


def draft_is_whole(s: Situation) -> str | None:
    """A draft is submitted when it holds all that its form must, for every petitioner."""
    if s.case.reply.state != DRAFTING:
        return STANDING[s.case.reply.state]
    if s.case.reply.is_lacking:
        return N_("The draft lacks something that a reply must hold: its page names it.")
    if not s.case.unanswered_petition_ids <= set(s.case.reply.texts):
        return N_("The draft does not cover every petition yet: open it and keep it once.")
    return None


def reply_is_proposed(s: Situation) -> str | None:
    if s.case.reply.state != PROPOSED:
        return STANDING[s.case.reply.state]
    return None


def did_not_draft(s: Situation) -> str | None:
    """Nobody approves words of their own."""
    if s.actor_id is not None and s.actor_id in s.case.reply.writers:
        return N_("You wrote this reply yourself; somebody else must approve it.")
    return None


def can_be_sent_back(s: Situation) -> str | None:
    if s.case.reply.state not in {PROPOSED, APPROVED}:
        return STANDING[s.case.reply.state]
    return None


def reply_is_approved(s: Situation) -> str | None:
    """A reply is given in the words that were approved, and in no others."""
    reply = s.case.reply
    if reply.state != APPROVED:
        return STANDING[reply.state]
    if s.is_preview:
        return None
    petition_id = s.given.get("petition_id")
    if petition_id not in reply.texts:
        return N_("The approved reply does not cover this petition: have it sent back.")
    typed = s.given.get("reply_words")
    if typed is not None and typed != reply.texts[petition_id]:  # type: ignore[index]
        return N_("These are not the words that were approved.")
    return None


SPOKEN = frozenset({"phone", "sms"})
"""Ways that leave nothing in the petitioner's hands."""


def opinion_is_in_writing(s: Situation) -> str | None:
    """The term to ask for a review runs from the day on which the petitioner has the opinion."""
    if s.case.reply.form == OPINION and s.given.get("reply_way") in SPOKEN:
        return N_(
            "An opinion on a petition is given in writing (Regulations on Letters and Visits, "
            "arts. 32 and 35): choose the letter, or the channel it came by, with its proof."
        )
    return None


def delivery_is_proven(s: Situation) -> str | None:
    """What the system does not send itself is proven by who gives it."""
    way = s.given.get("reply_way")
    if s.is_preview or way in {None, "phone"} or way in s.ways_open:
        return None
    if s.given.get("proof_words"):
        return None
    if way == "letter":
        return N_(
            "Say by what it is proven: number of the postal receipt, or who received the letter."
        )
    return N_("The system cannot send this way: say how it was sent and what proves it.")


def telling_is_not_ahead(s: Situation) -> str | None:
    """When a reply was told, a review asked or an opinion given: terms of the law run from it."""
    for name in ("told_at", "given_at"):
        at = s.given.get(name)
        if at is not None and at > s.now:  # type: ignore[operator]
            return N_("The day and time given lie in the future: say when it happened.")
    return None


def something_was_told(s: Situation) -> str | None:
    if not s.case.told_petition_ids:
        return N_("Nothing was told to a complainant yet that could be proven.")
    if not s.is_preview and s.given.get("petition_id") not in s.case.told_petition_ids:
        return N_("Nothing was told to this complainant yet.")
    return None


def names_answered_petition(s: Situation) -> str | None:
    if not s.case.replied_petition_ids:
        return N_("No petition of this case has its reply yet.")
    if not s.is_preview and s.given.get("petition_id") not in s.case.replied_petition_ids:
        return N_("This petition has no reply yet.")
    return None


def unreached_says_nothing(s: Situation) -> str | None:
    """Who was not reached has said nothing; who was reached is asked whether it is solved."""
    if s.is_preview:
        return None
    said = [s.given.get(name) for name in ("was_contacted", "is_solved", "satisfaction")]
    if s.given.get("was_reached") is False and any(one is not None for one in said):
        return N_("The complainant was not reached: leave the three questions open.")
    return None


def is_not_on_record(s: Situation) -> str | None:
    """One report of a petitioner at a time: it waits until it is settled."""
    if not s.is_preview and s.given.get("petition_id") in s.case.unsolved:
        return N_("It stands on record already that this matter is not solved.")
    return None


def is_unsolved(s: Situation) -> str | None:
    if not s.case.unsolved:
        return N_("No complainant of this case says that the matter is not solved.")
    return None


def nobody_says_unsolved(s: Situation) -> str | None:
    """The case that gave the answer judges it: handled again, or refused by two people."""
    if s.case.unsolved:
        return N_(
            "The complainant says that the matter is not solved: decide in the leading case "
            "whether it is handled again; after that it can be split off."
        )
    return None


def names_unsolved_petition(s: Situation) -> str | None:
    if not s.case.unsolved:
        return is_unsolved(s)
    if not s.is_preview and s.given.get("petition_id") not in s.case.unsolved:
        return N_("This complainant has not said that the matter is not solved.")
    return None


def refusal_is_proposed(s: Situation) -> str | None:
    """A re-handling is refused by two people: one proposes with the reason, another decides."""
    if s.is_preview:
        named = [by for by in s.case.unsolved.values() if by is not None]
        return None if named else N_("Nobody has proposed to refuse the re-handling.")
    if s.case.unsolved.get(s.given.get("petition_id")) is None:  # type: ignore[call-overload]
        return N_("Nobody has proposed to refuse the re-handling.")
    return None


def did_not_propose_refusal(s: Situation) -> str | None:
    if s.is_preview or s.actor_id is None:
        return None
    if s.case.unsolved.get(s.given.get("petition_id")) == s.actor_id:  # type: ignore[call-overload]
        return N_("You proposed it yourself; somebody else must decide.")
    return None


def review_is_new(s: Situation) -> str | None:
    """No second request of a stage about the same reply: 信访工作条例 35, 36."""
    if s.is_preview:
        return None
    key = (s.given.get("petition_id"), s.given.get("review_stage"))
    same = [row for row in s.reviews if (row.petition_id, row.stage) == key]
    if any(row.is_of_present_reply and row.state != "refused" for row in same):
        return N_("This request was recorded already.")
    return None


def review_is_open(s: Situation) -> str | None:
    if not any(row.state == "open" and row.stage == "review" for row in s.reviews):
        return N_("No request for a review waits for its answer.")
    if not s.is_preview and not _open_review(s, "review"):
        return N_("This complainant has asked for no review.")
    return None


def review_came_late(s: Situation) -> str | None:
    """Only what came after the thirty days can be refused for it."""
    if not any(row.state == "open" and row.is_late for row in s.reviews):
        return N_("No request for a review or re-check came late.")
    if not s.is_preview and not any(row.is_late for row in _open_review(s)):
        return N_("This request came in time: it must be answered.")
    return None


def did_not_record_review(s: Situation) -> str | None:
    if not s.is_preview and any(row.recorded_by_id == s.actor_id for row in _open_review(s)):
        return N_("You recorded it yourself; somebody else must decide.")
    return None


def _open_review(s: Situation, *stages: str) -> list[ReviewFacts]:
    """Return the open requests of the petition that is named."""
    return [
        row
        for row in s.reviews
        if row.state == "open"
        and row.petition_id == s.given.get("petition_id")
        and (not stages or row.stage in stages)
    ]
