"""An installation in which every page has something to show, and the address of each page."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from caseflow.api.clients.actions import (
    ClientCommand,
    create_client,
    create_token,
    revoke_token,
)
from caseflow.api.clients.rules import ApiScope
from caseflow.core.cases.actions import perform
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import QuietPlace, SpecialPeriod
from caseflow.core.deadlines.special import saved
from caseflow.core.documents import actions as documents
from caseflow.core.documents.items import ORDER, PHOTOGRAPHS, SCENE
from caseflow.core.evidence.models import Evidence
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.core.plans.models import PlannedInspection
from caseflow.core.together.models import CoordinationMinutes
from caseflow.core.worklists.actions import save_view
from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.actions.following import work_off_tasks
from caseflow.desk.imports.actions.taking import Target
from caseflow.desk.imports.actions.working import work_off_runs
from caseflow.desk.imports.saved.actions import remember
from caseflow.desk.imports.undo.actions import ask_to_undo
from caseflow.field.inspections.draw.actions import DrawCommand, make_draw
from caseflow.field.inspections.plans.actions import PlanCommand, create_plan
from caseflow.field.sync.actions.devices import register as register_device
from caseflow.field.sync.actions.submitting import take as take_submission
from caseflow.field.sync.models import FieldSubmission
from caseflow.field.sync.shape import read as read_submission
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.delivery import deliver_due
from caseflow.ground.webhooks.models import HookEvent
from caseflow.public.publication.actions import demand_withdrawal, note_notice
from caseflow.public.publication.actions.pictures import choose_picture
from caseflow.public.published.addresses import week_of
from caseflow.public.published.models import PublishedPage
from caseflow.supervision.bulk.actions.choosing import choose
from caseflow.supervision.bulk.actions.working import start, work_off
from caseflow.supervision.bulk.rules import ACTS as BULK_ACTS
from caseflow.supervision.exports.actions.asking import ExportCommand, ask_for
from caseflow.supervision.exports.actions.working import work_off_exports
from caseflow.supervision.hotspots.models import HotSpot
from caseflow.supervision.reports.actions.freezing import freeze
from caseflow.supervision.reports.actions.refreshing import refresh_figures
from caseflow.supervision.reports.periods import month_before
from tests.cast import make_cast, present_cast, unit
from tests.documents import issued, visited_case
from tests.factories import (
    ACTORS,
    WAYS,
    a_source,
    case_in,
    do,
    open_case,
    reply_in,
    review_asked,
    unsolved_case,
)
from tests.hooks import pushed, subscribe
from tests.import_files import line, replied, xlsx
from tests.import_runs import imported, placed
from tests.publications import begun, night_finding, published
from tests.published import TABLE
from tests.rewards import S, reward_in
from tests.servers import free_port
from tests.tablet import DEVICE, announced, record_of, submission

COLUMNS = {
    "reference": "留言编号",
    "subject": "留言主题",
    "submitted_at": "留言时间",
    "body": "留言详情",
    "reply": "答复意见",
    "replied_at": "答复时间",
}


@dataclass
class Everything:
    """Ids of what was made, by name."""

    cases: dict[str, int] = field(default_factory=dict)
    evidence_id: int = 0
    ids: dict[str, Any] = field(default_factory=dict)

    def steps(self) -> list[tuple[str, str, int]]:
        """Return (transition, who does it, a case that allows it) for every row with a form."""
        return [
            (name, ACTORS.get(name, "farid"), self._case_for(name))
            for name, row in TRANSITIONS.items()
            if row.has_button
        ]

    def _case_for(self, name: str) -> int:
        states = {str(state) for state in TRANSITIONS[name].froms}
        preferred = ARRANGED.get(name)
        if preferred:
            return self.cases[preferred]
        return self.cases[next(state for state in WAYS if state in states)]


def make_rewards(made: Everything) -> None:
    """A reward in each state of which the pages differ."""
    for state in (S.PROPOSED, S.ASSESSED, S.APPROVED, S.NOTIFIED, S.CLAIMED, S.PAID):
        made.ids[f"reward_{state}"] = reward_in(state).id


def picture() -> bytes:
    """Return a small drawn picture."""
    image = Image.new("RGB", (640, 480), "#9fb8c8")
    ImageDraw.Draw(image).rectangle((120, 160, 520, 470), fill="#8a6d4b")
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


ARRANGED = {
    "answer_at_once": "consultation",
    "rule_competence": "returned",
    "resume": "suspended",
    "extend": "accepted",
    "suspend": "accepted",
    "ask_extension": "accepted_by_us",
    "grant_extension": "asked",
    "refuse_extension": "asked",
    "record_objection": "sent",
    "objection_agreed": "objected",
    "objection_refused": "objected",
    "record_enforcement_fact": "investigating",
    "void_enforcement_fact": "with_fact",
    "link_source": "investigating",
    "order_rectification": "inspected",
    "undo": "noted",
    "note": "investigating",
    "add_evidence": "investigating",
    "submit_for_sign_off": "inspected",
    "record_no_way_back": "anonymous",
    "call_back": "closed",
    "record_recheck": "petition_closed",
    "draft_reply": "reply_owed",
    "propose_reply": "reply_drafting",
    "approve_reply": "reply_proposed",
    "send_back_reply": "reply_proposed",
    "reply": "reply_approved",
    "prove_delivery": "closed",
    "rehandle": "unsolved",
    "propose_refusal": "unsolved",
    "refuse_rehandling": "refusal_proposed",
    "ask_review": "petition_closed",
    "record_review": "review_asked",
    "refuse_review": "review_late",
    "acknowledge": "merged_early",
    "record_observation": "township",
    "receive_task": "tasked",
    "answer_task": "tasked",
    "return_task": "tasked",
    "withdraw_task": "tasked",
    "answer_notice": "noticed",
    "accept_answer": "answered",
    "return_answer": "answered",
    "end_joint": "joint",
    "record_minutes": "joint",
}
"""Transition → the case made for it, where any case in the right state will not do."""


def _add_notices(made: Everything) -> None:
    """Add a supervision notice that waits for its answer, and one that was answered."""
    made.cases["noticed"] = do(case_in("investigating"), "issue_notice").id
    case = do(do(case_in("investigating"), "issue_notice"), "answer_notice")
    wanted = select(SupervisionNotice.id).where(SupervisionNotice.case_id == case.id)
    made.cases["answered"] = case.id
    made.ids["notice"] = db.session.scalars(wanted).one()


def _an_api_client() -> int:
    """Add a client with one good token and one that was revoked; return its id."""
    adam = present_cast().adam
    with unit_of_work():
        command = ClientCommand(
            "市12345平台", "city-12345", "12345", "operator", unit("hotline").id
        )
        client = create_client(command, adam)
        last = clock.today() + timedelta(days=90)
        create_token(client, {ApiScope.PETITIONS_WRITE, ApiScope.PETITIONS_READ}, last, adam)
        old, _clear = create_token(client, {ApiScope.SERVICES_READ}, last, adam)
        revoke_token(old, adam)
        return client.id


def make() -> Everything:
    """Fill a database that has its reference rows. Call in an application context."""
    made = Everything()
    with unit_of_work():
        make_cast()
    for state in WAYS:
        made.cases[state] = case_in(state).id
    made.cases["consultation"] = open_case(track="consultation", category_codes=()).case.id
    made.cases["returned"] = do(case_in("assigned"), "return_to_dispatcher").id
    made.cases["suspended"] = do(case_in("accepted"), "suspend").id
    made.cases["accepted_by_us"] = case_in("investigating").id
    made.cases["asked"] = do(case_in("investigating"), "ask_extension").id
    made.cases["sent"] = open_case(channel_code="superior").case.id
    sent = open_case(channel_code="superior").case
    made.cases["objected"] = do(sent, "record_objection").id
    made.cases["with_fact"] = do(case_in("investigating"), "record_enforcement_fact").id
    made.cases["inspected"] = _inspected().id
    made.cases["fresh"] = case_in("closed").id
    made.cases["petition_closed"] = case_in("closed", track="petition").id
    made.cases["anonymous"] = _anonymous().id
    made.cases["noted"] = do(case_in("assigned"), "receipt").id
    early = open_case().case
    made.cases["merged_early"] = do(early, "merge").id
    for state in ("drafting", "proposed", "approved"):
        made.cases[f"reply_{state}"] = reply_in(state).id
    made.cases["unsolved"] = unsolved_case().id
    made.cases["refusal_proposed"] = unsolved_case("propose_refusal").id
    made.cases["review_asked"] = review_asked().id
    made.cases["review_late"] = review_asked(days_after=40).id
    _add_together(made)
    _add_notices(made)
    made.ids["source"] = a_source().id
    made.ids["petition"] = db.session.scalars(select(Petition.id).limit(1)).one()
    made.ids["farid"] = present_cast().farid.id
    made.ids["unit"] = unit("squad-1").id
    made.ids["api_client"] = _an_api_client()
    _add_evidence(made)
    _add_documents(made)
    _add_imports(made)
    _add_public_pages(made)
    _add_publications(made)
    _add_web_hook(made)
    _add_field_record(made)
    _add_draw(made)
    _add_special_period(made)
    _add_outputs(made)
    _add_figures(made)
    _add_lists(made)
    make_rewards(made)
    return made


def _add_together(made: Everything) -> None:
    """A case with a task, one under joint handling with minutes, and one that a township has."""
    cast = present_cast()
    made.cases["tasked"] = do(case_in("investigating"), "add_task").id
    joint = do(case_in("investigating"), "mark_joint")
    by_day = clock.today() + timedelta(days=5)
    point = {"unit_id": unit("police").id, "words": "夜间联合巡查", "due_on": by_day}
    do(joint, "record_minutes", points=[{**point, "is_task": True}])
    made.cases["joint"] = joint.id
    made.ids["minutes"] = db.session.scalars(select(CoordinationMinutes.id)).one()
    handing = {"unit_id": cast.tian.unit_id, "assignee_id": cast.tian.id}
    case = do(case_in("accepted"), "assign", **handing, township_reason="属地巡查事项。")
    made.cases["township"] = do(do(case, "receipt", "tian"), "start_investigation", "tian").id


def _add_outputs(made: Everything) -> None:
    """Exports in several states, cases with a place, a hot spot."""
    sunil = present_cast().sunil
    for form in ("xlsx", "csv", "xlsx"):
        with unit_of_work():
            command = ExportCommand("state=all", form, "月度汇总", ())
            ask_for(command, sunil)
        if form == "xlsx":
            work_off_exports()
    with unit_of_work():
        for number, case in enumerate(db.session.scalars(select(Case).limit(12))):
            case.longitude, case.latitude = 108.036 + number % 5 / 100, 30.302 + number // 5 / 100
        made.ids["hot_spot"] = _a_hot_spot(list(made.cases.values())[:9])


def _a_hot_spot(case_ids: list[int]) -> int:
    spot = HotSpot(
        place_key="street:500233001:果园路",
        kind="street",
        township_code="500233001",
        name="果园路",
        from_on=clock.today() - timedelta(days=14),
        to_on=clock.today() - timedelta(days=1),
        observed=12,
        expected=2.1,
        chance=0.000_03,
        chance_anywhere=0.000_8,
        place_count=280,
        fortnights=[2, 1, 3, 2, 0, 2, 4, 1, 2, 3, 2, 2, 1, 12],
        case_ids=case_ids,
        opened_at=clock.now(),
        checked_at=clock.now(),
    )
    db.session.add(spot)
    db.session.flush()
    return spot.id


def _add_figures(made: Everything) -> None:
    """Count what there is, and freeze the month before."""
    refresh_figures()
    with unit_of_work():
        month = month_before(clock.today())
        made.ids["frozen"] = freeze(month, None, "上月报告", present_cast().sunil.id).id


def _add_lists(made: Everything) -> None:
    """Add a view that is pinned, and decisions on many cases: one looked over, one done."""
    sunil, ids = present_cast().sunil, (made.cases["noted"], made.cases["closed"])
    picked: dict[int, int | None] = dict.fromkeys(ids)
    with unit_of_work():
        view = save_view(sunil, "忠州街道", "township=500233001", is_pinned=True)
        draft = choose(BULK_ACTS["raise"], sunil, picked, "state=all")
        done = choose(BULK_ACTS["remind"], sunil, picked, "state=all")
    with unit_of_work():
        start(done, {"words": "请尽快办理。"})
    work_off(done.id)
    made.ids.update(saved_view=view.id, bulk_draft=draft.id, bulk_done=done.id)


def _add_field_record(made: Everything) -> None:
    """Add a tablet, and a record of a visit to a case that has closed since."""
    farid = present_cast().farid
    photo = announced(picture())
    body = submission(made.cases["closed"], record_of(), evidence=[photo])
    with unit_of_work():
        register_device(DEVICE, "执法平板1号", farid)
        take_submission(read_submission(body), farid)
        wanted = select(FieldSubmission.id).where(FieldSubmission.client_id == body["client_id"])
        made.ids["field_record"] = db.session.scalars(wanted).one()


def _add_special_period(made: Everything) -> None:
    """An examination period and a school."""
    sunil, today = present_cast().sunil, clock.today()
    days = {"first_on": today, "last_on": today + timedelta(days=3)}
    words = {
        "kind": "gaokao",
        "hours": "22:00–06:00",
        "basis": "渝环〔2026〕9号",
        "is_active": True,
    }
    place = {"address_words": "果园路", "longitude": 108.04, "latitude": 30.3, "radius_m": 500}
    period, school = SpecialPeriod(), QuietPlace()
    with unit_of_work():
        saved(period, {"name": "2027年高考", **days, **words}, sunil.id)
        saved(school, {"name": "忠县中学", "is_active": True, **place}, sunil.id)
    made.ids["period"], made.ids["school"] = period.id, school.id


def _add_draw(made: Everything) -> None:
    """A plan with a visit that was drawn."""
    year, sunil = clock.today().year, present_cast().sunil
    with unit_of_work():
        command = PlanCommand("2026年噪声双随机", "random", year, "noise", {"general": 2}, "噪声")
        made.ids["plan"] = create_plan(command, sunil).id
        wanted = DrawCommand(
            name="第一次抽取",
            seed="双色球 2026139: 03 07 12",
            seed_words="福彩网，第2026139期",
            seed_published_at=clock.now(),
            object_count=1,
            due_on=clock.today() + timedelta(days=20),
        )
        made.ids["draw"] = make_draw(made.ids["plan"], wanted, sunil).id
    made.ids["planned"] = db.session.scalars(select(PlannedInspection.id)).first() or 0


def _inspected() -> Case:
    return do(do(case_in("investigating"), "link_source"), "record_inspection")


def _anonymous() -> Case:
    """A case whose one petition has no way back, ready to be recorded so."""
    case = open_case(person=Person(), is_anonymous=True, reply_way="none").case
    for name in WAYS["reply_owed"]:
        do(case, name)
    return case


def _add_documents(made: Everything) -> None:
    """A case with a draft, an issued and a void document."""
    case = visited_case("rectifying")
    made.ids["visited"] = case.id
    void = issued(case, SCENE)
    with unit_of_work():
        documents.void(void, case, present_cast().farid, "当事人名称有误。", seen=void.version)
    with unit_of_work():
        draft = documents.draft(case, PHOTOGRAPHS, present_cast().farid)
    for name, one in (("void", void), ("issued", issued(case, ORDER)), ("draft", draft)):
        made.ids[f"document_{name}"] = f"{case.id}/documents/{one.id}"


def _add_public_pages(made: Everything) -> None:
    """Put pages of this week and of one before, and a tombstone, before the public."""
    day = clock.today()
    made.ids["public_month"] = f"{day:%Y/%m}"
    made.ids["public_week"] = week_of(day - timedelta(days=14))
    shown: dict[str, Any] = {
        "kind": "summary",
        "township": "忠州街道",
        "category": "噪声",
        "published_on": day,
    }
    shown["changed_at"] = clock.now()
    with unit_of_work():
        db.session.add(PublishedPage(slug="shown", title="工地夜间施工", body="已整改。", **shown))
        gone = {"withdrawn_on": day, "withdraw_reason": "内容有误。"}
        db.session.add(PublishedPage(slug="gone", title="", body="", **{**shown, **gone}))
        before = {**shown, "published_on": day - timedelta(days=14), "tables": [TABLE]}
        db.session.add(PublishedPage(slug="before", title="整改清单", body="如下。", **before))


def _add_publications(made: Everything) -> None:
    """An exposure list whose site was told, a picture being covered, a page to be withdrawn."""
    for days, number in ((40, "1"), (30, "2")):
        night_finding(days, f"忠环罚〔2026〕{number}号")
    listed, source = begun("night_exposure", source_ids=(a_source().id,)), a_source()
    made.ids["exposure"], made.ids["named"] = listed.id, source.id
    with unit_of_work():
        note_notice(listed, source.id, present_cast().pia, version=listed.version,
                    noticed_on=clock.today(), way="书面告知",
                    answer_by=clock.today() + timedelta(days=7))  # fmt: skip
    case = case_in("closed")
    picture_id = _photographed(case)
    row = begun("typical_case", case_ids=(case.id,))
    made.ids["pictured"] = row.id
    with unit_of_work():
        made.ids["picture"] = choose_picture(
            row, present_cast().pia, version=row.version, evidence_id=picture_id, caption="整改后"
        ).id
    out = published(begun("summary", case_ids=(case_in("closed").id,)))
    made.ids["out"] = out.id
    with unit_of_work():
        made.ids["demand"] = demand_withdrawal(
            out, present_cast().pia, version=out.version, ground="有异议。", known_at=clock.now()
        ).id


def _photographed(case: Case) -> int:
    """Keep a picture in the evidence of a case."""
    with unit_of_work():
        kept = store_stream(io.BytesIO(picture()), 10_000_000)
        file = Evidence(
            case_id=case.id, file_id=kept.id, file_name="整改后.jpg", caption="整改后现场",
            stage="after", taken_at=clock.now(), added_at=clock.now(),
        )  # fmt: skip
        db.session.add(file)
        db.session.flush()
    return file.id


def _add_web_hook(made: Everything) -> None:
    """A web hook whose receiver is down: events of every state but the delivered one."""
    hook, _secret = subscribe(f"http://127.0.0.1:{free_port()}/hooks")
    case_in("assigned", **pushed("W-1"))
    do(case_in("registered", **pushed("W-2")), "decline")
    deliver_due()
    made.ids["hook"] = hook.id
    made.ids["hook_event"] = db.session.scalars(select(HookEvent.id).order_by(HookEvent.id)).first()


def _add_imports(made: Everything) -> None:
    """Keep one file as uploaded and work another off, with rows that are refused."""
    olga = present_cast().olga
    for name in ("run_uploaded", "run_done"):
        with unit_of_work():
            run = runs.keep_upload(xlsx([replied(1), line(2), line("@3")]), "三月.xlsx", olga)
            made.ids[name] = run.id
    with unit_of_work():
        run = runs.get_run(made.ids["run_done"])
        runs.describe_run(run, Target("board", "12345", "report"), COLUMNS)
        runs.start_run(run)
    work_off_runs()
    _add_what_follows(made)


def _add_what_follows(made: Everything) -> None:
    """Save a mapping, find likely duplicates in a file, and take an import back."""
    run = runs.get_run(made.ids["run_done"])
    with unit_of_work():
        made.ids["saved"] = remember(run, list(COLUMNS.values()), present_cast().olga).id
        runs.get_run(made.ids["run_uploaded"]).saved_id = made.ids["saved"]
    one = Target("board-2", "12345", "report")
    made.ids["run_likely"] = imported([placed(n) for n in (1, 2, 3)], target=one)
    made.ids["run_undone"] = imported([line(7), line(8)], target=one)
    with unit_of_work():
        ask_to_undo(runs.get_run(made.ids["run_undone"]), present_cast().dong, "文件发错了。")
    work_off_tasks()


def _add_evidence(made: Everything) -> None:
    case = db.session.get(Case, made.cases["investigating"])
    assert case is not None
    with unit_of_work():
        kept = store_stream(io.BytesIO(picture()), 10_000_000)
        perform(
            case,
            "add_evidence",
            present_cast().farid,
            version=case.version,
            files=[(kept.id, "现场.jpg")],
            caption="夜间打桩",
            stage="inspection",
        )
    made.evidence_id = db.session.scalars(select(Evidence.id)).one()
