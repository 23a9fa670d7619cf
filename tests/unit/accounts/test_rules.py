"""The numbers and words of sign-in: how long an account rests, which passwords will do."""

from __future__ import annotations

import re

import pytest

from caseflow.people.accounts.actions.signing_in import LONGEST_LOCK_MINUTES, lock_minutes
from caseflow.people.accounts.actions.users import new_password
from caseflow.people.accounts.passwords import COMMON, SHORTEST, weakness
from caseflow.people.accounts.views.own import browser_words


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (500, 30)],
)
def test_the_pause_doubles_up_to_half_an_hour(failures: int, minutes: int) -> None:
    assert lock_minutes(failures) == minutes <= LONGEST_LOCK_MINUTES


@pytest.mark.parametrize(
    ("password", "is_weak"),
    [
        ("123456789", True),  # nine signs
        ("1234567890", True),
        ("PassWord123", True),  # a common one in other letters
        ("aaaaaaaaaaaa", True),
        ("wang.li.2026", True),  # the user name
        ("忠县的江水向东流去了", False),
        ("correct horse battery staple", False),
    ],
)
def test_passwords_a_stranger_would_try_first_are_refused(password: str, is_weak: bool) -> None:
    assert (weakness(password, "wang.li.2026") is not None) is is_weak


def test_the_list_of_common_passwords_holds_only_what_the_length_lets_through() -> None:
    assert [word for word in COMMON if len(word) < SHORTEST] == []


def test_random_passwords_can_be_read_out_and_differ() -> None:
    made = {new_password() for _i in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){2}[a-hj-km-np-z2-9]{4}", password), password
        assert weakness(password, "olga") is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537 Edg/120.0", "Edge 120 · Windows"),
        ("Mozilla/5.0 (Linux; Android 13) Chrome/119.0 Mobile", "Chrome 119 · Android"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0) Version/17.0 Safari/604", "Safari 17 · iPad"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Firefox/121.0", "Firefox 121 · Linux"),
        ("curl/8.1", "curl/8.1"),
        ("", "?"),
    ],
)
def test_a_browser_is_told_by_name_and_system(agent: str, words: str) -> None:
    assert browser_words(agent) == words
