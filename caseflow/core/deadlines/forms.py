"""The calendar page's one input: a year's list as a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import UploadField


class CalendarListForm(BaseForm):
    """A State Council list in JSON."""

    file = UploadField(
        _l("List of a year"),
        thing=_l("a file"),
        required=True,
        hint=_l("JSON with year, papers and days, as the holiday-cn project writes it."),
        render_kw={"accept": ".json,application/json"},
    )
