"""The course of each invented case: which acts, by whom, with what input, and how long after."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.petitions.complainants import look_at
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.queries.letters import live_draft
from caseflow.core.replies.rules import OPINION
from caseflow.demo.people import squad_of, unit_id_of
from caseflow.demo.words import Matter
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.people.accounts.models import User

FOUND = ("accept", "assign", "receipt", "record_contact", "start_investigation", "link_source",
         "record_inspection", "add_evidence")  # fmt: skip
PUT_RIGHT = ("order_rectification", "report_rectified", "pass_reinspection")
REPLYING = ("draft_reply", "propose_reply", "approve_reply", "reply")
ENDING = ("submit_for_sign_off", "sign_off", *REPLYING, "call_back")
COURSES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (46, (*FOUND, *PUT_RIGHT, *ENDING)),
    (18, (*FOUND, *ENDING)),
    (8, ("accept", "assign", "return_to_dispatcher", "rule_competence", *FOUND[2:], *ENDING)),
    (6, ("transfer_out",)),
    (5, ("decline",)),
    (4, ("accept", "assign", "receipt", "withdraw")),
    (5, (*FOUND, "order_rectification", "report_rectified", "fail_reinspection",
         "report_rectified", "pass_reinspection", *ENDING)),
    (4, (*FOUND, "submit_for_sign_off", "return_for_rework", *ENDING)),
    (4, (*FOUND, *ENDING[:6], "reopen", "assign")),
)  # fmt: skip
"""Weight, and the acts after registration in their order."""

INSPECTION = (
    ("assign", *FOUND[2:3], *FOUND[4:5], *FOUND[6:], *PUT_RIGHT, *ENDING[:2]),
    ("assign", *FOUND[2:3], *FOUND[4:5], *FOUND[6:], *ENDING[:2]),
)
"""Courses of the bureau's own inspections: nobody is to be contacted or answered."""

SUGGESTION = ("accept", "assign", "receipt", "record_contact", "start_investigation", *ENDING)

DAYS: dict[str, tuple[float, float]] = {
    "accept": (0.05, 2), "assign": (0.05, 1), "receipt": (0.05, 2), "record_contact": (0.1, 1),
    "record_inspection": (0.5, 4), "report_rectified": (3, 16), "pass_reinspection": (0.5, 6),
    "fail_reinspection": (0.5, 5), "submit_for_sign_off": (0.5, 4), "sign_off": (0.2, 3),
    "reply": (0.1, 2), "call_back": (1, 6), "reopen": (4, 12),
}  # fmt: skip
"""Act → least and most days since the act before; others follow within hours."""


OPENS_AT, CLOSES_AT = 8, 18
"""Local hours on working days between which the office acts."""


@dataclass
class Life:
    """One case and what is needed to carry it on. `petition_id` None: an own inspection."""

    case_id: int
    petition_id: int | None
    matter: Matter
    source_id: int
    squad: str
    people: dict[str, User]
    dice: random.Random
    answer: str = ""
    """The words of the reply, where the matter's own do not fit."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a life and its time."""

    life: Life
    name: str
    at: datetime


def course_of(dice: random.Random) -> tuple[str, ...]:
    """Return the acts of one case, by the weights of the table."""
    weights = [weight for weight, _acts in COURSES]
    return dice.choices([acts for _weight, acts in COURSES], weights)[0]


def times_of(acts: tuple[str, ...], start: datetime, dice: random.Random) -> Iterator[datetime]:
    """Yield when each act was done: after the one before, in the office's hours."""
    at = start
    for act in acts:
        least, most = DAYS.get(act, (0.02, 0.3))
        at = at_work(at + timedelta(days=dice.uniform(least, most)), dice)
        yield at


def at_work(at: datetime, dice: random.Random) -> datetime:
    """Return `at`, or else a moment soon after the office opens again."""
    local = clock.local(at)
    calendar = shipped_calendar()
    if calendar.is_workday(local.date()) and OPENS_AT <= local.hour < CLOSES_AT:
        return at
    day = local.date() + timedelta(days=local.hour >= CLOSES_AT)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return clock.start_of_day(day) + timedelta(hours=OPENS_AT, minutes=dice.randrange(20, 100))


def act_on(act: Act) -> None:
    """Perform one act of a case at its time, as whoever does it. Never commits."""
    life, name = act.life, act.name
    with clock.pretend(act.at):
        case = db.session.get_one(Case, life.case_id)
        actor = _actor(name, life)
        given = _given(name, life, act.at)
        if name == "add_evidence":
            given["files"] = [(_picture(life), "现场照片.jpg")]
        if name == "record_contact":
            _look(life, actor)
        perform(case, name, actor, version=case.version, **given)
        if name == "draft_reply":
            _word(life)


def _word(life: Life) -> None:
    """Write what was done into the draft of the reply, and what no record told, as drafters do."""
    draft = live_draft(life.case_id)
    assert draft is not None
    written = {
        "found": draft.sections["found"] or "您提出的事项已逐项了解核实。",
        "done": life.answer or life.matter.reply,
    }
    draft.sections = {**draft.sections, **written}


def _look(life: Life, actor: User) -> None:
    """Open the complainant's data, as somebody must who calls back."""
    petition = db.session.get_one(Petition, life.petition_id)
    if petition.complainant_id is not None:
        look_at(
            petition.complainant_id,
            user_id=actor.id,
            reason="联系诉求人，核实时间和地点",
            petition_id=petition.id,
        )


def _actor(name: str, life: Life) -> User:
    roles = {
        "accept": "dispatcher", "assign": "dispatcher", "rule_competence": "dispatcher",
        "decline": "dispatcher", "transfer_out": "dispatcher", "reply": "operator",
        "approve_reply": "supervisor", "call_back": "operator", "withdraw": "operator",
        "sign_off": "supervisor",
        "return_for_rework": "supervisor", "reopen": "supervisor",
    }  # fmt: skip
    if name in roles:
        return life.people[roles[name]]
    return squad_of(life.people, life.squad)[0]


def _given(name: str, life: Life, at: datetime) -> dict[str, Any]:
    matter, members = life.matter, squad_of(life.people, life.squad)
    handing = {"unit_id": unit_id_of(members[0]), "assignee_id": members[0].id}
    visit = {
        "visited_at": at - timedelta(minutes=45),
        "officer_id": members[0].id,
        "second_officer_id": members[1].id,
        "findings": matter.findings,
    }
    due = {"due_on": clock.local_date(at) + timedelta(days=life.dice.choice((7, 10, 15)))}
    told = {"notice_words": "已通过电话告知诉求人。", "reply_way": "phone"}
    table: dict[str, dict[str, Any]] = {
        "assign": handing,
        "rule_competence": {**handing, "reason": "经核定属本局职责，由支队办理。"},
        "return_to_dispatcher": {"return_reason": "not-competent", "reason": "属住建职责。"},
        "decline": {"decline_reason": "not-ours", **told},
        "transfer_out": {"transfer_to": "县城市管理局", "transfer_basis": "信访工作条例第二十三条",
                         **told},
        "withdraw": {"reason": "诉求人表示问题已解决。", **told},
        "record_contact": {"words": "已电话联系诉求人，了解具体时段和地点。"},
        "link_source": {"source_id": life.source_id},
        "record_inspection": {**visit, "is_violation": True},
        "add_evidence": {"caption": "现场照片", "stage": "inspection"},
        "order_rectification": {
            "order_person": "现场负责人", "order_duty": "落实整改", "order_goal": matter.goal,
            "order_task": matter.task, "order_standard": matter.standard, **due,
        },
        "report_rectified": {"words": "责任单位报告已按要求整改。"},
        "pass_reinspection": {**visit, "findings": "复查时已按要求整改到位。"},
        "fail_reinspection": {**visit, "findings": "复查时整改不到位，继续整改。", **due},
        "submit_for_sign_off": {"conclusion": "founded", "words": "查实，已处理，提请销号。"},
        "return_for_rework": {"reason": "请补充整改前后对比照片。"},
        "reopen": {"reason": "回访反映问题反复。"},
        "reply": {"petition_id": life.petition_id, **(_way_of(life) if name == "reply" else {})},
        "call_back": {"petition_id": life.petition_id, "was_reached": True, "was_contacted": True,
                      "is_solved": life.dice.random() < 0.9,
                      "satisfaction": life.dice.choices(("yes", "mostly", "no"), (75, 12, 13))[0]},
    }  # fmt: skip
    return dict(table.get(name, {}))


def _way_of(life: Life) -> dict[str, Any]:
    """Return how the reply is given: an opinion on a petition by post, everything else told."""
    draft = live_draft(life.case_id)
    if draft is None or draft.form != OPINION:
        return {"reply_way": "phone"}
    return {"reply_way": "letter", "proof_kind": "posted",
            "proof_words": f"EMS 11{life.case_id:08}09"}  # fmt: skip


def _picture(life: Life) -> int:
    """Draw a scene for the case, keep it, and return the id of its file."""
    dice = random.Random(life.case_id)
    image = Image.new("RGB", (960, 720), (150 + dice.randrange(60), 180, 205))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 480, 960, 720), fill=(118, 108, 92))
    for left in range(40, 900, 150):
        top = dice.randrange(160, 380)
        pen.rectangle((left, top, left + 110, 480), fill=(90 + dice.randrange(80), 95, 105))
        for window in range(top + 15, 460, 40):
            pen.rectangle((left + 15, window, left + 45, window + 20), fill=(225, 215, 150))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=70)
    target.seek(0)
    return store_stream(target, 10_000_000).id
