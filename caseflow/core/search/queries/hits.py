"""The cases that a search finds: newest first, by key, counted to a cap, with the words marked.

The full-text index gives the newest cases that hold the words; filters are checked on these. If
the words are so frequent that this is cut off, the cases of the filters are looked through for the
words instead, where they are few. So no search looks at everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists import COUNT_CAP, count_words
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.petitions.complainants import note_looks
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.core.search.queries.meaning import Meaning, resolve
from caseflow.core.search.rules import parse
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock, search
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.regions.models import Township
from caseflow.ground.search.highlight import Phrases, marked, pinyin_spans, snippet, spans
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of

PAGE_SIZE = 20
LOOKED_THROUGH = 20_000
"""So many of the newest cases that hold the words are checked against the filters."""
FEW = 2_000
"""So few cases of the filters are looked through for the words."""
PLACES_SHOWN = 2
SEARCHED = "search"


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


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found; `after` and `before` are the ids to go on from."""

    meaning: Meaning
    rows: tuple[Hit, ...] = ()
    count: int = 0
    """At most COUNT_CAP + 1."""
    after: int | None = None
    before: int | None = None
    is_cut: bool = False
    """Not all cases with the words could be checked against the filters."""

    @property
    def count_words(self) -> str:
        return count_words(self.count)


def search_cases(
    typed: str,
    user: User,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> Hits:
    """Return a page of the cases found for what was typed, within the person's reach.

    The number of statements does not depend on how much is found. With a filter on complainants
    call it inside a unit of work: each one looked up is recorded as a look.
    """
    meaning = resolve(parse(typed), user)
    if meaning.problems or meaning.asked.is_empty:
        return Hits(meaning)
    found, is_cut = _ids(meaning, user, COUNT_CAP + 1)
    page, has_older, has_newer = _page(found, meaning, user, size, after, before)
    rows = _rows(page, meaning)
    _record(meaning, user, page)
    return Hits(
        meaning,
        rows,
        len(found),
        after=page[-1] if page and has_older else None,
        before=page[0] if page and has_newer else None,
        is_cut=is_cut,
    )


def _page(
    found: list[int],
    meaning: Meaning,
    user: User,
    size: int,
    after: int | None,
    before: int | None,
) -> tuple[list[int], bool, bool]:
    """Return the ids of the page, and whether there are older and newer ones."""
    ids = found
    if after is not None or before is not None:
        ids, _is_cut = _ids(meaning, user, size + 1, after, before)
    has_more, ids = len(ids) > size, ids[:size]
    if before is not None:
        return ids[::-1], True, has_more
    return ids, has_more, after is not None


def _ids(
    meaning: Meaning, user: User, limit: int, after: int | None = None, before: int | None = None
) -> tuple[list[int], bool]:
    """Return the newest ids found (the oldest first beyond `before`), and whether it was cut."""
    checks = [part.check for part in meaning.parts]
    if scope_of(Role(user.role), Permission.CASE_VIEW) is not Scope.COUNTY:
        checks.append(cases_where(user))
    if not meaning.asked.phrases:
        finds = [part.check if part.find is None else part.find for part in meaning.parts]
        if "state" not in meaning.asked.filters:
            finds.append(Case.state != State.VOID)
        wanted = select(Case.id).where(cases_where(user), *finds)
        return _listed(_beyond(wanted, Case.id, after, before), Case.id, limit, before), False
    words = search.matching_phrases(meaning.asked.phrases)
    key = search.key_column()
    if "state" not in meaning.asked.filters:  # void ones are few, and shown when asked for
        words = words.where(key.not_in(select(Case.id).where(Case.state == State.VOID)))
    newest = _beyond(words, key, after, before)
    if not checks:
        return _listed(newest, key, limit, before), False
    looked = _ordered(newest, key, before).limit(LOOKED_THROUGH).subquery()
    wanted = select(looked.c.found_id).join(Case, Case.id == looked.c.found_id).where(*checks)
    ids = _listed(wanted, looked.c.found_id, limit, before)
    if len(ids) >= limit or not _is_full(looked):
        return ids, False
    few = _of_the_filters(meaning, user)
    if few is None:
        return ids, True
    among = _beyond(words.where(key.in_(few)), key, after, before)
    return _listed(among, key, limit, before), False


def _beyond(wanted: Select[Any], key: Any, after: int | None, before: int | None) -> Select[Any]:
    if after is not None:
        return wanted.where(key < after)
    return wanted if before is None else wanted.where(key > before)


def _ordered(wanted: Select[Any], key: Any, before: int | None) -> Select[Any]:
    return wanted.order_by(key.desc() if before is None else key)


def _listed(wanted: Select[Any], key: Any, limit: int, before: int | None) -> list[int]:
    return list(db.session.scalars(_ordered(wanted, key, before).limit(limit)))


def _is_full(looked: Any) -> bool:
    return db.session.scalar(select(func.count()).select_from(looked)) == LOOKED_THROUGH


def _of_the_filters(meaning: Meaning, user: User) -> list[int] | None:
    """Return the cases that the filters let through, or None if they are many."""
    finds = [part.check if part.find is None else part.find for part in meaning.parts]
    wanted = select(Case.id).where(and_(cases_where(user), *finds)).limit(FEW + 1)
    ids = list(db.session.scalars(wanted))
    return ids if len(ids) <= FEW else None


def _record(meaning: Meaning, user: User, case_ids: list[int]) -> None:
    """Record a look at each complainant whose case is shown because of a filter on people."""
    if not meaning.people or not case_ids:
        return
    shown = select(Petition.complainant_id).where(
        Petition.complainant_id.in_(meaning.people), Petition.case_id.in_(case_ids)
    )
    note_looks(set(db.session.scalars(shown)), user_id=user.id, reason=SEARCHED)


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


def _rows(ids: list[int], meaning: Meaning) -> tuple[Hit, ...]:
    """Return the rows of these ids in their order; one statement, and one for the replies."""
    if not ids:
        return ()
    shown = _Shown(meaning.asked.phrases, is_chinese())
    rows: dict[int, Any] = {}
    texts: dict[int, Texts] = {}
    for row in db.session.execute(_CASES, {"ids": ids}):
        rows.setdefault(row.id, row)
        words = row[-len(FIELDS) :]
        texts.setdefault(row.id, []).extend(
            (label, str(text)) for (_column, label), text in zip(FIELDS, words, strict=True) if text
        )
    hits = {one: shown.hit(row, texts[one]) for one, row in rows.items()}
    wordless = [one for one, hit in hits.items() if not hit.places]
    if wordless and meaning.asked.phrases:
        hits |= shown.with_replies({one: hits[one] for one in wordless})
    return tuple(hits[one] for one in ids if one in hits)


class _Shown:
    """Makes the rows of one page: translated words are looked up once."""

    def __init__(self, phrases: Phrases, is_in_chinese: bool) -> None:
        self.phrases = phrases
        self.is_in_chinese = is_in_chinese
        self.words: dict[str, str] = {}

    def say(self, message: str) -> str:
        if message not in self.words:
            self.words[message] = _(message)
        return self.words[message]

    def local(self, name: str | None, name_en: str | None) -> str | None:
        return name if self.is_in_chinese or not name_en else name_en

    def mark(self, text: str) -> Markup:
        return marked(text, spans(text, self.phrases))

    def hit(self, row: Any, texts: Texts) -> Hit:
        state = State(row.state)
        place = " ".join(
            part for part in (self.local(row.township, row.township_en), row.address_text) if part
        )
        return Hit(
            id=row.id,
            number=self.mark(row.number),
            title=self.mark(row.title),
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

    def with_replies(self, hits: dict[int, Hit]) -> dict[int, Hit]:
        """Return the hits with the first of their replies that holds words; one statement."""
        found = dict(hits)
        for reply in db.session.execute(_REPLIES, {"ids": list(hits)}):
            words = snippet(reply.words, self.phrases)
            if words is not None and not found[reply.case_id].places:
                place = Place(self.say(REPLY), words)
                found[reply.case_id] = replace(found[reply.case_id], places=(place,))
        return found

    def name(self, name: str | None) -> Markup | None:
        """Return a name marked where it was typed, in characters or in pinyin; None if nowhere."""
        places = (spans(name, self.phrases) or pinyin_spans(name, self.phrases)) if name else []
        return marked(name, places) if name and places else None
