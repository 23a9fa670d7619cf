"""Files are read row by row, whatever they hide; what cannot be read says why."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from caseflow.desk.imports.reading import Unreadable, limits, read_path, read_table
from tests.import_files import HEADERS, csv_bytes, json_lines, line, xlsx


def test_a_spreadsheet_gives_rows_under_their_headers_with_their_numbers() -> None:
    table = read_table(xlsx([line(7), line(8)]))
    assert table.headers == tuple(HEADERS)
    assert [row.number for row in table.rows] == [2, 3]
    assert table.rows[0].cells["留言编号"] == 7


def test_styled_blank_rows_are_no_rows() -> None:
    assert len(read_table(xlsx([line(1), line(2)], blank_rows=3000)).rows) == 2


def test_a_blank_row_between_rows_is_left_out_and_still_counted() -> None:
    rows = [line(1), dict.fromkeys(HEADERS, " \u3000\u00a0"), line(2)]
    assert [row.number for row in read_table(xlsx(rows)).rows] == [2, 4]


def test_one_column_may_hold_date_cells_and_texts() -> None:
    rows = [
        line(1, 留言时间=datetime(2026, 3, 2, 9, 4, 5)),  # noqa: DTZ001
        line(2, 留言时间=date(2026, 3, 2)),
        line(3, 留言时间="2026/3/2 9:04:05"),
    ]
    kinds = [type(row.cells["留言时间"]) for row in read_table(xlsx(rows)).rows]
    assert kinds == [datetime, date, str]


def test_a_title_above_the_headers_is_passed_over() -> None:
    table = read_table(xlsx([line(1)], title="三月份来信汇总"))
    assert table.headers == tuple(HEADERS)
    assert table.rows[0].number == 3


def test_a_formula_without_a_result_is_empty_and_never_computed() -> None:
    row = read_table(xlsx([line(1, 留言主题="=1+1")])).rows[0]
    assert row.cells["留言主题"] == ""


def test_the_first_sheet_that_holds_rows_is_read() -> None:
    book = Workbook()
    book.active.title = "空"
    sheet = book.create_sheet("数据")
    sheet.append(HEADERS)
    sheet.append(list(line(5).values()))
    target = io.BytesIO()
    book.save(target)
    assert read_table(target.getvalue()).rows[0].cells["留言编号"] == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_of_the_office(encoding: str) -> None:
    table = read_table(csv_bytes([line(1), line(2)], encoding))
    assert table.headers == tuple(HEADERS)
    assert str(table.rows[1].cells["留言主题"]).startswith("河边砖厂")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_is_found(delimiter: str) -> None:
    assert len(read_table(csv_bytes([line(1)], delimiter=delimiter)).headers) == len(HEADERS)


def test_a_field_of_several_lines_is_one_row() -> None:
    rows = read_table(csv_bytes([line(1, 留言详情="一\n二\n三"), line(2)])).rows
    assert [row.number for row in rows] == [2, 3]


def test_a_repeated_header_gets_a_number() -> None:
    table = read_table("编号,时间,时间\n1,2026-1-1,2026-1-2\n".encode())
    assert table.headers == ("编号", "时间", "时间 (2)")


def test_json_lines_with_trailing_commas_are_read() -> None:
    table = read_table(json_lines([line(1), line(2)]))
    assert table.headers == tuple(HEADERS)
    assert [row.number for row in table.rows] == [1, 2]


def test_a_cut_off_last_line_is_one_row_that_says_so() -> None:
    rows = read_table(json_lines([line(1), line(2), line(3)], is_cut_off=True)).rows
    assert [row.problem is None for row in rows] == [True, True, False]
    assert rows[-1].number == 3
    assert "cut off" in str(rows[-1].problem)


def test_reading_goes_on_after_a_broken_line() -> None:
    first, second = json.dumps({"number": 1}), json.dumps({"number": 3})
    rows = read_table(f'{first},\n{{"number": 2, "text": "x\n{second}\n'.encode()).rows
    assert [(row.number, row.problem is None) for row in rows] == [(1, True), (2, False), (3, True)]


def test_a_pretty_printed_array_counts_the_lines_of_its_objects() -> None:
    rows = read_table(json.dumps([{"a": 1, "b": 2}, {"a": 3, "b": 4}], indent=2).encode()).rows
    assert [(row.number, row.cells["a"]) for row in rows] == [(2, 1), (6, 3)]


def test_nested_values_stay_readable_and_deep_nesting_is_refused_quietly() -> None:
    deep = '{"a":' * 5000
    rows = read_table(f'{{"a": {{"b": "石"}}}}\n{deep}\n'.encode()).rows
    assert rows[0].cells["a"] == '{"b": "石"}'
    assert rows[1].problem is not None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "no rows"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old or encrypted"),
        (b"\x00\x01\x02\xff" * 50, "neither"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_table(raw)


def test_a_file_that_is_not_there_is_a_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_path(tmp_path / "nothing.xlsx")


def _changed(raw: bytes, **members: bytes) -> bytes:
    """Return a spreadsheet with members of its zip replaced or added; `sheet` is its sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}
    given = {names[name]: body for name, body in members.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", 8) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, body in (kept | given).items():
            new.writestr(name, body)
    return target.getvalue()


def _sheet_with(cells: str, **members: bytes) -> bytes:
    """Return a spreadsheet whose sheet holds these rows as raw XML."""
    raw = xlsx([line(1)])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    longer = sheet.replace(b"</sheetData>", cells.encode() + b"</sheetData>")
    return _changed(raw, sheet=longer, **members)


def test_a_far_away_cell_is_refused_before_the_reader_builds_billions_of_cells() -> None:
    with pytest.raises(Unreadable, match="more than"):
        read_table(_sheet_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def test_a_cell_that_lies_about_its_row_is_counted_where_it_says() -> None:
    with pytest.raises(Unreadable, match="more than"):
        read_table(_sheet_with('<row r="3"><c r="A1048576"><v>1</v></c></row>'))


def test_a_wide_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000)
    with pytest.raises(Unreadable, match="too large"):
        read_table(_sheet_with('<row r="3"><c r="XFD3"><v>1</v></c></row>'))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        read_table(xlsx([line(n) for n in range(1, 9)]))


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", 2_000_000)
    bomb = _sheet_with("<row/>" * 500_000)
    assert len(bomb) < 50_000
    with pytest.raises(Unreadable, match="too large once unpacked"):
        read_table(bomb)


def test_one_long_text_named_by_many_cells_is_counted_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MOST_TEXT_BYTES", 100_000)
    texts = f"<sst><si><t>{'长' * 1000}</t></si></sst>".encode()
    raw = _sheet_with('<row r="3">' + '<c t="s"><v>0</v></c>' * 101 + "</row>", texts=texts)
    with pytest.raises(Unreadable, match="too large"):
        read_table(raw)


def test_a_directory_that_lies_about_a_size_is_damage() -> None:
    raw = bytearray(xlsx([line(1)]))
    place = raw.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    raw[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="damaged"):
        read_table(bytes(raw))


def test_entities_in_a_sheet_are_refused() -> None:
    raw = xlsx([line(1)])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    laced = _changed(raw, sheet=b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet)
    with pytest.raises(Unreadable, match="damaged"):
        read_table(laced)
