"""The history cannot be changed; if somebody with the database's own rights does, it is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Date, select, text
from sqlalchemy.exc import DBAPIError

from caseflow.core.audit.chain import FIELDS, GENESIS, head_mac, row_mac
from caseflow.core.audit.heads import heads_folder, write_head
from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.triggers import APPEND_ONLY, PETITION_WORDS, drop_statements
from caseflow.core.audit.verify import Verdict, sample_of_cases, verify
from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Petition
from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import a_source, a_stored_file, case_in


@pytest.fixture
def cases(db_session: Any) -> dict[str, Case]:
    """Two cases with some life, known to a signed head."""
    with unit_of_work():
        make_cast()
    a_source()
    a_stored_file()
    made = {"short": case_in("accepted"), "long": case_in("closed")}
    write_head()
    return made


def attack(*statements: str, **values: Any) -> None:
    """Do what somebody with all rights in the database could: no trigger stops these."""
    dialect = db.engine.dialect.name
    with unit_of_work():
        for statement in drop_statements(dialect):
            db.session.execute(text(statement))
    force(*statements, **values)


def force(*statements: str, **values: Any) -> None:
    """Do it after an `attack` has removed the triggers."""
    dialect = db.engine.dialect.name
    with unit_of_work():
        if dialect == "postgresql":
            db.session.execute(text("SET session_replication_role = replica"))
        else:
            db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            db.session.execute(text(statement), values)
    db.session.expire_all()


def breaks() -> list[str]:
    return verify().breaks


def test_an_untouched_history_is_intact(cases: dict[str, Case]) -> None:
    verdict = verify()
    assert verdict.is_intact, verdict.breaks
    assert (verdict.case_count, verdict.head_file_count) == (2, 1)
    assert verdict.event_count == db.session.query(CaseEvent).count()


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_itself_refuses_to_change_what_is_appended(
    cases: dict[str, Case], verb: str
) -> None:
    db.session.rollback()
    for table in APPEND_ONLY:
        key = db.metadata.tables[table].primary_key.columns[0].name
        update = f"UPDATE {table} SET {key} = {key}"
        _put_a_row(table)
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(update if verb == "UPDATE" else f"DELETE FROM {table}"))
        db.session.rollback()


def _put_a_row(table: str) -> None:
    """Add a row of any content; it is never committed, so its references may dangle."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    columns = db.metadata.tables[table].columns
    values = {c.name: _any_value(c) for c in columns if not c.nullable}
    db.session.execute(db.metadata.tables[table].insert().values(values))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = origin"))


def _any_value(column: Any) -> Any:
    if column.primary_key:
        return 1_000_000
    if isinstance(column.type, UtcDateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, Date):
        return date(2026, 1, 1)
    of_its_type = {int: 7, float: 7.0, bool: True}
    return of_its_type.get(column.type.python_type, "x")


def test_a_petition_is_kept_as_submitted(cases: dict[str, Case]) -> None:
    for column in PETITION_WORDS:
        with pytest.raises(DBAPIError), unit_of_work():
            db.session.execute(text(f"UPDATE petitions SET {column} = {column}"))


def test_a_petition_cannot_be_deleted(cases: dict[str, Case]) -> None:
    with pytest.raises(DBAPIError), unit_of_work():
        db.session.execute(text("DELETE FROM petitions"))


def test_an_altered_row_is_named(cases: dict[str, Case]) -> None:
    attack(
        "UPDATE case_events SET words = 'nothing was found' WHERE case_id = :case AND seq = 3",
        case=cases["long"].id,
    )
    assert breaks() == [
        f"case {cases['long'].number}, history row 3: its content does not fit its seal"
    ]


def test_every_field_of_a_row_is_sealed(cases: dict[str, Case]) -> None:
    number, case_id = cases["short"].number, cases["short"].id
    one = "WHERE case_id = :case AND seq = 2"
    attack("CREATE TABLE before AS SELECT * FROM case_events")
    for field in FIELDS:
        if field in {"case_id", "seq"}:
            continue
        new = {
            "at": "'2026-01-01 00:00:00'",
            "actor_id": "NULL",
            "changes": """'{"unit": [1, 2]}'""",
        }.get(field, "'x'")
        force(f"UPDATE case_events SET {field} = {new} {one}", case=case_id)
        found = breaks()
        assert len(found) == 1, field
        assert f"case {number}, history row 2" in found[0], field
        force(
            f"UPDATE case_events SET {field} = (SELECT {field} FROM before {one}) {one}",
            case=case_id,
        )
        assert not breaks(), field


def test_a_row_taken_from_the_middle_is_named(cases: dict[str, Case]) -> None:
    attack("DELETE FROM case_events WHERE case_id = :case AND seq = 4", case=cases["long"].id)
    assert breaks() == [f"case {cases['long'].number}, history row 5: row 4 is missing before it"]


def test_a_removed_last_row_is_named(cases: dict[str, Case]) -> None:
    last = _last_seq(cases["long"])
    attack("DELETE FROM case_events WHERE case_id = :case AND seq = :seq",
           case=cases["long"].id, seq=last)  # fmt: skip
    found = breaks()
    assert found[0] == f"case {cases['long'].number}, history row {last}: removed from the end"
    assert all(f"history row {last}" in line for line in found)


def test_a_last_row_removed_with_its_head_is_named_by_the_signed_head(
    cases: dict[str, Case],
) -> None:
    case, last = cases["long"], _last_seq(cases["long"])
    attack(
        "DELETE FROM case_events WHERE case_id = :case AND seq = :seq",
        "DELETE FROM chain_heads WHERE case_id = :case",
        case=case.id,
        seq=last,
    )
    assert any("known to the signed head" in line for line in breaks())
    assert any("its head is missing" in line for line in breaks())


def test_a_removed_case_is_named(cases: dict[str, Case]) -> None:
    number, case_id = cases["short"].number, cases["short"].id
    tables = [table for table in db.metadata.tables.values() if "case_id" in table.columns]
    attack(
        *(f"DELETE FROM {table.name} WHERE case_id = :case" for table in tables),
        "DELETE FROM cases WHERE id = :case",
        case=case_id,
    )
    found = breaks()
    assert len(found) == 1
    assert found[0].startswith(f"case {number}: removed; the signed head")


def test_a_chain_recomputed_without_the_key_is_named(cases: dict[str, Case]) -> None:
    case = cases["long"]
    _recompute(case, key=b"a key that somebody made up", words="nothing was found")
    assert breaks()[0] == (f"case {case.number}, history row 1: its content does not fit its seal")


def test_a_chain_recomputed_with_the_key_is_named_by_the_signed_head(
    app: Flask, cases: dict[str, Case]
) -> None:
    case = cases["long"]
    _recompute(case, key=app.extensions["caseflow_audit_key"], words="nothing was found")
    found = breaks()
    assert len(found) == 1
    assert f"case {case.number}" in found[0]
    assert "it differs from the signed head" in found[0]


def _last_seq(case: Case) -> int:
    rows = select(CaseEvent.seq).where(CaseEvent.case_id == case.id)
    return max(db.session.scalars(rows))


def _recompute(case: Case, *, key: bytes, words: str) -> None:
    """Change what is said in row 3 and seal the whole chain and its head again with `key`."""
    columns = CaseEvent.__table__
    rows = db.session.execute(
        select(columns).where(columns.c.case_id == case.id).order_by(columns.c.seq)
    ).mappings()
    previous, statements = GENESIS, []
    for row in rows:
        fields = {name: row[name] for name in FIELDS}
        if row["seq"] == 3:
            fields["words"] = words
            statements.append(f"UPDATE case_events SET words = '{words}' WHERE id = {row['id']}")
        mac = row_mac(key, fields, previous)
        statements.append(
            f"UPDATE case_events SET previous_mac = '{previous}', mac = '{mac}' "
            f"WHERE id = {row['id']}"
        )
        previous, seq = mac, row["seq"]
    seal = head_mac(key, case.id, seq, previous)
    statements.append(
        f"UPDATE chain_heads SET mac = '{previous}', head_mac = '{seal}' WHERE case_id = {case.id}"
    )
    attack(*statements)


def test_an_altered_or_removed_signed_head_is_named(cases: dict[str, Case]) -> None:
    case_in("accepted")
    write_head()
    first, second = sorted(heads_folder().glob("*.json"))
    content = first.read_text(encoding="utf-8")
    first.write_text(content.replace('"case_count": 2', '"case_count": 1'), encoding="utf-8")
    assert f"signed head {first.name}: its seal does not fit its content" in breaks()
    first.unlink()
    assert breaks() == [
        f"signed head {second.name}: the head file before it is missing or another one"
    ]


def test_a_head_is_written_only_when_something_moved(cases: dict[str, Case]) -> None:
    assert write_head() is None
    case_in("registered")
    assert write_head() is not None
    assert verify().head_file_count == 2


def test_a_sample_is_verified_alone(cases: dict[str, Case]) -> None:
    attack("UPDATE case_events SET words = 'x' WHERE case_id = :case", case=cases["long"].id)
    assert verify([cases["short"].id]).is_intact
    verdict: Verdict = verify([cases["long"].id])
    assert (verdict.case_count, verdict.is_intact) == (1, False)


def test_the_command_says_intact_with_0_and_broken_with_1(
    app: Flask, cases: dict[str, Case]
) -> None:
    from caseflow.cli import main_group

    runner = app.test_cli_runner()
    told = runner.invoke(main_group, ["audit", "verify"])
    assert told.exit_code == 0
    assert told.stdout.startswith("intact: 2 cases")
    attack("UPDATE case_events SET words = 'x' WHERE case_id = :case", case=cases["long"].id)
    told = runner.invoke(main_group, ["audit", "verify", "--json"])
    assert told.exit_code == 1
    body = json.loads(told.stdout)
    assert body["intact"] is False
    assert f"case {cases['long'].number}, history row 1" in body["breaks"][0]


def test_history_holds_references_and_never_who_complained(cases: dict[str, Case]) -> None:
    petition = db.session.scalars(select(Petition)).first()
    assert petition is not None
    for event in db.session.scalars(select(CaseEvent)):
        kept = json.dumps(event.changes, ensure_ascii=False) + event.words
        for secret in ("陈小河", "13812345678"):
            assert secret not in kept


def test_the_command_verifies_a_sample_that_a_seed_repeats(
    cases: dict[str, Case], db_session: Any
) -> None:
    everything = sample_of_cases(10, 1)
    assert sorted(everything) == sorted(case.id for case in cases.values())
    assert sample_of_cases(1, 7) == sample_of_cases(1, 7)
    attack("UPDATE case_events SET words = 'x' WHERE case_id = :id", id=cases["long"].id)
    assert verify([cases["short"].id]).is_intact
    assert not verify(everything).is_intact
