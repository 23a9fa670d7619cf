"""Decisions on marks when the words change: what was hidden never turns public by itself."""

from __future__ import annotations

import pytest

from caseflow.core.redaction import Known
from caseflow.public.publication.actions.marks import (
    HIDE,
    KEEP,
    TEXT,
    TITLE,
    Marks,
    marks_for,
    part_of,
    redacted,
    with_added,
)
from caseflow.public.publication.actions.remaking import remade

NOTHING = Known()
CALLED = "李建国于10月1日来电反映噪声。"
PRESENT = "经营者李建国在场。"
NAME = "李建国"


def of(text: str, title: str = "办理情况", **cells: str) -> dict[str, str]:
    return {TITLE: title, TEXT: text, **{key.replace("_", ":"): w for key, w in cells.items()}}


def decided(words: dict[str, str], *decisions: str | None, known: Known = NOTHING) -> Marks:
    """Return the marks of a draft, those on 李建国 decided in reading order, others hidden."""
    given, marks = list(decisions), marks_for(words, known)
    for mark in marks:
        is_name = words[part_of(mark)][mark["start"] : mark["end"]] == NAME
        mark["decision"] = given.pop(0) if is_name else HIDE
    assert not given
    return marks


def names(marks: Marks, words: dict[str, str]) -> list[str | None]:
    """Return what is decided on each 李建国, in reading order."""
    return [
        mark["decision"]
        for mark in marks
        if words[part_of(mark)][mark["start"] : mark["end"]] == NAME
    ]


BEFORE = CALLED + "已整改。" + PRESENT
CHANGES = [
    # text, what is decided then on each name
    (BEFORE + "完", [HIDE, KEEP]),
    ("收悉。" + BEFORE, [HIDE, KEEP]),
    (PRESENT + CALLED, [KEEP, HIDE]),  # the sentences changed places
    (CALLED + "经营者李建国在场配合。", [HIDE, None]),
    (CALLED + "李建国再次来电。", [HIDE, None]),  # instead of the sentence that kept it
    ("李建国于10月2日来电反映噪声。" + PRESENT, [HIDE, KEEP]),
    ("李建国于10月2日来电。经营者李建国到场。", [None, None]),
    (BEFORE + "李建国再次来电。", [HIDE, KEEP, None]),
    (PRESENT, [KEEP]),
    (CALLED, [HIDE]),
]


@pytest.mark.parametrize(("text", "wanted"), CHANGES)
def test_the_same_words_keep_each_their_own_decision(text: str, wanted: list[str | None]) -> None:
    before, after = of(BEFORE), of(text)
    marks = remade(decided(before, HIDE, KEEP), before, after, NOTHING)
    assert names(marks, after) == wanted


def test_what_was_hidden_stays_hidden_when_a_word_is_written_elsewhere() -> None:
    before = of(BEFORE)
    after = of(BEFORE, title="办理情况一")
    marks = remade(decided(before, HIDE, KEEP), before, after, NOTHING)
    assert (
        redacted(after[TEXT], marks).startswith("李某某")
        or NAME not in redacted(after[TEXT], marks).partition("。")[0]
    )


def test_a_kept_word_stays_kept_when_its_sentence_is_mended() -> None:
    before, after = of(PRESENT), of("经营者李建国也在场。")
    assert names(remade(decided(before, KEEP), before, after, NOTHING), after) == [KEEP]


def test_a_word_kept_once_is_asked_about_where_it_is_written_anew() -> None:
    before, after = of(PRESENT), of(PRESENT + CALLED)
    assert names(remade(decided(before, KEEP), before, after, NOTHING), after) == [KEEP, None]


def test_what_was_hidden_everywhere_is_hidden_where_it_is_written_anew() -> None:
    before, after = of(PRESENT), of(PRESENT + CALLED)
    assert names(remade(decided(before, HIDE), before, after, NOTHING), after) == [HIDE, HIDE]


def test_an_undecided_mark_is_not_decided_by_its_twin() -> None:
    before = of(BEFORE)
    after = of(BEFORE + "完")
    assert names(remade(decided(before, None, KEEP), before, after, NOTHING), after) == [None, KEEP]


def test_the_title_and_the_text_are_decided_apart() -> None:
    before = of(PRESENT, title="李建国来电的办理情况")
    after = of(PRESENT + "完", title="李建国来电的办理情况")
    marks = remade(decided(before, HIDE, KEEP), before, after, NOTHING)
    assert names(marks, after) == [HIDE, KEEP]


def test_rows_of_a_table_take_their_decisions_along() -> None:
    before = of("", cell_0_0_0="经营者李建国", cell_0_0_1="在场", cell_0_1_0="经营者李建国",
                cell_0_1_1="来电")  # fmt: skip
    after = of("", cell_0_0_0="新的一行", cell_0_0_1="无", cell_0_1_0="经营者李建国",
               cell_0_1_1="来电", cell_0_2_0="经营者李建国", cell_0_2_1="在场")  # fmt: skip
    marks = remade(decided(before, KEEP, HIDE), before, after, NOTHING)
    assert names(marks, after) == [HIDE, KEEP]


def test_a_name_stays_hidden_when_its_sentence_no_longer_shows_that_it_is_one() -> None:
    before, after = of("对高峰进行询问。"), of("店内高峰已过。")
    assert marks_for(after, NOTHING) == []
    marks = remade(decided(before), before, after, NOTHING)
    assert [mark["decision"] for mark in marks] == [HIDE]
    assert "高峰" not in redacted(after[TEXT], marks)


@pytest.mark.parametrize("more", ["完", "高峰路已查。"])
def test_a_word_that_reads_like_a_hidden_name_and_was_public_stays_so(more: str) -> None:
    before = of("对高峰进行询问。高峰时段噪声大。")
    after = of(before[TEXT] + more)
    assert len(remade(decided(before), before, after, NOTHING)) == 1


def test_what_a_person_marked_and_left_open_again_is_not_lost() -> None:
    before, after = of("红瓦屋旁的工地。"), of("红瓦屋旁的工地已停。")
    marks = with_added([], before, "红瓦屋", "某处", "可识别")
    marks[0]["decision"] = None
    again = remade(marks, before, after, NOTHING)
    assert [mark["kind"] for mark in again] == ["added"]
    assert redacted(after[TEXT], again) == "某处旁的工地已停。"


def test_a_known_value_that_a_person_widened_stays_wide() -> None:
    known = Known(people=("陈小河",))
    before, after = of("陈小河家在三楼。"), of("陈小河家在三楼。完")
    marks = with_added(marks_for(before, known), before, "河家在三楼", "某户", "可识别")
    again = remade(marks, before, after, known)
    assert redacted(after[TEXT], again) == redacted(before[TEXT], marks) + "完"


def test_what_the_case_no_longer_knows_stays_hidden() -> None:
    known = Known(people=("陈小河",))
    before, after = of("CXH来信。"), of("CXH来信。完")
    marks = [{**mark, "decision": HIDE} for mark in marks_for(before, known)]
    assert "CXH" not in redacted(after[TEXT], remade(marks, before, after, NOTHING))
