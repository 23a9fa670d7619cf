"""The form of a draft: a field for each item that no record holds. Shape and wording only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from caseflow.core.documents.bases import BASES
from caseflow.core.documents.content import LISTS, Typed, recorded, suggested
from caseflow.core.documents.facts import CaseFacts
from caseflow.core.documents.items import FORMS, PHOTOGRAPHS, WAYS, Item, items_of
from caseflow.core.documents.sheet import day_words
from caseflow.ground import clock
from caseflow.ground.i18n import N_
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    LongTextField,
    OneOfField,
    SelectOneField,
    TextField,
    YesField,
)
from caseflow.ground.web.moment_field import MomentField

HINTS: dict[str, str] = {
    "questions": N_("As it was asked and answered: a line 问： and a line 答： for each."),
    "basis": N_("Chosen, it fills the laws below that are left empty. Mind the day of the act."),
    "is_lighter": N_("Only where the act lies before 2026-08-15 (生态环境法典 1057)."),
    "default": N_("What the law provides for who does not put it right in time."),
    "reviewer": N_("As on the paper of the internal approval; nobody who investigated the case."),
    "approver": N_("As on the paper of the internal approval; nobody who investigated the case."),
    "rights_told": N_("Recusal, statement, defence, and the duty to cooperate."),
    "findings": N_("Time, place, act and circumstances, as the evidence shows them."),
}
ROWS: dict[str, int] = {"questions": 14, "findings": 6, "law_broken_words": 3}
PHOTOGRAPH_TEXTS = ("object", "place", "proves")


class DocumentForm(VersionedForm):
    """What every draft sends: the version that was looked at, and its own fields."""

    asked: tuple[Item, ...]
    pictures: tuple[int, ...]
    """Evidence ids that can be chosen as photographs."""

    def to_typed(self) -> dict[str, Any]:
        """Return what was typed, by item, in values that JSON knows."""
        typed = {item.code: _plain(self[item.code].data) for item in self.asked}
        if self.pictures:
            typed["photographs"] = {
                str(one): {
                    text: self[f"photo_{one}_{text}"].data or "" for text in PHOTOGRAPH_TEXTS
                }
                for one in self.pictures
                if self[f"photo_{one}_chosen"].data
            }
        return typed

    def _photograph(self, evidence_id: int) -> dict[str, str]:
        return {text: self[f"photo_{evidence_id}_{text}"].data or "" for text in PHOTOGRAPH_TEXTS}


class VoidForm(VersionedForm):
    """Voiding a document: why."""

    reason = TextField(
        _l("Why it is void"),
        [Length(max=300, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a reason"),
        required=True,
        width="full",
    )


class IssueForm(VersionedForm):
    """Issuing a draft as it was looked at."""


class NewDocumentForm(BaseForm):
    """Beginning a document: its form, and the void one that it replaces."""

    form = SelectOneField(_l("Form"), thing=_l("a form"), required=True)
    replaces = HiddenField()


def new_document_form() -> NewDocumentForm:
    """Return the form that begins a document, its choices in the language of the page."""
    found = NewDocumentForm()
    found.form.choices = [(form.code, _(form.label)) for form in FORMS.values()]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value or ""


def _longest(most: int) -> Length:
    return Length(max=most, message=_l("Enter at most %(max)d characters."))


def _bases() -> list[tuple[str, str]]:
    return [
        (row.code, f"{row.matter} — {row.order}（{_span(row.from_on, row.until_on)}）")
        for row in BASES.values()
    ]


def _span(from_on: date, until_on: date | None) -> str:
    until = f"至{day_words(until_on.isoformat())}" if until_on else "起施行"
    return f"{day_words(from_on.isoformat())}{until}"


Maker = Callable[[Item, dict[str, Any], CaseFacts], Any]
MAKERS: dict[str, Maker] = {
    "text": lambda item, common, facts: TextField(validators=[_longest(300)], width="lg", **common),
    "long": lambda item, common, facts: LongTextField(
        rows=ROWS.get(item.code, 3), width="full", **common
    ),
    "moment": lambda item, common, facts: MomentField(**common),
    "day": lambda item, common, facts: DayField(**common),
    "yes": lambda item, common, facts: YesField(**common),
    "way": lambda item, common, facts: OneOfField(
        choices=[(code, _(words[0])) for code, words in WAYS.items()], **common
    ),
    "basis": lambda item, common, facts: SelectOneField(choices=_bases(), width="full", **common),
    "person": lambda item, common, facts: SelectOneField(
        choices=[(str(user_id), name) for user_id, name in facts.people], **common
    ),
    "served": lambda item, common, facts: SelectOneField(
        choices=[(str(one.document_id), f"{one.name} {one.number}") for one in facts.issued],
        width="lg",
        **common,
    ),
}


def asked_on(form: str, facts: CaseFacts) -> tuple[Item, ...]:
    """Return the items of a form that the officer types: those no record holds."""
    return tuple(
        item
        for item in items_of(form)
        if item.is_typed
        and (item.kind not in LISTS or item.kind == "served")
        and not recorded(form, item.code, facts)
    )


def document_form(
    form: str,
    facts: CaseFacts,
    typed: Typed,
    version: int,
    keep: str,
    *,
    is_kept_only: bool = False,
) -> DocumentForm:
    """Return the form of a draft; `keep`: under which key the browser keeps what is typed.

    `is_kept_only`: show what is kept, whatever the request sent.
    """
    asked = asked_on(form, facts)
    fields = {item.code: _field(item, form, facts, keep) for item in asked}
    pictures = [one for one in facts.evidence if one.is_picture] if form == PHOTOGRAPHS else []
    first: dict[str, Any] = {"version": version}
    for one in pictures:
        fields |= _photograph_fields(one.evidence_id)
        said = (typed.get("photographs") or {}).get(str(one.evidence_id))
        first |= _photograph_first(one.evidence_id, said, one.caption)
    for item in asked:
        value = typed.get(item.code, suggested(form, item.code, facts))
        first[item.code] = _first(item, value)
    kind = type(f"{form.title()}Form", (DocumentForm,), fields)
    found = kind(formdata=None, data=first) if is_kept_only else kind(data=first)
    assert isinstance(found, DocumentForm)
    found.asked, found.pictures = asked, tuple(one.evidence_id for one in pictures)
    for item in asked:
        found[item.code].is_optional = not item.is_required and not item.when
    return found


def _field(item: Item, form: str, facts: CaseFacts, keep: str) -> Any:
    hint = HINTS.get(item.code, "")
    common: dict[str, Any] = {
        "label": _l(item.label),
        "thing": _l(item.label),
        "hint": _l(hint) if hint else "",
    }
    if item.kind == "long":
        common["keep"] = f"{keep}.{item.code}"
    return MAKERS[item.kind](item, common, facts)


def _first(item: Item, value: Any) -> Any:
    """Return a kept value as its field takes it."""
    if not value:
        return None if item.kind in {"moment", "day", "way", "basis", "person", "served"} else value
    if item.kind == "moment":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if item.kind == "day" else value


def _photograph_fields(evidence_id: int) -> dict[str, Any]:
    name = f"photo_{evidence_id}"
    return {
        f"{name}_chosen": YesField(_l("Take this photograph")),
        f"{name}_object": TextField(_l("Object"), [_longest(300)], width="full"),
        f"{name}_place": TextField(
            _l("Place"), [_longest(300)], hint=_l("Left empty, it is the place below."),
            width="full",
        ),
        f"{name}_proves": TextField(_l("What it proves"), [_longest(300)], width="full"),
    }  # fmt: skip


def _photograph_first(evidence_id: int, said: Any, caption: str) -> dict[str, Any]:
    name, words = f"photo_{evidence_id}", said or {}
    return {
        f"{name}_chosen": said is not None,
        f"{name}_object": words.get("object") or caption,
        f"{name}_place": words.get("place", ""),
        f"{name}_proves": words.get("proves", ""),
    }
