"""The table of the traffic police: what is taken, and what is refused without a legal basis."""

from __future__ import annotations

import pytest

from caseflow.ground.spreadsheets import LONGEST_FIELD
from caseflow.public.publication.horn import LONGEST_CELL, MOST_ROWS, read_rows

HEAD = "时段,路段,行为,查处机关"
ROW = "22时至23时,果园路,禁鸣路段鸣喇叭,县交巡警大队"


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_the_order_of_its_columns(coding: str) -> None:
    mixed = "行为,查处机关,时段,路段\n鸣喇叭,大队,夜间,果园路\n"
    found = read_rows(mixed.encode(coding), "")
    assert found.columns == ("时段", "路段", "行为", "查处机关")
    assert found.rows == (("夜间", "果园路", "鸣喇叭", "大队"),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_a_table_is_read_whatever_ends_its_lines(end: str) -> None:
    found = read_rows(end.join([HEAD, ROW, ROW, ""]).encode(), "")
    assert (found.faults, len(found.rows)) == ((), 2)


def test_no_cell_holds_what_no_database_keeps() -> None:
    assert "\0" not in str(read_rows(table(HEAD, ROW.replace("果园", "果\0园")), "").rows)


@pytest.mark.parametrize("heading", ["姓名", "驾驶人", "车牌", "号牌号码", "车牌号"])
def test_names_and_plates_need_a_legal_basis(heading: str) -> None:
    content = table(f"{HEAD},{heading}", f"{ROW},渝F12345")
    assert read_rows(content, " ").faults == (("personal", heading),)
    assert read_rows(content, "").rows == ()
    taken = read_rows(content, "道路交通安全法第一百一十条")
    assert taken.faults == ()
    assert taken.rows[0][-1] == "渝F12345"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ("empty", "")),
        (table(HEAD), ("empty", "")),
        (table("时段,路段,行为", "夜间,果园路,鸣笛"), ("missing", "查处机关")),
        (table(f"{HEAD},电话", f"{ROW},1"), ("unknown", "电话")),
        (table(f"{HEAD},路段", f"{ROW},果园路"), ("unknown", "路段")),
        (table(HEAD, "夜间,,鸣笛,大队"), ("gap", "2")),
        (table(HEAD, "夜间,果园路,鸣笛"), ("gap", "2")),
        (table(HEAD, f"夜间,{'长' * (LONGEST_CELL + 1)},鸣笛,大队"), ("long", "2")),
        (table(HEAD, *[ROW] * (MOST_ROWS + 1)), ("many", str(MOST_ROWS))),
        (b"\xff\xfe\x00", ("empty", "")),
        (table(HEAD, f'夜间,"{"x" * (LONGEST_FIELD + 1)}",鸣笛,大队'), ("unreadable", "")),
        (table(HEAD, f'夜间,"{"x" * (LONGEST_FIELD + 1)}'), ("unreadable", "")),
    ],
)
def test_what_cannot_be_taken_is_named(content: bytes, fault: tuple[str, str]) -> None:
    found = read_rows(content, "")
    assert fault in found.faults
    assert found.rows == ()
