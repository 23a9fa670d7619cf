"""Recorded facts of penalties, transfers, seizures and what follows: one row each. Pure.

caseflow does not drive these proceedings yet: it keeps what was done (number, party, day, basis,
amount) and computes and watches the terms that the fact starts. A term goes by the version of its
rule that was in force on the day of the fact.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind of fact: the terms it starts (deadlines/rules.py) and the clocks it stops."""

    code: str
    label: str
    stage: str
    starts: tuple[str, ...] = ()
    """Ids of rules."""
    stops: tuple[str, ...] = ()
    """Names of clocks."""
    needs: tuple[str, ...] = ()
    """Of number, party, basis, amount, until: those that must be given."""
    until: str = ""
    """What the further day is, where one is asked for; empty: none is."""
    fixes: str = ""
    """The rule whose clock ends on that further day (payment) or is counted back from it."""


STAGES: dict[str, str] = {
    "review": N_("Review"),
    "penalty": N_("Penalty"),
    "dayfine": N_("Daily fine"),
    "seizure": N_("Seizure"),
    "crime": N_("Transfer to the police"),
    "detention": N_("Detention"),
    "waste": N_("Hazardous waste"),
    "publication": N_("Publication"),
}


def _k(
    code: str,
    label: str,
    stage: str,
    starts: str = "",
    stops: str = "",
    needs: str = "",
    until: str = "",
    fixes: str = "",
) -> FactKind:
    return FactKind(
        code,
        label,
        stage,
        tuple(starts.split()),
        tuple(stops.split()),
        tuple(needs.split()),
        until,
        fixes,
    )


_SUE = "appeal_review appeal_suit"
_DEFER = N_("To be paid by")
_HEARING = N_("Day of the hearing")

KINDS: dict[str, FactKind] = {
    row.code: row
    for row in (
        # Letters and visits: review and re-check of the answer to a petition matter.
        _k("answer_served", N_("Written answer to a petition matter served"), "review",
           "XF-REVIEW-ASK"),
        _k("review_asked", N_("Request for a review received"), "review", "XF-REVIEW-ANS",
           "review_request"),
        _k("review_answered", N_("Review opinion served"), "review", "XF-RECHECK-ASK",
           "review_answer", "number"),
        _k("recheck_asked", N_("Request for a re-check received"), "review", "XF-RECHECK-ANS",
           "recheck_request"),
        _k("recheck_answered", N_("Re-check opinion given"), "review", "", "recheck_answer",
           "number"),
        _k("not_this_level", N_("Found to belong to another level"), "review", "HL-TRANSFER"),
        _k("sent_to_level", N_("Transferred to the competent level"), "review", "",
           "level_transfer", "party"),
        # Penalties.
        _k("act_ended", N_("Unlawful act ended"), "penalty", "LIMITATION"),
        _k("act_ended_harm", N_("Unlawful act ended, with harm"), "penalty", "LIMITATION-HARM"),
        _k("lead_found", N_("Lead to a violation found"), "penalty", "PEN-FILE"),
        _k("case_filed", N_("Penalty case filed"), "penalty", "PEN-DECIDE",
           "filing limitation", "number"),
        _k("filing_declined", N_("Not filed as a penalty case"), "penalty", "", "filing"),
        _k("evidence_preserved", N_("Evidence registered and preserved"), "penalty",
           "PEN-REGISTER-PRESERVE", "", "number"),
        _k("preservation_settled", N_("Preserved evidence decided on"), "penalty", "",
           "preservation"),
        _k("penalty_notice_served", N_("Notice of penalty served"), "penalty",
           "PEN-PLEA PEN-HEARING-ASK", "", "number party"),
        _k("plea_received", N_("Plea received"), "penalty", "", "plea"),
        _k("hearing_asked", N_("Hearing asked for"), "penalty", "", "hearing_request"),
        _k("hearing_set", N_("Hearing set"), "penalty", "PEN-HEARING-NOTICE", "", "until",
           _HEARING, "PEN-HEARING-NOTICE"),
        _k("hearing_notice_served", N_("Notice of the hearing served"), "penalty", "",
           "hearing_notice"),
        _k("penalty_decided", N_("Penalty decided"), "penalty", "PEN-SERVE PUB-PENALTY",
           "penalty_decision plea hearing_request", "number party basis"),
        _k("no_penalty", N_("Decided: no penalty"), "penalty", "",
           "penalty_decision plea hearing_request", "number basis"),
        _k("penalty_served", N_("Penalty decision served"), "penalty",
           "PEN-PAY APPEAL-REVIEW APPEAL-SUIT", "service", "number party"),
        _k("payment_deferred", N_("Payment deferred or by instalments"), "penalty", "PEN-PAY",
           "payment", "number until", _DEFER, "PEN-PAY"),
        _k("fine_paid", N_("Fine paid"), "penalty", "", "payment", "number amount"),
        _k("appeal_filed", N_("Review or suit brought by the party"), "penalty", "", _SUE),
        _k("suit_time_over", N_("Time to sue is over, not performed"), "penalty",
           "ENFORCE-COURT", _SUE),
        _k("court_applied", N_("Enforcement applied for at the court"), "penalty", "", "court",
           "number"),
        # What is published.
        _k("penalty_published", N_("Penalty published"), "publication", "",
           "penalty_publication"),
        _k("penalty_overturned", N_("Published decision changed, annulled or void"),
           "publication", "PEN-WITHDRAW", "", "number"),
        _k("penalty_withdrawn", N_("Publication withdrawn with an explanation"), "publication",
           "", "retraction"),
        _k("information_made", N_("Enforcement information made"), "publication", "PUB-OTHER"),
        _k("information_published", N_("Enforcement information published"), "publication", "",
           "info_publication"),
        _k("random_done", N_("Random inspection done"), "publication", "PUB-RANDOM"),
        _k("random_published", N_("Random inspection published"), "publication", "",
           "random_publication"),
        # Daily fines.
        _k("discharge_found", N_("Unlawful discharge found, monitoring needed"), "dayfine",
           "DAYFINE-SERVE"),
        _k("correction_served", N_("Order to correct served"), "dayfine", "DAYFINE-RECHECK",
           "order_service", "number party"),
        _k("recheck_done", N_("Recheck done"), "dayfine", "", "recheck"),
        # Seizure.
        _k("seized", N_("Sealed or seized"), "seizure", "SEIZE", "", "number party basis"),
        _k("seizure_lifted", N_("Seizure lifted or decided on"), "seizure", "", "seizure"),
        # To the police.
        _k("crime_reported", N_("Suspected crime reported to the head"), "crime",
           "CRIME-DECIDE"),
        _k("crime_approved", N_("Transfer to the police approved"), "crime", "CRIME-MOVE",
           "crime_decision"),
        _k("crime_declined", N_("Transfer to the police not approved"), "crime", "",
           "crime_decision", "basis"),
        _k("crime_transferred", N_("Transferred to the police"), "crime", "CRIME-POLICE",
           "crime_transfer", "number party"),
        _k("police_filed", N_("Police filed the case"), "crime", "CRIME-HANDOVER",
           "police_filing"),
        _k("police_refused", N_("Police refused to file"), "crime", "CRIME-RECONSIDER",
           "police_filing"),
        _k("reconsideration_asked", N_("Reconsideration asked for"), "crime",
           "CRIME-RECONSIDER-ANS", "reconsideration"),
        _k("reconsideration_answered", N_("Reconsideration answered"), "crime", "",
           "police_review"),
        _k("items_handed_over", N_("Items handed over to the police"), "crime", "", "handover"),
        _k("detention_decided", N_("Transfer for detention decided"), "detention",
           "DETAIN-MOVE", "", "party basis"),
        _k("detention_transferred", N_("Transferred for detention"), "detention",
           "DETAIN-ACCEPT DETAIN-RETURN", "detention", "number party"),
        _k("detention_answered", N_("Police accepted or returned it"), "detention", "",
           "detention_accept detention_return"),
        # Hazardous waste.
        _k("waste_received", N_("Hazardous waste received"), "waste", "HW-CONFIRM", "", "party"),
        _k("waste_confirmed", N_("Hazardous waste confirmed"), "waste", "", "waste_confirm"),
        _k("paper_manifest", N_("Paper manifest used"), "waste", "HW-PAPER", "", "party"),
        _k("manifest_entered", N_("Manifest entered afterwards"), "waste", "", "waste_paper"),
    )
}  # fmt: skip

NOTICE_DAYS_APART = 1
"""Neither the day of the notice nor that of the hearing counts: the reading that is never short."""
