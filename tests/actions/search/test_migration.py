"""The step to pairs: what was indexed before is found after it, and after going back and forth."""

from __future__ import annotations

from alembic import command
from sqlalchemy import text

from caseflow.core.search.queries.hits import search_cases
from caseflow.ground import schema
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from tests.cast import Cast
from tests.factories import open_case


def body() -> str:
    cast = "body" if db.engine.dialect.name == "sqlite" else "CAST(body AS text)"
    return str(db.session.scalar(text(f"SELECT {cast} FROM case_texts")))


def test_rows_are_rewritten_out_of_their_own_tokens(cast: Cast) -> None:
    case = open_case(subject="凌晨打桩 ab 12 号", body="5号楼工地，无法入睡。").case
    case_id, number, user_id = case.id, case.number, cast.olga.id
    new = body()
    db.session.remove()
    command.downgrade(schema._config(), "0007")
    old = body()
    db.session.remove()
    assert "凌晨" not in old
    assert "凌" in old
    command.upgrade(schema._config(), "head")
    assert "凌晨" in new
    assert "凌晨" in body()
    user = db.session.get_one(User, user_id)
    for typed in ("凌", "凌晨打桩", "“ab 12 号”", "5号楼", "号楼工地", number):
        assert [row.id for row in search_cases(typed, user).rows] == [case_id], typed
    for typed in ("桩晨", "ab12", "睡凌"):
        assert search_cases(typed, user).rows == (), typed
    db.session.commit()
