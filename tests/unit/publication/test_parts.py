"""Tables of a draft: their parts by name, and their rows as lines that a person edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.public.publication.actions.marks import redacted_tables
from caseflow.public.publication.parts import (
    UnreadableLine,
    as_lines,
    from_lines,
    parts_of,
    place_words,
    table,
    with_words,
)

ONE = table("清单", ("问题", "要求"), [("噪声", "整改"), ("油烟", "清洗")])


def test_every_text_of_a_draft_is_a_part() -> None:
    assert parts_of("题", "文", [ONE]) == {
        "title": "题",
        "text": "文",
        "caption:0": "清单",
        "column:0:0": "问题",
        "column:0:1": "要求",
        "cell:0:0:0": "噪声",
        "cell:0:0:1": "整改",
        "cell:0:1:0": "油烟",
        "cell:0:1:1": "清洗",
    }
    assert place_words("cell:0:1:1") == ("cell", (0, 1, 1))


def test_a_mark_hides_in_its_own_cell_only() -> None:
    mark = {"part": "cell:0:1:0", "start": 0, "end": 2, "replacement": "×", "decision": "hide"}
    (hidden,) = redacted_tables([ONE], [mark])
    assert hidden["rows"] == [["噪声", "整改"], ["×", "清洗"]]
    assert (hidden["caption"], hidden["columns"]) == (ONE["caption"], ONE["columns"])


def test_changing_every_part_reaches_every_part() -> None:
    seen: list[str] = []
    with_words([ONE], lambda part, words: seen.append(part) or words)  # type: ignore[func-returns-value]
    assert set(seen) == set(parts_of("", "", [ONE])) - {"title", "text"}


CELLS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_rows_survive_being_typed(rows: list[tuple[str, str]]) -> None:
    made = table("清单", ("问题", "要求"), rows)
    assert from_lines(made, as_lines(made)) == made


@pytest.mark.parametrize("line", ["只有一格", "三 | 个 | 格"])
def test_a_line_with_another_count_of_cells_is_refused(line: str) -> None:
    with pytest.raises(UnreadableLine) as told:
        from_lines(ONE, f"噪声 | 整改\n\n{line}")
    assert told.value.number == 3
