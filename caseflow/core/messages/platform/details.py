"""What events for a platform carry beside the common fields, by the names of catalogue.TOLD.

Only what was said to the complainant, codes, days, numbers and names of units. Words for people
are in Chinese, whoever acts in whichever language. A petition that is only merged into the case has
its platform told the facts, but no notice: that was written for the complainant of the case itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.codes import DECLINE_REASONS
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground.extensions import db
from caseflow.ground.webhooks.events import iso
from caseflow.people.accounts.models import Unit, User


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: the case after it, its history row and what was given.

    `is_merged`: what is told is for the platform of a petition merged into the case.
    """

    case: Case
    event: CaseEvent
    given: dict[str, Any]
    is_merged: bool = False


def chinese(message: str) -> str:
    """Return a word of the interface in Chinese."""
    with force_locale("zh_Hans_CN"):
        return str(_(message))


def handling(case: Case) -> Deadline | None:
    """Return the running handling clock of the case, or of the one through which it is answered."""
    return db.session.scalars(
        select(Deadline)
        .where(
            Deadline.case_id == (case.leading_case_id or case.id),
            Deadline.clock == "handling",
            Deadline.stopped_at.is_(None),
        )
        .order_by(Deadline.id.desc())
        .limit(1)
    ).first()


def step(done: Done) -> dict[str, Any]:
    """Name the act: its code in the life of a case, and its name."""
    label = chinese(TRANSITIONS[done.event.act].label)
    return {"step": done.event.act, "step_words": label}


def unit(done: Done) -> dict[str, Any]:
    """Name the unit that handles the matter now; None before anyone does."""
    if done.case.unit_id is None:
        return {"unit": None}
    return {"unit": db.session.get_one(Unit, done.case.unit_id).name}


def notice(done: Done) -> dict[str, Any]:
    """Repeat the notice, as it was given to the complainant of the case; empty for merged ones."""
    return {"words": "" if done.is_merged else done.given["notice_words"]}


def decline_reason(done: Done) -> dict[str, Any]:
    """Say why the bureau does not take the matter on (退单): code, its meaning, the notice."""
    code = done.given["decline_reason"]
    meaning = chinese(DECLINE_REASONS[code])
    return {"reason_code": code, "reason_meaning": meaning, "legal_basis": None, **notice(done)}


def transfer_reason(done: Done) -> dict[str, Any]:
    """Say which body is competent, on what basis, with the notice (退单)."""
    return {
        "reason_code": "transferred",
        "reason_meaning": chinese(TRANSITIONS["transfer_out"].label),
        "legal_basis": done.given["transfer_basis"],
        "competent_authority": done.given["transfer_to"],
        **notice(done),
    }


def reply(done: Done) -> dict[str, Any]:
    """Repeat the petition's own reply, with the way it was given and the case's conclusion."""
    return {
        "outcome": "replied",
        "words": done.given["reply_words"],
        "reply_way": done.given["reply_way"],
        "conclusion": done.case.conclusion,
    }


def no_way_back(done: Done) -> dict[str, Any]:
    """Say that no reply is possible; what was tried is an internal remark and stays here."""
    return {
        "outcome": "no_way_back",
        "words": "",
        "reply_way": "none",
        "conclusion": done.case.conclusion,
    }


def leading_number(done: Done) -> dict[str, Any]:
    """Name the case through which the petition is answered, by its number only."""
    leading = db.session.get_one(Case, done.case.leading_case_id)
    return {"leading_number": leading.number}


def extension_request(done: Done) -> dict[str, Any]:
    """Say what is asked for (延期): words, legal basis, the day as it was and as it is wanted.

    The words are the notice to the complainant if there is one; else the reason, which the law
    wants told (信访工作条例 34). For merged petitions they are empty.
    """
    before, after = done.event.changes["handling_due_on"]
    clock = handling(done.case)
    return {
        "words": "" if done.is_merged else _told_of(done),
        "legal_basis": clock.rule_source if clock else None,
        "due_before": before,
        "requested_until": after,
    }


def _told_of(done: Done) -> str:
    """Return the notice; without one the reason of who extends by themselves, never of who asks."""
    internal = "" if done.event.act == "grant_extension" else done.given["reason"]
    return str(done.given.get("notice_words") or internal)


def asked_extension(done: Done) -> dict[str, Any]:
    """Say what is asked for: the day as it is and as it is wanted. The reason stays here."""
    before, until = done.event.changes["asked_until"]
    clock = handling(done.case)
    return {
        "words": "",
        "legal_basis": clock.rule_source if clock else None,
        "due_before": before,
        "requested_until": until,
    }


def extension_granted(done: Done) -> dict[str, Any]:
    """Add who approved, when and with what outcome: by unit, never by person.

    Whoever extends without being asked both asks and decides in one act.
    """
    approver = select(Unit.name).join(User, User.unit_id == Unit.id)
    return {
        **extension_request(done),
        "outcome": "granted",
        "approved_by": db.session.scalar(approver.where(User.id == done.event.actor_id)),
        "decided_at": iso(done.event.at),
    }


DETAILS: dict[str, Callable[[Done], dict[str, Any]]] = {
    function.__name__: function
    for function in (
        asked_extension,
        decline_reason,
        extension_granted,
        extension_request,
        leading_number,
        no_way_back,
        notice,
        reply,
        step,
        transfer_reason,
        unit,
    )
}
