"""Every cell of state × step × role of a reward, and what the records make of its criteria."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Complainant, ComplainantLook, Petition
from caseflow.core.petitions.resealing import SEALED_COLUMNS, reseal_batch
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import BadInput, NotPermitted, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.sealing import add_key, current_sealer
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.policy import POLICY, Role
from caseflow.public.rewards.actions import (
    assessing,
    claiming,
    looks,
    paying,
    setting,
    starting,
    tidying,
)
from caseflow.public.rewards.criteria import Decision
from caseflow.public.rewards.lifecycle import STEPS, RewardState
from caseflow.public.rewards.models import Reward, RewardEvent, RewardLook, RewardPayee
from caseflow.public.rewards.queries.facts import fine_of, investigators_of, report_facts
from caseflow.public.rewards.queries.lists import founded_reports
from caseflow.public.rewards.queries.page import reward_page
from caseflow.public.rewards.rules import Change
from tests.cast import Cast, make_cast, present_cast
from tests.factories import (
    WAYS,
    a_source,
    case_in,
    do,
    open_case,
    open_inspection_case,
    petition_command,
)
from tests.rewards import (
    BY_CASH,
    PAYEE,
    WHO,
    S,
    assessment,
    closed_report,
    proposed,
    reward_in,
    take,
)


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def expired() -> Reward:
    row = reward_in(S.NOTIFIED)
    with clock.pretend(clock.now() + timedelta(days=61)):
        assert tidying.expire_rewards() == 1
    db.session.refresh(row)
    return row


def count(what: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.parametrize("state", RewardState)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_cell_of_state_and_step_and_role(cast: Cast, state: RewardState) -> None:
    row = expired() if state is S.EXPIRED else reward_in(state)
    start = (row.state, row.version, count(RewardEvent))
    for name, who in WHO.items():
        for role in Role:
            person = cast.by_role(role)
            step = STEPS[name]
            may = step.permission is not None and role in POLICY[step.permission]
            if may and state in step.froms:
                continue  # Taken by `WAY_TO` and by the tests below.
            with pytest.raises(Refused if may else NotPermitted):
                take(row, name, person.username)
        assert getattr(cast, who).role in POLICY[STEPS[name].permission]  # type: ignore[index]
    db.session.refresh(row)
    assert (row.state, row.version, count(RewardEvent)) == start, "nothing was left behind"


def test_a_reward_is_paid_by_three_hands_and_each_step_is_written_down(cast: Cast) -> None:
    row = reward_in(S.PAID)
    events = list(db.session.scalars(select(RewardEvent).order_by(RewardEvent.id)))
    told = [(one.act, one.actor_id, one.from_state, one.to_state) for one in events]
    assert told == [
        ("propose", cast.rita.id, None, "proposed"),
        ("assess", cast.sunil.id, "proposed", "assessed"),
        ("approve", cast.lena.id, "assessed", "approved"),
        ("notify", cast.rita.id, "approved", "notified"),
        ("claim", cast.rita.id, "notified", "claimed"),
        ("pay", cast.rita.id, "claimed", "paid"),
    ]
    assert row.version == len(events)
    assert (row.amount_yuan, row.payment_way, row.paid_by_id) == (500, "bank", cast.rita.id)
    assert row.number == f"忠环奖〔{clock.today().year}〕1号"


@pytest.mark.parametrize("table", ["reward_events", "reward_looks", "reward_rule_changes"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_written_down_cannot_be_changed(cast: Cast, table: str, verb: str) -> None:
    row = reward_in(S.NOTIFIED)
    with unit_of_work():
        looks.look_at_reporter(row, cast.rita, "电话告知")
        setting.set_rule(changed("tier-500", amount_yuan=600), cast.lena)
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        db.session.execute(text(verb.format(table)))


def changed(code: str, **numbers: int | None) -> Change:
    given = {"amount_yuan": None, "percent": None, "cap_yuan": None, **numbers}
    day = clock.today() - timedelta(days=300)
    return Change(code, day, instrument="原文", article="第七条", is_verified=True, **given)


def test_the_same_person_in_another_role_is_no_second_person(cast: Cast) -> None:
    row = reward_in(S.ASSESSED)
    with unit_of_work():
        cast.sunil.role = Role.LEADER
    with pytest.raises(Refused, match="评定人以外的人决定"):
        take(row, "approve", "sunil")
    take(row, "approve")
    take(row, "notify")
    take(row, "claim")
    for name in ("sunil", "lena"):
        with unit_of_work():
            getattr(cast, name).role = Role.REWARD_OFFICER
        with pytest.raises(Refused, match="评定人、核准人以外"):
            take(row, "pay", name)
    take(row, "pay")


@pytest.mark.parametrize("name", ["farid", "fang"])
def test_whoever_investigated_may_not_assess_even_in_a_new_role(cast: Cast, name: str) -> None:
    petition_id, _code = closed_report()
    assert {cast.farid.id, cast.fang.id} <= investigators_of(petition_id)
    assert cast.sunil.id not in investigators_of(petition_id), "signing off is no investigation"
    assert cast.zoe.id not in investigators_of(petition_id)
    row = proposed(petition_id)
    with unit_of_work():
        getattr(cast, name).role = Role.SUPERVISOR
    with pytest.raises(Refused, match="参与案件调查"):
        take(row, "assess", name)


def test_whoever_investigated_is_shown_neither_reporter_nor_payee(cast: Cast) -> None:
    rows = [reward_in(S.APPROVED), reward_in(S.PAID)]
    with unit_of_work():
        cast.farid.role = Role.REWARD_OFFICER
    for row, look in zip(rows, (looks.look_at_reporter, looks.look_at_payee), strict=True):
        with pytest.raises(Refused, match="参与案件调查"), unit_of_work():
            look(row, cast.farid, "核对")  # type: ignore[operator]
        page = reward_page(row, cast.farid, clock.today())
        assert not page.may_show_reporter
        assert not page.may_show_payee
    assert count(RewardLook) == 0
    assert reward_page(rows[0], cast.rita, clock.today()).may_show_reporter
    assert reward_page(rows[1], cast.rita, clock.today()).may_show_payee


def test_of_two_steps_on_one_version_the_second_is_stale(cast: Cast) -> None:
    row = reward_in(S.ASSESSED)
    with pytest.raises(StaleCase), unit_of_work():
        assessing.approve(row, cast.lena, version=row.version - 1)


def test_a_petition_has_one_reward_that_lives(cast: Cast) -> None:
    row = reward_in(S.PROPOSED)
    with pytest.raises(BadInput, match="已有奖励"):
        proposed(row.petition_id)
    take(row, "withdraw")
    again = proposed(row.petition_id)
    assert (again.id, again.state) != (row.id, row.state)
    with pytest.raises(BadInput, match="没有该编号"), unit_of_work():
        starting.propose("忠环访〔1999〕1号", cast.rita)
    with pytest.raises(DBAPIError), unit_of_work():
        db.session.execute(text("UPDATE rewards SET state = 'proposed'"))


def test_the_assessor_confirms_what_the_records_cannot_tell(cast: Cast) -> None:
    row = reward_in(S.PROPOSED)
    with pytest.raises(BadInput, match="逐项确认"), unit_of_work():
        assessing.assess(row, cast.sunil, assessment(confirmed=frozenset()), version=1)
    with pytest.raises(BadInput, match="罚款金额"), unit_of_work():
        assessing.assess(row, cast.sunil, assessment(rule_code="penalty"), version=1)
    command = assessment(rule_code="penalty", fine_yuan=50_000)
    with pytest.raises(BadInput, match="按该标准"), unit_of_work():
        assessing.assess(row, cast.sunil, command, version=1)
    assert (row.state, row.version) == ("proposed", 1)


def test_a_fine_in_effect_gives_its_share_and_an_annulment_stops_it(cast: Cast) -> None:
    opened = open_case()
    for name in WAYS["closed"]:
        do(opened.case, name)
    for kind, amount in (
        ("penalty_decided", 40_000),
        ("penalty_served", None),
        ("fine_paid", 40_000),
    ):
        fact(opened.case, kind, amount)
    petition_id = opened.petition.id
    assert (fine_of(petition_id), report_facts(petition_id).decision) == (
        40_000, Decision.IN_EFFECT,
    )  # fmt: skip
    row = proposed(petition_id)
    with unit_of_work():
        command = assessment(rule_code="penalty", fine_yuan=40_000)
        assessing.assess(row, cast.sunil, command, version=1)
    assert row.amount_yuan == 2000
    fact(opened.case, "penalty_overturned", None)
    with pytest.raises(Refused, match="有条件不符合"):
        take(row, "approve")
    take(row, "refuse")


def test_a_share_is_of_the_fine_that_stands(cast: Cast) -> None:
    opened = open_case()
    for name in WAYS["closed"]:
        do(opened.case, name)
    fact(opened.case, "penalty_decided", 50_000)
    fact(opened.case, "fine_paid", 50_000)
    row = proposed(opened.petition.id)

    def assess(fine: int) -> None:
        command = assessment(rule_code="penalty", fine_yuan=fine)
        with unit_of_work():
            assessing.assess(row, cast.sunil, command, version=row.version)

    with pytest.raises(BadInput, match="50,000"):
        assess(500_000)
    assess(50_000)
    lower(opened.case, 40_000)
    with pytest.raises(Refused, match="重新评定"):
        take(row, "approve")
    steps = {one.name: one.reasons for one in reward_page(row, cast.lena, clock.today()).steps}
    assert "重新评定" in str(steps["approve"])
    take(row, "send_back")
    assess(40_000)
    take(row, "approve")
    assert row.amount_yuan == 2000
    lower(opened.case, 20_000)
    with pytest.raises(Refused, match="重新评定"):
        take(row, "notify")


def lower(case: Case, fine: int) -> None:
    """Record that the penalty was set anew, lower, and paid."""
    fact(case, "penalty_overturned", None)
    fact(case, "penalty_decided", fine)
    fact(case, "fine_paid", fine)


def fact(case: Case, kind: str, amount: int | None) -> None:
    """Record a fact of the penalty with a case."""
    do(case, "record_enforcement_fact", "sunil", fact_kind=kind, happened_at=clock.now(),
       fact_number="忠环罚〔2026〕1号", fact_party="某建筑公司", fact_basis="噪声法第七十七条",
       amount_yuan=amount)  # fmt: skip


def test_a_voided_fact_counts_for_nothing(cast: Cast) -> None:
    opened = open_case()
    for name in WAYS["closed"]:
        do(opened.case, name)
    fact(opened.case, "penalty_decided", 40_000)
    assert report_facts(opened.petition.id).decision is Decision.DECIDED
    do(opened.case, "void_enforcement_fact", "sunil")
    assert (report_facts(opened.petition.id).decision, fine_of(opened.petition.id)) == (
        Decision.NONE, None,
    )  # fmt: skip


def test_of_merged_petitions_the_first_is_rewarded(cast: Cast) -> None:
    first = open_case()
    for name in ("accept", "assign"):
        do(first.case, name)
    late = open_case(submitted_at=clock.now())
    do(late.case, "accept")
    do(late.case, "merge", target_number=first.case.number)
    for name in WAYS["closed"][2:]:
        do(first.case, name)
    do(first.case, "reply", petition_id=late.petition.id)
    assert first.case.state == "closed"
    assert report_facts(first.petition.id).earlier_count == 0
    facts = report_facts(late.petition.id)
    assert (facts.earlier_count, facts.state, facts.conclusion) == (1, "closed", "founded")
    assert investigators_of(late.petition.id) == investigators_of(first.petition.id)
    take(proposed(first.petition.id), "assess")
    assert report_facts(late.petition.id).rewarded_count == 1
    with pytest.raises(BadInput):
        take(proposed(late.petition.id), "assess")


def test_an_inspection_that_was_running_is_to_be_weighed(cast: Cast) -> None:
    source = a_source()
    inspection = open_inspection_case(source_id=source.id)
    opened = open_case(submitted_at=clock.now())
    for name in ("accept", "assign", "receipt", "start_investigation", "link_source"):
        do(opened.case, name)
    known = report_facts(opened.petition.id).known_since
    assert known == inspection.opened_at
    assert report_facts(closed_report()[0]).known_since is None


def test_a_repeated_violation_may_be_rewarded_again(cast: Cast) -> None:
    first = open_case()
    for name in ("accept", "assign", "receipt", "start_investigation", "link_source",
                 "record_inspection", "submit_for_sign_off", "sign_off", "reply"):  # fmt: skip
        do(first.case, name)
    reward_in(S.PAID, petition_id=first.petition.id)
    second = open_case(submitted_at=clock.now())
    for name in ("accept", "assign", "receipt", "start_investigation", "link_source"):
        do(second.case, name)
    facts = report_facts(second.petition.id)
    assert (facts.rewarded_before_count, facts.rewarded_count) == (1, 0)


def test_a_rule_counts_as_it_was_when_the_report_came_in(cast: Cast) -> None:
    with unit_of_work():
        setting.set_rule(changed("tier-500", amount_yuan=650), cast.lena)
    row = reward_in(S.ASSESSED)
    assert row.amount_yuan == 650
    assert row.assessment is not None
    assert (row.assessment["is_verified"], row.assessment["article"]) == (True, "第七条")
    with unit_of_work():
        setting.set_rule(changed("tier-500", amount_yuan=900), cast.lena)
    db.session.refresh(row)
    assert row.amount_yuan == 650, "what was assessed stays"
    for who in ("sunil", "rita", "aude"):
        with pytest.raises(NotPermitted), unit_of_work():
            setting.set_rule(changed("tier-500", amount_yuan=1), getattr(cast, who))
    with pytest.raises(BadInput), unit_of_work():
        setting.set_rule(changed("tier-500", percent=3), cast.lena)


def test_nothing_of_a_reward_is_written_to_the_case(cast: Cast) -> None:
    petition_id, _code = closed_report()
    case = db.session.scalars(select(Case)).one()
    before = (case.version, case.state, count(CaseEvent))
    reward_in(S.PAID, petition_id=petition_id)
    db.session.refresh(case)
    assert (case.version, case.state, count(CaseEvent)) == before


def test_the_payee_is_sealed_shown_with_a_trace_and_sealed_anew(cast: Cast) -> None:
    row = reward_in(S.PAID)
    kept = db.session.scalars(select(RewardPayee)).one()
    for word in (PAYEE.name, PAYEE.bank, PAYEE.account):
        assert word not in kept.sealed
        for event in db.session.scalars(select(RewardEvent)):
            assert word not in f"{event.words}{event.changes}"
    with unit_of_work():
        assert looks.look_at_payee(row, cast.rita, "核对退回的转账") == PAYEE
    look = db.session.scalars(select(RewardLook)).one()
    assert (look.what, look.user_id, look.reason) == ("payee", cast.rita.id, "核对退回的转账")
    for who in ("sunil", "lena", "aude", "olga", "farid"):
        with pytest.raises(NotPermitted), unit_of_work():
            looks.look_at_payee(row, getattr(cast, who), "好奇")
    add_key(settings().seal_keys_file)
    column = next(one for one in SEALED_COLUMNS if one.model is RewardPayee)
    with unit_of_work():
        assert reseal_batch(column, 0) is not None
    db.session.refresh(kept)
    assert current_sealer().key_of(kept.sealed) == current_sealer().newest
    assert paying.unseal_payee(kept) == PAYEE


def test_who_reported_is_shown_to_the_desk_between_approval_and_payment(cast: Cast) -> None:
    row = reward_in(S.ASSESSED)
    with pytest.raises(Refused), unit_of_work():
        looks.look_at_reporter(row, cast.rita, "电话告知")
    take(row, "approve")
    with unit_of_work():
        assert looks.look_at_reporter(row, cast.rita, "电话告知").name == "陈小河"
    look = db.session.scalars(select(ComplainantLook).order_by(ComplainantLook.id.desc())).first()
    assert look is not None
    assert (look.user_id, look.reason) == (cast.rita.id, looks.NEUTRAL_REASON)
    assert "奖" not in look.reason
    for who in ("sunil", "lena", "aude"):
        with pytest.raises(NotPermitted), unit_of_work():
            looks.look_at_reporter(row, getattr(cast, who), "好奇")


def test_cash_keeps_no_name_and_an_account_goes_when_its_time_is_over(cast: Cast) -> None:
    cash = reward_in(S.CLAIMED)
    with unit_of_work():
        paying.pay(cash, cast.rita, BY_CASH, version=cash.version)
    assert count(RewardPayee) == 0
    row = reward_in(S.PAID)
    assert (tidying.forget_payees(), count(RewardPayee)) == (0, 1)
    with clock.pretend(clock.now() + timedelta(days=91)):
        assert (tidying.forget_payees(), tidying.forget_payees()) == (1, 0)
    db.session.refresh(row)
    assert (count(RewardPayee), row.amount_yuan, row.receipt_number) == (0, 500, "收2026-001")
    last = db.session.scalars(select(RewardEvent).order_by(RewardEvent.id.desc())).first()
    assert last is not None
    assert (last.act, last.actor_id) == ("forget", None)
    with pytest.raises(NotVisible), unit_of_work():
        looks.look_at_payee(row, cast.rita, "核对")


def test_what_nobody_claims_ends_after_the_last_day(cast: Cast) -> None:
    row = reward_in(S.NOTIFIED)
    with unit_of_work():
        claiming.make_code(row)
    assert row.claim_until_on is not None
    last = clock.start_of_day(row.claim_until_on) + timedelta(hours=23)
    with clock.pretend(last):
        assert tidying.expire_rewards() == 0
    with clock.pretend(last + timedelta(hours=2)):
        with pytest.raises(Refused, match="期限已过"):
            take(row, "claim")
        assert (tidying.expire_rewards(), tidying.expire_rewards()) == (1, 0)
    db.session.refresh(row)
    assert (row.state, row.claim_code_hash) == ("expired", None)
    assert proposed(row.petition_id).state == "proposed", "it can be proposed anew"


def test_the_code_of_an_anonymous_reporter_is_the_only_way(cast: Cast) -> None:
    row = anonymous_notified()
    with pytest.raises(Refused, match="只能凭领奖码"):
        take(row, "claim")
    with unit_of_work():
        code = claiming.make_code(row)
    assert code.replace("-", "") not in str(row.claim_code_hash)
    claim(row, code.lower().replace("-", " "))
    assert (row.state, row.claim_code_hash) == ("claimed", None)
    with pytest.raises(Refused):
        claim(row, code)


def anonymous_notified() -> Reward:
    petition_id, _code = closed_report(person=Person(), is_anonymous=True, reply_way="phone")
    return reward_in(S.NOTIFIED, petition_id=petition_id)


def claim(row: Reward, code: str) -> None:
    with unit_of_work():
        claiming.claim(row, present_cast().rita, version=row.version,
                       way=claiming.BY_CODE, code=code)  # fmt: skip


def test_a_new_code_makes_the_earlier_one_worthless(cast: Cast) -> None:
    row = anonymous_notified()
    with unit_of_work():
        first = claiming.make_code(row)
    with unit_of_work():
        second = claiming.make_code(row)
    with pytest.raises(BadInput, match="领奖码无效"):
        claim(row, first)
    assert row.state == "notified"
    claim(row, second)


def test_five_wrong_codes_kill_the_right_one_and_each_is_written_down(cast: Cast) -> None:
    row = anonymous_notified()
    with unit_of_work():
        right = claiming.make_code(row)
    for tried in range(claiming.WRONG_CODES):
        with unit_of_work():
            assert not claiming.note_wrong_code(row, cast.rita, version=row.version, code=right)
        with unit_of_work():
            assert claiming.note_wrong_code(
                row, cast.rita, version=row.version, code=f"WRONG{tried}"
            )
    with pytest.raises(BadInput):
        claim(row, right)
    wrong = select(func.count(RewardEvent.id)).where(RewardEvent.act == "wrong_code")
    assert db.session.scalar(wrong) == claiming.WRONG_CODES
    with unit_of_work():
        fresh = claiming.make_code(row)
    claim(row, fresh)


def test_a_code_of_another_reward_does_not_hold(cast: Cast) -> None:
    one, other = anonymous_notified(), anonymous_notified()
    with unit_of_work():
        code = claiming.make_code(one)
        claiming.make_code(other)
    with pytest.raises(BadInput):
        claim(other, code)


def test_the_list_of_proposals_holds_what_is_founded_and_unrewarded(cast: Cast) -> None:
    plain, _code = closed_report()
    fined = open_case()
    for name in WAYS["closed"]:
        do(fined.case, name)
    fact(fined.case, "penalty_decided", 40_000)
    case_in("reply_owed")
    unfounded = open_case()
    for name in WAYS["closed"]:
        given = {"conclusion": "unfounded"} if name == "submit_for_sign_off" else {}
        do(unfounded.case, name, **given)
    rewarded = reward_in(S.PROPOSED)

    def numbers(with_decision: bool) -> set[int]:
        page = founded_reports(with_decision=with_decision, cursor=None)
        wanted = [row.number for row in page.items]
        return set(db.session.scalars(select(Petition.id).where(Petition.number.in_(wanted))))

    assert numbers(False) == {plain, fined.petition.id}
    assert numbers(True) == set(), "a decision that is not in effect does not count"
    fact(fined.case, "fine_paid", 40_000)
    assert numbers(True) == {fined.petition.id}
    fact(fined.case, "penalty_overturned", None)
    assert numbers(True) == set()
    take(rewarded, "withdraw")
    assert rewarded.petition_id in numbers(False), "after a withdrawal it can be proposed anew"


def test_the_tables_of_rewards_have_no_column_for_a_person(cast: Cast) -> None:
    """Beside the sealed one: ids of staff, codes, amounts and days."""
    names = {column.name for table in ("rewards", "reward_events", "reward_looks")
             for column in db.metadata.tables[table].columns}  # fmt: skip
    assert not names & {"name", "phone", "address", "account", "bank", "complainant_id"}
    for table in db.metadata.tables.values():
        if not table.name.startswith("reward"):
            pointing = {key.column.table.name for key in table.foreign_keys}
            assert not any(name.startswith("reward") for name in pointing), table.name
    assert count(Complainant) == 0
    assert petition_command().track == "report"
