"""A saved mapping fits the sender's next file, or says how its headers differ."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.desk.imports.mapping import guess
from caseflow.desk.imports.saved.rules import choose, fit, headers_key, origin_key
from tests.import_files import REPLY_HEADERS


@dataclass
class Kept:
    """A saved mapping without a database."""

    headers: list[str] = field(default_factory=lambda: list(REPLY_HEADERS))
    mapping: dict[str, str] = field(default_factory=lambda: guess(REPLY_HEADERS))
    origin_key: str = "问政平台"
    id: int = 1

    @property
    def headers_key(self) -> str:
        return headers_key(self.headers)


def test_the_same_headers_are_mapped_as_confirmed_and_what_was_off_stays_off() -> None:
    kept = Kept(mapping={"reference": "留言编号", "submitted_at": "留言时间", "body": "留言主题"})
    found = fit(kept, REPLY_HEADERS)
    assert found.mapping == kept.mapping
    assert not found.has_differences


@given(st.randoms())
def test_the_order_of_the_columns_does_not_matter(chance: random.Random) -> None:
    shuffled = list(REPLY_HEADERS)
    chance.shuffle(shuffled)
    found = fit(Kept(), shuffled)
    assert found.mapping == guess(REPLY_HEADERS)
    assert found.is_reordered == (shuffled != REPLY_HEADERS)
    assert headers_key(shuffled) == headers_key(REPLY_HEADERS)


def test_headers_are_compared_without_width_case_brackets_and_blanks() -> None:
    found = fit(Kept(), [f" {header}（必填） " for header in REPLY_HEADERS])
    assert found.mapping["body"] == " 留言详情（必填） "
    assert not found.has_differences


def test_a_missing_column_is_said() -> None:
    found = fit(Kept(), [h for h in REPLY_HEADERS if h != "答复意见"])
    assert found.missing == ("答复意见",)
    assert "reply" not in found.mapping
    assert (found.replaced, found.added, found.gone) == ((), (), ())


def test_a_renamed_column_is_recognised_among_the_new_ones_and_said() -> None:
    headers = ["回复内容" if h == "答复意见" else h for h in REPLY_HEADERS]
    found = fit(Kept(), headers)
    assert found.mapping["reply"] == "回复内容"
    assert found.replaced == (("答复意见", "回复内容"),)
    assert (found.missing, found.added) == ((), ("回复内容",))


def test_a_column_that_was_there_and_off_is_not_guessed() -> None:
    kept = Kept(mapping={k: v for k, v in guess(REPLY_HEADERS).items() if k != "reply"})
    assert "reply" not in fit(kept, REPLY_HEADERS).mapping


def test_unused_columns_that_went_are_told_apart_from_used_ones() -> None:
    kept = Kept(headers=[*REPLY_HEADERS, "备注"])
    found = fit(kept, REPLY_HEADERS)
    assert (found.gone, found.missing) == (("备注",), ())


def test_of_two_senders_with_the_same_headers_neither_is_taken_for_granted() -> None:
    one, other = Kept(id=1), Kept(id=2, origin_key="另一平台")
    assert [kept.id for kept in choose([one, other], REPLY_HEADERS)] == [1, 2]


def test_of_one_sender_the_latest_confirmed_is_taken() -> None:
    assert [kept.id for kept in choose([Kept(id=5), Kept(id=4)], REPLY_HEADERS)] == [5]


def test_a_file_with_nearly_all_columns_is_recognised_and_a_strange_one_is_not() -> None:
    nearly = [h for h in REPLY_HEADERS if h != "答复时间"]
    assert [kept.id for kept in choose([Kept()], nearly)] == [1]
    assert choose([Kept()], ["留言编号", "留言时间", "留言主题"]) == []
    assert choose([Kept()], [h for h in REPLY_HEADERS if h != "留言编号"]) == []
    assert choose([], REPLY_HEADERS) == []


@pytest.mark.parametrize("words", ["问政 平台", "问政平台 ", "\u3000问政平台"])
def test_a_sender_is_known_however_its_name_is_spaced(words: str) -> None:
    assert origin_key(words) == "问政平台"
