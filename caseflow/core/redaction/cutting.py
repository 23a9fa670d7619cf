"""Cutting Chinese text into words, by jieba's dictionary (rjieba, MIT). Pure and without guessing.

The hidden Markov model of the cutter is left off: it makes words up where a name stands.
"""

from __future__ import annotations

from functools import lru_cache

import rjieba


class Run:
    """A run of Chinese characters, with the words of any beginning or ending of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left: dict[int, int] = {}
        self._right: dict[int, list[str]] = {}
        self.words = words(text)

    def words_left(self, end: int) -> int:
        """Return in how many words the text before `end` is cut."""
        if end not in self._left:
            self._left[end] = len(words(self.text[:end]))
        return self._left[end]

    def words_right(self, start: int) -> list[str]:
        """Return the words of the text from `start`."""
        if start not in self._right:
            self._right[start] = words(self.text[start:])
        return self._right[start]

    def gain(self, start: int, end: int) -> int:
        """Return how many words fewer the run has when `start` to `end` is taken for one."""
        return len(self.words) - self.words_left(start) - 1 - len(self.words_right(end))


def words(text: str) -> list[str]:
    """Return the words of a text, in order and complete."""
    return list(rjieba.cut(text, False)) if text else []


@lru_cache(maxsize=20_000)
def tag_of(word: str) -> str:
    """Return the part of speech of a dictionary word ("n", "v", "nr" …), "" for no such word."""
    if not rjieba.has_word(word):
        return ""
    return str(rjieba.tag(word, False)[0][1])


def is_word(word: str) -> bool:
    """Return whether the dictionary has the word."""
    return bool(rjieba.has_word(word))
