"""How each transition is shown: what happened, what will happen, where its button stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_

MAIN, SIDE = "main", "side"


@dataclass(frozen=True, slots=True)
class Wording:
    """One transition in words: `done` is the sentence after it, `will` the one before.

    `family`: main steps carry the case on, side acts stand beside it.
    """

    title: str
    """What happened, as the history names it."""
    done: str
    will: str = ""
    icon: str = "clock-history"
    tone: str = ""
    """Of its mark in the history: "", brand, good, warn or bad."""
    family: str = MAIN
    button: str = ""
    """What its last button says, where the row's label alone is not clear."""
    is_grave: bool = False
    """It serves something on somebody or ends the case: the button says so by its colour."""
    is_quiet: bool = False
    """Not worth a line among what is not possible now."""


def w(
    title: str, done: str, will: str = "", icon: str = "clock-history", **more: object
) -> Wording:
    return Wording(title, done, will, icon, **more)  # type: ignore[arg-type]


WORDINGS: dict[str, Wording] = {
    "register": w(N_("Registered"), N_("Case %(number)s was registered."), icon="plus-lg",
                  tone="brand"),
    "open_inspection": w(N_("Inspection case opened"), N_("Case %(number)s was opened."),
                         icon="plus-lg", tone="brand"),
    "answer_at_once": w(N_("Answered at once"), N_("Case %(number)s was answered and closed."),
                        N_("The answer is recorded, the case is closed."),
                        "chat-left-text", tone="good", is_quiet=True),
    "import_reply": w(N_("Reply taken over from a file"),
                      N_("The reply of case %(number)s was taken over."), icon="cloud-upload",
                      tone="good", is_quiet=True),
    "void_import": w(N_("Voided with its import"), N_("Case %(number)s was voided."),
                     N_("The import is taken back; the number stays listed as void."),
                     "dash-lg", tone="bad", is_grave=True, is_quiet=True),
    "accept": w(N_("Accepted"), N_("Case %(number)s was accepted."),
                N_("The handling deadline starts; the case waits to be assigned."), "check-lg"),
    "decline": w(N_("Declined"), N_("Case %(number)s was declined."),
                 N_("The case ends. The notice goes to every complainant of this case, "
                    "with the reason."), "x-lg", tone="bad",
                 button=N_("Decline the petition"), is_grave=True),
    "transfer_out": w(N_("Transferred out"), N_("Case %(number)s was transferred out."),
                      N_("The case ends here. The complainants are told who takes it over."),
                      "box-arrow-up-right", tone="warn", button=N_("Transfer the case"),
                      is_grave=True),
    "assign": w(N_("Assigned"), N_("Case %(number)s was assigned."),
                N_("The unit is told and must acknowledge receipt."), "send"),
    "rule_competence": w(N_("Competence ruled on"),
                         N_("Competence for case %(number)s was ruled on."),
                         N_("The unit named is competent and cannot return the case again."),
                         "patch-check", tone="warn", is_quiet=True),
    "reassign": w(N_("Reassigned"), N_("Case %(number)s was reassigned."),
                  N_("The new unit is told and must acknowledge receipt."), "arrow-repeat",
                  family=SIDE),
    "hand_over": w(N_("Handed over"), N_("Case %(number)s was handed over."),
                   N_("State, deadlines and orders stay as they are; the new handler is told."),
                   "arrow-repeat", family=SIDE, is_quiet=True),
    "return_to_dispatcher": w(N_("Returned to the dispatcher"),
                              N_("Case %(number)s was returned to the dispatcher."),
                              N_("The dispatcher assigns it anew or rules on competence; after a "
                                 "ruling it cannot be returned again."),
                              "arrow-return-left", tone="warn",
                              button=N_("Return the case")),
    "receipt": w(N_("Receipt acknowledged"), N_("Receipt of case %(number)s was acknowledged."),
                 N_("You have seen the case and take it on."), "inbox"),
    "record_contact": w(N_("Complainant contacted"),
                        N_("The contact was recorded in case %(number)s."), "", "telephone",
                        family=SIDE),
    "start_investigation": w(N_("Investigation started"),
                             N_("The investigation of case %(number)s was started."), "",
                             "play-circle"),
    "link_source": w(N_("Linked to a source"), N_("Case %(number)s was linked to the source."),
                     N_("The case stands in the file of this source from now on."), "link-45deg",
                     family=SIDE),
    "record_observation": w(N_("Looked at the place"),
                            N_("The look at the place was recorded in case %(number)s."),
                            N_("It is no inspection, but enough for a township to report on."),
                            "card-checklist", tone="brand", is_quiet=True),
    "record_inspection": w(N_("Inspected"), N_("The inspection was recorded in case %(number)s."),
                           "", "card-checklist", tone="brand"),
    "order_rectification": w(N_("Rectification ordered"),
                             N_("Rectification was ordered in case %(number)s."),
                             N_("The order gets its number; the deadline runs to the day you set. "
                                "All six things are fixed (六定)."),
                             "journal-text", tone="warn",
                             button=N_("Issue the order"), is_grave=True),
    "report_rectified": w(N_("Reported as put right"),
                          N_("Case %(number)s was reported as put right."),
                          N_("A re-inspection must follow."), "check-circle"),
    "pass_reinspection": w(N_("Re-inspection passed"),
                           N_("The re-inspection of case %(number)s was passed."),
                           N_("The order counts as complied with."), "check-circle", tone="good"),
    "fail_reinspection": w(N_("Re-inspection failed"),
                           N_("The re-inspection of case %(number)s was failed."),
                           N_("The order stays open, with a new day."), "x-circle", tone="bad"),
    "add_task": w(N_("Task given"), N_("The task was given in case %(number)s."),
                  N_("The unit is told, sees the case and answers by its day; the case cannot be "
                     "submitted before."), "send", family=SIDE, is_quiet=True),
    "receive_task": w(N_("Task received"), N_("Receipt of the task in case %(number)s was "
                                              "acknowledged."), "", "inbox", family=SIDE,
                      is_quiet=True),
    "answer_task": w(N_("Task answered"), N_("The task in case %(number)s was answered."),
                     N_("The leading unit is told."), "chat-left-text", tone="good", family=SIDE,
                     is_quiet=True),
    "return_task": w(N_("Task returned"), N_("The task in case %(number)s was returned."),
                     N_("The leading unit and the dispatcher are told the reason."),
                     "arrow-return-left", tone="warn", family=SIDE, is_quiet=True),
    "withdraw_task": w(N_("Task withdrawn"), N_("The task in case %(number)s was withdrawn."),
                       N_("The unit is told that nothing is owed any more."), "x-lg", tone="warn",
                       family=SIDE, is_quiet=True),
    "hand_over_task": w(N_("Task handed over"),
                        N_("The task in case %(number)s was handed over."), "", "arrow-repeat",
                        family=SIDE, is_quiet=True),
    "mark_joint": w(N_("Marked for joint handling"),
                    N_("Case %(number)s was marked for joint handling."),
                    N_("The partners are named in the case; minutes can be recorded."), "people",
                    tone="brand", family=SIDE, is_quiet=True),
    "end_joint": w(N_("Joint handling ended"),
                   N_("The joint handling of case %(number)s was ended."), "", "dash-lg",
                   family=SIDE, is_quiet=True),
    "record_minutes": w(N_("Coordination minutes recorded"),
                        N_("The minutes were recorded in case %(number)s."),
                        N_("They are never changed afterwards; points ticked become tasks."),
                        "journal-text", tone="brand", family=SIDE, is_quiet=True),
    "submit_for_sign_off": w(N_("Submitted for sign-off"),
                             N_("Case %(number)s was submitted for sign-off."),
                             N_("A supervisor who did not work on the case decides."), "send",
                             tone="brand"),
    "sign_off": w(N_("Signed off"), N_("Case %(number)s was signed off."),
                  N_("Petitions that await their reply must then be answered; with none left the "
                     "case is closed."), "patch-check", tone="good"),
    "return_for_rework": w(N_("Returned for rework"),
                           N_("Case %(number)s was returned for rework."),
                           N_("The officer is told what is missing."), "arrow-return-left",
                           tone="warn"),
    "reply": w(N_("Replied to the complainant"), N_("The reply was recorded in case %(number)s."),
               N_("With the last reply the case is closed."), "chat-left-text", tone="good",
               button=N_("Record the reply")),
    "record_no_way_back": w(N_("No reply possible"),
                            N_("It was recorded in case %(number)s that no reply is possible."),
                            N_("Only where nothing to answer to was left; with the last petition "
                               "the case is closed."), "dash-lg", tone="warn"),
    "call_back": w(N_("Called back"), N_("The call-back was recorded in case %(number)s."), "",
                   "telephone", tone="brand"),
    "reopen": w(N_("Reopened"), N_("Case %(number)s was reopened."),
                N_("The handling deadline starts anew, and every petition is owed a new reply."),
                "arrow-counterclockwise", tone="warn"),
    "find_unreasonable": w(
        N_("Demand found unreasonable"),
        N_("The demand was found unreasonable in case %(number)s."),
        N_("The satisfaction figures leave the petition out and count it as left out."),
        "patch-check", tone="warn", family=SIDE),
    "record_recheck": w(N_("Re-check opinion recorded"),
                        N_("The re-check opinion was recorded in case %(number)s."),
                        N_("The same facts and grounds are not accepted again after it."),
                        "patch-check", tone="warn", family=SIDE),
    "chase": w(N_("Chased by the complainant"), N_("The chase was logged in case %(number)s."),
               N_("Whoever handles the case is told at once."), "bell", tone="warn", family=SIDE,
               button=N_("Log the chase")),
    "raise_group": w(N_("Raised as a group complaint"),
                     N_("Case %(number)s was raised as a group complaint."),
                     N_("The supervisors are told."), "people", tone="bad", family=SIDE,
                     is_quiet=True),
    "join": w(N_("Joined to a case"), N_("Case %(number)s was joined to another case."),
              icon="arrows-angle-contract"),
    "merge": w(N_("Merged"), N_("Case %(number)s was merged."),
               N_("This case ends; its petitions keep their numbers and clocks and are answered "
                  "through the leading case."), "arrows-angle-contract", family=SIDE,
               button=N_("Merge this case")),
    "acknowledge": w(N_("Notice of acceptance given"),
                     N_("The notice of acceptance in case %(number)s was recorded."),
                     N_("Every complainant of this case is told; its acknowledgement clock stops."),
                     "send", family=SIDE, is_quiet=True),
    "split": w(N_("Split off"), N_("Case %(number)s was split off."),
               N_("The case goes on by itself from where it stood."), "scissors"),
    "withdraw": w(N_("Withdrawn"), N_("The withdrawal of case %(number)s was recorded."),
                  N_("The case ends at the complainant’s own wish."), "x-lg", tone="warn",
                  family=SIDE, button=N_("Record the withdrawal"), is_grave=True),
    "extend": w(N_("Deadline extended"), N_("The deadline of case %(number)s was extended."), "",
                "calendar3", tone="warn", family=SIDE),
    "suspend": w(N_("Deadline suspended"), N_("The deadline of case %(number)s was suspended."),
                 N_("Days are not counted until it is resumed."), "pause-circle", tone="warn",
                 family=SIDE),
    "resume": w(N_("Deadline resumed"), N_("The deadline of case %(number)s runs again."), "",
                "play-circle", family=SIDE, is_quiet=True),
    "ask_extension": w(N_("More time asked for"),
                       N_("More time was asked for in case %(number)s."),
                       N_("A supervisor decides; the deadline stands until then."), "calendar3",
                       family=SIDE, button=N_("Ask for more time"), is_quiet=True),
    "grant_extension": w(N_("More time granted"), N_("More time was granted in case %(number)s."),
                         N_("The deadline moves; where the rule says so, the complainant is told "
                            "why."), "calendar3", tone="warn", family=SIDE,
                         button=N_("Grant more time"), is_quiet=True),
    "refuse_extension": w(N_("More time refused"), N_("More time was refused in case %(number)s."),
                          N_("The deadline stands as it is."), "x-lg", tone="bad", family=SIDE,
                          button=N_("Refuse more time"), is_quiet=True),
    "record_objection": w(N_("Objection to competence made"),
                          N_("The objection was recorded in case %(number)s."),
                          N_("The matter stays with us until the sender agrees."),
                          "arrow-return-left", tone="warn", family=SIDE,
                          button=N_("Record the objection"), is_quiet=True),
    "objection_agreed": w(N_("Objection agreed to by the sender"),
                          N_("Case %(number)s was returned to the sender."),
                          N_("The case ends here. The complainants are told who takes it over."),
                          "box-arrow-up-right", tone="warn", family=SIDE,
                          button=N_("Return the case to the sender"), is_grave=True,
                          is_quiet=True),
    "objection_refused": w(N_("Objection refused by the sender"),
                           N_("It was recorded in case %(number)s that the matter stays with us."),
                           N_("The matter stays with us; no second objection is possible."),
                           "x-lg", family=SIDE, is_quiet=True),
    "record_enforcement_fact": w(N_("Fact of penalty or transfer recorded"),
                                 N_("The fact was recorded in case %(number)s."),
                                 N_("Its terms start, what it ends is stopped; the proceedings "
                                    "themselves are led outside this system."),
                                 "journal-text", tone="brand", family=SIDE,
                                 button=N_("Record the fact")),
    "void_enforcement_fact": w(N_("Recorded fact voided"),
                               N_("The recorded fact of case %(number)s was voided."),
                               N_("It stays in the file with the reason; its terms are "
                                  "cancelled."), "dash-lg", tone="warn", family=SIDE,
                               button=N_("Void the fact"), is_quiet=True),
    "remind": w(N_("Reminded"), N_("Of case %(number)s whoever must act was reminded."),
                N_("Whoever must act is told, with your words in the history of the case."),
                "bell", tone="warn", family=SIDE),
    "mark_urgent": w(N_("Marked as urgent"), N_("Case %(number)s was marked as urgent."),
                     N_("The handler and the supervisors are told at once."),
                     "exclamation-triangle", tone="bad", family=SIDE),
    "note": w(N_("Note"), N_("The note was added to case %(number)s."), "", "pencil",
              family=SIDE, is_quiet=True),
    "add_evidence": w(N_("Evidence added"), N_("The evidence was added to case %(number)s."), "",
                      "paperclip", family=SIDE),
    "issue_document": w(N_("Document issued"), N_("The document was issued in case %(number)s."),
                        N_("It gets its number and is never changed afterwards."),
                        "file-earmark-text", tone="brand", family=SIDE),
    "void_document": w(N_("Document voided"), N_("The document of case %(number)s was voided."),
                       N_("It stays in the file with its reason; another may replace it."),
                       "dash-lg", tone="warn", family=SIDE),
    "issue_notice": w(N_("Supervision notice issued"),
                      N_("A supervision notice was issued in case %(number)s."),
                      N_("It gets its number; the handler and the head of the unit are told and "
                         "reminded until it is answered."),
                      "flag", tone="bad", family=SIDE, button=N_("Issue the notice"),
                      is_grave=True),
    "answer_notice": w(N_("Supervision notice answered"),
                       N_("The supervision notice of case %(number)s was answered."),
                       N_("The supervisors read it and accept or return it."), "chat-left-text",
                       tone="brand", family=SIDE, is_quiet=True),
    "accept_answer": w(N_("Answer to the notice accepted"),
                       N_("The answer in case %(number)s was accepted."),
                       N_("The supervision notice is settled."), "check-circle", tone="good",
                       family=SIDE, is_quiet=True),
    "return_answer": w(N_("Answer to the notice returned"),
                       N_("The answer in case %(number)s was returned."),
                       N_("The unit must answer again by the new day."), "arrow-return-left",
                       tone="warn", family=SIDE, is_quiet=True),
    "undo": w(N_("Latest act undone"), N_("The latest act in case %(number)s was undone."),
              N_("The undoing is recorded; nothing is deleted from the history."),
              "arrow-counterclockwise", family=SIDE, is_quiet=True),
    "import": w(N_("Imported"), N_("Case %(number)s was imported."), icon="cloud-upload"),
}  # fmt: skip

INTERNAL_ACTS = frozenset({"note"})
"""Acts whose words are for colleagues only."""
