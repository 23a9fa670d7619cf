"""A field for an instant typed freely: 今天 14:02, 昨天下午3点, 2026-09-24 14:02."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from caseflow.ground import clock
from caseflow.ground.typed_time import NotAMoment, read_moment
from caseflow.ground.web.fields import Thing

LONGEST = 60
"""Characters. Judged here: a length rule would look at the instant, not at what was typed."""


class MomentField(Thing, StringField):
    """An instant in local words; `data` is an aware UTC instant or None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", "md")
        super().__init__(*args, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if isinstance(self.data, datetime):
            return f"{clock.local(self.data):%Y-%m-%d %H:%M}"
        return ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if len(text) > LONGEST:
            raise ValueError(_("Enter at most %(max)d characters.", max=LONGEST))
        if text:
            try:
                self.data = read_moment(text, clock.now())
            except NotAMoment as error:
                raise ValueError(_(str(error))) from error
