"""Checklists: shipped with sources, changed only as new versions, printed by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from caseflow.core.visits.rules import KINDS
from caseflow.field.inspections.checklists.actions import load_shipped_checklists
from caseflow.field.inspections.checklists.cli import checklists_command
from caseflow.field.inspections.checklists.queries import (
    checklist_versions,
    checklists,
    items_of,
)
from caseflow.field.inspections.checklists.reference import LISTS
from caseflow.field.inspections.checklists.rules import list_faults
from caseflow.ground.extensions import db

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def typed(office: Flask, **changes: Any) -> dict[str, Any]:
    """Return the fields of the edit page of the first checklist as they stand."""
    with office.app_context():
        row = checklist_versions(1)[0]
    fields: dict[str, Any] = {"version": str(row.version), "name": row.name, "reason": "改措辞"}
    for n, item in enumerate(row.items):
        values = {
            "code": item.code, "place": n + 1, "words": item.words, "basis": item.basis,
            "words_en": item.words_en, "mark": item.mark,
        }  # fmt: skip
        fields |= {f"items-{n}-{name}": str(value) for name, value in values.items()}
        if item.asks_photograph:
            fields[f"items-{n}-asks_photograph"] = "y"
    return fields | changes


def test_shipped_lists_cover_every_kind_and_every_item_has_a_basis() -> None:
    assert {shipped.kind for shipped in LISTS} == set(KINDS)
    codes = [item.code for shipped in LISTS for item in shipped.items]
    assert len(set(codes)) == len(codes)
    assert all(not list_faults(shipped.items) for shipped in LISTS)
    by_code = {item.code: item for shipped in LISTS for item in shipped.items}
    # Facts B.2 and B.4: the local fumes standard was read second-hand, the 3 t not found.
    assert {by_code[code].mark for code in ("fumes-cleaning", "fumes-log")} == {"F2"}
    assert by_code["waste-point"].mark == "K"
    assert not by_code["noise-site-limit"].is_verified
    assert all(item.asks_photograph for shipped in LISTS if shipped.kind == "dust"
               for item in shipped.items)  # fmt: skip


def test_changing_makes_a_new_version_and_keeps_the_old(office: Flask, as_: As) -> None:
    adam = as_("adam")
    with office.app_context():
        first = [item.code for item in checklist_versions(1)[0].items]
    fields = typed(office) | {
        "items-0-words": "测量时天气符合要求", "items-0-place": "2", "items-1-place": "1",
        "items-2-is_left_out": "y",
        "items-20-words": "门窗关闭", "items-20-basis": "本局规定", "items-20-mark": "own",
    }  # fmt: skip
    answer = adam.post("/inspections/checklists/1/edit", data=fields)
    assert answer.status_code == 303, answer.text
    with office.app_context():
        now, before = checklist_versions(1)
        assert (now.version, before.version) == (2, 1)
        expected = [first[1], first[0], *first[3:], "noise-1"]
        assert [item.code for item in now.items] == expected
        assert [item.code for item in items_of("noise", 2) or ()] == expected
        assert now.items[1].words == "测量时天气符合要求"
        assert [item.code for item in before.items] == first
        assert [item.code for item in items_of("noise", 1) or ()] == first
        assert items_of("noise", 3) is None
        assert load_shipped_checklists() == 0
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text("UPDATE checklist_versions SET name = 'x'"))
        db.session.rollback()
    page = adam.get("/inspections/checklists/1").text
    assert "门窗关闭" in page
    assert "本版本的检查项" in page


@SQLITE
def test_what_is_wrong_is_said_and_a_stale_page_keeps_what_was_typed(
    office: Flask, as_: As
) -> None:
    adam, address = as_("adam"), "/inspections/checklists/1/edit"
    no_basis = adam.post(address, data=typed(office) | {"items-0-basis": ""})
    assert no_basis.status_code == 422
    assert "每一项都须有内容和依据" in no_basis.text
    stale = typed(office)
    assert adam.post(address, data=stale).status_code == 303
    late = adam.post(address, data=stale | {"items-0-words": "我的措辞"})
    assert late.status_code == 409
    assert "我的措辞" in late.text


@SQLITE
def test_a_retired_list_goes_along_no_more(office: Flask, as_: As) -> None:
    answer = as_("sunil").post("/inspections/checklists/1/edit", data=typed(office, is_retired="y"))
    assert answer.status_code == 303
    with office.app_context():
        assert "noise" not in {row.code for row in checklists()}


@SQLITE
def test_a_new_list_and_who_may_not_write_one(office: Flask, as_: As) -> None:
    fields = {
        "version": "1", "code": "vapour", "kind": "fumes", "name": "加油站油气回收",
        "items-0-words": "油气回收装置运行", "items-0-basis": "忠县规划", "items-0-mark": "F",
    }  # fmt: skip
    assert as_("farid").post("/inspections/checklists/new", data=fields).status_code == 403
    adam = as_("adam")
    assert adam.post("/inspections/checklists/new", data=fields).status_code == 303
    assert adam.post("/inspections/checklists/new", data=fields).status_code == 422
    with office.app_context():
        assert [item.code for item in items_of("vapour", 1) or ()] == ["vapour-1"]


@SQLITE
def test_the_command_prints_lists_with_their_marks(office: Flask) -> None:
    runner = office.test_cli_runner()
    printed = runner.invoke(checklists_command).output
    assert "waste-point" in printed
    assert "\tK\tphotograph" in printed
    found = json.loads(runner.invoke(checklists_command, ["--json"]).output)
    assert [row["code"] for row in found] == [shipped.code for shipped in LISTS]
