"""Which act tells the sending platform what: one row for every transition of the case. Pure.

The platform knows its own work order, not our file: it hears what becomes of that, in its words,
and whatever was said to the complainant; never findings, remarks, notes or who did it.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.core.cases.states import State
from caseflow.ground.i18n import N_

KINDS: dict[str, str] = {
    "acknowledged": N_("Acknowledged"),
    "progress": N_("Progress"),
    "extension_requested": N_("Extension requested"),
    "extended": N_("Extended"),
    "suspended": N_("Suspended"),
    "resumed": N_("Resumed"),
    "returned": N_("Returned to the platform"),
    "replied": N_("Final reply"),
    "closed": N_("Closed"),
    "reopened": N_("Reopened"),
    "merged": N_("Merged"),
    "withdrawn": N_("Withdrawn"),
}
"""The kinds of events a platform can ask for, in the order of a work order's life."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one act tells each petition's platform, or why nothing."""

    events: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Kinds in order, each with what it carries beside the common fields (names of details.py)."""
    answered_only: bool = False
    """Only for the petitions that this act answered, not for all of the case."""
    handling_only: bool = False
    """Only of the handling deadline: other clocks are not the platform's."""
    because: str = ""
    """Why nothing is told."""


def _tells(*rows: str, answered_only: bool = False, handling_only: bool = False) -> Told:
    """Read rows such as `progress: step unit`."""
    split = [row.partition(":") for row in rows]
    events = tuple((kind, tuple(names.split())) for kind, _, names in split)
    return Told(events, answered_only, handling_only)


def _silent(because: str) -> Told:
    return Told(because=because)


TOLD: dict[str, Told] = {
    "register": _silent("the answer to the push itself carries the petition's number"),
    "open_inspection": _silent("the bureau's own: no petition, so no platform"),
    "answer_at_once": _tells("replied: reply", answered_only=True),
    "import_reply": _silent("the reply was the platform's own"),
    "void_import": _silent("the file was taken back before anything was done or told"),
    "accept": _tells("acknowledged"),
    "decline": _tells("returned: decline_reason"),
    "transfer_out": _tells("returned: transfer_reason"),
    "assign": _tells("progress: step unit"),
    "rule_competence": _tells("progress: step unit"),
    "reassign": _tells("progress: step unit"),
    "hand_over": _silent("the same step in other hands"),
    "return_to_dispatcher": _tells("progress: step"),
    "receipt": _tells("progress: step unit"),
    "record_contact": _tells("progress: step unit"),
    "start_investigation": _tells("progress: step unit"),
    "link_source": _silent("our own filing"),
    "record_observation": _tells("progress: step unit"),
    "record_inspection": _tells("progress: step unit"),
    "order_rectification": _tells("progress: step unit"),
    "report_rectified": _tells("progress: step unit"),
    "pass_reinspection": _tells("progress: step unit"),
    "fail_reinspection": _tells("progress: step unit"),
    "submit_for_sign_off": _tells("progress: step unit"),
    "add_task": _silent("how units divide the work among themselves"),
    "receive_task": _silent("how units divide the work among themselves"),
    "answer_task": _silent("how units divide the work among themselves"),
    "return_task": _silent("how units divide the work among themselves"),
    "withdraw_task": _silent("how units divide the work among themselves"),
    "hand_over_task": _silent("how units divide the work among themselves"),
    "mark_joint": _silent("how departments divide the work among themselves"),
    "end_joint": _silent("how departments divide the work among themselves"),
    "record_minutes": _silent("minutes are for those who took part"),
    "sign_off": _tells("progress: step unit"),
    "return_for_rework": _tells("progress: step unit"),
    "draft_reply": _silent("how the bureau words its reply; the reply itself is told"),
    "propose_reply": _silent("how the bureau words its reply; the reply itself is told"),
    "approve_reply": _silent("how the bureau words its reply; the reply itself is told"),
    "send_back_reply": _silent("how the bureau words its reply; the reply itself is told"),
    "prove_delivery": _silent("our own proof; the reply itself was told"),
    "rate": _silent("what the complainant thinks of us is for the bureau"),
    "report_unsolved": _silent("what the complainant thinks of us is for the bureau"),
    "rehandle": _tells("reopened"),
    "propose_refusal": _silent("how the bureau judges; a decision is told to the complainant"),
    "refuse_rehandling": _silent("told to the complainant, not to the platform"),
    "ask_review": _silent("a request to another authority, answered by that authority"),
    "record_review": _silent("an opinion of another authority, served by that authority"),
    "refuse_review": _silent("a request to another authority, answered by that authority"),
    "reply": _tells("replied: reply", answered_only=True),
    "record_no_way_back": _tells("replied: no_way_back", answered_only=True),
    "call_back": _silent("what the complainant thinks of us is for the bureau"),
    "reopen": _tells("reopened"),
    "merge": _tells("merged: leading_number"),
    "join": _tells("merged: leading_number"),
    "chase": _silent("for whoever handles the case; the platform logs its own chases"),
    "raise_group": _silent("for our own supervisors"),
    "find_unreasonable": _silent("a judgement for our own figures"),
    "record_recheck": _silent("an opinion of another authority, served by that authority"),
    "split": _tells("progress: step"),
    "close_answered": _tells("progress: step"),
    "acknowledge": _tells("acknowledged"),
    "withdraw": _tells("withdrawn: notice"),
    "extend": _tells("extension_requested: extension_request", "extended: extension_granted",
                     handling_only=True),
    "ask_extension": _tells("extension_requested: asked_extension", handling_only=True),
    "grant_extension": _tells("extended: extension_granted", handling_only=True),
    "refuse_extension": _tells("progress: step unit", handling_only=True),
    "suspend": _tells("suspended", handling_only=True),
    "resume": _tells("resumed", handling_only=True),
    "record_objection": _silent("made to the sender on paper, with its evidence"),
    "objection_agreed": _tells("returned: transfer_reason"),
    "objection_refused": _silent("the sender's own ruling"),
    "record_enforcement_fact": _silent("proceedings against a party are not the platform's"),
    "void_enforcement_fact": _silent("proceedings against a party are not the platform's"),
    "remind": _silent("a word between colleagues"),
    "mark_urgent": _silent("an order of our own work, not of the platform's"),
    "note": _silent("for colleagues only"),
    "add_evidence": _silent("evidence stays in the file"),
    "issue_document": _silent("documents are served on the party, not told to platforms"),
    "void_document": _silent("documents are served on the party, not told to platforms"),
    "issue_notice": _silent("supervision inside the bureau"),
    "answer_notice": _silent("supervision inside the bureau"),
    "accept_answer": _silent("supervision inside the bureau"),
    "return_answer": _silent("supervision inside the bureau"),
    "undo": _tells("progress: step unit"),
}  # fmt: skip
"""By the name of the transition. An act that closes the case tells `closed` after its own."""


PLATFORM_STATES: dict[State, tuple[str, str]] = {
    State.REGISTERED: ("received", "待受理"),
    State.ACCEPTED: ("accepted", "已受理"),
    State.DECLINED: ("returned", "已退单"),
    State.TRANSFERRED_OUT: ("returned", "已退单"),
    State.ASSIGNED: ("dispatched", "已派单"),
    State.RECEIPTED: ("handling", "办理中"),
    State.INVESTIGATING: ("handling", "办理中"),
    State.RECTIFYING: ("rectifying", "整改中"),
    State.REINSPECTING: ("rectifying", "整改中"),
    State.RECTIFIED: ("rectifying", "整改中"),
    State.AWAITING_SIGN_OFF: ("reviewing", "审核中"),
    State.REPLY_OWED: ("reply_owed", "待答复"),
    State.CLOSED: ("closed", "已办结"),
    State.MERGED: ("merged", "已并案"),
    State.WITHDRAWN: ("withdrawn", "已撤回"),
    State.VOID: ("void", "已作废"),
}
"""State → code and word for the platform: the words of 12345 work orders, not of our file."""

REPLIED = ("replied", "已答复")
"""A petition that has its reply while others of its case still wait for theirs."""


def platform_state(state: str, is_answered: bool) -> tuple[str, str]:
    """Return code and word for the state of one petition in a case of that state."""
    if is_answered and state == State.REPLY_OWED:
        return REPLIED
    return PLATFORM_STATES[State(state)]


def closes(before: str | None, after: str) -> bool:
    """Return whether an act between these states closed the case: `closed` is told after it."""
    return after == State.CLOSED and before != State.CLOSED
