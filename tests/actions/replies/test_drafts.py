"""A reply drafted from the case, approved by somebody else, given in those words, with proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.actions.drafts import revise
from caseflow.core.replies.models import DeliveryProof, Reply, ReplyDraft
from caseflow.core.replies.queries.letters import letters_of, live_draft
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.factories import WAYS, a_source, case_in, do, open_case, reply_in


def draft_of(case: Case) -> ReplyDraft:
    draft = live_draft(case.id)
    assert draft is not None
    return draft


def numbered(sign: str, number: int) -> str:
    return f"{sign}〔{clock.today().year}〕{number}号"


def keep(
    case: Case, actor: Any, parts: dict[int, tuple[str, str]] | None = None, **words: str
) -> None:
    draft = draft_of(case)
    with unit_of_work():
        sections = {**draft.sections, **words}
        revise(draft, case, sections, parts or {}, actor, seen=draft.version)


def two_petitioners(*steps: str, **second: Any) -> Case:
    """Return a case into which a neighbour's petition was merged, led on by these steps."""
    case = case_in("accepted")
    other = case_in("accepted", body="隔壁楼也被吵醒。", **second)
    do(other, "merge", target_number=case.number)
    for name in (*WAYS["reply_owed"][1:], *steps):
        do(case, name)
    return case


def test_a_draft_tells_what_was_asked_found_and_done(cast: Cast) -> None:
    case = reply_in("drafting")
    (letter,) = letters_of(draft_of(case))
    titles = [title for title, _words in letter.parts]
    assert titles == [
        "您反映的事项",
        "调查核实情况",
        "处理情况",
        "处理意见",
        "法律依据",
        "救济途径",
    ]
    assert "打桩" in letter.asked
    assert "现场检查时正在夜间打桩" in letter.answer
    assert "打桩,无法入睡" not in letter.answer, "what was asked goes to nobody else"
    assert letter.number in letter.opening


def test_what_was_written_for_sign_off_stands_in_no_draft(cast: Cast) -> None:
    """No record tells what was done: it is left to be written, and asked for."""
    case = case_in("reply_owed")
    with unit_of_work():
        perform(case, "draft_reply", cast.farid, version=case.version)
    draft = draft_of(case)
    assert draft.sections["done"] == ""
    assert "查实并已整改" not in str(draft.sections)
    with pytest.raises(Refused, match="lacks something"):
        do(case, "propose_reply")


def test_a_draft_tells_of_the_order_and_its_re_inspection(cast: Cast) -> None:
    case = case_in("rectified")
    for name in ("submit_for_sign_off", "sign_off"):
        do(case, name)
    with unit_of_work():
        perform(case, "draft_reply", cast.farid, version=case.version)
    done = draft_of(case).sections["done"]
    assert "安装隔声屏障" in done
    assert done.endswith("经复查，已改正到位。")


def test_a_draft_names_neither_witnesses_nor_their_numbers(cast: Cast) -> None:
    """Colleagues write down whom they spoke to; the letter goes to somebody else."""
    source = a_source("忠县老谭火锅店")
    case = open_case(source_id=source.id).case
    for name in WAYS["reply_owed"]:
        words: dict[str, Any] = {
            "record_inspection": {
                "findings": "对忠县老谭火锅店检查，负责人谭志国（电话138 0836 5566）到场；"
                "邻居冉秋菊（身份证号500233198001011234）称昨晚仍有油烟。"
            }
        }.get(name, {})
        do(case, name, **words)
    do(case, "draft_reply")
    (letter,) = letters_of(draft_of(case))
    for told in ("谭志国", "志国", "秋菊", "5566", "500233198001011234"):
        assert told not in letter.text
    assert "忠县老谭火锅店" in letter.text
    assert "谭某" in letter.text
    assert "昨晚仍有油烟" in letter.text


def test_a_petition_matter_gets_an_opinion_with_the_contents_of_article_32(cast: Cast) -> None:
    case = reply_in("drafting", track="petition")
    draft = draft_of(case)
    (letter,) = letters_of(draft)
    assert draft.form == "opinion"
    assert dict(letter.parts)["信访请求、事实和理由"]
    assert "予以支持" in dict(letter.parts)["处理意见"]
    assert "三十日内" in dict(letter.parts)["救济途径"]
    assert "复查" in dict(letter.parts)["救济途径"]


def test_one_reply_goes_to_all_each_with_their_own_facts(cast: Cast) -> None:
    case = two_petitioners("draft_reply", person=Person(name="赵丁", phone="13900001111"))
    first, second = letters_of(draft_of(case))
    assert "隔壁楼" in second.text
    assert "隔壁楼" not in first.text
    assert first.answer == second.answer


def test_nobody_reads_in_a_letter_who_else_complained(cast: Cast) -> None:
    case = two_petitioners("draft_reply", person=Person(name="赵丁某", phone="13900001111"))
    numbers = [letter.number for letter in letters_of(draft_of(case))]
    for betrayal in ("赵丁某", "13900001111", numbers[1]):
        with pytest.raises(BadInput, match="take it out"):
            keep(case, cast.farid, done=f"已联系{betrayal}核实。")
    keep(case, cast.farid, done="已联系各位诉求人核实。")


def test_nobody_approves_words_of_their_own(cast: Cast) -> None:
    case = case_in("reply_owed")
    do(case, "draft_reply", "dong")
    do(case, "propose_reply", "dong")
    draft = draft_of(case)
    with unit_of_work():
        draft.drafted_by_id = cast.sunil.id
    with pytest.raises(Refused, match="wrote this reply yourself"):
        do(case, "approve_reply")


def test_a_draft_that_lacks_something_is_not_submitted(cast: Cast) -> None:
    case = reply_in("drafting")
    keep(case, cast.farid, law="")
    with pytest.raises(Refused, match="lacks something"):
        do(case, "propose_reply")


def test_a_reply_is_given_in_the_words_approved_and_no_others(cast: Cast) -> None:
    case = reply_in("approved")
    petition = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
    with pytest.raises(Refused, match="not the words that were approved"), unit_of_work():
        perform(
            case,
            "reply",
            cast.olga,
            version=case.version,
            petition_id=petition,
            reply_words="另一番话。",
            reply_way="phone",
        )
    do(case, "reply")
    (reply,) = db.session.scalars(select(Reply))
    assert reply.words.startswith("一、调查核实情况")
    (proof,) = db.session.scalars(select(DeliveryProof))
    assert (proof.kind, proof.reply_id, proof.recorded_by_id) == (
        "read_out",
        reply.id,
        cast.farid.id,
    )


@pytest.mark.parametrize("state", ["reply_owed", "drafting", "proposed"])
def test_nothing_is_said_before_it_is_approved(cast: Cast, state: str) -> None:
    case = case_in("reply_owed") if state == "reply_owed" else reply_in(state)
    petition = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
    with pytest.raises(Refused), unit_of_work():
        perform(
            case, "reply", cast.olga, version=case.version, petition_id=petition, reply_way="phone"
        )


def test_sent_back_it_is_worded_and_approved_anew(cast: Cast) -> None:
    case = reply_in("approved")
    do(case, "send_back_reply")
    assert draft_of(case).returned_words == "请写明整改时间。"
    keep(case, cast.farid, done="已于9月24日整改到位。")
    do(case, "reply")
    assert "9月24日" in db.session.scalars(select(Reply.words)).one()


def test_two_people_keep_a_draft_and_the_second_sees_it(cast: Cast) -> None:
    case = reply_in("drafting")
    draft = draft_of(case)
    seen, sections = draft.version, dict(draft.sections)
    keep(case, cast.farid, done="我写的。")
    with pytest.raises(StaleCase), unit_of_work():
        revise(draft, case, {**sections, "done": "你写的。"}, {}, cast.olga, seen=seen)
    assert draft_of(case).sections["done"] == "我写的。"


def test_a_letter_is_issued_with_the_approval_and_void_when_it_is_sent_back(cast: Cast) -> None:
    case = reply_in(
        "approved", reply_way="letter", person=Person(name="陈小河", address="果园路3号")
    )
    document = db.session.scalars(select(Document)).one()
    assert document.number == numbered("忠环答", 1)
    content = db.session.scalars(select(DocumentVersion.content)).one()
    assert "陈小河" not in str(content), "the name stands on no kept paper"
    do(case, "send_back_reply")
    db.session.refresh(document)
    assert (document.status, document.void_reason) == ("void", "请写明整改时间。")
    do(case, "propose_reply")
    do(case, "approve_reply")
    numbers = set(db.session.scalars(select(Document.number)))
    assert numbers == {numbered("忠环答", 1), numbered("忠环答", 2)}


def test_a_letter_needs_its_proof_and_starts_the_time_to_ask_for_a_review(cast: Cast) -> None:
    case = reply_in("approved", track="petition", reply_way="letter")
    with pytest.raises(Refused, match="number of the postal receipt"):
        do(case, "reply", reply_way="letter", proof_words="")
    for way in ("phone", "sms"):
        with pytest.raises(Refused, match="given in writing"):
            do(case, "reply", reply_way=way, proof_words="已通话")
    do(case, "reply", reply_way="letter", proof_words="EMS 1234567890123")
    proof = db.session.scalars(select(DeliveryProof)).one()
    assert (proof.kind, proof.words) == ("posted", "EMS 1234567890123")
    running = select(Deadline.clock).where(Deadline.stopped_at.is_(None))
    assert "review_request" in set(db.session.scalars(running))


def test_a_reply_was_not_told_before_it_was_approved(cast: Cast) -> None:
    case = reply_in("approved")
    approved_at = draft_of(case).approved_at
    assert approved_at is not None
    minute = approved_at.replace(second=0, microsecond=0)
    with pytest.raises(Refused, match="cannot have been told before"):
        do(case, "reply", told_at=minute - timedelta(minutes=1))
    assert db.session.scalars(select(Reply)).all() == []
    do(case, "reply", told_at=minute)
    with pytest.raises(Refused, match=f"approved on {clock.local(minute):%Y-%m-%d %H:%M}"):
        do(case, "prove_delivery", told_at=minute - timedelta(days=29))
    do(case, "prove_delivery", told_at=minute)


def test_a_merged_petition_that_comes_late_is_covered_before_it_is_answered(cast: Cast) -> None:
    case = reply_in("approved")
    other = case_in("accepted")
    do(other, "merge", target_number=case.number)
    late = db.session.scalars(select(Petition.id).where(Petition.case_id == other.id)).one()
    with pytest.raises(Refused, match="does not cover this petition"):
        do(case, "reply", petition_id=late)
    do(case, "send_back_reply")
    keep(case, cast.farid)
    do(case, "reply", petition_id=late)
    do(case, "reply")
    assert case.state == "closed"


def test_a_refusal_by_letter_becomes_a_numbered_notice(cast: Cast) -> None:
    case = open_case(reply_way="letter").case
    do(case, "decline", reply_way="letter", notice_words="经审查,不属于本局职责。")
    document = db.session.scalars(select(Document)).one()
    assert (document.form, document.number) == ("refusal", numbered("忠环不受", 1))
    assert db.session.scalars(select(DeliveryProof)).all() == []
    do(case, "prove_delivery")
    assert db.session.scalars(select(DeliveryProof.kind)).one() == "posted"


def test_an_acceptance_can_be_told_with_the_act(cast: Cast) -> None:
    case = open_case(reply_way="letter").case
    do(case, "accept", notice_words="已受理您的诉求。", reply_way="letter")
    assert db.session.scalars(select(Document.form)).one() == "acceptance"
