"""What the filters of a search mean: clauses on cases, words for them, or a sentence why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.lists import due_clauses
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import ENDED, OPEN, STATE_LABELS
from caseflow.core.petitions.complainants import ids_by_name, ids_by_phone, normal_phone
from caseflow.core.petitions.models import Category, Channel, Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.core.search.rules import FILTERS, Asked, Value, days_meant, meant, near
from caseflow.core.sources.models import PollutionSource
from caseflow.core.sources.queries import source_like
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.regions.queries import townships
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import holds, missing_right
from caseflow.people.permissions.scoping import unit_and_below

SOURCES_TAKEN = 300
PEOPLE_TAKEN = 300

Clause = ColumnElement[bool]


class NotUnderstood(Exception):
    """A filter's value means nothing; the message is a sentence fit to be shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """One filter: `check` suits rows that are at hand, `find` looks its rows up."""

    check: Clause
    words: str
    find: Clause | None = None
    people: tuple[int, ...] = ()
    """The complainants that were looked up."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was asked for, ready to be looked up; with problems there is nothing to look up."""

    asked: Asked
    parts: tuple[Part, ...] = ()
    chips: tuple[tuple[str, str], ...] = ()
    """Label and words of each filter as it was understood."""
    problems: tuple[str, ...] = ()

    @property
    def people(self) -> set[int]:
        return {one for part in self.parts for one in part.people}


def resolve(asked: Asked, user: User) -> Meaning:
    """Return what the filters mean for this person; a few statements for each filter."""
    parts, chips, problems = [], [], []
    for key, values in asked.filters.items():
        row = FILTERS[key]
        try:
            if not all(values):
                raise NotUnderstood(
                    _(
                        "Write a value after the colon, for example %(example)s.",
                        example=f"{row.name(is_chinese=is_chinese())}:{row.example}",
                    )
                )
            part = _READERS[key](values, user)
        except NotUnderstood as problem:
            problems.append(f"{_(row.label)}: {problem}")
            continue
        parts.append(part)
        chips.append((_(row.label), part.words))
    return Meaning(asked, tuple(parts), tuple(chips), tuple(problems))  # fmt: skip


def _chosen(typed: tuple[str, ...], values: list[Value]) -> list[Value]:
    """Return the values meant, each once. Raises NotUnderstood, naming what may be meant."""
    found: dict[str, Value] = {}
    for one in typed:
        these = meant(one, values)
        if not these:
            may_be = _(", ").join(near(one, values))
            raise NotUnderstood(
                _("“%(typed)s” is not known. Perhaps: %(values)s.", typed=one, values=may_be)
            )
        found.update((value.code, value) for value in these)
    return list(found.values())


def _words(values: list[Value]) -> str:
    return str(_(" or ")).join(value.label for value in values)


def _shown_first(name: str, name_en: str, *others: str) -> tuple[str, ...]:
    return (name, name_en, *others) if is_chinese() else (name_en or name, name, *others)


def _township(typed: tuple[str, ...], _user: User) -> Part:
    values = [Value(t.code, _shown_first(t.name, t.name_en, *t.aliases)) for t in townships()]
    found = _chosen(typed, values)
    return Part(Case.township_code.in_([value.code for value in found]), _words(found))


def _category(typed: tuple[str, ...], _user: User) -> Part:
    rows = db.session.execute(
        select(Category.code, Category.parent_code, Category.name, Category.name_en).order_by(
            Category.position
        )
    ).all()
    found = _chosen(typed, [Value(r.code, _shown_first(r.name, r.name_en)) for r in rows])
    wanted = {value.code for value in found}
    codes = [row.code for row in rows if wanted & {row.code, row.parent_code}]
    is_one = CaseCategory.category_code.in_(codes)
    return Part(
        exists().where(CaseCategory.case_id == Case.id, is_one),
        _words(found),
        Case.id.in_(select(CaseCategory.case_id).where(is_one)),
    )


GROUPS: dict[str, tuple[tuple[str, ...], frozenset[Any]]] = {
    "open": (("未结", "未办结", "在办", "open"), OPEN),
    "ended": (("已结", "已办结", "ended"), ENDED),
}


@cache
def _state_names(label: str) -> tuple[str, str]:
    """Return a state's name in Chinese and in English, whatever the language of the page."""
    with force_locale("zh_Hans_CN"):
        chinese: str = _(label)
        return chinese, label


def _state(typed: tuple[str, ...], _user: User) -> Part:
    values = [Value(s.value, _shown_first(*_state_names(str(w)))) for s, w in STATE_LABELS.items()]
    values += [Value(code, names) for code, (names, _states) in GROUPS.items()]
    found = _chosen(typed, values)
    states: set[str] = set()
    for value in found:
        group = GROUPS.get(value.code)
        states |= {state.value for state in group[1]} if group else {value.code}
    return Part(Case.state.in_(sorted(states)), _words(found))


def _unit(typed: tuple[str, ...], _user: User) -> Part:
    rows = db.session.execute(select(Unit.id, Unit.code, Unit.name, Unit.name_en)).all()
    values = [Value(str(r.id), (*_shown_first(r.name, r.name_en or ""), r.code)) for r in rows]
    found = _chosen(typed, values)
    ids = {one for value in found for one in unit_and_below(int(value.code))}
    return Part(Case.unit_id.in_(sorted(ids)), _words(found))


def _channel(typed: tuple[str, ...], _user: User) -> Part:
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en).order_by(Channel.position)
    )
    found = _chosen(typed, [Value(r.code, _shown_first(r.name, r.name_en)) for r in rows])
    return Part(Case.channel_code.in_([value.code for value in found]), _words(found))


def _source(typed: tuple[str, ...], _user: User) -> Part:
    rows = db.session.execute(
        select(PollutionSource.id, PollutionSource.name)
        .where(or_(*(source_like(one) for one in typed)))
        .limit(SOURCES_TAKEN + 1)
    ).all()
    if not rows:
        raise NotUnderstood(_("no pollution source has this in its name or its pinyin."))
    if len(rows) > SOURCES_TAKEN:
        raise NotUnderstood(_("too many pollution sources are named like this: write more of it."))
    words = rows[0].name if len(rows) == 1 else _("%(count)s sources", count=len(rows))
    return Part(Case.source_id.in_([row.id for row in rows]), words)


def _number(typed: tuple[str, ...], _user: User) -> Part:
    numbers = [normal_number(one) for one in typed]
    of_petition = select(Petition.case_id).where(
        or_(Petition.number.in_(numbers), Petition.origin_reference.in_([*numbers, *typed]))
    )
    clause = or_(Case.number.in_(numbers), Case.id.in_(of_petition))
    return Part(clause, _(" or ").join(numbers))


def _date(typed: tuple[str, ...], _user: User) -> Part:
    clauses: list[Clause] = []
    for one in typed:
        days = days_meant(one, clock.today())
        if days is None:
            raise NotUnderstood(
                _("“%(typed)s” is no day. Write 2026-11-05, 2026-11, 2026 or 2026-11..2026-12.",
                  typed=one)
            )  # fmt: skip
        first, last = clock.start_of_day(days[0]), clock.end_of_day(days[1])
        clauses.append(and_(Case.opened_at >= first, Case.opened_at <= last))
    return Part(or_(*clauses), _(" or ").join(typed))


MARKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "urgent": (N_("Urgent"), ("加急", "紧急", "urgent")),
    "returned": (N_("Returned"), ("退单", "退回", "returned")),
    "late": (N_("Late"), ("逾期", "超期", "late")),
}


def _is(typed: tuple[str, ...], _user: User) -> Part:
    clauses: dict[str, Callable[[], Clause]] = {
        "urgent": lambda: Case.is_urgent.is_(True),
        "returned": lambda: Case.return_count > 0,
        "late": lambda: and_(*due_clauses("late")),
    }
    values = [Value(code, (_(label), *names)) for code, (label, names) in MARKS.items()]
    found = _chosen(typed, values)
    return Part(and_(*(clauses[value.code]() for value in found)), _words(found))


def _people(user: User, find: Callable[[str], list[int]], typed: tuple[str, ...]) -> Part:
    """Return the cases of the complainants found, where the person may see who complained."""
    if not holds(user, Permission.COMPLAINANT_VIEW):
        raise NotUnderstood(missing_right(Permission.COMPLAINANT_VIEW))
    ids = sorted({one for value in typed for one in find(value)})[-PEOPLE_TAKEN:]
    theirs: Select[Any] = select(Petition.case_id).where(Petition.complainant_id.in_(ids))
    reach = cases_where(user, Permission.COMPLAINANT_VIEW)
    return Part(and_(Case.id.in_(theirs), reach), "●●●", people=tuple(ids))


def _phone(typed: tuple[str, ...], user: User) -> Part:
    if any(len(normal_phone(one)) < 4 for one in typed):
        raise NotUnderstood(_("write the whole number, or its last four digits."))
    return _people(user, ids_by_phone, typed)


def _name(typed: tuple[str, ...], user: User) -> Part:
    return _people(user, ids_by_name, typed)


_READERS: dict[str, Callable[[tuple[str, ...], User], Part]] = {
    "township": _township,
    "category": _category,
    "state": _state,
    "unit": _unit,
    "channel": _channel,
    "source": _source,
    "number": _number,
    "date": _date,
    "is": _is,
    "phone": _phone,
    "name": _name,
}
