"""The rows of a search's page: each case with the places that hold the words, marked.

Whoever may not see who complained in a case reads neither their names nor their telephone numbers
and homes in what they said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import bindparam, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.reading import Reading, reading
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.regions.models import Township
from caseflow.ground.search.highlight import Phrases, marked, pinyin_spans, snippet, spans
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User

PLACES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where words occur: the field's label, and the text around them, marked."""

    label: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found."""

    id: int
    number: Markup
    title: Markup
    state: State
    state_words: str
    is_urgent: bool
    return_count: int
    place: Markup
    unit: str | None
    assignee: str | None
    opened_on: date
    places: tuple[Place, ...] = ()


SOURCE = N_("Pollution source")
COMPLAINED_OF = N_("Complained of")
REPLY = N_("Reply")
FIELDS: tuple[tuple[Any, str], ...] = (
    (Petition.subject, N_("Subject")),
    (Petition.body, N_("Words of the petition")),
    (Petition.request, N_("Request")),
    (Petition.respondent_words, COMPLAINED_OF),
    (Petition.address_text, N_("Address")),
    (Petition.number, N_("Petition number")),
    (Petition.origin_reference, N_("Number of the sender")),
)
"""What of a petition is searched beside the case's own title and address, and its label."""
TOLD = frozenset({"Subject", "Words of the petition", "Request", "Address"})
"""What complainants wrote themselves."""
Texts = list[tuple[str, str]]
"""(label before its translation, text)."""

_CASES = (
    select(
        Case.id,
        Case.number,
        Case.title,
        Case.state,
        Case.is_urgent,
        Case.return_count,
        Case.address_text,
        Case.opened_at,
        Township.name.label("township"),
        Township.name_en.label("township_en"),
        Unit.name.label("unit"),
        Unit.name_en.label("unit_en"),
        User.display_name.label("assignee"),
        PollutionSource.name.label("source"),
        Petition.respondent_words,
        *(column.label(f"text_{number}") for number, (column, _label) in enumerate(FIELDS)),
    )
    .outerjoin(Petition, Petition.case_id == Case.id)
    .outerjoin(Township, Township.code == Case.township_code)
    .outerjoin(Unit, Unit.id == Case.unit_id)
    .outerjoin(User, User.id == Case.assignee_id)
    .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
    .where(Case.id.in_(bindparam("ids", expanding=True)))
    .order_by(Petition.id)
)
"""A row for each petition of the cases. Built once: it is run with every key that is pressed."""

_REPLIES = (
    select(Petition.case_id, Reply.words)
    .join(Petition, Petition.id == Reply.petition_id)
    .where(Petition.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(Reply.id)
)


def rows_of(ids: list[int], phrases: Phrases, user: User) -> tuple[Hit, ...]:
    """Return the rows of these ids in their order.

    One statement, one for the replies, and two for who may not see who complained: to them a case
    is not found by words that are hidden from them, or a search would tell what they are.
    """
    if not ids:
        return ()
    shown = _Shown(phrases, is_chinese(), reading(user, ids) if phrases else Reading())
    rows: dict[int, Any] = {}
    texts: dict[int, Texts] = {}
    for row in db.session.execute(_CASES, {"ids": ids}):
        rows.setdefault(row.id, row)
        words = row[-len(FIELDS) :]
        texts.setdefault(row.id, []).extend(
            (label, shown.readable(row, label, str(text)))
            for (_column, label), text in zip(FIELDS, words, strict=True)
            if text
        )
    hits = {one: shown.hit(row, texts[one]) for one, row in rows.items()}
    wordless = [one for one, hit in hits.items() if not hit.places]
    asked = {*wordless, *shown.read.veils} & hits.keys()
    replies = shown.replies(asked) if asked and phrases else {}
    hits |= {one: shown.with_reply(hits[one], replies.get(one, [])) for one in wordless}
    unseen = {
        one
        for one in shown.read.veils.keys() & rows.keys()
        if not shown.holds_all(rows[one], texts[one], replies.get(one, []))
    }
    return tuple(hits[one] for one in ids if one in hits and one not in unseen)


class _Shown:
    """Makes the rows of one page: translated words are looked up once."""

    def __init__(self, phrases: Phrases, is_in_chinese: bool, read: Reading) -> None:
        self.phrases = phrases
        self.read = read
        self.is_in_chinese = is_in_chinese
        self.words: dict[str, str] = {}

    def say(self, message: str) -> str:
        if message not in self.words:
            self.words[message] = _(message)
        return self.words[message]

    def readable(self, row: Any, label: str, text: str) -> str:
        """Return what may be read of a text. One without the words is not shown, nor looked at."""
        if label not in TOLD or snippet(text, self.phrases) is None:
            return self.read.of(row.id, text)
        return self.read.told(row.id, text, row.respondent_words or "")

    def title(self, row: Any) -> str:
        return self.read.of(row.id, str(row.title))

    def address(self, row: Any) -> str:
        return self.readable(row, "Address", row.address_text or "")

    def holds_all(self, row: Any, texts: Texts, replies: list[str]) -> bool:
        """Return whether every phrase stands in what may be read of a case."""
        words = [row.number, self.title(row), self.address(row), *replies]
        words += [text for _label, text in texts]
        names = [name for name in (row.source, row.respondent_words) if name]
        return all(
            any(spans(text, [phrase]) for text in (*words, *names))
            or any(pinyin_spans(name, [phrase]) for name in names)
            for phrase in self.phrases
        )

    def local(self, name: str | None, name_en: str | None) -> str | None:
        return name if self.is_in_chinese or not name_en else name_en

    def mark(self, text: str) -> Markup:
        return marked(text, spans(text, self.phrases))

    def hit(self, row: Any, texts: Texts) -> Hit:
        state = State(row.state)
        place = " ".join(
            part for part in (self.local(row.township, row.township_en), self.address(row)) if part
        )
        return Hit(
            id=row.id,
            number=self.mark(row.number),
            title=self.mark(self.title(row)),
            state=state,
            state_words=self.say(STATE_LABELS[state]),
            is_urgent=row.is_urgent,
            return_count=row.return_count,
            place=self.mark(place),
            unit=self.local(row.unit, row.unit_en),
            assignee=row.assignee,
            opened_on=clock.local_date(row.opened_at),
            places=self.places(row, texts),
        )

    def places(self, row: Any, texts: Texts) -> tuple[Place, ...]:
        """Return the first few places that hold words, without what the row shows already."""
        source = self.name(row.source)
        found = [Place(self.say(SOURCE), source)] if source is not None else []
        for label, words in texts:
            if len(found) == PLACES_SHOWN:
                break
            if words in (row.title, row.address_text):
                continue
            shown = snippet(words, self.phrases)
            if shown is None and label == COMPLAINED_OF and not found:
                shown = self.name(words)
            if shown is not None:
                found.append(Place(self.say(label), shown))
        return tuple(found)

    def replies(self, case_ids: Iterable[int]) -> dict[int, list[str]]:
        """Return what may be read of the replies of each case; one statement."""
        found: dict[int, list[str]] = {}
        for reply in db.session.execute(_REPLIES, {"ids": list(case_ids)}):
            words = self.read.of(reply.case_id, reply.words)
            found.setdefault(reply.case_id, []).append(words)
        return found

    def with_reply(self, hit: Hit, replies: list[str]) -> Hit:
        """Return a hit with the first of its replies that holds words."""
        shown = (snippet(words, self.phrases) for words in replies)
        first = next((words for words in shown if words is not None), None)
        return hit if first is None else replace(hit, places=(Place(self.say(REPLY), first),))

    def name(self, name: str | None) -> Markup | None:
        """Return a name marked where it was typed, in characters or in pinyin; None if nowhere."""
        places = (spans(name, self.phrases) or pinyin_spans(name, self.phrases)) if name else []
        return marked(name, places) if name and places else None
