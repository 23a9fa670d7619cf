"""An import is taken back as a whole while nothing was done on its cases — and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.actions import perform
from caseflow.core.cases.actions.opening import petition_by_origin
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists import Filter, case_rows
from caseflow.core.cases.queries.numbers import case_by_number
from caseflow.core.cases.states import State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.actions.following import work_off_tasks
from caseflow.desk.imports.actions.runs import get_run
from caseflow.desk.imports.actions.taking import Target
from caseflow.desk.imports.undo.actions import ask_to_undo
from caseflow.desk.imports.undo.queries import outlook, undo_state, void_rows
from caseflow.ground.errors import NotPermitted, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.queries import status_of
from caseflow.public.publication.actions.drafts import start_draft
from tests.cast import make_cast, present_cast
from tests.factories import case_in, given_for, open_imported_case
from tests.import_files import line, replied
from tests.import_runs import cases_of, imported, placed, present

REASON = "文件发错了。"


@pytest.fixture(autouse=True)
def _people(db_session: Any) -> None:
    with unit_of_work():
        make_cast()


def take_back(run_id: int, who: str = "olga") -> None:
    with unit_of_work():
        ask_to_undo(get_run(run_id), getattr(present_cast(), who), REASON)
    work_off_tasks()


def do(case: Case, name: str, **given: Any) -> None:
    """Do one act as the system, but for a call-back, which a person makes."""
    inputs = {**given_for(name, case, present_cast()), **given}
    with unit_of_work():
        actor = present_cast().olga if name == "call_back" else None
        perform(case, name, actor, version=case.version, **inputs)


def rows(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_everything_is_voided_and_nothing_rewritten(db_session: Any) -> None:
    run_id = imported([line(1), line(2), replied(3)])
    work_off_tasks()
    before = [(p.number, p.body, p.complainant_id, p.origin_reference) for p in petitions()]
    told = rows(OutboxMessage)
    take_back(run_id)

    assert present(run_id).state == "undone"
    assert [case.state for case in cases_of(run_id)] == [State.VOID] * 3
    after = [(p.number, p.body, p.complainant_id, p.origin_reference) for p in petitions()]
    assert after == before
    assert all(petition.voided_at for petition in petitions())
    assert rows(Deadline, Deadline.stopped_at.is_(None)) == 0
    assert rows(Deadline, Deadline.stop_reason == "cancelled") > 0
    assert rows(OutboxMessage) == told
    acts = [
        (event.act, event.to_state, event.words, event.origin)
        for event in db.session.scalars(
            select(CaseEvent).where(CaseEvent.act == "void_import").order_by(CaseEvent.id)
        )
    ]
    assert acts == [("void_import", "void", REASON, f"import:{run_id}")] * 3
    assert verify().is_intact


def petitions() -> list[Petition]:
    db.session.rollback()
    found = select(Petition).order_by(Petition.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))


def test_the_corrected_file_comes_in_again_with_new_numbers(db_session: Any) -> None:
    first = imported([line(1), line(2)])
    old = {case.number for case in cases_of(first)}
    take_back(first)
    second = imported([line(1, 留言详情="更正后的内容"), line(2)])
    run = present(second)
    assert (run.imported_count, run.already_count, run.rejected) == (2, 0, [])
    new = {case.number for case in cases_of(second)}
    assert not new & old
    listed = void_rows(None).items
    assert {row.case_number for row in listed} == old
    assert {(row.person, row.reason, row.run_id, row.row_number) for row in listed} == {
        ("欧阳热", REASON, first, 2),
        ("欧阳热", REASON, first, 3),
    }
    found = petition_by_origin("问政平台", "1")
    assert found is not None
    assert found.body == "更正后的内容"
    take_back(second)
    third = imported([line(1), line(2)])
    assert present(third).imported_count == 2
    assert len(void_rows(None).items) == 4


def test_a_void_number_stays_void_whoever_writes_to_the_database(db_session: Any) -> None:
    take_back(imported([line(1)]))
    with pytest.raises(DBAPIError), unit_of_work():
        db.session.execute(update(Petition).values(voided_at=None))
    case = db.session.scalars(select(Case)).one()
    with pytest.raises(Refused), unit_of_work():
        perform(case, "reopen", present_cast().sunil, version=case.version, reason="x")


ACTS: dict[str, Callable[[Case], object]] = {
    **{
        name: lambda case, name=name: do(case, name)  # type: ignore[misc]
        for name in (
            "accept", "decline", "transfer_out", "withdraw", "link_source", "mark_urgent",
            "note", "add_evidence", "merge",
        )
    },
    "import_reply": lambda case: do(case, "import_reply"),
    "merged into it": lambda case: _lead(case),
}  # fmt: skip
"""What may be done on a registered case, each by itself."""


def _lead(case: Case) -> None:
    """Let another case be merged into it: this leaves no act in its own history since."""
    do(case, "accept")
    do(case_in("accepted"), "merge", target_number=case.number)


CLOSED_ACTS: dict[str, Callable[[Case], object]] = {
    "call_back": lambda case: do(case, "call_back"),
    "reopen": lambda case: do(case, "reopen"),
    "note on a closed case": lambda case: do(case, "note"),
    "publication": lambda case: _draft(case),
}
"""What may be done on a case that the import closed with its reply."""


def _draft(case: Case) -> None:
    with unit_of_work():
        start_draft(case, present_cast().dong)


@pytest.mark.parametrize("act", [*ACTS, *CLOSED_ACTS])
def test_after_any_further_act_the_whole_import_is_refused(db_session: Any, act: str) -> None:
    run_id = imported([line(1), replied(2)])
    registered, closed = cases_of(run_id)
    case = closed if act in CLOSED_ACTS else registered
    number = case.number
    {**ACTS, **CLOSED_ACTS}[act](case)

    seen = outlook(present(run_id))
    assert [one.number for one in seen.touched] == [number]
    with pytest.raises(Refused) as refusal:
        take_back(run_id)
    assert number in str(refusal.value)
    assert present(run_id).state == "done"
    assert rows(Case, Case.state == State.VOID) == 0
    case = db.session.get_one(Case, case.id, populate_existing=True)
    with pytest.raises(Refused), unit_of_work():  # The guard says of one what the page says of all.
        perform(case, "void_import", None, version=case.version, reason=REASON)


def test_the_reply_that_another_import_brought_is_an_act_too(db_session: Any) -> None:
    first = imported([line(1), line(2)])
    second = imported([replied(1), line(2), line(3)])
    assert outlook(present(first)).touched_count == 1
    with pytest.raises(Refused):
        take_back(first)
    seen = outlook(present(second))
    assert (seen.case_count, seen.reply_count, seen.touched_count) == (1, 1, 0)
    take_back(second)
    assert [case.state for case in cases_of(second)] == [State.VOID]
    assert [case.state for case in cases_of(first)] == [State.CLOSED, State.REGISTERED]


def test_a_case_registered_by_hand_cannot_be_voided(db_session: Any) -> None:
    case = case_in("registered")
    with force_locale("en"), pytest.raises(Refused, match="import brought in"), unit_of_work():
        perform(case, "void_import", present_cast().dong, version=case.version, reason=REASON)


def test_an_untouched_case_of_an_import_can_be_voided(db_session: Any) -> None:
    case = open_imported_case(7).case
    do(case, "void_import")
    assert case.state == State.VOID
    assert case.closed_at is not None


@pytest.mark.parametrize("who", ["dong", "sunil", "olga"])
def test_who_started_it_a_dispatcher_and_a_supervisor_take_it_back(
    db_session: Any, who: str
) -> None:
    run_id = imported([line(1)])
    take_back(run_id, who)
    assert present(run_id).state == "undone"


def test_an_operator_takes_back_only_what_is_theirs(db_session: Any) -> None:
    run_id = imported([line(1)], who="dong")
    with pytest.raises(NotPermitted):
        take_back(run_id, "olga")


@pytest.mark.parametrize("who", ["farid", "pia", "aude", "adam"])
def test_nobody_else_takes_an_import_back(db_session: Any, who: str) -> None:
    run_id = imported([line(1)])
    with pytest.raises(NotPermitted):
        take_back(run_id, who)


def test_it_is_asked_for_once(db_session: Any) -> None:
    run_id = imported([line(1)])
    take_back(run_id)
    with pytest.raises(Refused):
        take_back(run_id)


def test_lists_and_search_show_void_cases_only_when_asked(db_session: Any) -> None:
    run_id = imported([placed(1)])
    (case,) = cases_of(run_id)
    number, user = case.number, present_cast().dong
    shown = [Filter(), Filter(state="all"), Filter(state="all", q="砖厂"), Filter(state="ended")]
    assert [len(case_rows(wanted, user).items) for wanted in shown] == [1, 1, 1, 0]
    take_back(run_id)
    user = present_cast().dong
    assert [len(case_rows(wanted, user).items) for wanted in shown] == [0, 0, 0, 0]
    asked = [Filter(state="void"), Filter(state="void", q="砖厂")]
    assert [len(case_rows(wanted, user).items) for wanted in asked] == [1, 1]
    assert case_by_number(number, user) == case.id


def test_whoever_knows_number_and_code_learns_that_the_number_is_void(db_session: Any) -> None:
    take_back(imported([replied(1)]))
    (petition,) = petitions()
    status = status_of(petition.number, lookup_code(petition))
    assert status is not None
    assert status.is_void


def test_numbers_go_on_after_void_ones(db_session: Any) -> None:
    run_id = imported([line(1), line(2)])
    take_back(run_id)
    numbers = [case.number for case in cases_of(run_id)]
    again = cases_of(imported([line(1)]))[0].number
    assert sorted([*numbers, again], key=_serial) == [*numbers, again]


def _serial(number: str) -> int:
    return int(number.rpartition("〕")[2].rstrip("号"))


def test_an_import_of_another_sender_is_left_alone(db_session: Any) -> None:
    one = imported([line(1)])
    other = imported([line(1)], target=Target("另一平台", "website", "report"))
    take_back(one)
    assert [case.state for case in cases_of(other)] == [State.REGISTERED]
    assert undo_state(other) is None
