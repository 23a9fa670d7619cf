"""What a petition without a subject is called: its first words, without who wrote them. Pure."""

from __future__ import annotations

import re

from caseflow.core.redaction import Known, writers_hidden_in

SUBJECT_LENGTH = 40
"""Characters of a proposed subject: what fits on one line of a list."""

_READ = 200
"""Characters that are looked through: more than a line can come of."""
_SENTENCE_END = re.compile(r"[。！？!?；;\n\r]")
_CLAUSE_END = re.compile(r"[，,、：:\s]")


def proposed_subject(body: str, respondent: str = "") -> str:
    """Return the first words of `body`: its first sentence, cut at a clause if that is long.

    It becomes the title of the case, which everybody in the office reads in lists: whoever the
    words name is hidden, and in which flat. `respondent` is whom the petition is about.
    """
    sentence = _SENTENCE_END.split(body.strip(), maxsplit=1)[0].strip() or " ".join(body.split())
    known = Known(respondents=(respondent,) if respondent else ())
    words = writers_hidden_in(sentence[:_READ], known)
    if len(words) <= SUBJECT_LENGTH:
        return words
    head = words[: SUBJECT_LENGTH - 1]
    ends = [found.start() for found in _CLAUSE_END.finditer(head)]
    return f"{head[: ends[-1]] if ends and ends[-1] >= SUBJECT_LENGTH // 3 else head}…"
