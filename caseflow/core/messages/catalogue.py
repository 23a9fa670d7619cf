"""Which event tells whom, how and with which words: every kind of message, one row each. Pure.

Words hold `%(number)s`, `%(clock)s`, `%(count)s` and `%(operator)s` (a colleague) only: nothing of
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
BOTH = (IN_APP, EMAIL)

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
LEADING_HANDLER = "leading_handler"
"""The handler of the case into which this one was merged."""

ADMINISTRATORS = "administrators"
"""Told of what is wrong with the system, never of cases."""

AUDIENCES = (
    HANDLER,
    UNIT_HEAD,
    DUTY_DISPATCHER,
    SUPERVISORS,
    DUTY_SUPERVISOR,
    REGISTRAR,
    LEADING_HANDLER,
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
    """Marked as important in e-mail and in the inbox."""
    legal: str = ""
    """The instrument that asks for it; empty: internal practice."""


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
        Message("case_returned", N_("Returned to the dispatcher"), (DUTY_DISPATCHER,),
                N_("Returned: case %(number)s"),
                N_("Case %(number)s was returned as not competent. Rule on it, or assign it anew."),
                legal=f"{_XF} 23, 24"),
        Message("rectification_ordered", N_("Rectification ordered"), (UNIT_HEAD,),
                N_("Rectification ordered: case %(number)s"),
                N_("A rectification order was issued in case %(number)s."),
                clock="rectification", legal="行政处罚法 (2021) 28"),
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
                clock="reply", legal=f"{_XF} 31, 32"),
        Message("returned_for_rework", N_("Returned for rework"), (HANDLER,),
                N_("Returned for rework: case %(number)s"),
                N_("Case %(number)s was not signed off. Read the reason and go on."),
                legal="环保举报热线工作管理办法 12"),
        Message("reply_given", N_("Reply given"), (HANDLER, REGISTRAR),
                N_("Reply given: case %(number)s"),
                N_("A petition of case %(number)s was replied to."), clock="callback"),
        Message("case_reopened", N_("Reopened"), (DUTY_DISPATCHER,),
                N_("Reopened: case %(number)s"),
                N_("Case %(number)s was reopened. Assign it anew.")),
        Message("case_merged", N_("Merged"), (LEADING_HANDLER, REGISTRAR),
                N_("Merged: case %(number)s"),
                N_("Case %(number)s was merged into a leading case and is answered through it."),
                clock="reply"),
        Message("case_split", N_("Split off"), (HANDLER,),
                N_("Split off: case %(number)s"),
                N_("Case %(number)s was split from its leading case and goes on by itself.")),
        Message("case_urgent", N_("Urgent"), (HANDLER, SUPERVISORS),
                N_("Urgent: case %(number)s"),
                N_("Case %(number)s was marked as urgent. Act at once."),
                is_urgent=True, legal=f"{_XF} 25"),
        Message("case_chased", N_("Chased by the complainant"), (HANDLER,),
                N_("Chased: case %(number)s"),
                N_("A complainant of case %(number)s asked how it stands. Get in touch."),
                is_urgent=True, legal="环保举报热线工作管理办法 13"),
        Message("group_complaint", N_("Group complaint"), (SUPERVISORS,),
                N_("Group complaint: case %(number)s"),
                N_("Case %(number)s has so many complainants that it was raised to you."),
                is_urgent=True, legal=f"{_XF} 25"),
        Message("record_needs_attention", N_("Record needs attention"), (),
                N_("Your record needs attention: case %(number)s"),
                N_("The record that your tablet sent for case %(number)s could not be taken as it "
                   "is. Nothing of it is lost: see “Records of tablets” for the reasons."),
                is_urgent=True),
        # Reminders: their audience and channels stand in reminders.py, row by row.
        Message("reminder_ahead", N_("Due soon"), (),
                N_("Due soon: case %(number)s"),
                N_("The deadline “%(clock)s” of case %(number)s comes near.")),
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
                clock="", channels=(IN_APP,)),
        Message("emergency_call", N_("Emergency on the line"), (DUTY_SUPERVISOR,),
                N_("Emergency on the line: %(emergency)s"),
                N_("%(operator)s is taking an emergency call: %(emergency)s; %(place)s. "
                   "The case follows: stand by."),
                clock="", is_urgent=True, legal=f"{_XF} 25"),
        Message("emergency_over", N_("Emergency taken back"), (DUTY_SUPERVISOR,),
                N_("Emergency taken back: %(emergency)s"),
                N_("%(operator)s took the emergency back: %(emergency)s; %(place)s. "
                   "The call goes on as an ordinary one."),
                clock="", is_urgent=True),
        Message("drafts_handed_over", N_("Calls handed over"), (),
                N_("%(operator)s handed %(count)s unfinished calls over to you"),
                N_("%(operator)s handed %(count)s unfinished calls over to you: see your work."),
                clock="", channels=(IN_APP,)),
        Message("export_ready", N_("Export ready"), (),
                N_("Your export is ready"),
                N_("Your export of %(count)s rows is ready: fetch it from the page Exports before "
                   "it expires."),
                clock="", channels=(IN_APP,)),
        Message("export_failed", N_("Export failed"), (),
                N_("Your export failed"),
                N_("Your export could not be written: see the page Exports for the reason, and "
                   "try it again there."),
                clock="", channels=(IN_APP,)),
        Message("hot_spot_found", N_("Hot spot"), (SUPERVISORS,),
                N_("Hot spot: %(place)s"),
                N_("%(count)s different people complained of %(place)s within 14 days, more than "
                   "chance explains. See Hot spots under Supervision."),
                clock="", channels=(IN_APP,)),
        Message("outbox_stuck", N_("Messages are held up"), (ADMINISTRATORS,),
                N_("%(count)s messages are held up"),
                N_("%(count)s messages have waited for over 15 minutes. Check the mail server."),
                clock="", channels=(IN_APP,), is_urgent=True),
        Message("hooks_stuck", N_("Web hooks are held up"), (ADMINISTRATORS,),
                N_("%(count)s web hook events are held up"),
                N_("%(count)s events did not reach the platforms they are for. See Web hooks."),
                clock="", channels=(IN_APP,), is_urgent=True),
        Message("files_faulty", N_("Files are not what they were"), (ADMINISTRATORS,),
                N_("%(count)s stored files are missing or altered"),
                N_("%(count)s stored files are missing or altered. The command "
                   "caseflow evidence verify names them; fetch them from a backup."),
                clock="", channels=(IN_APP,), is_urgent=True),
    )
}  # fmt: skip
