"""Cases in every state, made by performing real transitions as the right people.

Call inside an application context; each call writes in units of work of its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from caseflow.core.cases.actions import open_inspection, perform
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.opening import InspectionCommand, Opened, register_petition
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.queries.letters import live_draft
from caseflow.core.replies.rules import OPINION
from caseflow.core.sources.models import PollutionSource
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, present_cast, unit

CALLER = Person(name="陈小河", phone="13812345678", address="忠州街道果园路3号")


def petition_command(**changes: Any) -> PetitionCommand:
    """Return a noise complaint by telephone; any field can be given."""
    fields: dict[str, Any] = {
        "channel_code": "12345",
        "track": "report",
        "subject": "夜间施工噪声扰民",
        "body": "果园路工地每天晚上十一点后还在打桩,无法入睡。",
        "submitted_at": clock.now() - timedelta(minutes=5),
        "person": CALLER,
        "is_anonymous": False,
        "reply_way": "phone",
        "category_codes": ("noise-construction",),
        "township_code": "500233001",
        "address_text": "果园路工地",
        "respondent_words": "某建筑公司",
    }
    return PetitionCommand(**{**fields, **changes})


def open_case(**changes: Any) -> Opened:
    """Register a petition as the operator; returns the case with petition and lookup code."""
    with unit_of_work():
        return register_petition(petition_command(**changes), present_cast().olga)


def open_imported_case(run_id: int = 0, **changes: Any) -> Opened:
    """Register a petition as the import `run_id` does: the history says so, nobody is told."""
    db.session.info.update(quiet=True, origin=f"import:{run_id}")
    try:
        return open_case(**changes)
    finally:
        del db.session.info["quiet"], db.session.info["origin"]


def open_inspection_case(**changes: Any) -> Case:
    """Open a case without a petition as the dispatcher."""
    fields = {"title": "砖厂双随机检查", "channel_code": "random", **changes}
    with unit_of_work():
        return open_inspection(InspectionCommand(**fields), present_cast().dong)


def a_source(name: str = "忠县某建筑公司") -> PollutionSource:
    """Return a pollution source, made if there is none of that name."""
    found = db.session.scalar(select(PollutionSource).where(PollutionSource.name == name))
    if found is not None:
        return found
    with unit_of_work():
        found = PollutionSource(
            name=name,
            name_pinyin=full_pinyin(name),
            name_initials=pinyin_initials(name),
            created_at=clock.now(),
        )
        db.session.add(found)
    return found


def a_stored_file() -> StoredFile:
    """Return a row of a stored file (without its bytes)."""
    found = db.session.scalar(select(StoredFile).limit(1))
    if found is None:
        with unit_of_work():
            found = StoredFile(
                sha256="0" * 64, byte_count=1, content_type="image/png", created_at=clock.now()
            )
            db.session.add(found)
    return found


def _later_day(case: Case) -> date:
    """Return a working day a little after the due day of handling."""
    due_on = db.session.scalar(
        select(Deadline.due_on).where(
            Deadline.case_id == case.id,
            Deadline.clock == "handling",
            Deadline.stopped_at.is_(None),
        )
    )
    return working_days_after(due_on or clock.today(), 5, current_calendar()).day


def _newest_fact(case: Case) -> int | None:
    wanted = select(func.max(EnforcementFact.id)).where(EnforcementFact.case_id == case.id)
    return db.session.scalar(wanted)


def given_for(name: str, case: Case, cast: Cast) -> dict[str, Any]:
    """Return input that the transition `name` accepts on `case`, as far as its state allows."""
    petition = db.session.scalar(
        select(Petition.id)
        .where(Petition.case_id == case.id)
        .order_by(Petition.answered_at.is_not(None), Petition.id)
        .limit(1)
    )
    task = db.session.scalar(
        select(CaseTask.id)
        .where(CaseTask.case_id == case.id, CaseTask.state.in_(RUNNING))
        .order_by(CaseTask.id)
        .limit(1)
    )
    visit = {
        "visited_at": clock.now(),
        "officer_id": cast.farid.id,
        "second_officer_id": cast.fang.id,
        "findings": "现场检查时正在夜间打桩。",
    }
    notice = {"notice_words": "已电话告知。", "reply_way": "phone"}
    draft = live_draft(case.id)
    is_opinion = draft.form == OPINION if draft else case.track == "petition"
    posted = {"reply_way": "letter", "proof_words": "EMS 1234567890123"}
    by_way = posted if is_opinion else {"reply_way": "phone"}
    handing = {"unit_id": unit("squad-1").id, "assignee_id": cast.farid.id}
    due = {"due_on": clock.today() + timedelta(days=15)}
    inputs: dict[str, Any] = {
        "answer_at_once": {"reply_words": "夜间施工须有证明。", "reply_way": "phone"},
        "import_reply": {"reply_words": "已处理。", "given_at": clock.now()},
        "accept": {"words": "属于本局职责。"},
        "decline": {"decline_reason": "not-ours", **notice},
        "transfer_out": {
            "transfer_to": "县城市管理局",
            "transfer_basis": "信访工作条例第二十三条",
            **notice,
        },
        "assign": handing,
        "rule_competence": {**handing, "reason": "属于支队职责。"},
        "reassign": {**handing, "reason": "工作调整。"},
        "hand_over": {**handing, "reason": "人员调动。"},
        "record_observation": {
            "visited_at": clock.now(),
            "observer": "田镇办、社区网格员",
            "findings": "现场劝阻,承诺夜间停工。",
        },
        "add_task": {
            "unit_id": unit("squad-2").id,
            "words": "核查渣土车辆。",
            "due_on": clock.today() + timedelta(days=3),
        },
        "receive_task": {"task_id": task},
        "answer_task": {"task_id": task, "words": "已核查,未见违法。"},
        "return_task": {"task_id": task, "reason": "不属本队职责。"},
        "hand_over_task": {
            "task_id": task,
            "unit_id": unit("squad-2").id,
            "reason": "人员调动。",
        },
        "withdraw_task": {"task_id": task, "reason": "已无需要。"},
        "mark_joint": {
            "lead_unit_id": unit("squad-1").id,
            "partner_ids": [unit("police").id, unit("housing").id],
            "reason": "多部门职责交叉。",
        },
        "end_joint": {"reason": "问题已解决。"},
        "record_minutes": {
            "held_on": clock.today(),
            "place": "县政府二会议室",
            "attendees": "县公安局、县住房城乡建委",
            "words": "议定夜间联合巡查。",
        },
        "return_to_dispatcher": {"return_reason": "not-competent", "reason": "属城管职责。"},
        "receipt": {},
        "record_contact": {"words": "已联系诉求人。"},
        "start_investigation": {},
        "link_source": {},
        "record_inspection": {**visit, "is_violation": True},
        "order_rectification": {
            "order_person": "王经理",
            "order_duty": "施工单位负责人",
            "order_goal": "夜间停止打桩",
            "order_task": "安装隔声屏障",
            "order_standard": "GB 12523-2011",
            **due,
        },
        "report_rectified": {"words": "企业报告已整改。"},
        "pass_reinspection": visit,
        "fail_reinspection": {**visit, **due},
        "submit_for_sign_off": {"conclusion": "founded", "words": "查实并已整改。"},
        "sign_off": {},
        "return_for_rework": {"reason": "请补充照片。"},
        "draft_reply": {},
        "propose_reply": {},
        "approve_reply": {},
        "send_back_reply": {"reason": "请写明整改时间。"},
        "reply": {"petition_id": petition, **by_way},
        "prove_delivery": {
            "petition_id": petition,
            "told_at": clock.now(),
            "proof_kind": "posted",
            "proof_words": "EMS 1234567890123",
        },
        "rate": {
            "petition_id": petition,
            "is_solved": True,
            "satisfaction": "yes",
            "rated_by": "operator",
        },
        "report_unsolved": {"petition_id": petition, "words": "晚上还在响。", "rated_by": "link"},
        "rehandle": {"reason": "请夜间再查。"},
        "propose_refusal": {"petition_id": petition, "reason": "已停工,再查无异常。"},
        "refuse_rehandling": {"petition_id": petition, "reason": "理由属实,不再重办。"},
        "ask_review": {
            "petition_id": petition,
            "review_stage": "review",
            "given_at": clock.now(),
        },
        "record_review": {
            "petition_id": petition,
            "outcome": "upheld",
            "document": "渝环复查〔2026〕1号",
            "given_at": clock.now(),
        },
        "refuse_review": {"petition_id": petition, "reason": "逾期且无正当理由。"},
        "record_no_way_back": {"petition_id": petition, "reason": "匿名,未留联系方式。"},
        "call_back": {
            "petition_id": petition,
            "was_reached": True,
            "was_contacted": True,
            "is_solved": True,
            "satisfaction": "yes",
        },
        "find_unreasonable": {"petition_id": petition, "reason": "要求与事实无关,经核实不合理。"},
        "reopen": {"reason": "回访反映问题反复。"},
        "merge": {"reason": "同一工地的投诉。"},
        "join": {},
        "issue_notice": {
            "notice_ground": "overdue",
            "words": "请于期限内办结并书面说明超期原因。",
            "answer_by": clock.today() + timedelta(days=3),
        },
        "answer_notice": {"words": "因企业停产无法复查，已约定复查时间。"},
        "accept_answer": {},
        "return_answer": {
            "reason": "未说明整改安排。",
            "answer_by": clock.today() + timedelta(days=3),
        },
        "chase": {"petition_id": petition, "words": "问何时处理。"},
        "raise_group": {"words": "多名住户反映。"},
        "record_recheck": {
            "petition_id": petition,
            "document": "忠环复核〔2026〕1号",
            "given_at": clock.now(),
        },
        "acknowledge": notice,
        "split": {"reason": "并案有误。"},
        "close_answered": {},
        "withdraw": {"reason": "诉求人要求撤回。", **notice},
        "extend": {"extend_days": 10, "reason": "监测尚未完成。"},
        "ask_extension": {
            "extension_reason": "monitoring",
            "reason": "监测尚未完成。",
            "legal_basis": "信访工作条例第三十四条",
            "asked_until": _later_day(case),
        },
        "grant_extension": notice,
        "refuse_extension": {"reason": "可以按期办结。"},
        "suspend": {
            "suspension_kind": "monitoring",
            "reason": "等待监测。",
            "document": "忠环中止〔2026〕1号",
        },
        "record_objection": {
            "reason": "属城市管理局职责。",
            "objection_evidence": "县政府职责清单第12项",
            "proposed_unit": "县城市管理局",
        },
        "objection_agreed": {
            "transfer_to": "县城市管理局",
            "transfer_basis": "信访工作条例第二十三条",
            **notice,
        },
        "objection_refused": {"reason": "仍由你局办理。"},
        "record_enforcement_fact": {
            "fact_kind": "case_filed",
            "happened_at": clock.now(),
            "fact_number": "忠环立〔2026〕1号",
            "fact_party": "某建筑公司",
        },
        "void_enforcement_fact": {"fact_id": _newest_fact(case), "reason": "文号有误。"},
        "resume": {"reason": "监测完成。"},
        "remind": {"words": "请尽快办理。"},
        "mark_urgent": {"reason": "可能污染饮用水源。"},
        "note": {"words": "一条备注。"},
        "add_evidence": {"caption": "现场照片", "stage": "inspection"},
        "issue_document": {"document": "现场检查（勘察）笔录 忠环勘〔2026〕1号"},
        "void_document": {
            "document": "现场检查（勘察）笔录 忠环勘〔2026〕1号",
            "reason": "当事人名称有误。",
        },
        "undo": {},
        "void_import": {"reason": "文件有误,撤销导入。"},
    }
    given = dict(inputs[name])
    if name == "link_source":
        given["source_id"] = a_source().id
    if name == "add_evidence":
        given["files"] = [(a_stored_file().id, "现场.png")]
    if name in {"merge", "join"}:
        given["target_number"] = case_in("accepted").number
    return given


ACTORS: dict[str, str] = {
    "answer_at_once": "olga",
    "import_reply": "olga",
    "accept": "dong",
    "decline": "dong",
    "transfer_out": "dong",
    "assign": "dong",
    "rule_competence": "dong",
    "reassign": "dong",
    "hand_over": "dong",
    "record_observation": "tian",
    "add_task": "dong",
    "receive_task": "zoe",
    "answer_task": "zoe",
    "return_task": "zoe",
    "withdraw_task": "dong",
    "hand_over_task": "dong",
    "mark_joint": "sunil",
    "end_joint": "sunil",
    "record_minutes": "sunil",
    "merge": "dong",
    "join": "olga",
    "chase": "olga",
    "raise_group": "dong",
    "record_recheck": "olga",
    "acknowledge": "dong",
    "split": "dong",
    "close_answered": "dong",
    "remind": "dong",
    "mark_urgent": "dong",
    "sign_off": "sunil",
    "issue_notice": "sunil",
    "accept_answer": "sunil",
    "return_answer": "sunil",
    "return_for_rework": "sunil",
    "approve_reply": "sunil",
    "send_back_reply": "sunil",
    "prove_delivery": "olga",
    "rate": "olga",
    "report_unsolved": "olga",
    "rehandle": "sunil",
    "propose_refusal": "farid",
    "refuse_rehandling": "sunil",
    "ask_review": "olga",
    "record_review": "olga",
    "refuse_review": "sunil",
    "find_unreasonable": "sunil",
    "reopen": "sunil",
    "extend": "sunil",
    "suspend": "sunil",
    "grant_extension": "sunil",
    "refuse_extension": "sunil",
    "record_objection": "dong",
    "objection_agreed": "dong",
    "objection_refused": "dong",
    "resume": "sunil",
    "call_back": "olga",
    "withdraw": "olga",
    "void_import": "dong",
}
"""Who does what; everything else is Farid's."""


DONE = "已责令夜间停工。"
"""What a drafter writes of the handling where nothing was ordered."""

ON_THE_WAY = ("draft_reply", "propose_reply", "approve_reply")
"""What brings a reply to be given: done by `do` before a reply that nobody approved yet."""


def approve_reply(case: Case, words: str | None = None) -> None:
    """Bring the reply of a case to its approval; `words`: put into what was done."""
    draft = live_draft(case.id)
    steps = {None: 0, "drafting": 1, "proposed": 2, "approved": 3}
    for name in ON_THE_WAY[steps[draft.state if draft else None] :]:
        do(case, name)
        if name == "draft_reply" and words is not None:
            with unit_of_work():
                word_reply(case, done=words)


def word_reply(case: Case, **words: str) -> None:
    """Write into the draft, as its drafter does: `words`, and what no record told of."""
    draft = live_draft(case.id)
    assert draft is not None
    told = {code: one for code, one in draft.sections.items() if one}
    draft.sections = {**draft.sections, "found": "已到现场核实。", "done": DONE, **told, **words}


def do(case: Case, name: str, actor: str | None = None, **given: Any) -> Case:
    """Perform one transition as whoever does it, with input that fits; returns the case."""
    cast = present_cast()
    if name == "reply":
        approve_reply(case, given.pop("reply_words", None))
    inputs = {**given_for(name, case, cast), **given}
    person = getattr(cast, actor or ACTORS.get(name, "farid"))
    with unit_of_work():
        perform(case, name, person, version=case.version, **inputs)
        if name == "draft_reply":
            word_reply(case)
    return case


_INVESTIGATED = ("accept", "assign", "receipt", "start_investigation")
_ORDERED = (*_INVESTIGATED, "link_source", "record_inspection", "order_rectification")
_CHECKED = (*_ORDERED, "report_rectified", "pass_reinspection")
_SUBMITTED = (*_INVESTIGATED, "record_inspection", "submit_for_sign_off")
WAYS: dict[str, tuple[str, ...]] = {
    "registered": (),
    "accepted": ("accept",),
    "declined": ("decline",),
    "transferred_out": ("transfer_out",),
    "assigned": ("accept", "assign"),
    "receipted": ("accept", "assign", "receipt"),
    "investigating": _INVESTIGATED,
    "rectifying": _ORDERED,
    "reinspecting": (*_ORDERED, "report_rectified"),
    "rectified": _CHECKED,
    "awaiting_sign_off": _SUBMITTED,
    "reply_owed": (*_SUBMITTED, "sign_off"),
    "closed": (*_SUBMITTED, "sign_off", *ON_THE_WAY, "reply"),
    "merged": ("accept", "merge"),
    "withdrawn": ("withdraw",),
    "void": ("void_import",),
}
"""The shortest way to each state."""


def case_in(state: str, **petition: Any) -> Case:
    """Return a new case in `state`, brought there from registration by real transitions."""
    opened = open_imported_case(**petition) if state == "void" else open_case(**petition)
    case = opened.case
    for name in WAYS[state]:
        do(case, name)
    assert case.state == state
    return case


def case_petition(state: str) -> Petition:
    """Return the petition of a new case in `state`."""
    case = case_in(state)
    return db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()


def answered_together() -> tuple[Case, int, int]:
    """Return a closed case that led another, and the ids of the two petitions it answered."""
    lead = case_in("accepted")
    do(case_in("accepted"), "merge", target_number=lead.number)
    for name in WAYS["reply_owed"][1:]:
        do(lead, name)
    first, second = db.session.scalars(
        select(Petition.id).where(petitions_of(lead.id)).order_by(Petition.id)
    )
    for petition_id in (first, second):
        do(lead, "reply", petition_id=petition_id)
    return lead, first, second


def reply_in(state: str, **petition: Any) -> Case:
    """Return a case that owes its reply, the reply being drafted, proposed or approved."""
    case = case_in("reply_owed", **petition)
    done = ("drafting", "proposed", "approved").index(state) + 1
    for name in ON_THE_WAY[:done]:
        do(case, name)
    return case


def unsolved_case(*steps: str, **petition: Any) -> Case:
    """Return a closed case whose complainant said at the call-back that it is not solved."""
    case = do(case_in("closed", **petition), "call_back", is_solved=False, satisfaction="no")
    for name in steps:
        do(case, name)
    return case


def review_asked(days_after: int = 3, stage: str = "review", **petition: Any) -> Case:
    """Return a petition matter of which a review was asked so many days after its letter."""
    with clock.pretend(clock.now() - timedelta(days=days_after)):
        fields = {**petition, "track": "petition", "reply_way": "letter"}
        case = case_in("reply_owed", **fields)
        do(case, "reply", reply_way="letter", proof_kind="handed", proof_words="本人签收")
    return do(case, "ask_review", review_stage=stage)
