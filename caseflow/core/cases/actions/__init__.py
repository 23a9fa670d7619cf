"""Acts on cases: `perform` is the only writer of a case's state."""

from caseflow.core.cases.actions.opening import Opened, open_inspection, register_petition
from caseflow.core.cases.actions.perform import perform

__all__ = ["Opened", "open_inspection", "perform", "register_petition"]
