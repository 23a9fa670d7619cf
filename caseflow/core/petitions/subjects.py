"""What a petition without a subject is called: its first words. Pure."""

from __future__ import annotations

import re

SUBJECT_LENGTH = 40
"""Characters of a proposed subject: what fits on one line of a list."""

_SENTENCE_END = re.compile(r"[。！？!?；;\n\r]")
_CLAUSE_END = re.compile(r"[，,、：:\s]")


def proposed_subject(body: str) -> str:
    """Return the first words of `body`: its first sentence, cut at a clause if that is long."""
    words = body.strip()
    sentence = _SENTENCE_END.split(words, maxsplit=1)[0].strip()
    if len(sentence) <= SUBJECT_LENGTH:
        return sentence or " ".join(words.split())[:SUBJECT_LENGTH]
    head = sentence[:SUBJECT_LENGTH]
    ends = [found.start() for found in _CLAUSE_END.finditer(head)]
    return head[: ends[-1]] if ends and ends[-1] >= SUBJECT_LENGTH // 3 else f"{head[:-1]}…"
