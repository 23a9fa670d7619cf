"""The effect of finding a demand unreasonable: the figures leave it out, the petition stays."""

from __future__ import annotations

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect, named_petition


@effect("find_unreasonable")
def _find_unreasonable(act: Act) -> None:
    act.changes["petition"] = named_petition(act).id
