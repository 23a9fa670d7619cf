"""The form of one's own messages: ways, quiet hours, and when the morning digest comes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from caseflow.core.messages.wishes import DIGEST_TIMES, Wishes
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import SelectOneField

HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]


class WishesForm(BaseForm):
    """The boxes of kind and way are drawn by the page, by name `kind:channel`."""

    digest_at = SelectOneField(
        _l("Digest of the morning at"),
        thing=_l("a time"),
        required=True,
        choices=[(one, one) for one in DIGEST_TIMES],
        hint=_l("On working days; only if something waits."),
        width="sm",
    )
    quiet_from = SelectOneField(_l("Quiet from"), choices=HOURS, empty=_l("none"), width="sm")
    quiet_to = SelectOneField(_l("Quiet until"), choices=HOURS, empty=_l("none"), width="sm")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if bool(self.quiet_from.data) != bool(self.quiet_to.data):
            empty = self.quiet_to if self.quiet_from.data else self.quiet_from
            empty.errors = [*empty.errors, _l("Give both hours, or neither.")]
            return False
        return is_valid

    def to_wishes(self, refused: frozenset[tuple[str, str]]) -> Wishes:
        quiet = None
        if self.quiet_from.data and self.quiet_to.data:
            quiet = int(self.quiet_from.data), int(self.quiet_to.data)
        return Wishes(refused=refused, quiet=quiet, digest_at=self.digest_at.data)
