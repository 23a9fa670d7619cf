"""Reading canned texts: what a field offers, the list, one with its versions, facts to fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from caseflow.core.cases.scope import get_case
from caseflow.core.petitions.models import Petition
from caseflow.core.sources.models import PollutionSource
from caseflow.core.texts.models import CannedText, CannedTextVersion
from caseflow.core.texts.rules import day_in_text, is_in_force
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.queries.units import unit_name


@dataclass(frozen=True, slots=True)
class Offered:
    """A text as a field offers it; `letters` are (initials, pinyin) of each keyword and title."""

    id: int
    keywords: str
    title: str
    body: str
    letters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TextRow:
    """One version of a text, with the names that stand in it."""

    text_id: int
    version: int
    keywords: str
    title: str
    body: str
    places: tuple[str, ...]
    unit_id: int | None
    unit: str | None
    valid_from: date
    valid_until: date | None
    reason: str
    decided_at: datetime
    actor: str | None
    is_shipped: bool

    @property
    def standing(self) -> str:
        """Return "now", "later" or "ended"."""
        today = clock.today()
        if is_in_force(self.valid_from, self.valid_until, today):
            return "now"
        return "later" if today < self.valid_from else "ended"


def units_above(unit_id: int) -> list[int]:
    """Return the ids of the unit and every unit over it, in one statement."""
    own = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("above", recursive=True)
    chain = own.union_all(select(Unit.id, Unit.parent_id).join(own, Unit.id == own.c.parent_id))
    return list(db.session.scalars(select(chain.c.id)))


def offered_texts(user: User, place: str) -> list[Offered]:
    """Return the texts in force today that `user` is offered in a field of this place."""
    today, version = clock.today(), CannedTextVersion
    rows = db.session.execute(
        select(version.text_id, version.keywords, version.title, version.body, version.places)
        .join(
            CannedText,
            (CannedText.id == version.text_id) & (CannedText.version == version.version),
        )
        .where(
            version.valid_from <= today,
            or_(version.valid_until.is_(None), version.valid_until >= today),
            or_(version.unit_id.is_(None), version.unit_id.in_(units_above(user.unit_id))),
        )
        .order_by(version.keywords, version.text_id)
    )
    return [
        Offered(row.text_id, row.keywords, row.title, row.body, _letters(row.keywords, row.title))
        for row in rows
        if place in row.places.split()
    ]


def _letters(keywords: str, title: str) -> tuple[tuple[str, str], ...]:
    return tuple((pinyin_initials(word), full_pinyin(word)) for word in (*keywords.split(), title))


def _rows() -> Select[Any]:
    version = CannedTextVersion
    return (
        select(
            version.text_id,
            version.version,
            version.keywords,
            version.title,
            version.body,
            version.places,
            version.unit_id,
            unit_name().label("unit"),
            version.valid_from,
            version.valid_until,
            version.reason,
            version.decided_at,
            User.display_name.label("actor"),
            CannedText.shipped_key,
        )
        .join(CannedText, CannedText.id == version.text_id)
        .outerjoin(Unit, Unit.id == version.unit_id)
        .outerjoin(User, User.id == version.actor_id)
    )


def _row(row: Any) -> TextRow:
    values = dict(row._mapping)
    values["places"] = tuple(values["places"].split())
    values["is_shipped"] = values.pop("shipped_key") is not None
    return TextRow(**values)


def text_rows() -> list[TextRow]:
    """Return every text in the version that counts, by title."""
    present = _rows().where(CannedText.version == CannedTextVersion.version)
    return [_row(row) for row in db.session.execute(present.order_by(CannedTextVersion.title))]


def text_versions(text_id: int) -> list[TextRow]:
    """Return all versions of a text, the newest first. Raises NotVisible."""
    wanted = _rows().where(CannedTextVersion.text_id == text_id)
    newest_first = wanted.order_by(CannedTextVersion.version.desc())
    found = [_row(row) for row in db.session.execute(newest_first)]
    if not found:
        raise NotVisible(_("There is no such entry."))
    return found


def general_facts(user: User) -> dict[str, str]:
    """Return what any page knows: the day, who writes, the bureau."""
    return {
        "today": day_in_text(clock.today()),
        "operator": user.display_name,
        "authority": settings().authority,
    }


def case_facts(case_id: int, user: User) -> dict[str, str]:
    """Return what is known on a page of a case, by variable; nothing about the complainant.

    The petition's number and promised day are known only where the case has one petition.
    Raises NotVisible for a case out of the person's reach.
    """
    case = get_case(user, case_id)
    facts = {
        "case_number": case.number,
        "unit": _name_of(Unit, case.unit_id),
        "source": _name_of(PollutionSource, case.source_id),
        "place": case.address_text or "",
    }
    petitions = db.session.execute(
        select(Petition.number, Petition.promised_on, Petition.respondent_words)
        .where(Petition.case_id == case_id)
        .limit(2)
    ).all()
    if len(petitions) == 1:
        facts |= _petition_facts(petitions[0], facts["source"])
    return {name: value for name, value in facts.items() if value}


def _name_of(model: Any, row_id: int | None) -> str:
    return db.session.scalar(select(model.name).where(model.id == row_id)) or ""


def _petition_facts(petition: Any, source: str) -> dict[str, str]:
    promised = petition.promised_on
    return {
        "number": petition.number,
        "promised_on": day_in_text(promised) if promised else "",
        "source": source or petition.respondent_words or "",
    }
