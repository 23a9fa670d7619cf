"""Invented files of petitions with the traps of real ones; built here, nothing is copied."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

HEADERS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]
REPLY_HEADERS = [*HEADERS, "答复意见", "答复时间"]


def line(number: Any = 1, **changes: Any) -> dict[str, Any]:
    """Return one invented message under the headers of a board."""
    return {
        "留言编号": number,
        "留言用户": f"U{number}",
        "留言主题": f"河边砖厂冒黑烟（第{number}次反映）",
        "留言时间": "2026/3/2 9:04:05",
        "留言详情": "\n\t\t\t\u3000砖厂每天傍晚冒黑烟。_x000D_\n\u00a0请查处。\t",
        **changes,
    }


def xlsx(
    rows: list[dict[str, Any]],
    headers: list[str] | None = None,
    *,
    blank_rows: int = 0,
    title: str = "",
) -> bytes:
    """Return a spreadsheet; `blank_rows` styled empty rows follow the data, as in real exports."""
    book = Workbook()
    sheet = book.active
    names = headers or list(rows[0])
    if title:
        sheet.append([title])
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    fill = PatternFill("solid", fgColor="FFFF00")
    last = sheet.max_row
    for offset in range(1, blank_rows + 1):
        for column in range(1, len(names) + 1):
            sheet.cell(last + offset, column).fill = fill
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_bytes(rows: list[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a delimited text in an encoding."""
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def json_lines(rows: list[dict[str, Any]], *, is_cut_off: bool = False) -> bytes:
    """Return one object a line with trailing commas; the last may end in the middle."""
    text = "".join(json.dumps(row, ensure_ascii=False, default=str) + ",\n" for row in rows)
    return (text[: len(text) - 25] if is_cut_off else text).encode()


def replied(
    number: Any = 1, reply: str = "您好，已责令砖厂停产整改。", **changes: Any
) -> dict[str, Any]:
    """Return a message that was answered two weeks later."""
    given_at = datetime(2026, 3, 16, 10, 30)  # noqa: DTZ001 - a date cell has no zone
    return line(number, **{"答复意见": reply, "答复时间": given_at} | changes)
