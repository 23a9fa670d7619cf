"""The form of “where is my petition”: whatever keyboard the number and the code come from."""

from __future__ import annotations

import unicodedata

from flask_babel import lazy_gettext as _l

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import TextField


def folded(typed: str) -> str:
    """Return what was typed half-width and without blanks."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


class LookupForm(BaseForm):
    """Number and lookup code, as given at registration."""

    number = TextField(
        _l("Petition number"),
        thing=_l("the petition number"),
        required=True,
        autocomplete="off",
        width="md",
    )
    code = TextField(
        _l("Lookup code"),
        thing=_l("the lookup code"),
        required=True,
        hint=_l("Eight letters and digits; capital or small letters are the same."),
        autocomplete="off",
        width="sm",
    )

    def to_command(self) -> tuple[str, str]:
        """Return number and code; a number that ends in its figures gets its closing word."""
        number = folded(self.number.data)
        return number + "号" if number[-1:].isdigit() else number, folded(self.code.data)
