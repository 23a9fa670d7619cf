"""What the tests of the redaction engine share: what is marked, and what is left to read."""

from __future__ import annotations

from caseflow.core.redaction import Known, apply_marks, propose

NOTHING = Known()


def marked(text: str, known: Known = NOTHING) -> list[tuple[str, str]]:
    """Return kind and words of each proposed mark."""
    return [(one.kind, text[one.start : one.end]) for one in propose(text, known)]


def shown(text: str, known: Known = NOTHING) -> str:
    """Return the text as it is published when every mark is hidden."""
    return apply_marks(text, [(m.start, m.end, m.replacement) for m in propose(text, known)])


def assert_hidden(kind: str, text: str, secret: str, known: Known = NOTHING) -> None:
    """Assert that all of `secret` lies under marks, and that one of them is of this kind."""
    start = text.index(secret)
    places = {
        place: one.kind for one in propose(text, known) for place in range(one.start, one.end)
    }
    own = range(start, start + len(secret))
    bare = [place for place in own if place not in places and text[place].isalnum()]
    assert not bare, (marked(text, known), [text[place] for place in bare])
    assert kind in {places.get(place) for place in own}, marked(text, known)
