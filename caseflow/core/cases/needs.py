"""What a transition asks for: every name in the `needs` of lifecycle.py, worded. Pure.

`kind` says which field asks for it: text, long, moment, day, past_day, whole, yes_no, choice,
one_of, unit, units, officer (with a certificate), assignee, petition, way, source, clock, fact,
task, tasks, points or files. Words may differ by transition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from caseflow.core.cases.codes import (
    CONCLUSIONS,
    DECLINE_REASONS,
    EXTENSION_REASONS,
    RETURN_REASONS,
    STAGES,
)
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.deadlines.rules import SUSPENSIONS
from caseflow.core.enforcement.rules import KINDS
from caseflow.core.notices.rules import GROUND_LABELS
from caseflow.core.petitions.reference import REPLY_WAYS
from caseflow.core.replies.rules import (
    OUTCOMES,
    PROOFS_BY_HAND,
    REVIEW_STAGES,
    SATISFACTION,
    SOURCES_SAID,
)
from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Need:
    """One input: `label` over the field, `thing` in “Enter …”, `hint` under the label."""

    label: str
    thing: str
    kind: str
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    rows: int = 4
    longest: int = 0
    is_kept: bool = False
    """What is typed survives an idle sign-out in the browser: nothing about a complainant."""
    texts: str = ""
    """The place (core/texts/rules.py) whose canned texts are offered; empty: none."""


_NEEDS: dict[str, Need] = {
    "reason": Need(N_("Reason"), N_("a reason"), "long", rows=3, texts="note"),
    "words": Need(N_("Remark"), N_("a remark"), "long", rows=3, texts="note"),
    "unit_id": Need(N_("Unit"), N_("a unit"), "unit"),
    "assignee_id": Need(
        N_("Officer"), N_("an officer"), "assignee",
        N_("Leave it open to let the unit decide; its head is told."),
    ),
    "decline_reason": Need(N_("Ground"), N_("a ground"), "choice", choices=DECLINE_REASONS),
    "return_reason": Need(N_("Ground"), N_("a ground"), "choice", choices=RETURN_REASONS),
    "notice_words": Need(
        N_("Notice to the complainant"), N_("the words of the notice"), "long",
        N_("As it was or will be told; kept word for word in the case."), rows=5, texts="notice",
    ),
    "reply_words": Need(
        N_("Reply"), N_("the words of the reply"), "long",
        N_("As it was given to the complainant; kept word for word."), rows=7, texts="reply",
    ),
    "reply_way": Need(N_("How it was told"), N_("a way"), "way", choices=REPLY_WAYS),
    "given_at": Need(N_("Given at"), N_("when it was given"), "moment"),
    "transfer_to": Need(
        N_("Competent authority"), N_("the authority"), "text",
        N_("The body that takes the matter over, by its full name."),
    ),
    "transfer_basis": Need(
        N_("Legal basis"), N_("the legal basis"), "text",
        N_("Instrument and article, such as 信访工作条例第二十三条."),
    ),
    "visited_at": Need(
        N_("Visited at"), N_("when the visit was"), "moment",
        N_("Day and time, such as 今天 14:02 or 昨天 9点."),
    ),
    "officer_id": Need(N_("First officer"), N_("the first officer"), "officer"),
    "second_officer_id": Need(
        N_("Second officer"), N_("the second officer"), "officer",
        N_("Two officers with certificates valid on the day (行政处罚法 42)."),
    ),
    "findings": Need(
        N_("Findings"), N_("what was found"), "long",
        N_("What was seen, measured and said at the place."), rows=8, is_kept=True,
    ),
    "is_violation": Need(
        N_("Was a violation found?"), N_("whether a violation was found"), "yes_no"
    ),
    "order_person": Need(
        N_("Person"), N_("the person answerable"), "text",
        N_("定人: who at the respondent answers for it."), longest=100, is_kept=True,
    ),
    "order_duty": Need(
        N_("Duty"), N_("the duty"), "text", N_("定责: what that person is answerable for."),
        longest=200, is_kept=True,
    ),
    "order_goal": Need(
        N_("Goal"), N_("the goal"), "long", N_("定目标: what must be reached."), rows=2,
        is_kept=True,
    ),
    "due_on": Need(
        N_("Put right by"), N_("the day to put it right by"), "day",
        N_("定时限: a day such as 2026-12-15 or 12-15."),
    ),
    "order_task": Need(
        N_("Task"), N_("the task"), "long", N_("定任务: what is to be done."), rows=3, is_kept=True
    ),
    "order_standard": Need(
        N_("Standard"), N_("the standard"), "long",
        N_("定标准: by which standard it is checked, such as GB 22337-2008."), rows=2,
        is_kept=True,
    ),
    "notice_ground": Need(
        N_("Ground"), N_("a ground"), "choice",
        N_("Article 14 of Order 15 names five; lateness is the bureau's own."),
        choices=GROUND_LABELS,
    ),
    "answer_by": Need(
        N_("To be answered by"), N_("the day to answer by"), "day",
        N_("A day such as 2026-12-15 or 12-15; the unit is reminded of it."),
    ),
    "conclusion": Need(N_("Conclusion"), N_("a conclusion"), "choice", choices=CONCLUSIONS),
    "petition_id": Need(N_("Petition"), N_("a petition"), "petition"),
    "was_reached": Need(
        N_("Was the complainant reached?"), N_("whether the complainant was reached"), "yes_no"
    ),
    "was_contacted": Need(
        N_("Did the handling officer get in touch?"), N_("whether the officer got in touch"),
        "yes_no",
    ),
    "is_solved": Need(N_("Is the matter solved?"), N_("whether it is solved"), "yes_no"),
    "satisfaction": Need(
        N_("Is the complainant satisfied?"), N_("whether the complainant is satisfied"), "one_of",
        choices=SATISFACTION,
    ),
    "rated_by": Need(N_("Source"), N_("the source"), "choice", choices=SOURCES_SAID),
    "told_at": Need(
        N_("Told or delivered at"), N_("when it was delivered"), "moment",
        N_("Day and time, such as 今天 14:02; left empty it is now."),
    ),
    "proof_kind": Need(
        N_("Proof of delivery"), N_("a proof"), "choice",
        N_("Left open, it goes by the way. What the system sends is proven by its receipt."),
        choices=PROOFS_BY_HAND,
    ),
    "proof_words": Need(
        N_("Number of the receipt, or who received it"), N_("what proves it"), "text",
        N_("Such as “EMS 1234567890123”, or “handed to the petitioner, signed”."), longest=300,
    ),
    "review_stage": Need(N_("Stage"), N_("a stage"), "choice", choices=REVIEW_STAGES),
    "outcome": Need(N_("Outcome"), N_("the outcome"), "choice", choices=OUTCOMES),
    "target_number": Need(
        N_("Number of the leading case"), N_("the number of the leading case"), "text",
        N_("An accepted, open case; this one is answered through it."), longest=60,
    ),
    "extend_days": Need(
        N_("Further days"), N_("the number of days"), "whole",
        N_("At most what the rule allows, once, before the deadline is over."),
    ),
    "document": Need(
        N_("Document"), N_("the document"), "text",
        N_("Number or name of the document that the suspension rests on."),
    ),
    "files": Need(
        N_("Files"), N_("a file"), "files",
        N_("Pictures, PDF, Word, Excel, sound or film. Several at once are fine."),
    ),
    "caption": Need(
        N_("What it proves"), N_("what it proves"), "text",
        N_("Object and place, such as “east boundary, pile driver at work”."), longest=300,
        is_kept=True,
    ),
    "stage": Need(N_("Stage"), N_("a stage"), "choice", choices=STAGES),
    "taken_at": Need(
        N_("Taken at"), N_("when it was taken"), "moment",
        N_("Day and time, such as 今天 14:02; left empty it is now."),
    ),
    "deadline_id": Need(N_("Deadline"), N_("a deadline"), "clock"),
    "extension_reason": Need(
        N_("Ground"), N_("a ground"), "choice", choices=EXTENSION_REASONS
    ),
    "legal_basis": Need(
        N_("Legal basis"), N_("the legal basis"), "text",
        N_("Instrument and article, such as 信访工作条例第三十四条."),
    ),
    "asked_until": Need(
        N_("Time is asked for until"), N_("the day"), "day",
        N_("A day after the present due day, within what the rule allows."),
    ),
    "granted_until": Need(
        N_("Granted until"), N_("the day"), "day",
        N_("The day asked for, or an earlier one after the present due day."),
    ),
    "decided_by": Need(
        N_("Decided by"), N_("who decided"), "text",
        N_("Where the rule wants the head or the heads together: name, or number of the minutes."),
        longest=100,
    ),
    "suspension_kind": Need(
        N_("Ground"), N_("a ground"), "choice",
        choices={code: kind.label for code, kind in SUSPENSIONS.items()},
    ),
    "objection_evidence": Need(
        N_("Evidence"), N_("the evidence"), "long",
        N_("What shows that the matter is not ours: list of duties, place, earlier rulings."),
        rows=3,
    ),
    "proposed_unit": Need(
        N_("Competent in our view"), N_("the authority"), "text",
        N_("The body that the sender should turn to."),
    ),
    "fact_kind": Need(
        N_("What happened"), N_("what happened"), "choice",
        choices={code: kind.label for code, kind in KINDS.items()},
    ),
    "happened_at": Need(
        N_("Happened at"), N_("when it happened"), "moment",
        N_("Day and time, such as 今天 14:02; its terms count from here."),
    ),
    "fact_number": Need(
        N_("Number"), N_("the number"), "text", N_("Of the document, such as 忠环罚〔2026〕3号."),
        longest=60,
    ),
    "fact_party": Need(N_("Party"), N_("the party"), "text", longest=100),
    "fact_basis": Need(
        N_("Legal basis"), N_("the legal basis"), "text",
        N_("Instrument and article."),
    ),
    "amount_yuan": Need(N_("Amount in yuan"), N_("the amount"), "whole"),
    "until_on": Need(
        N_("Further day"), N_("the further day"), "day",
        N_("Day of a hearing that was set, or day to which a payment was deferred."),
    ),
    "fact_id": Need(N_("Recorded fact"), N_("a recorded fact"), "fact"),
    "source_id": Need(N_("Pollution source"), N_("a pollution source"), "source"),
    "township_reason": Need(
        N_("Reason for giving it to a township"), N_("the reason"), "text",
        N_("Only where a township is chosen that the dispatch matrix does not name: work of the "
           "bureau is not handed down (国办函〔2025〕66号). The supervisors are told."),
        longest=300,
    ),
    "co_tasks": Need(
        N_("Co-handling units"), N_("the co-handling units"), "tasks",
        N_("Each with its own task and the day to answer by; the leading unit answers for all."),
    ),
    "task_id": Need(N_("Task"), N_("a task"), "task"),
    "observer": Need(
        N_("Who looked"), N_("who looked"), "text", N_("Names and posts."), longest=200
    ),
    "lead_unit_id": Need(
        N_("Lead unit"), N_("the lead unit"), "unit",
        N_("牵头单位: the bureau’s own unit, or the department that leads."),
    ),
    "partner_ids": Need(N_("Partners"), N_("the partners"), "units"),
    "held_on": Need(N_("Day of the meeting"), N_("the day of the meeting"), "past_day"),
    "place": Need(N_("Place"), N_("the place"), "text"),
    "attendees": Need(
        N_("Who attended"), N_("who attended"), "long", N_("Units and people."), rows=3,
        is_kept=True,
    ),
    "points": Need(
        N_("Points agreed"), N_("the points agreed"), "points",
        N_("Who does what by when; each may become a task of its unit."),
    ),
}  # fmt: skip

NEEDS: Mapping[str, Need] = _NEEDS

_N = _NEEDS
WORDED: dict[tuple[str, str], Need] = {
    ("answer_at_once", "reply_words"): replace(_N["reply_words"], label=N_("Answer")),
    ("issue_notice", "words"): replace(
        _N["words"], label=N_("Demand"), thing=N_("what is demanded"), rows=5, is_kept=True,
        texts="",
        hint=N_("What is to be done and reported. Nothing about the complainant: it is printed."),
    ),
    ("answer_notice", "words"): replace(
        _N["words"], label=N_("Answer"), thing=N_("an answer"), rows=7, is_kept=True, texts="",
        hint=N_("Why it came to this, what was done since, and what follows by when."),
    ),
    ("return_answer", "reason"): replace(
        _N["reason"], label=N_("What is missing"), thing=N_("what is missing")
    ),
    ("rule_competence", "reason"): replace(
        _N["reason"], label=N_("Ruling"), thing=N_("the ruling"),
        hint=N_("Why this unit is competent. After it, no second return is possible."),
    ),
    ("record_contact", "words"): replace(
        _N["words"], label=N_("What was said"), thing=N_("what was said"), rows=5
    ),
    ("report_rectified", "words"): replace(
        _N["words"], label=N_("What was put right"), thing=N_("what was put right"), rows=5,
        is_kept=True,
    ),
    ("submit_for_sign_off", "words"): replace(
        _N["words"], label=N_("Report"), thing=N_("a report"), rows=7, is_kept=True,
        hint=N_("Course, findings and result, as the supervisor reads it before signing."),
    ),
    ("return_for_rework", "reason"): replace(
        _N["reason"], label=N_("What is missing"), thing=N_("what is missing")
    ),
    ("record_no_way_back", "reason"): replace(
        _N["reason"], hint=N_("Anonymous, and no way to answer was left: say what was tried.")
    ),
    ("remind", "words"): replace(
        _N["words"], label=N_("What they are reminded of"), thing=N_("what they are reminded of"),
        hint=N_("Kept in the history of the case; the message itself only points there."),
    ),
    ("chase", "words"): replace(
        _N["words"], label=N_("What the complainant said"), thing=N_("what was said")
    ),
    ("raise_group", "words"): replace(_N["words"], label=N_("Why"), thing=N_("a reason")),
    ("add_task", "unit_id"): replace(
        _N["unit_id"], label=N_("Unit that is asked"), thing=N_("the unit that is asked")
    ),
    ("add_task", "words"): replace(
        _N["words"], label=N_("What is asked"), thing=N_("what is asked"), rows=4, is_kept=True
    ),
    ("add_task", "due_on"): replace(
        _N["due_on"], label=N_("Answer by"), thing=N_("the day to answer by"),
        hint=N_("A day such as 2026-12-15 or 12-15."),
    ),
    ("answer_task", "words"): replace(
        _N["words"], label=N_("Answer"), thing=N_("the answer"), rows=6, is_kept=True,
        hint=N_("What was done and found; the leading unit builds its report on it."),
    ),
    ("record_observation", "findings"): replace(
        _N["findings"], label=N_("What was seen and said"), thing=N_("what was seen and said"),
        hint=N_("Also what was dissuaded or mediated. It is no inspection: no measurement, "
                "no order, no penalty."),
    ),
    ("record_minutes", "words"): replace(
        _N["words"], label=N_("What was discussed and agreed"), thing=N_("what was agreed"),
        rows=7, is_kept=True,
    ),
    ("hand_over", "reason"): replace(
        _N["reason"], hint=N_("Such as leaving, transfer or a merger of units.")
    ),
    ("issue_document", "document"): replace(_N["document"], hint=N_("Its form and number.")),
    ("void_document", "document"): replace(_N["document"], hint=N_("Its form and number.")),
    ("ask_review", "given_at"): replace(
        _N["given_at"], label=N_("Asked on"), thing=N_("when it was asked for"),
        hint=N_("Within thirty days of the receipt of the written reply or of the review."),
    ),
    ("record_review", "document"): replace(
        _N["document"], hint=N_("Number of the review opinion (复查意见书).")
    ),
    ("record_review", "words"): replace(_N["words"], label=N_("Opinion in short")),
    ("propose_refusal", "reason"): replace(
        _N["reason"], hint=N_("Why the matter cannot or need not be handled again.")
    ),
    ("refuse_rehandling", "reason"): replace(
        _N["reason"], hint=N_("Your own judgement; the complainant is told of it.")
    ),
    ("rehandle", "reason"): replace(
        _N["reason"], label=N_("What is to be done again"), thing=N_("what is to be done")
    ),
    ("send_back_reply", "reason"): replace(
        _N["reason"], label=N_("What is to be changed"), thing=N_("what is to be changed")
    ),
    ("accept", "notice_words"): replace(
        _N["notice_words"], label=N_("Notice of acceptance to the complainant"), rows=3,
        hint=N_("Left empty, none is recorded. By letter it becomes a 受理告知书 to be printed."),
    ),
    ("record_recheck", "document"): replace(
        _N["document"], hint=N_("Number of the re-check opinion (复核意见书).")
    ),
    ("call_back", "words"): replace(
        _N["words"], label=N_("What the complainant said"), thing=N_("what was said"), rows=5
    ),
    ("note", "words"): replace(
        _N["words"], label=N_("Note"), thing=N_("a note"), rows=5,
        hint=N_("For colleagues only; never shown outside."),
    ),
    ("fail_reinspection", "due_on"): replace(_N["due_on"], label=N_("New day to put it right by")),
    **{
        (name, "notice_words"): replace(
            _N["notice_words"], hint=N_("The reason for more time, as told to the complainant."),
            rows=3,
        )
        for name in ("extend", "grant_extension")
    },
    ("objection_refused", "reason"): replace(
        _N["reason"], label=N_("Words of the sender"), thing=N_("the words of the sender")
    ),
    ("record_enforcement_fact", "words"): replace(
        _N["words"], label=N_("Note"), thing=N_("a note"),
        hint=N_("The act and the result in short."),
    ),
}  # fmt: skip
"""What differs from NEEDS for one transition."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An input of a transition."""

    name: str
    need: Need
    is_optional: bool


def asked_by(transition: str) -> Iterator[Asked]:
    """Yield the inputs of a transition in the order of its row."""
    for word in TRANSITIONS[transition].needs:
        name = word.removesuffix("?")
        need = WORDED.get((transition, name)) or NEEDS[name]
        yield Asked(name, need, word.endswith("?"))
