"""Decisions on records, and bringing in saved copies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import LongTextField, UploadField


class DecisionForm(VersionedForm):
    """Why a record is taken as it is, or settled; `version` is that of the case."""

    words = LongTextField(
        _l("Reason"),
        thing=_l("a reason"),
        required=True,
        rows=3,
        hint=_l("It stands in the history of the case, and the officer reads it on the tablet."),
    )


class CopyForm(BaseForm):
    """A copy that a tablet saved because it could not send."""

    file = UploadField(_l("Saved copy"), thing=_l("a saved copy"), required=True)
