"""The form of a draft: the sections that all are told, and a part for each petitioner."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.core.replies.models import ReplyDraft
from caseflow.core.replies.queries.letters import Letter
from caseflow.core.replies.rules import OPINIONS, REPLY_FORMS, SECTIONS
from caseflow.core.texts.forms import NothingLeftToFill
from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import LongTextField, OneOfField

LONGEST = 8000


class DraftForm(VersionedForm):
    """What a draft sends. `parts`: the petitions that it covers, in their order."""

    parts: tuple[Letter, ...]

    def to_sections(self) -> dict[str, str]:
        """Return the common words by section, with form and opinion."""
        return {code: self[code].data or "" for code in (*SECTIONS, "opinion", "form")}

    def to_parts(self) -> dict[int, tuple[str, str]]:
        """Return what each petitioner asked and the words for them alone, by part id."""
        return {
            part.part_id: (
                self[f"asked_{part.part_id}"].data or "",
                self[f"own_{part.part_id}"].data or "",
            )
            for part in self.parts
        }


def _longest() -> Length:
    return Length(max=LONGEST, message=_l("Enter at most %(max)d characters."))


def draft_form(
    draft: ReplyDraft, letters: list[Letter], *, is_kept_only: bool = False
) -> DraftForm:
    """Return the form of a draft. `is_kept_only`: show what is kept, whatever was sent."""
    fields: dict[str, Any] = {
        "form": OneOfField(
            _l("Kind of reply"),
            thing=_l("a kind of reply"),
            required=True,
            choices=[(code, _(label)) for code, label in REPLY_FORMS.items()],
        ),
        "opinion": OneOfField(
            _l("Opinion"),
            thing=_l("an opinion"),
            required=True,
            choices=[(code, _(label)) for code, label in OPINIONS.items()],
        ),
    }
    first: dict[str, Any] = {"version": draft.version, "form": draft.form, **draft.sections}
    for code, row in SECTIONS.items():
        fields[code] = LongTextField(
            _l(row.label),
            [_longest(), NothingLeftToFill()],
            thing=_l(row.label),
            hint=_l(row.hint),
            rows=row.rows,
            width="full",
            render_kw={"data-texts": "reply", "data-texts-case": draft.case_id},
        )
    for letter in letters:
        fields |= _part(letter)
        first[f"asked_{letter.part_id}"] = letter.asked
        first[f"own_{letter.part_id}"] = letter.own_words
    kind = type("ReplyDraftForm", (DraftForm,), fields)
    found = kind(formdata=None, data=first) if is_kept_only else kind(data=first)
    assert isinstance(found, DraftForm)
    found.parts = tuple(letters)
    return found


def _part(letter: Letter) -> dict[str, Any]:
    return {
        f"asked_{letter.part_id}": LongTextField(
            _l("What was asked"), [_longest()], thing=_l("what was asked"), required=True, rows=4,
            width="full", hint=_l("In this petitioner’s own words and nobody else’s."),
        ),
        f"own_{letter.part_id}": LongTextField(
            _l("Words for this petitioner alone"), [_longest()], rows=2, width="full",
        ),
    }  # fmt: skip
