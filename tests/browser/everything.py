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
from caseflow.core.documents import actions as documents
from caseflow.core.documents.items import ORDER, PHOTOGRAPHS, SCENE
from caseflow.core.evidence.models import Evidence
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.core.plans.models import PlannedInspection
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
from caseflow.public.publication.models import PublishedPage
from caseflow.supervision.bulk.actions.choosing import choose
from caseflow.supervision.bulk.actions.working import start, work_off
from caseflow.supervision.bulk.rules import ACTS as BULK_ACTS
from tests.cast import make_cast, present_cast, unit
from tests.documents import issued, visited_case
from tests.factories import ACTORS, WAYS, a_source, case_in, do, open_case
from tests.hooks import pushed, subscribe
from tests.import_files import line, replied, xlsx
from tests.import_runs import imported, placed
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
    "link_source": "investigating",
    "order_rectification": "inspected",
    "undo": "noted",
    "note": "investigating",
    "add_evidence": "investigating",
    "submit_for_sign_off": "inspected",
    "record_no_way_back": "anonymous",
    "call_back": "closed",
    "record_recheck": "petition_closed",
    "acknowledge": "merged_early",
}
"""Transition → the case made for it, where any case in the right state will not do."""


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
    made.cases["inspected"] = _inspected().id
    made.cases["fresh"] = case_in("closed").id
    made.cases["petition_closed"] = case_in("closed", track="petition").id
    made.cases["anonymous"] = _anonymous().id
    made.cases["noted"] = do(case_in("assigned"), "receipt").id
    early = open_case().case
    made.cases["merged_early"] = do(early, "merge").id
    made.ids["source"] = a_source().id
    made.ids["petition"] = db.session.scalars(select(Petition.id).limit(1)).one()
    made.ids["farid"] = present_cast().farid.id
    made.ids["unit"] = unit("squad-1").id
    made.ids["api_client"] = _an_api_client()
    _add_evidence(made)
    _add_documents(made)
    _add_imports(made)
    _add_public_pages()
    _add_web_hook(made)
    _add_field_record(made)
    _add_draw(made)
    _add_lists(made)
    return made


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


def _add_public_pages() -> None:
    """Put one page and one tombstone before the public, as the worker would."""
    day = clock.today()
    shown = {"kind": "case", "township": "忠州街道", "category": "噪声", "published_on": day}
    with unit_of_work():
        db.session.add(PublishedPage(slug="shown", title="工地夜间施工", body="已整改。", **shown))
        gone = {"withdrawn_on": day, "withdraw_reason": "内容有误。"}
        db.session.add(PublishedPage(slug="gone", title="", body="", **{**shown, **gone}))


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
