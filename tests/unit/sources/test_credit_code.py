"""The check digit of the unified social credit code, on known codes and on invented ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.core.sources.credit_code import (
    ALPHABET,
    check_digit,
    credit_code_problem,
    normal_credit_code,
)

KNOWN = [
    "91350100M000100Y43",  # the example printed with the standard
    "914403001922038216",  # a large company's published code
    "9144030071526726XG",  # one that ends in a letter
]
bodies = st.text(alphabet=ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("code", KNOWN)
def test_a_published_code_holds(code: str) -> None:
    assert credit_code_problem(code) is None


def test_the_letters_that_look_like_digits_are_not_part_of_the_alphabet() -> None:
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)


@given(bodies)
def test_any_body_with_its_check_digit_holds(body: str) -> None:
    assert credit_code_problem(body + check_digit(body)) is None


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, other: str) -> None:
    code = body + check_digit(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (credit_code_problem(wrong) is None) == (wrong == code)


@given(bodies, st.integers(0, 15))
def test_two_neighbours_changed_over_are_always_noticed(body: str, place: int) -> None:
    code = body + check_digit(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (credit_code_problem(swapped) is None) == (swapped == code)


@pytest.mark.parametrize("code", ["", "9135", "91350100M000100Y4", "91350100M000100Y430"])
def test_a_code_of_another_length_is_refused(code: str) -> None:
    assert credit_code_problem(code) == "A unified social credit code has 18 characters."


def test_a_letter_outside_the_alphabet_is_refused_with_its_own_sentence() -> None:
    assert "without I, O" in (credit_code_problem("91350100I000100Y43") or "")


def test_typed_codes_are_folded() -> None:
    assert normal_credit_code(" ９１350100-m000100y43 ") == "91350100M000100Y43"


def test_the_check_digit_needs_seventeen_characters() -> None:
    with pytest.raises(ValueError, match="17"):
        check_digit("9")
