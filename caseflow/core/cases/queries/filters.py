"""From a query string to a Filter, and what the filter bar offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.queries.lists.filter import GROUPS, SORTS, Filter
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.petitions.models import Category, Channel
from caseflow.core.petitions.reference import TRACKS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.queries import townships
from caseflow.ground.web.filters import is_chinese
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Role

Choices = tuple[tuple[str, str], ...]
DUES = ("late", "today", "soon", "any")
NAMES = (
    "assignee", "attention", "category", "channel", "clock", "due", "group", "late_over", "nobody",
    "not_mine", "q", "returned", "sort", "state", "taken", "township", "track", "unit", "urgent",
)  # fmt: skip
"""Every name that an address of a list may hold, but its page."""


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The choices of each filter as (value, label)."""

    states: Choices
    categories: Choices
    townships: Choices
    units: Choices
    channels: Choices
    tracks: Choices
    dues: Choices
    clocks: Choices
    officers: Choices


def read_filter(args: Mapping[str, str], user: User) -> Filter:
    """Return the filter of a query string; what is not understood is left out."""
    due = args.get("due", "")
    is_narrowed = due or args.get("late_over") or args.get("q")
    state = args.get("state") or ("all" if is_narrowed else "open")
    return Filter(
        state=state,
        category=args.get("category", ""),
        township=args.get("township", ""),
        unit_id=_whole(args.get("unit")),
        channel=args.get("channel", ""),
        track=args.get("track", ""),
        due=due if due in DUES else "",
        late_over=_whole(args.get("late_over"), most=9999),
        clock=args.get("clock", "") if args.get("clock") in CLOCK_LABELS else "",
        assignee_id=user.id if args.get("assignee") == "me" else _whole(args.get("assignee")),
        is_unassigned=args.get("assignee") == "none",
        is_nobodys=args.get("nobody") == "1",
        needs_attention=args.get("attention") == "1",
        is_urgent=args.get("urgent") == "1",
        returned_at_least=_whole(args.get("returned"), most=99) or 0,
        not_worked_by=user.id if args.get("not_mine") == "1" else None,
        created_by_id=user.id if args.get("taken") == "today" else None,
        opened_since=clock.start_of_day(clock.today()) if args.get("taken") == "today" else None,
        q=args.get("q", "").strip()[:200],
        sort=_sort(args.get("sort", "")),
        group=args.get("group", "") if args.get("group") in GROUPS else "",
    )


def _sort(typed: str) -> str:
    """Return by what to sort; `new` is the older name of `-opened`."""
    found = "-opened" if typed == "new" else typed
    return found if found.removeprefix("-") in SORTS else "due"


def _whole(typed: str | None, most: int = 10**15) -> int | None:
    is_whole = typed and typed.isascii() and typed.isdecimal() and len(typed) < 16
    return int(typed) if is_whole and typed and int(typed) <= most else None


def plain_query(args: Mapping[str, str]) -> str:
    """Return the filter of an address as one plain query string: known names, in order, no page."""
    return urlencode([(name, args[name]) for name in NAMES if args.get(name)])


def parse_query(query: str) -> dict[str, str]:
    """Return the names and values of a kept query string; what is not known is left out."""
    return {name: value for name, value in parse_qsl(query) if name in NAMES}


def filter_choices(user: User) -> FilterChoices:
    """Return what the filter bar offers; six statements."""
    return FilterChoices(
        states=(
            ("open", _("Open")),
            ("all", _("All")),
            ("ended", _("Ended")),
            *((state.value, _(STATE_LABELS[state])) for state in State),
        ),
        categories=category_choices(),
        townships=township_choices(),
        units=_units(),
        channels=channel_choices(),
        tracks=tuple((code, _(label)) for code, label in TRACKS.items()),
        dues=(
            ("late", _("Late")),
            ("today", _("Due today")),
            ("soon", _("Due in 3 working days")),
        ),
        clocks=tuple((key, _(label)) for key, label in CLOCK_LABELS.items()),
        officers=_officers(),
    )


def category_choices() -> Choices:
    """Return the active categories, kinds set in under their group; one statement."""
    rows = db.session.execute(
        select(Category.code, Category.name, Category.name_en, Category.parent_code)
        .where(Category.is_active)
        .order_by(Category.position)
    )
    return tuple(
        (row.code, ("　" if row.parent_code else "") + (local_name(row.name, row.name_en) or ""))
        for row in rows
    )


def township_choices() -> Choices:
    """Return the active townships, named in the language of the page."""
    return tuple((one.code, one.name if is_chinese() else one.name_en) for one in townships())


def channel_choices() -> Choices:
    """Return every channel in the order of the table; one statement."""
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en).order_by(Channel.position)
    )
    return tuple((row.code, local_name(row.name, row.name_en) or "") for row in rows)


def _units() -> Choices:
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.name_en).where(Unit.is_active).order_by(Unit.id)
    )
    return tuple((str(row.id), local_name(row.name, row.name_en) or "") for row in rows)


def _officers() -> Choices:
    rows = db.session.execute(
        select(User.id, User.display_name)
        .where(User.role == Role.OFFICER, User.is_active)
        .order_by(User.unit_id, User.id)
    )
    return tuple((str(row.id), row.display_name) for row in rows)
