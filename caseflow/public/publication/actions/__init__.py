"""Moving a publication through its table; the original never leaves the office."""

from caseflow.public.publication.actions.drafts import add_mark as add_mark
from caseflow.public.publication.actions.drafts import decide_marks as decide_marks
from caseflow.public.publication.actions.drafts import save_text as save_text
from caseflow.public.publication.actions.drafts import start_draft as start_draft
from caseflow.public.publication.actions.marks import redacted as redacted
from caseflow.public.publication.actions.publishing import publish_approved as publish_approved
from caseflow.public.publication.actions.steps import facts_of as facts_of
from caseflow.public.publication.actions.steps import get_publication as get_publication
from caseflow.public.publication.actions.steps import take_step as take_step
