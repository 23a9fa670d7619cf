"""Marking words: the place is right, and no text ever becomes HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from caseflow.ground.search.highlight import marked, pinyin_spans, snippet, spans
from caseflow.ground.search.tokens import phrases, tokens


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("夜间施工噪声", "施工", "夜间<mark>施工</mark>噪声"),
        ("夜间，施工", "夜间施工", "<mark>夜间，施工</mark>"),  # signs do not part a phrase
        ("夜间施工", "夜间 间施", "<mark>夜间施</mark>工"),  # overlapping hits are one
        ("ＧＤ－77号", "gd", "<mark>ＧＤ</mark>－77号"),
        ("㎡数", "m2", "<mark>㎡</mark>数"),  # a sign that folds into two letters
        ("<b>施工</b>", "施工", "&lt;b&gt;<mark>施工</mark>&lt;/b&gt;"),
        ("a&b 施工", "施工", "a&amp;b <mark>施工</mark>"),
        ("夜间", "噪声", "夜间"),
    ],
)
def test_words_are_marked(text: str, query: str, shown: str) -> None:
    assert marked(text, spans(text, phrases(query))) == shown


@given(st.text(alphabet="夜间<>&\"'ab１Ａ㎡ \n", max_size=60), st.text("夜间ab1m2<& ", max_size=6))
def test_marking_only_adds_marks_to_the_escaped_text(text: str, query: str) -> None:
    shown = marked(text, spans(text, phrases(query)))
    assert re.sub(r"</?mark>", "", shown) == escape(text)
    assert shown.count("<mark>") == shown.count("</mark>")


@given(st.text(alphabet="夜间施工噪声。 ", min_size=1, max_size=80), st.data())
def test_every_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    part = text[begin : data.draw(st.integers(begin + 1, len(text)))]
    assert bool(spans(text, [tokens(part)])) == bool(tokens(part))


def test_a_snippet_is_cut_around_the_first_hit() -> None:
    text = "前" * 200 + "打桩" + "后" * 200
    shown = snippet(text, [["打", "桩"]])
    assert shown is not None
    assert "<mark>打桩</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 130
    assert snippet(text, [["没"]]) is None


@pytest.mark.parametrize(
    ("letters", "span"),
    [("hongyun", (2, 4)), ("hongy", (2, 4)), ("hysc", (2, 6)), ("zx", (0, 2)), ("xyz", None)],
)
def test_pinyin_is_marked_on_the_characters_it_stands_for(
    letters: str, span: tuple[int, int] | None
) -> None:
    assert pinyin_spans("忠县红云石材厂", [[letters]]) == ([span] if span else [])
