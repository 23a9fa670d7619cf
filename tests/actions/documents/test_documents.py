"""Documents of a case: numbered, versioned by hash, kept as issued, refused with every reason."""

from __future__ import annotations

import io
import threading
from datetime import timedelta
from typing import Any

import docx
import pytest
from flask_babel import force_locale
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.documents import actions
from caseflow.core.documents.content import content_hash
from caseflow.core.documents.gathering import case_facts, ground_of
from caseflow.core.documents.items import FORMS, INQUIRY, ORDER, SCENE, SERVICE, items_of
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.documents.paper import HAND_LINE
from caseflow.core.documents.queries import document_page, printed_sheet
from caseflow.core.documents.sheet import ADDED, BLANK, READ, shown
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.visits.models import Visit
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import open_file
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Unit, User
from tests.cast import make_cast, present_cast, unit
from tests.documents import IDENTITY, drafted, issued, typed_for, visited_case

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YEAR = clock.today().year


@pytest.fixture(autouse=True)
def _cast(db_session: Any) -> Any:
    with unit_of_work():
        make_cast()
    with force_locale("en"):
        yield


def refused(document: Document, case: Case) -> list[str]:
    farid = present_cast().farid
    with pytest.raises(Refused) as refusal, unit_of_work():
        actions.issue(document, case, farid, seen=document.version)
    assert document.number is None
    return list(refusal.value.reasons)


def words_of(document: Document) -> str:
    """Return all text of the stored DOCX: body, tables, feet."""
    row = db.session.get_one(StoredFile, document.file_id)
    with open_file(row.sha256) as file:
        found = docx.Document(io.BytesIO(file.read()))
    parts = [p.text for p in found.paragraphs]
    parts += [c.text for t in found.tables for r in t.rows for c in r.cells]
    parts += [p.text for p in found.sections[0].footer.paragraphs]
    return "\n".join(parts)


def case_for(form: str) -> Case:
    case = visited_case("rectifying" if form in {ORDER, SERVICE} else "investigating")
    if form == SERVICE:
        issued(case, ORDER)
    return case


@pytest.mark.parametrize("form", FORMS)
def test_a_complete_document_is_issued_with_all_it_must_hold(form: str) -> None:
    case = case_for(form)
    document = issued(case, form)
    assert document.status == "issued"
    content = actions.version_of(document).content
    said = words_of(document)
    people = {str(present_cast().sunil.id): "苏领导"}
    for item in items_of(form):
        value = content["items"].get(item.code)
        if item.is_required and not item.when and item.kind not in {"officers", "signatures",
                                                                   "photographs", "evidence",
                                                                   "served"}:  # fmt: skip
            words = shown(item, value, people) or content["office"]
            if item.code == "verified":  # printed as a remark
                words = item.printed
            for line in words.splitlines():
                assert line in said, item.code
    for officer in content["officers"]:
        assert officer["name"] in said
        assert officer["certificate"] in said
    for row in content["evidence"]:
        assert row["proves"] in said
    for row in content["photographs"]:
        assert all(row[key] in said for key in ("object", "place", "taker", "proves"))
    for word in (
        FORMS[form].title,
        str(document.number),
        BLANK,
        actions.version_of(document).sha256[:16],
    ):
        assert word in said
    assert (READ in said) == FORMS[form].is_signed_on_each_page
    assert ("（盖章）" in said) == FORMS[form].is_sealed


@SQLITE
def test_the_pictures_of_signatures_stand_in_the_record() -> None:
    document = issued(visited_case(), SCENE)
    row = db.session.get_one(StoredFile, document.file_id)
    with open_file(row.sha256) as file:
        found = docx.Document(io.BytesIO(file.read()))
    assert len(found.inline_shapes) == 3
    assert IDENTITY in words_of(document)


@SQLITE
def test_what_the_desk_added_stands_below_the_signatures() -> None:
    scene = {"production": "打桩机一台", "permits": "", "treatment": "", "sampling": ""}
    said = words_of(issued(visited_case(scene=scene), SCENE))
    above, line, below = said.partition(ADDED)
    assert line
    assert "打桩机一台" in above
    assert "混凝土泵车2台" not in said, "nobody types over what was signed"
    assert "未设置隔声屏障。" in below
    assert "未设置隔声屏障。" not in above


@SQLITE
def test_a_refused_signature_stands_with_its_reason() -> None:
    signatures = [
        {
            "role": role,
            "name": name,
            "evidence": key,
            "is_refused": False,
            "reason": "",
            "witness": "",
        }
        for role, name, key in (("officer", "方立德", "a"), ("second_officer", "方晴", "b"))
    ]
    party = {"role": "party", "name": "王五", "evidence": None, "is_refused": True,
             "reason": "认为不应由其签字", "witness": "赵六"}  # fmt: skip
    said = words_of(issued(visited_case(signatures=[*signatures, party]), SCENE))
    assert "拒绝签名。理由：认为不应由其签字；见证人：赵六" in said
    bare = visited_case(signatures=[*signatures, {**party, "reason": ""}])
    assert any("Why the party refused" in one for one in refused(drafted(bare, SCENE), bare))


@pytest.mark.parametrize("form", FORMS)
@SQLITE
def test_a_bare_draft_is_refused_with_every_missing_item_by_name(form: str) -> None:
    case = case_for(form)
    with unit_of_work():
        document = actions.draft(case, form, present_cast().farid)
    reasons = refused(document, case)
    typed = typed_for(form, case)
    for item in items_of(form):
        is_bare = item.is_required and not item.when and item.is_typed
        if is_bare and item.code in typed and not _is_suggested(form, item.code):
            assert f"Missing: {item.label}." in reasons


def _is_suggested(form: str, code: str) -> bool:
    from caseflow.core.documents.facts import FIXED, SUGGESTED

    return (form, code) in FIXED or (form, code) in SUGGESTED


def test_numbers_run_by_form_and_year_and_an_order_keeps_its_own() -> None:
    case = visited_case("rectifying")
    order = db.session.scalars(select(RectificationOrder)).one()
    assert issued(case, SCENE).number == f"忠环勘〔{YEAR}〕1号"
    assert issued(case, SCENE).number == f"忠环勘〔{YEAR}〕2号"
    assert issued(case, INQUIRY).number == f"忠环询〔{YEAR}〕1号"
    assert issued(case, ORDER).number == order.number
    assert issued(case, SERVICE).number == f"忠环送〔{YEAR}〕1号"


def test_a_refused_issue_takes_no_number() -> None:
    case = visited_case()
    refused(drafted(case, SCENE, production=""), case)
    assert issued(case, SCENE).number == f"忠环勘〔{YEAR}〕1号"


def test_two_connections_issue_without_gap_or_double(app: Any) -> None:
    ids = []
    for _n in range(2):
        case = visited_case()
        ids.append((case.id, drafted(case, SCENE).id))
    db.session.remove()
    ready, failures = threading.Barrier(2), []

    def work(case_id: int, document_id: int) -> None:
        with app.app_context():
            try:
                ready.wait(20)
                with unit_of_work():
                    document = db.session.get_one(Document, document_id)
                    case = db.session.get_one(Case, case_id)
                    actions.issue(document, case, present_cast().farid, seen=document.version)
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=pair) for pair in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    numbers = set(db.session.scalars(select(Document.number)))
    assert numbers == {f"忠环勘〔{YEAR}〕1号", f"忠环勘〔{YEAR}〕2号"}


@SQLITE
def test_changed_words_make_a_new_version_and_both_are_kept() -> None:
    case = visited_case()
    document, farid = drafted(case, SCENE), present_cast().farid
    typed = typed_for(SCENE, case)
    with unit_of_work():
        assert not actions.revise(document, case, typed, farid, seen=2)
    with unit_of_work():
        changed = {**typed, "production": typed["production"] + "。"}
        assert actions.revise(document, case, changed, farid, seen=2)
    versions = list(db.session.scalars(select(DocumentVersion).order_by(DocumentVersion.version)))
    assert [one.version for one in versions] == [1, 2, 3]
    assert len({one.sha256 for one in versions}) == 3
    for one in versions:
        assert one.sha256 == content_hash(one.content)
    with pytest.raises(StaleCase), unit_of_work():
        actions.revise(document, case, typed, farid, seen=2)


def test_an_issued_document_is_never_changed() -> None:
    case = visited_case()
    document, farid = issued(case, SCENE), present_cast().farid
    with pytest.raises(StaleCase), unit_of_work():
        actions.revise(document, case, {}, farid, seen=document.version)
    with pytest.raises(StaleCase), unit_of_work():
        actions.issue(document, case, farid, seen=document.version)
    for statement in (
        "UPDATE documents SET number = 'x'",
        "UPDATE documents SET version = 9",
        "DELETE FROM documents",
        "UPDATE document_versions SET sha256 = 'x'",
        "DELETE FROM document_versions",
    ):
        with pytest.raises(DatabaseError), unit_of_work():
            db.session.execute(text(statement))


def test_a_void_document_stays_and_another_replaces_it() -> None:
    case = visited_case("rectifying")
    farid = present_cast().farid
    document = issued(case, ORDER)
    other = drafted(case, ORDER)
    assert any("already has an issued decision" in one for one in refused(other, case))
    with unit_of_work():
        actions.void(document, case, farid, "当事人名称有误。", seen=document.version)
    assert (document.status, document.void_reason) == ("void", "当事人名称有误。")
    with unit_of_work():
        new = actions.draft(case, ORDER, farid, document)
    with unit_of_work():
        actions.issue(new, case, farid, seen=new.version)
    assert (new.number, new.replaces_id) == (document.number, document.id)
    acts = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.act.like("%_document"))
    )
    told = [(one.act, one.changes["document_id"], one.words) for one in acts]
    assert told == [
        ("issue_document", document.id, ""),
        ("void_document", document.id, "当事人名称有误。"),
        ("issue_document", new.id, ""),
    ]


@SQLITE
def test_the_history_seals_the_hash_of_what_was_issued() -> None:
    case = visited_case()
    document = issued(case, SCENE)
    event = db.session.scalars(select(CaseEvent).where(CaseEvent.act == "issue_document")).one()
    assert event.changes["document_sha256"] == actions.version_of(document).sha256
    assert event.changes["document"] == f"现场检查（勘察）笔录 {document.number}"


@SQLITE
def test_what_was_served_is_not_voided_before_its_proof() -> None:
    case = visited_case("rectifying")
    order, farid = issued(case, ORDER), present_cast().farid
    page = document_page(case, order, farid)
    assert any("No proof shows" in words for words in page.warnings)
    proof = issued(case, SERVICE)
    assert not any("No proof" in words for words in document_page(case, order, farid).warnings)
    with pytest.raises(Refused), unit_of_work():
        actions.void(order, case, farid, "有误", seen=order.version)
    with unit_of_work():
        actions.void(proof, case, farid, "有误", seen=proof.version)
    with unit_of_work():
        actions.void(order, case, farid, "有误", seen=order.version)


@SQLITE
def test_who_may() -> None:
    cast = present_cast()
    case = visited_case("rectifying")
    for name in ("sunil", "dong", "aude"):
        with pytest.raises(NotPermitted), unit_of_work():
            actions.draft(case, SCENE, getattr(cast, name))
    with pytest.raises((NotPermitted, NotVisible)), unit_of_work():
        actions.draft(case, SCENE, cast.zoe)
    document = issued(case, SCENE)
    with pytest.raises(NotPermitted), unit_of_work():
        actions.void(document, case, cast.dong, "有误", seen=document.version)
    with unit_of_work():
        actions.void(document, case, cast.sunil, "有误", seen=document.version)


def spoil_certificate(case: Case) -> None:
    days_ago = clock.today() - timedelta(days=2)  # The visit may have been before midnight.
    db.session.execute(
        update(User).where(User.username == "fang").values(certificate_valid_until=days_ago)
    )


def hand_to_a_township(case: Case) -> None:
    row = db.session.scalars(select(Unit).where(Unit.kind == "township")).first()
    assert row is not None
    case.unit_id = row.id
    case.assignee_id = present_cast().farid.id


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (spoil_certificate, "Fewer than two officers"),
        (hand_to_a_township, ""),
    ],
    ids=["certificate ran out", "township"],
)
@SQLITE
def test_what_the_records_show_refuses(spoil: Any, sentence: str) -> None:
    case = visited_case()
    document = drafted(case, SCENE)
    with unit_of_work():
        spoil(case)
    if sentence:
        assert any(sentence in one for one in refused(document, case))
    else:
        facts = case_facts(case, document)
        content = actions.version_of(document).content
        assert facts.office != content["office"]
        assert ground_of(case, document, facts, content).office == facts.office


@SQLITE
def test_a_visit_recorded_by_page_is_signed_by_hand() -> None:
    from tests.factories import case_in, do

    case = do(do(case_in("investigating"), "link_source"), "record_inspection")
    assert db.session.scalars(select(Visit)).first() is None
    more = {
        "party_address": "忠州街道果园路",
        "party_code": "91500233MA5U12345X",
        "ended_at": clock.local(clock.now()).isoformat(),
        "recorder": "方晴",
        "present": "王五",
        "present_identity": IDENTITY,
        "certificates_shown": True,
        "rights_told": True,
    }
    said = words_of(issued(case, SCENE, **more))
    assert said.count(HAND_LINE) == 3, "the party and both officers"
    assert unit("squad-1").name


@SQLITE
def test_the_print_sheet_is_the_issued_content_whatever_the_records_say_later() -> None:
    case = visited_case()
    document = issued(case, SCENE)
    before = printed_sheet(case, document)
    with unit_of_work():
        db.session.execute(update(User).where(User.username == "farid").values(display_name="改名"))
    assert printed_sheet(case, document) == before
