"""Which event tells whom, how and with which words: every kind of message, one row each. Pure.

Words hold `%(number)s`, `%(notice)s` (its number), `%(clock)s`, `%(count)s`, `%(digest)s` (counts)
and `%(operator)s` (a colleague) only: nothing of
a complainant, nor of what was complained of, can enter a message. The one exception is an
emergency on the line: `%(emergency)s` is its kind and `%(place)s` where it is, for whoever must
go there; by e-mail the place is the township only. A hot spot names its street or source likewise.
The due day is added by the renderer where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_

IN_APP = "in_app"
EMAIL = "email"
SMS = "sms"
WECOM = "wecom"
"""The group robot: one message to a group, named for an audience or a unit, not to a person."""
BOTH = (IN_APP, EMAIL)
AT_ONCE = (IN_APP, EMAIL, SMS, WECOM)
"""For what must be known at once, wherever somebody is."""

HANDLER = "handler"
"""Whom the case is assigned to; else the head of its unit; else the duty dispatcher."""
UNIT_HEAD = "unit_head"
"""The head of the case's unit, or of the nearest unit above; else the duty dispatcher."""
DUTY_DISPATCHER = "duty_dispatcher"
SUPERVISORS = "supervisors"
DUTY_SUPERVISOR = "duty_supervisor"
"""The supervisors on duty; else every supervisor."""
REGISTRAR = "registrar"
"""Who took the petition in and speaks with the complainant; else the duty dispatcher."""
WHOSE_TURN = "whose_turn"
"""Who must act next by the state of the case: dispatcher, handler, supervisors or registrar."""
LEADING_HANDLER = "leading_handler"
"""The handler of the case into which this one was merged."""

LEADERS = "leaders"
"""The leadership of the bureau; else every supervisor."""

PUBLISHERS = "publishers"
"""Whoever publishes for the bureau; else every supervisor."""

ADMINISTRATORS = "administrators"
"""Told of what is wrong with the system, never of cases."""

AUDIENCES = (
    HANDLER,
    UNIT_HEAD,
    DUTY_DISPATCHER,
    SUPERVISORS,
    DUTY_SUPERVISOR,
    LEADERS,
    REGISTRAR,
    LEADING_HANDLER,
    WHOSE_TURN,
    PUBLISHERS,
    ADMINISTRATORS,
)


@dataclass(frozen=True, slots=True)
class Message:
    """One row. `label` names the step; `clock` is the deadline whose due day is shown."""

    kind: str
    label: str
    audience: tuple[str, ...]
    subject: str
    body: str
    clock: str = "handling"
    channels: tuple[str, ...] = BOTH
    is_urgent: bool = False
    """Marked as important in e-mail and in the inbox; keeps nobody's quiet hours."""
    is_duty: bool = True
    """Nobody can switch it off. What is not duty may be read in the inbox alone."""
    legal: str = ""
    """The instrument that asks for it; empty: internal practice."""
    path: str = ""
    """The page that a message of no case speaks of; the facts of one may carry a nearer `path`."""


_XF = "信访工作条例 (2022-05-01)"

CATALOGUE: dict[str, Message] = {
    row.kind: row
    for row in (
        Message("case_registered", N_("Registered"), (DUTY_DISPATCHER,),
                N_("New petition: case %(number)s"),
                N_("Case %(number)s was registered. Decide whether the bureau takes it on."),
                clock="acknowledgement", legal=f"{_XF} 22"),
        Message("case_accepted", N_("Accepted"), (DUTY_DISPATCHER,),
                N_("To be assigned: case %(number)s"),
                N_("Case %(number)s was accepted. Assign it to a unit.")),
        Message("case_assigned", N_("Assigned"), (HANDLER,),
                N_("Assigned to you: case %(number)s"),
                N_("Case %(number)s was assigned to you or your unit. Acknowledge receipt."),
                clock="receipt"),
        Message("case_handed_over", N_("Handed over"), (HANDLER,),
                N_("Handed over to you: case %(number)s"),
                N_("Case %(number)s was handed over to you or your unit, as far as it has come.")),
        Message("case_handed_down", N_("Handed down to a township"), (SUPERVISORS,),
                N_("Handed down to a township: case %(number)s"),
                N_("Case %(number)s was given to a township that the dispatch matrix does not "
                   "name. Read the reason in its history."),
                legal="国办函〔2025〕66号"),
        Message("task_given", N_("Task given"), (HANDLER,),
                N_("A task for your unit: case %(number)s"),
                N_("Your unit was given a task in case %(number)s. Acknowledge receipt, then "
                   "answer it by its day."),
                clock="task"),
        Message("task_answered", N_("Task answered"), (HANDLER,),
                N_("A task was answered: case %(number)s"),
                N_("A co-handling unit has answered its task in case %(number)s.")),
        Message("task_returned", N_("Task returned"), (HANDLER, DUTY_DISPATCHER),
                N_("A task was returned: case %(number)s"),
                N_("A unit has returned its task in case %(number)s. Read the reason.")),
        Message("task_withdrawn", N_("Task withdrawn"), (HANDLER,),
                N_("A task was withdrawn: case %(number)s"),
                N_("The task of your unit in case %(number)s was withdrawn. Nothing is owed.")),
        Message("joint_handling", N_("Joint handling"), (HANDLER, DUTY_DISPATCHER),
                N_("Joint handling: case %(number)s"),
                N_("Case %(number)s was marked for joint handling across departments.")),
        Message("case_returned", N_("Returned to the dispatcher"), (DUTY_DISPATCHER,),
                N_("Returned: case %(number)s"),
                N_("Case %(number)s was returned as not competent. Rule on it, or assign it anew."),
                legal=f"{_XF} 23, 24"),
        Message("rectification_ordered", N_("Rectification ordered"), (UNIT_HEAD,),
                N_("Rectification ordered: case %(number)s"),
                N_("A rectification order was issued in case %(number)s."),
                clock="rectification", legal="行政处罚法 (2021) 28", is_duty=False),
        Message("reinspection_failed", N_("Re-inspection failed"), (UNIT_HEAD, SUPERVISORS),
                N_("Re-inspection failed: case %(number)s"),
                N_("The re-inspection in case %(number)s found the order not complied with."),
                clock="rectification"),
        Message("sign_off_awaited", N_("Awaiting sign-off"), (SUPERVISORS,),
                N_("Awaiting your sign-off: case %(number)s"),
                N_("Case %(number)s was submitted for sign-off."),
                clock="sign_off", legal="环保举报热线工作管理办法 12"),
        Message("case_signed_off", N_("Signed off"), (HANDLER, REGISTRAR),
                N_("Signed off: case %(number)s"),
                N_("Case %(number)s was signed off. Reply to every petition that still awaits it."),
                clock="reply", legal=f"{_XF} 31, 32", is_duty=False),
        Message("returned_for_rework", N_("Returned for rework"), (HANDLER,),
                N_("Returned for rework: case %(number)s"),
                N_("Case %(number)s was not signed off. Read the reason and go on."),
                legal="环保举报热线工作管理办法 12"),
        Message("reply_given", N_("Reply given"), (HANDLER, REGISTRAR),
                N_("Reply given: case %(number)s"),
                N_("A petition of case %(number)s was replied to."), clock="callback",
                is_duty=False),
        # Goes to the complainant: its words stand in messages/lookup_codes.py.
        Message("lookup_code", N_("New lookup code to the complainant"), (),
                N_("New lookup code of a petition"),
                N_("A new lookup code was sent to the telephone of the petition."), clock="",
                channels=(SMS,)),
        Message("reply_proposed", N_("Reply to approve"), (SUPERVISORS,),
                N_("Reply to approve: case %(number)s"),
                N_("The reply of case %(number)s was submitted. Approve it or send it back."),
                clock="reply", legal="环保举报热线工作管理办法 12"),
        Message("reply_approved", N_("Reply approved"), (REGISTRAR, HANDLER),
                N_("Reply approved: case %(number)s"),
                N_("The reply of case %(number)s was approved. Give it to every complainant by the "
                   "way they chose."), clock="reply"),
        Message("reply_sent_back", N_("Reply sent back"), (HANDLER, REGISTRAR),
                N_("Reply sent back: case %(number)s"),
                N_("The reply of case %(number)s was sent back. Read what is to be changed."),
                clock="reply"),
        Message("reported_unsolved", N_("Reported as not solved"), (SUPERVISORS, HANDLER),
                N_("Not solved: case %(number)s"),
                N_("A complainant of case %(number)s says that the matter is not solved. Have it "
                   "handled again, or refuse that with a reviewed reason."), clock="unsolved"),
        Message("case_rehandled", N_("Handled again"), (HANDLER, UNIT_HEAD, SUPERVISORS),
                N_("To be handled again: case %(number)s"),
                N_("Case %(number)s goes back to your unit, because the matter is not solved. "
                   "Acknowledge receipt."), clock="rehandling"),
        Message("refusal_proposed", N_("Refusal of re-handling proposed"), (SUPERVISORS,),
                N_("Decide on re-handling: case %(number)s"),
                N_("It was proposed not to handle case %(number)s again. Read the reason and "
                   "decide."), clock="unsolved"),
        Message("rehandling_refused", N_("Re-handling refused"), (HANDLER, REGISTRAR),
                N_("Not handled again: case %(number)s"),
                N_("The re-handling of case %(number)s was refused. Tell the complainant why.")),
        Message("review_asked", N_("Review or re-check asked for"), (HANDLER, SUPERVISORS),
                N_("Review or re-check asked for: case %(number)s"),
                N_("A complainant of case %(number)s asked for a review or a re-check."),
                clock="review_answer", legal=f"{_XF} 35, 36"),
        # These two go to the complainant: their words are those approved (messages/petitioner.py).
        Message("reply_sent", N_("Reply to the complainant"), (),
                N_("Reply to the complainant: case %(number)s"),
                N_("The reply in case %(number)s, in the words approved."),
                channels=(EMAIL, SMS)),
        Message("notice_sent", N_("Notice to the complainant"), (),
                N_("Notice to the complainant: case %(number)s"),
                N_("A notice in case %(number)s."), channels=(EMAIL, SMS)),
        Message("case_reopened", N_("Reopened"), (DUTY_DISPATCHER,),
                N_("Reopened: case %(number)s"),
                N_("Case %(number)s was reopened. Assign it anew.")),
        Message("case_merged", N_("Merged"), (LEADING_HANDLER, REGISTRAR),
                N_("Merged: case %(number)s"),
                N_("Case %(number)s was merged into a leading case and is answered through it."),
                clock="reply", is_duty=False),
        Message("case_split", N_("Split off"), (HANDLER,),
                N_("Split off: case %(number)s"),
                N_("Case %(number)s was split from its leading case and goes on by itself."),
                is_duty=False),
        Message("case_urgent", N_("Urgent"), (HANDLER, SUPERVISORS),
                N_("Urgent: case %(number)s"),
                N_("Case %(number)s was marked as urgent. Act at once."),
                channels=AT_ONCE, is_urgent=True, legal=f"{_XF} 25"),
        Message("case_chased", N_("Chased by the complainant"), (HANDLER,),
                N_("Chased: case %(number)s"),
                N_("A complainant of case %(number)s asked how it stands. Get in touch."),
                is_urgent=True, legal="环保举报热线工作管理办法 13"),
        Message("case_reminded", N_("Reminded"), (WHOSE_TURN,),
                N_("You are reminded: case %(number)s"),
                N_("Case %(number)s waits for you. What is asked stands in its history."),
                is_urgent=True),
        Message("group_complaint", N_("Group complaint"), (SUPERVISORS,),
                N_("Group complaint: case %(number)s"),
                N_("Case %(number)s has so many complainants that it was raised to you."),
                channels=AT_ONCE, is_urgent=True, legal=f"{_XF} 25"),
        Message("record_needs_attention", N_("Record needs attention"), (),
                N_("Your record needs attention: case %(number)s"),
                N_("The record that your tablet sent for case %(number)s could not be taken as it "
                   "is. Nothing of it is lost: see “Records of tablets” for the reasons."),
                is_urgent=True),
        Message("extension_asked", N_("More time asked for"), (SUPERVISORS,),
                N_("More time asked for: case %(number)s"),
                N_("More time was asked for in case %(number)s. Decide before the deadline."),
                legal=f"{_XF} 34"),
        Message("extension_granted", N_("More time granted"), (HANDLER,),
                N_("More time granted: case %(number)s"),
                N_("The request for more time in case %(number)s was granted."),
                legal=f"{_XF} 34"),
        Message("extension_refused", N_("More time refused"), (HANDLER,),
                N_("More time refused: case %(number)s"),
                N_("The request for more time in case %(number)s was refused. Read the reason."),
                legal=f"{_XF} 34"),
        Message("notice_issued", N_("Supervision notice"), (HANDLER, UNIT_HEAD),
                N_("Supervision notice %(notice)s: case %(number)s"),
                N_("Supervision notice %(notice)s was issued in case %(number)s. Do what it "
                   "demands and answer it by its day."),
                clock="notice", channels=(IN_APP, EMAIL, SMS), is_urgent=True,
                legal="环保举报热线工作管理办法 14; 信访工作条例 (2022-05-01) 40"),
        Message("notice_answered", N_("Notice answered"), (SUPERVISORS,),
                N_("Supervision notice %(notice)s answered: case %(number)s"),
                N_("Supervision notice %(notice)s of case %(number)s was answered. Accept the "
                   "answer or return it."), clock=""),
        Message("notice_accepted", N_("Answer to a notice accepted"), (HANDLER, UNIT_HEAD),
                N_("Answer accepted: supervision notice %(notice)s"),
                N_("The answer to supervision notice %(notice)s of case %(number)s was "
                   "accepted."), clock="", is_duty=False),
        Message("notice_returned", N_("Answer to a notice returned"), (HANDLER, UNIT_HEAD),
                N_("Answer returned: supervision notice %(notice)s"),
                N_("The answer to supervision notice %(notice)s of case %(number)s was not "
                   "accepted. Read why, and answer again by its day."), clock="notice"),
        Message("notice_proposed", N_("Notice proposed"), (SUPERVISORS,),
                N_("Supervision notice proposed: case %(number)s"),
                N_("Case %(number)s has been late for long, up to the last step of the ladder, "
                   "and no notice was issued. A draft waits for your decision.")),
        # Reminders: their audience and channels stand in reminders.py, row by row.
        Message("reminder_ahead", N_("Due soon"), (),
                N_("Due soon: case %(number)s"),
                N_("The deadline “%(clock)s” of case %(number)s comes near."),
                is_duty=False),
        Message("reminder_on_day", N_("Due day reached"), (),
                N_("Due day reached: case %(number)s"),
                N_("The deadline “%(clock)s” of case %(number)s has reached its due day.")),
        Message("reminder_late", N_("Late"), (),
                N_("Late: case %(number)s"),
                N_("The deadline “%(clock)s” of case %(number)s has passed.")),
        # These belong to no case.
        Message("petitions_imported", N_("Petitions imported"), (DUTY_DISPATCHER,),
                N_("%(count)s petitions were imported"),
                N_("%(count)s petitions came in by a file. Those without a reply wait for you."),
                clock="", channels=(IN_APP,), path="/"),
        Message("bulk_done", N_("Decision on many cases carried out"), (),
                N_("Your decision was carried out on %(count)s cases"),
                N_("Your decision was carried out on %(count)s cases. “Decisions on many cases” "
                   "shows what became of each."),
                clock="", channels=(IN_APP,), path="/supervision/bulk/"),
        Message("cases_nobodys", N_("Nobody’s cases"), (DUTY_DISPATCHER, SUPERVISORS),
                N_("%(count)s open cases are nobody’s"),
                N_("Nobody answers for %(count)s open cases. See the list “Nobody’s cases” and "
                   "hand them over."),
                clock="", is_urgent=True, path="/cases/?nobody=1"),
        Message("emergency_call", N_("Emergency on the line"), (DUTY_SUPERVISOR,),
                N_("Emergency on the line: %(emergency)s"),
                N_("%(operator)s is taking an emergency call: %(emergency)s; %(place)s. "
                   "The case follows: stand by."),
                clock="", channels=AT_ONCE, is_urgent=True, legal=f"{_XF} 25"),
        Message("emergency_over", N_("Emergency taken back"), (DUTY_SUPERVISOR,),
                N_("Emergency taken back: %(emergency)s"),
                N_("%(operator)s took the emergency back: %(emergency)s; %(place)s. "
                   "The call goes on as an ordinary one."),
                clock="", channels=AT_ONCE, is_urgent=True),
        Message("drafts_handed_over", N_("Calls handed over"), (),
                N_("%(operator)s handed %(count)s unfinished calls over to you"),
                N_("%(operator)s handed %(count)s unfinished calls over to you: see your work."),
                clock="", channels=(IN_APP,), path="/"),
        Message("export_ready", N_("Export ready"), (),
                N_("Your export is ready"),
                N_("Your export of %(count)s rows is ready: fetch it from the page Exports before "
                   "it expires."),
                clock="", channels=(IN_APP,), path="/supervision/exports/"),
        Message("export_failed", N_("Export failed"), (),
                N_("Your export failed"),
                N_("Your export could not be written: see the page Exports for the reason, and "
                   "try it again there."),
                clock="", channels=(IN_APP,), path="/supervision/exports/"),
        Message("morning_digest", N_("This morning"), (),
                N_("This morning: %(digest)s"), N_("%(digest)s."), clock="", is_duty=False),
        Message("messages_undelivered", N_("Messages did not arrive"),
                (DUTY_SUPERVISOR, ADMINISTRATORS),
                N_("%(count)s messages could not be delivered"),
                N_("%(count)s messages did not arrive and nobody takes care of them. See "
                   "“Undeliverable messages”."),
                clock="", channels=(IN_APP,), is_urgent=True, path="/inbox/undeliverable"),
        Message("hot_spot_found", N_("Hot spot"), (SUPERVISORS,),
                N_("Hot spot: %(place)s"),
                N_("%(count)s different people complained of %(place)s within 14 days, more than "
                   "chance explains. See Hot spots under Supervision."),
                clock="", channels=(IN_APP,), path="/supervision/hot-spots/"),
        Message("withdrawal_due", N_("To be withdrawn"), (SUPERVISORS, PUBLISHERS),
                N_("A published page must be withdrawn"),
                N_("What a published page rests on was changed or annulled, or somebody gave "
                   "another ground. Withdraw it within the term, with an explanation."),
                clock="", is_urgent=True, legal="行政处罚法 (2021) 48",
                path="/desk/publications/"),
        Message("outbox_stuck", N_("Messages are held up"), (ADMINISTRATORS,),
                N_("%(count)s messages are held up"),
                N_("%(count)s messages have waited for over 15 minutes. Check the mail server."),
                clock="", channels=(IN_APP,), is_urgent=True, path="/inbox/undeliverable"),
        Message("hooks_stuck", N_("Web hooks are held up"), (ADMINISTRATORS,),
                N_("%(count)s web hook events are held up"),
                N_("%(count)s events did not reach the platforms they are for. See Web hooks."),
                clock="", channels=(IN_APP,), is_urgent=True, path="/hooks/"),
        Message("portal_stuck", N_("Petitions of the website are held up"),
                (DUTY_DISPATCHER, ADMINISTRATORS),
                N_("%(count)s petitions of the website are not registered"),
                N_("%(count)s petitions handed in on the website have waited for over 15 minutes "
                   "to be registered (%(numbers)s). The administrator runs caseflow doctor; those "
                   "who left a telephone number are to be told that their petition is here."),
                clock="", channels=(IN_APP,), is_urgent=True),
        Message("requests_stuck", N_("Ratings and words from the website are held up"),
                (DUTY_DISPATCHER, ADMINISTRATORS),
                N_("%(count)s ratings or words from the website are held up"),
                N_("%(count)s ratings, further words or requests for a code from the website have "
                   "waited for over 15 minutes. The administrator runs caseflow doctor; nothing "
                   "of them is lost so far."),
                clock="", channels=(IN_APP,), is_urgent=True),
        Message("calendar_missing", N_("Holidays of next year are missing"),
                (SUPERVISORS, ADMINISTRATORS),
                N_("The holidays of %(year)s are missing"),
                N_("The State Council's list of %(year)s is not taken in: deadlines in that year "
                   "are provisional. Take it in under Calendar."),
                clock="", channels=(IN_APP,), path="/calendar/"),
        Message("files_faulty", N_("Files are not what they were"), (ADMINISTRATORS,),
                N_("%(count)s stored files are missing or altered"),
                N_("%(count)s stored files are missing or altered. The command "
                   "caseflow evidence verify names them; fetch them from a backup."),
                clock="", channels=(IN_APP,), is_urgent=True),
    )
}  # fmt: skip
