"""Proposing what to hide before a summary is published (facts G). Pure.

Every proposal is a mark with its place, kind and reason; a person decides on each. A published
summary names problems and never a complainant: when in doubt these files propose to hide.
"""

from caseflow.core.redaction.marks import KIND_LABELS as KIND_LABELS
from caseflow.core.redaction.marks import NEVER_PUBLIC as NEVER_PUBLIC
from caseflow.core.redaction.marks import NOTHING_KNOWN as NOTHING_KNOWN
from caseflow.core.redaction.marks import Known as Known
from caseflow.core.redaction.marks import Mark as Mark
from caseflow.core.redaction.marks import fold as fold
from caseflow.core.redaction.names import masked_name as masked_name
from caseflow.core.redaction.proposing import apply_marks as apply_marks
from caseflow.core.redaction.proposing import contacts_hidden_in as contacts_hidden_in
from caseflow.core.redaction.proposing import hidden_in as hidden_in
from caseflow.core.redaction.proposing import leaks as leaks
from caseflow.core.redaction.proposing import propose as propose
from caseflow.core.redaction.proposing import propose_each as propose_each
from caseflow.core.redaction.proposing import strangers_hidden_in as strangers_hidden_in
from caseflow.core.redaction.proposing import writers_hidden_in as writers_hidden_in
