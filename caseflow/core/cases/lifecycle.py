"""The life of a case: every state and every transition, one row each. Pure.

Buttons, forms, tests, the permission matrix and the diagram in the docs are read from here.
A case that ends stops all its clocks but the call-back; a merged one keeps its petitions' clocks.
Legal sources are given where the law shapes a row; rows without one are internal practice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caseflow.core.cases import clock_guards as cg
from caseflow.core.cases import guards as g
from caseflow.core.cases import inspection_guards as ig
from caseflow.core.cases import joining_guards as jg
from caseflow.core.cases import reply_guards as rg
from caseflow.core.cases import together_guards as tg
from caseflow.core.cases.facts import Situation
from caseflow.core.cases.states import ENDED, OPEN, State
from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Permission


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from these states, with this right and these guards, needing this, to that."""

    name: str
    label: str
    froms: tuple[State | None, ...]
    to: State | None
    """None: the state stays as it is (or, for undo and split, goes back to the earlier one)."""
    permission: Permission
    guards: tuple[g.Guard, ...] = ()
    needs: tuple[str, ...] = ()
    """Names of inputs, worded and checked by cases/forms.py; a trailing `?` marks it optional."""
    starts: tuple[str, ...] = ()
    """Clocks opened (deadlines/rules.py)."""
    stops: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    """Kinds of messages/catalogue.py."""
    source: str = ""
    or_to: State | None = None
    """Where to instead when no petition of the case awaits its reply any more."""
    is_undoable: bool = False
    """Nothing was served on anyone, so that the actor may take it back."""
    has_button: bool = True


P = Permission


def t(
    name: str,
    label: str,
    froms: str,
    to: State | None,
    permission: Permission,
    guards: Iterable[g.Guard] = (),
    needs: str = "",
    starts: str = "",
    stops: str = "",
    tells: str = "",
    source: str = "",
    or_to: State | None = None,
    is_undoable: bool = False,
    has_button: bool = True,
) -> Transition:
    groups: dict[str, tuple[State | None, ...]] = {
        "-": (None,),
        "open": tuple(s for s in State if s in OPEN),
        "ended": tuple(s for s in State if s in ENDED),
        "any": tuple(State),
    }
    states: list[State | None] = []
    for word in froms.split():
        states.extend(groups.get(word) or (State(word),))
    return Transition(
        name,
        label,
        tuple(states),
        to,
        permission,
        tuple(guards),
        tuple(needs.split()),
        tuple(starts.split()),
        tuple(stops.split()),
        tuple(tells.split()),
        source,
        or_to,
        is_undoable,
        has_button,
    )


S = State
_INVESTIGATION = "receipted investigating rectifying reinspecting rectified"
_JUDGED = "awaiting_sign_off reply_owed closed"
_XF = "信访工作条例 (2022-05-01)"

TRANSITIONS: dict[str, Transition] = {
    row.name: row
    for row in (
        t("register", N_("Register"), "-", S.REGISTERED, P.CASE_REGISTER,
          starts="acknowledgement objection reply", tells="case_registered", has_button=False,
          source=f"{_XF} 19, 21; 环保举报热线工作管理办法 8"),
        t("open_inspection", N_("Open an inspection case"), "-", S.ACCEPTED, P.CASE_ASSIGN,
          starts="handling", tells="case_accepted", has_button=False),
        t("answer_at_once", N_("Answer at once and close"), "registered", S.CLOSED,
          P.CASE_REGISTER,
          (g.is_consultation, g.no_reply_given, jg.leads_no_other, rg.delivery_is_proven),
          "reply_words reply_way proof_kind? proof_words?",
          stops="acknowledgement reply", starts="callback",
          source=f"{_XF} 31(1)"),
        t("import_reply", N_("Take over a reply from an imported file"), "registered", S.CLOSED,
          P.PETITION_IMPORT, (g.has_petition, g.no_reply_given, jg.leads_no_other),
          "reply_words given_at",
          stops="acknowledgement reply", has_button=False),
        t("void_import", N_("Void with its import"), "registered closed", S.VOID, P.IMPORT_UNDO,
          (g.is_only_imported,), "reason",
          stops="acknowledgement objection reply callback", has_button=False),
        t("accept", N_("Accept"), "registered", S.ACCEPTED, P.CASE_ACCEPT, (),
          "words? notice_words? reply_way?",
          starts="handling", stops="acknowledgement objection", tells="case_accepted",
          source=f"{_XF} 22, 23"),
        t("decline", N_("Decline"), "registered accepted", S.DECLINED, P.CASE_ACCEPT, (),
          "decline_reason notice_words reply_way",
          stops="acknowledgement objection handling reply receipt",
          source=f"{_XF} 22, 23: the reason is told to the complainant"),
        t("transfer_out", N_("Transfer to another authority"), "registered accepted",
          S.TRANSFERRED_OUT, P.CASE_ACCEPT, (), "transfer_to transfer_basis notice_words reply_way",
          stops="acknowledgement objection handling reply",
          source=f"{_XF} 22, 23, 24"),
        t("assign", N_("Assign"), "accepted", S.ASSIGNED, P.CASE_ASSIGN,
          (g.somebody_answers, g.township_is_named),
          "unit_id assignee_id? township_reason? words? co_tasks?", starts="receipt",
          tells="case_assigned", is_undoable=True),
        t("rule_competence", N_("Rule on competence and assign"), "accepted", S.ASSIGNED,
          P.CASE_ASSIGN, (g.was_returned, g.somebody_answers, g.township_is_named),
          "unit_id assignee_id? township_reason? reason", starts="receipt",
          tells="case_assigned", source=f"{_XF} 24; 潍坊市12345条例 22 (another city's rule)"),
        t("reassign", N_("Reassign"), f"assigned {_INVESTIGATION}", S.ASSIGNED, P.CASE_ASSIGN,
          (ig.no_open_order, g.somebody_answers, g.township_is_named),
          "unit_id assignee_id? township_reason? reason", starts="receipt",
          stops="receipt contact", tells="case_assigned", is_undoable=True),
        t("hand_over", N_("Hand over as it stands"),
          f"assigned {_INVESTIGATION} awaiting_sign_off reply_owed", None, P.CASE_HAND_OVER,
          (g.somebody_answers, g.township_is_named),
          "unit_id assignee_id? township_reason? reason", tells="case_handed_over",
          source="忠县“十四五”规划: 问题有人接、案件及时办"),
        t("return_to_dispatcher", N_("Return to the dispatcher"), "assigned receipted", S.ACCEPTED,
          P.CASE_RETURN, (g.not_returned_after_ruling,), "return_reason reason",
          stops="receipt contact", tells="case_returned", is_undoable=True,
          source=f"{_XF} 23: reasons are given"),
        t("receipt", N_("Acknowledge receipt"), "assigned", S.RECEIPTED, P.CASE_RECEIPT, (), "",
          starts="contact", stops="receipt", is_undoable=True),
        t("record_contact", N_("Record contact with the complainant"), _INVESTIGATION, None,
          P.CASE_INVESTIGATE, (g.has_petition,), "words", stops="contact",
          source="北京市接诉即办条例 15 (another city's rule)"),
        t("start_investigation", N_("Start the investigation"), "receipted", S.INVESTIGATING,
          P.CASE_INVESTIGATE, (), "words?", is_undoable=True),
        t("link_source", N_("Link to a pollution source"), "open", None, P.SOURCE_EDIT, (),
          "source_id", source="忠县“十四五”规划: 一源一事一案"),
        t("record_observation", N_("Record a look at the place"), "investigating", None,
          P.CASE_INVESTIGATE, (ig.held_by_township, ig.visit_is_not_ahead),
          "visited_at observer findings",
          source="生态环境法典 (2026-08-15) 599: first dissuaded and mediated near the place"),
        t("record_inspection", N_("Record an inspection"), "investigating rectified", None,
          P.CASE_INSPECT, (ig.two_certified_officers, ig.visit_is_not_ahead),
          "visited_at officer_id second_officer_id findings is_violation",
          source="行政处罚法 (2021) 42: two officers with certificates"),
        t("order_rectification", N_("Order rectification"), "investigating rectified",
          S.RECTIFYING, P.ORDER_ISSUE,
          (ig.respondent_is_known, ig.found_violation, ig.due_day_is_ahead),
          "order_person order_duty order_goal due_on order_task order_standard",
          starts="rectification", tells="rectification_ordered",
          source="行政处罚法 (2021) 28; 忠县“十四五”规划: 六定, 限期整改"),
        t("report_rectified", N_("Report as put right"), "rectifying", S.REINSPECTING,
          P.CASE_INVESTIGATE, (), "words", starts="reinspection", stops="rectification",
          is_undoable=True),
        t("pass_reinspection", N_("Re-inspection passed"), "reinspecting", S.RECTIFIED,
          P.CASE_INSPECT, (ig.two_certified_officers, ig.visit_is_not_ahead),
          "visited_at officer_id second_officer_id findings", stops="reinspection",
          source="行政处罚法 (2021) 42; 销号"),
        t("fail_reinspection", N_("Re-inspection failed"), "reinspecting", S.RECTIFYING,
          P.CASE_INSPECT,
          (ig.two_certified_officers, ig.visit_is_not_ahead, ig.due_day_is_ahead),
          "visited_at officer_id second_officer_id findings due_on",
          starts="rectification", stops="reinspection", tells="reinspection_failed"),
        t("submit_for_sign_off", N_("Submit for sign-off"), "investigating rectified",
          S.AWAITING_SIGN_OFF, P.CASE_INVESTIGATE,
          (ig.no_open_order, ig.has_inspection, tg.no_open_task),
          "conclusion words", starts="sign_off", stops="contact", tells="sign_off_awaited",
          is_undoable=True, source="环保举报热线工作管理办法 12: the result is signed by the head"),
        t("add_task", N_("Give a task to a unit"), f"accepted assigned {_INVESTIGATION}", None,
          P.TASK_GIVE, (g.somebody_answers, tg.answer_day_is_not_over),
          "unit_id assignee_id? words due_on",
          source="潍坊市12345条例 22: main and co-handling units named (another city's rule)"),
        t("receive_task", N_("Acknowledge receipt of a task"), "open", None, P.TASK_ANSWER,
          (tg.names_unreceived_task,), "task_id"),
        t("answer_task", N_("Answer a task"), "open", None, P.TASK_ANSWER, (tg.names_own_task,),
          "task_id words files?", tells="task_answered"),
        t("return_task", N_("Return a task"), "open", None, P.TASK_ANSWER, (tg.names_own_task,),
          "task_id reason", tells="task_returned"),
        t("withdraw_task", N_("Withdraw a task"), "open", None, P.TASK_GIVE, (tg.names_open_task,),
          "task_id reason"),
        t("hand_over_task", N_("Hand a task over"), "open", None, P.CASE_HAND_OVER,
          (tg.names_open_task, g.somebody_answers), "task_id unit_id assignee_id? reason",
          has_button=False),
        t("mark_joint", N_("Mark for joint handling"), "open", None, P.JOINT_MANAGE,
          (tg.is_not_joint,), "lead_unit_id partner_ids reason", tells="joint_handling",
          source="忠县“十四五”规划: 建立重大环境信访问题部门联动机制"),
        t("end_joint", N_("End the joint handling"), "open", None, P.JOINT_MANAGE, (tg.is_joint,),
          "reason"),
        t("record_minutes", N_("Record coordination minutes"), "open", None, P.JOINT_RECORD,
          (tg.is_joint, tg.meeting_is_not_ahead),
          "held_on place attendees words points? files?",
          source="忠县“十四五”规划: 加强重大疑难突出问题联动协调化解"),
        t("sign_off", N_("Sign off"), "awaiting_sign_off", S.REPLY_OWED, P.CASE_SIGN_OFF,
          (g.not_own_work, ig.no_open_order), "words?", starts="callback", stops="sign_off",
          tells="case_signed_off", or_to=S.CLOSED, source="忠县“十四五”规划: 按时销号"),
        t("return_for_rework", N_("Return for rework"), "awaiting_sign_off", S.INVESTIGATING,
          P.CASE_SIGN_OFF, (), "reason", stops="sign_off", tells="returned_for_rework",
          source="环保举报热线工作管理办法 12: may be sent back"),
        t("draft_reply", N_("Draft the reply"), "reply_owed", None, P.REPLY_DRAFT,
          (g.has_petition, rg.nothing_is_drafted), "",
          source=f"{_XF} 31, 32: what a reply holds (replies/rules.py)"),
        t("propose_reply", N_("Submit the reply for approval"), "reply_owed", None,
          P.REPLY_DRAFT, (rg.draft_is_whole,), "", tells="reply_proposed"),
        t("approve_reply", N_("Approve the reply"), "reply_owed", None, P.REPLY_APPROVE,
          (rg.reply_is_proposed, rg.did_not_draft), "", tells="reply_approved",
          source="环保举报热线工作管理办法 12: the reply is part of what the head signs"),
        t("send_back_reply", N_("Send the reply back"), "reply_owed", None, P.REPLY_APPROVE,
          (rg.can_be_sent_back,), "reason", tells="reply_sent_back"),
        t("reply", N_("Reply to a petition"), "reply_owed", S.REPLY_OWED, P.PETITION_REPLY,
          (g.names_unanswered_petition, rg.reply_is_approved, rg.opinion_is_in_writing,
           rg.delivery_is_proven, rg.telling_is_not_ahead),
          "petition_id reply_way told_at? proof_kind? proof_words? files?",
          starts="callback", tells="reply_given", or_to=S.CLOSED,
          source=f"{_XF} 31, 32; 生态环境法典 (2026-08-15) 146: real-name reporters get an answer"),
        t("prove_delivery", N_("Add a proof of delivery"), "any", None, P.PETITION_REPLY,
          (rg.something_was_told, rg.telling_is_not_ahead),
          "petition_id told_at proof_kind proof_words files?",
          source=f"{_XF} 35: the thirty days run from the receipt of the written reply"),
        t("record_no_way_back", N_("Record that no reply is possible"), "reply_owed",
          S.REPLY_OWED, P.PETITION_REPLY, (g.names_unreachable_petition,), "petition_id reason",
          starts="callback", or_to=S.CLOSED, source=f"{_XF} 23: not if name or address is unclear"),
        t("call_back", N_("Record a call-back"), "closed", None, P.PETITION_CALL_BACK,
          (rg.names_answered_petition, rg.unreached_says_nothing),
          "petition_id was_reached was_contacted? is_solved? satisfaction? words?",
          source="环保举报热线工作管理办法 15"),
        t("rate", N_("Take a rating"), "reply_owed closed", None, P.PETITION_CALL_BACK,
          (rg.names_answered_petition,), "petition_id is_solved satisfaction words? rated_by",
          has_button=False, source=f"{_XF} 21: the petitioner can rate"),
        t("report_unsolved", N_("Take on record as not solved"), "reply_owed closed", None,
          P.PETITION_CALL_BACK, (rg.names_answered_petition, rg.is_not_on_record),
          "petition_id words? rated_by",
          starts="unsolved", tells="reported_unsolved", has_button=False,
          source="12345热线实务：回访反映未解决的，重新办理或者经审核说明理由"),
        t("rehandle", N_("Handle the matter again"), "closed", S.ASSIGNED, P.CASE_REOPEN,
          (rg.is_unsolved,), "reason", starts="rehandling receipt reply", stops="unsolved",
          tells="case_rehandled", source="济南市12345条例 27 (another city's rule): 重办"),
        t("propose_refusal", N_("Propose not to handle it again"), "closed", None,
          P.PETITION_REPLY, (rg.names_unsolved_petition,), "petition_id reason",
          tells="refusal_proposed",
          source="国办函〔2025〕66号: unreasonable demands are judged with a reason"),
        t("refuse_rehandling", N_("Decide not to handle it again"), "closed", None,
          P.CASE_REOPEN, (rg.names_unsolved_petition, rg.refusal_is_proposed,
                          rg.did_not_propose_refusal), "petition_id reason",
          stops="unsolved", tells="rehandling_refused",
          source="国办函〔2025〕66号: unreasonable demands are judged with a reason"),
        t("ask_review", N_("Record a request for review or re-check"), "closed", None,
          P.PETITION_REPLY,
          (g.is_petition_matter, rg.names_answered_petition, rg.review_is_new,
           rg.telling_is_not_ahead),
          "petition_id review_stage given_at", tells="review_asked", source=f"{_XF} 35, 36"),
        t("record_review", N_("Record a review opinion"), "closed", None, P.PETITION_REPLY,
          (g.is_petition_matter, rg.review_is_open, rg.telling_is_not_ahead),
          "petition_id outcome document given_at words?", source=f"{_XF} 35"),
        t("refuse_review", N_("Refuse a late request for review or re-check"), "closed", None,
          P.CASE_SIGN_OFF, (g.is_petition_matter, rg.review_came_late, rg.did_not_record_review),
          "petition_id reason", source=f"{_XF} 35, 36: thirty days"),
        t("find_unreasonable", N_("Find a demand unreasonable"), "closed", None,
          P.CASE_SIGN_OFF, (g.has_petition, g.not_own_work), "petition_id reason",
          source="12345热线实务：不合理诉求须经审核并说明理由，方不计入满意率"),
        t("reopen", N_("Reopen"), "closed declined transferred_out withdrawn", S.ACCEPTED,
          P.CASE_REOPEN, (), "reason", starts="handling reply", tells="case_reopened"),
        t("record_recheck", N_("Record a re-check opinion"), "closed", None, P.PETITION_REPLY,
          (g.has_petition, g.is_petition_matter, rg.telling_is_not_ahead),
          "petition_id document given_at words?",
          source=f"{_XF} 36: after it the same facts and grounds are not accepted again"),
        t("chase", N_("Log a chase by the complainant"), "open", None, P.CASE_REGISTER,
          (g.has_petition,), "petition_id words?", tells="case_chased",
          source="环保举报热线工作管理办法 13: reminders"),
        t("raise_group", N_("Raise as a group complaint"), "open", None, P.CASE_MERGE,
          (g.has_petition, g.is_not_raised), "words", tells="group_complaint",
          source=f"{_XF} 25: urgent and major matters are reported at once"),
        t("join", N_("Join a case at registration"), "registered", S.MERGED, P.CASE_REGISTER,
          (jg.target_is_open, jg.leads_no_other), "target_number", tells="case_merged",
          is_undoable=True, has_button=False,
          source="国办函〔2025〕66号: repeated requests are merged"),
        t("merge", N_("Merge into a leading case"),
          "registered accepted assigned receipted investigating", S.MERGED, P.CASE_MERGE,
          (jg.target_can_lead, jg.leads_no_other, ig.no_open_order), "target_number reason",
          tells="case_merged", is_undoable=True,
          stops="receipt contact", source="国办函〔2025〕66号: repeated requests are merged"),
        t("split", N_("Split from the leading case"), "merged", None, P.CASE_MERGE,
          (rg.nobody_says_unsolved,), "reason", tells="case_split", is_undoable=True),
        t("close_answered", N_("Close as answered"), "reply_owed", S.REPLY_OWED,
          P.CASE_MERGE, (g.nobody_is_owed,), starts="callback", or_to=S.CLOSED, has_button=False),
        t("acknowledge", N_("Record the notice of acceptance"), "merged", None, P.CASE_ACCEPT,
          (g.owes_acknowledgement,), "notice_words reply_way", stops="acknowledgement objection",
          source=f"{_XF} 22, 23: merged before it was accepted, the notice is still owed"),
        t("withdraw", N_("Record a withdrawal by the complainant"),
          "registered accepted assigned receipted investigating", S.WITHDRAWN, P.CASE_WITHDRAW,
          (g.has_petition, jg.leads_no_other, ig.no_open_order), "reason notice_words reply_way",
          stops="acknowledgement objection handling reply receipt contact"),
        t("extend", N_("Extend a deadline"), "open closed", None, P.CASE_EXTEND,
          (cg.no_request_is_open, cg.can_be_extended, cg.decider_is_named, cg.reason_is_told),
          "deadline_id? extend_days reason decided_by? notice_words? reply_way?",
          source=f"{_XF} 34: at most 30 days, the reason is told to the complainant"),
        t("ask_extension", N_("Ask for more time"), "open closed", None, P.CASE_INVESTIGATE,
          (cg.no_request_is_open, cg.can_be_extended, cg.is_asked_in_time),
          "deadline_id? extension_reason reason legal_basis asked_until",
          tells="extension_asked",
          source=f"{_XF} 34; 国办函〔2025〕66号: asked before expiry, with reason and basis"),
        t("grant_extension", N_("Grant more time"), "open closed", None, P.CASE_EXTEND,
          (cg.request_is_open, cg.did_not_ask, cg.decider_is_named, cg.reason_is_told),
          "granted_until? decided_by? reason? notice_words? reply_way?",
          tells="extension_granted",
          source=f"{_XF} 34: the head approves, the reason is told to the complainant"),
        t("refuse_extension", N_("Refuse more time"), "open closed", None, P.CASE_EXTEND,
          (cg.request_is_open, cg.did_not_ask), "reason", tells="extension_refused",
          source=f"{_XF} 34"),
        t("suspend", N_("Suspend a deadline"), "open closed", None, P.CASE_EXTEND,
          (cg.can_be_suspended, cg.reason_fits_the_rule),
          "deadline_id? suspension_kind reason document",
          source="环境行政处罚办法 (2010) 55: hearing, announcement, monitoring, appraisal, "
                 "service are not counted"),
        t("resume", N_("Resume a deadline"), "open closed", None, P.CASE_EXTEND,
          (cg.is_suspended,), "deadline_id? reason"),
        t("record_objection", N_("Object to competence"), "registered", None, P.CASE_ACCEPT,
          (cg.may_object,), "reason objection_evidence proposed_unit", stops="objection",
          source=f"{_XF} 23: within five working days, with reasons"),
        t("objection_agreed", N_("The sender agreed to the objection"), "registered",
          S.TRANSFERRED_OUT, P.CASE_ACCEPT, (cg.objection_is_open,),
          "transfer_to transfer_basis notice_words reply_way",
          stops="acknowledgement objection handling reply",
          source=f"{_XF} 23: returned only after the sender agrees"),
        t("objection_refused", N_("The sender refused the objection"), "registered", None,
          P.CASE_ACCEPT, (cg.objection_is_open,), "reason",
          source=f"{_XF} 23, 24: the matter stays with us"),
        t("record_enforcement_fact", N_("Record a fact of penalty or transfer"), "open closed",
          None, P.ENFORCEMENT_RECORD, (cg.fact_is_whole, cg.fact_is_not_ahead),
          "fact_kind happened_at fact_number? fact_party? fact_basis? amount_yuan? until_on? "
          "words?",
          source="行政处罚法 (2021) 47: the whole course is recorded"),
        t("void_enforcement_fact", N_("Void a recorded fact"), "open closed", None,
          P.ENFORCEMENT_RECORD, (cg.has_fact,), "fact_id reason"),
        t("remind", N_("Remind whoever must act"), "open", None, P.CASE_ASSIGN, (), "words",
          tells="case_reminded"),
        t("mark_urgent", N_("Mark as urgent"), "open", None, P.CASE_ASSIGN, (), "reason",
          tells="case_urgent", is_undoable=True,
          source=f"{_XF} 25: urgent matters are reported at once"),
        t("note", N_("Add a note"), "any", None, P.CASE_COMMENT, (), "words"),
        t("add_evidence", N_("Add evidence"), "open", None, P.EVIDENCE_ADD, (),
          "files caption stage taken_at?", source="行政处罚法 (2021) 47"),
        t("issue_document", N_("Issue a document"), f"{_INVESTIGATION} {_JUDGED}", None,
          P.DOCUMENT_WRITE, (), "document", has_button=False,
          source="环执法发〔2024〕4号: what each form must hold (core/documents/items.py)"),
        t("void_document", N_("Void a document"),
          f"accepted assigned declined {_INVESTIGATION} {_JUDGED}", None,
          P.DOCUMENT_VOID, (), "document reason", has_button=False),
        t("issue_notice", N_("Issue a supervision notice"),
          f"assigned {_INVESTIGATION} awaiting_sign_off reply_owed", None, P.NOTICE_ISSUE,
          (g.no_notice_is_open, g.answer_day_is_ahead), "notice_ground words answer_by",
          starts="notice", tells="notice_issued",
          source=f"环保举报热线工作管理办法 14; {_XF} 40: supervision with written feedback"),
        t("answer_notice", N_("Answer the supervision notice"), "any", None,
          P.NOTICE_ANSWER, (g.notice_awaits_answer,), "words", stops="notice",
          tells="notice_answered", source=f"{_XF} 40"),
        t("accept_answer", N_("Accept the answer to the notice"), "any", None,
          P.NOTICE_ISSUE, (g.notice_is_answered,), "words?", tells="notice_accepted"),
        t("return_answer", N_("Return the answer to the notice"), "any", None,
          P.NOTICE_ISSUE, (g.notice_is_answered, g.answer_day_is_ahead), "reason answer_by",
          starts="notice", tells="notice_returned"),
        t("undo", N_("Undo the latest act"), "any", None, P.CASE_VIEW,
          (g.latest_act_can_be_undone, jg.split_can_be_undone, jg.joining_can_be_undone), ""),
    )
}  # fmt: skip

UNDOABLE = frozenset(name for name, row in TRANSITIONS.items() if row.is_undoable)


TOLD_WHEN_BACK: dict[State, str] = {S.REGISTERED: "case_registered", S.ACCEPTED: "case_accepted"}


def told_of_undo(act: str, back_to: State) -> str:
    """Return the kind of message that undoing `act` sends; "" if none.

    A petition that comes back from a leading case needs somebody, as when it first came there.
    """
    if act in {"join", "merge"}:
        return TOLD_WHEN_BACK.get(back_to, "case_split")
    return "case_merged" if act == "split" else ""


def allowed_from(state: State | None) -> list[Transition]:
    """Return the rows that leave from `state`, in the order of the table."""
    return [row for row in TRANSITIONS.values() if state in row.froms]


def refusals(row: Transition, situation: Situation) -> list[str]:
    """Return the reasons (msgids) why `row` is refused now; empty means allowed.

    Rights are judged by the caller: they depend on the person, not on the case.
    """
    if situation.case.state not in row.froms:
        return [N_("This step is not possible in the present state of the case.")]
    found = [guard(situation) for guard in row.guards]
    return [reason for reason in found if reason is not None]


def destination(row: Transition, present: State | None, owes_reply: bool) -> State:
    """Return the state after `row`: `or_to` where nobody awaits a reply, else `to` or `present`."""
    if row.or_to is not None and not owes_reply:
        return row.or_to
    if row.to is not None:
        return row.to
    assert present is not None
    return present
