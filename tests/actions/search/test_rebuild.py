"""The index made anew by command: whole, without a gap, and without what belongs to no case."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from caseflow.core.cases import indexing
from caseflow.core.cases.indexing import index_next
from caseflow.core.search.cli import rebuild, rebuild_command
from caseflow.core.search.queries.hits import search_cases
from caseflow.ground import search
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.factories import a_source, open_case


def silent(_sentence: str) -> None:
    """Say nothing."""


def test_what_was_lost_is_found_again_and_strays_go(cast: Cast) -> None:
    cases = [open_case(source_id=a_source("忠县红云石材厂").id).case.id for _ in range(5)]
    with unit_of_work():
        db.session.execute(text("DELETE FROM case_texts"))
        search.put(999_999, ["打桩"])
    assert search_cases("hongyun", cast.olga).rows == ()
    assert rebuild(2, 0, silent) == {"cases": 5, "strays": 1}
    assert [row.id for row in search_cases("hongyun", cast.olga).rows] == cases[::-1]
    assert search.indexed_ids(0, 10) == cases


def test_cut_off_it_leaves_everything_findable_and_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [open_case().case.id for _ in range(4)]
    real = indexing.search.put
    done: list[int] = []

    def dying(case_id: int, *rest: Any) -> None:
        done.append(case_id)
        if len(done) == 4:
            raise SystemExit
        real(case_id, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(indexing.search, "put", dying)
        with pytest.raises(SystemExit):
            rebuild(2, 0, silent)
    db.session.rollback()
    assert [row.id for row in search_cases("打桩", cast.olga).rows] == cases[::-1]
    assert rebuild(2, cases[1], silent) == {"cases": 2, "strays": 0}


def test_the_command_says_what_it_did(cast: Cast) -> None:
    open_case()
    answer = CliRunner().invoke(rebuild_command, ["--json"], catch_exceptions=False)
    found = json.loads(answer.output)
    assert (found["cases"], found["strays"]) == (1, 0)
    assert index_next(10**9, 5) == (None, 0)
