"""Reading hot spots: the list with its sentences, and one with the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.queries.reading import place_read_by
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User
from caseflow.supervision.hotspots.models import HotSpot
from caseflow.supervision.hotspots.rules import LEAST_RISE, rounded_odds

LISTED = 100
BAR_WIDTH, CHART_HEIGHT = 10, 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A fortnight as a bar; sizes in the units of the drawing."""

    x: int
    y: float
    height: float
    count: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class HotSpotRow:
    """A hot spot in words."""

    id: int
    kind: str
    name: str
    township: str | None
    source_id: int | None
    from_on: date
    to_on: date
    observed: int
    expected: float
    chance: float
    chance_anywhere: float
    place_count: int
    fortnights: tuple[int, ...]
    case_count: int
    opened_at: datetime
    closed_at: datetime | None

    @property
    def usual_words(self) -> str:
        """Return what is usual, one decimal below ten."""
        if self.expected < 0.95:
            return str(_("less than one"))
        return f"{self.expected:.0f}" if self.expected >= 9.5 else f"{self.expected:.1f}"

    @property
    def sentence(self) -> str:
        """Return how many and how many usually."""
        return str(
            _(
                "%(count)s different people complained in 14 days; usual are %(usual)s.",
                count=self.observed,
                usual=self.usual_words,
            )
        )

    @property
    def chance_words(self) -> str:
        """Return how unlikely that is at this place, and anywhere among those compared."""
        return str(
            _(
                "By chance alone this place sees so many less than once in %(odds)s such "
                "fortnights. %(places)s places were compared: even so, somewhere in the county "
                "it would come about less than once in %(anywhere)s.",
                odds=f"{rounded_odds(self.chance):,}",
                places=f"{self.place_count:,}",
                anywhere=f"{rounded_odds(self.chance_anywhere):,}",
            )
        )

    @property
    def bars(self) -> list[Bar]:
        """Return the fortnights to be drawn, the oldest first."""
        most = max((*self.fortnights, 1))
        last = len(self.fortnights) - 1
        return [
            Bar(
                x=n * (BAR_WIDTH + 2),
                y=CHART_HEIGHT * (1 - count / most),
                height=max(CHART_HEIGHT * count / most, 1),
                count=count,
                is_last=n == last,
            )
            for n, count in enumerate(self.fortnights)
        ]

    @property
    def chart_width(self) -> int:
        return len(self.fortnights) * (BAR_WIDTH + 2)


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A case behind a hot spot."""

    id: int
    number: str
    title: str
    state: State
    state_words: str
    address_text: str
    opened_at: datetime


def hot_spots() -> list[HotSpotRow]:
    """Return the hot spots, open ones first, then the latest; one statement."""
    statement = _statement().order_by(HotSpot.closed_at.is_not(None), HotSpot.id.desc())
    return [_row(row) for row in db.session.execute(statement.limit(LISTED))]


def hot_spot(spot_id: int) -> HotSpotRow:
    """Return one hot spot, or raise NotVisible."""
    found = db.session.execute(_statement().where(HotSpot.id == spot_id)).first()
    if found is None:
        raise NotVisible(_("There is no such hot spot."))
    return _row(found)


def _statement() -> Any:
    return select(HotSpot, Township.name, Township.name_en).outerjoin(
        Township, Township.code == HotSpot.township_code
    )


def _row(row: Any) -> HotSpotRow:
    spot: HotSpot = row.HotSpot
    return HotSpotRow(
        id=spot.id,
        kind=spot.kind,
        name=spot.name,
        township=local_name(row.name, row.name_en),
        source_id=spot.source_id,
        from_on=spot.from_on,
        to_on=spot.to_on,
        observed=spot.observed,
        expected=spot.expected,
        chance=spot.chance,
        chance_anywhere=spot.chance_anywhere,
        place_count=spot.place_count,
        fortnights=tuple(spot.fortnights),
        case_count=len(spot.case_ids),
        opened_at=spot.opened_at,
        closed_at=spot.closed_at,
    )


def cases_behind(spot_id: int, user: User) -> list[BehindRow]:
    """Return the cases of the complaints, as far as the person sees them; two statements."""
    ids = db.session.scalar(select(HotSpot.case_ids).where(HotSpot.id == spot_id)) or []
    rows = db.session.execute(
        select(Case.id, Case.number, Case.title, Case.state, Case.address_text, Case.opened_at)
        .where(Case.id.in_(ids), cases_where(user))
        .order_by(Case.opened_at.desc(), Case.id.desc())
    )
    return [
        BehindRow(
            id=row.id,
            number=row.number,
            title=row.title,
            state=State(row.state),
            state_words=str(_(STATE_LABELS[State(row.state)])),
            address_text=place_read_by(user, row.address_text),
            opened_at=row.opened_at,
        )
        for row in rows
    ]


def least_rise() -> str:
    """Return how many times the usual a rise must be, for the page."""
    return f"{LEAST_RISE:g}"
