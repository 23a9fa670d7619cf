"""What the rules need to know of a case and of the person acting, gathered once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from caseflow.core.cases.states import State


@dataclass(frozen=True, slots=True)
class LatestAct:
    """The newest history row that changed something, as far as undo needs it."""

    seq: int
    act: str
    actor_id: int | None
    at: datetime
    from_state: str | None
    is_undoable: bool = False
    """Its row says that nothing was served on anyone, and it was not undone already."""
    leading_state: State | None = None
    """State of the case that it joined or was split from; None for every other act."""
    is_told_since: bool = False
    """It joined a case, and a complainant was answered or given a notice since."""


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """An officer named in the input; `is_certified` on the day of the visit."""

    user_id: int
    is_certified: bool
    certificate_number: str | None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A running deadline, with what its rule allows. `extension_count`: how often it was used."""

    id: int
    name: str
    rule_id: str
    due_at: datetime
    is_suspended: bool = False
    is_fixed: bool = False
    """Its day was set, not counted."""
    extension_count: int = 0


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request for more time that awaits its answer."""

    id: int
    deadline_id: int
    asked_by_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiverFacts:
    """The unit, and perhaps the person, to whom a case or a task is to be given."""

    is_unit_open: bool
    has_head: bool
    """It or a unit above it has a head; of a partner department the duty dispatcher answers."""
    is_township: bool = False
    is_named: bool = True
    """The dispatch matrix names this unit for the matter."""
    is_assignee_there: bool = True
    """Nobody is named, or it is an open account of a role that handles cases."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task of the case that is still owed, as the person acting sees it."""

    is_received: bool
    is_mine: bool
    """The person acting answers for its unit."""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """The reply of the case as it is drafted. `state` "": none is."""

    state: str = ""
    writers: frozenset[int] = frozenset()
    """Who wrote or submitted it."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """The answer to each petitioner, by petition id, as it stands."""
    is_lacking: bool = False
    """It does not hold all that its form must."""
    form: str = ""
    """A code of replies/rules.REPLY_FORMS."""


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A request for a review or re-check."""

    petition_id: int
    stage: str
    state: str
    is_late: bool
    recorded_by_id: int | None
    is_of_present_reply: bool = True
    """False: what it is about was replaced by a newer reply."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A snapshot of one case, taken under the write lock."""

    state: State
    track: str
    has_source: bool
    open_order_count: int
    inspection_count: int
    violation_count: int
    petition_count: int
    unanswered_petition_ids: frozenset[int]
    """Petitions of this case and of those merged into it that have neither reply nor ending."""
    unreachable_petition_ids: frozenset[int]
    """Of those, the anonymous ones that left no way back."""
    is_ruled: bool
    return_count: int
    workers: frozenset[int]
    """Everyone who investigated, reported or submitted the case."""
    latest: LatestAct | None
    merged_case_count: int = 0
    is_group: bool = False
    """It was raised to the supervisors as a group complaint."""
    is_only_imported: bool = False
    """A file import made the case, and nothing was done on it but what that import did itself."""
    is_joint: bool = False
    open_task_count: int = 0
    is_township_held: bool = False
    """A township's own office handles it: nobody there may inspect."""
    observation_count: int = 0
    """Looks at the place that were recorded; no inspections."""
    awaited_notice_count: int = 0
    """Supervision notices that are issued and not answered; one at most."""
    answered_notice_count: int = 0
    """Those whose answer was neither accepted nor returned."""
    open_clocks: frozenset[str] = frozenset()
    suspended_clocks: frozenset[str] = frozenset()
    running: tuple[RunningClock, ...] = ()
    """The nearest due first."""
    request: OpenRequest | None = None
    objection_count: int = 0
    objection_ruled_count: int = 0
    """Of those, the ones that the sender agreed to or refused."""
    fact_count: int = 0
    """Recorded facts of penalties and transfers that were not voided."""
    reply: ReplyFacts = ReplyFacts()
    replied_petition_ids: frozenset[int] = frozenset()
    """Petitions that have their reply, not only the record that none is possible."""
    told_petition_ids: frozenset[int] = frozenset()
    """Petitions whose complainants were given a reply or a notice."""
    unsolved: Mapping[int, int | None] = field(default_factory=dict)
    """Petition whose complainant says it is not solved → who proposed to refuse; None: nobody."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a guard may look at: the case, who acts, when, what was given, the settings."""

    case: CaseFacts
    actor_id: int | None
    now: datetime
    today: date
    given: dict[str, object] = field(default_factory=dict)
    undo_minutes: int = 30
    return_once: bool = True
    officers: dict[int, OfficerFacts] = field(default_factory=dict)
    """Officers named in `given`, by id."""
    target: CaseFacts | None = None
    """The leading case named for a merge."""
    target_id: int | None = None
    case_id: int | None = None
    receiver: ReceiverFacts | None = None
    """The unit and the person named in `given`."""
    tasks: dict[int, TaskFacts] = field(default_factory=dict)
    """Tasks of the case that are still owed, by id."""
    reviews: tuple[ReviewFacts, ...] = ()
    """Requests for review and re-check in this case."""
    ways_open: frozenset[str] = frozenset()
    """Ways by which the system itself can send to a complainant."""

    @property
    def is_preview(self) -> bool:
        """True when only buttons are drawn: nothing was given yet."""
        return not self.given
