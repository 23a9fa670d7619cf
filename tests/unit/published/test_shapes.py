"""The form of a table on a narrow screen, by what stands in it."""

from __future__ import annotations

import pytest

from caseflow.public.published.shapes import shape_of


@pytest.mark.parametrize(
    ("columns", "rows", "shape"),
    [
        (["项目", "内容"], [["决定书文号", "忠环罚〔2026〕1号"]], "pairs"),
        (["乡镇", "噪声", "油烟", "合计"], [["忠州街道", "12", "<5", "—"]], "matrix"),
        (["乡镇", "噪声", "合计"], [["忠州街道", "12", "12"]], "lines"),
        (["序号", "问题", "要求", "进展"], [["1", "施工噪声", "隔声屏障", "整改中"]], "lines"),
        (["序号", "问题", "要求", "进展"], [], "lines"),
    ],
)  # fmt: skip
def test_the_form_of_a_table(columns: list[str], rows: list[list[str]], shape: str) -> None:
    assert shape_of({"columns": columns, "rows": rows}) == shape
