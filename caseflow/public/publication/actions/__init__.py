"""Moving a publication through its table; the original never leaves the office."""

from caseflow.public.publication.actions.demands import demand_withdrawal as demand_withdrawal
from caseflow.public.publication.actions.demands import find_demands as find_demands
from caseflow.public.publication.actions.demands import find_it_may_stay as find_it_may_stay
from caseflow.public.publication.actions.demands import remind_of_demands as remind_of_demands
from caseflow.public.publication.actions.demands import stop_settled_clocks as stop_settled_clocks
from caseflow.public.publication.actions.drafts import add_mark as add_mark
from caseflow.public.publication.actions.drafts import decide_marks as decide_marks
from caseflow.public.publication.actions.drafts import save_text as save_text
from caseflow.public.publication.actions.drafts import start as start
from caseflow.public.publication.actions.drafts import start_draft as start_draft
from caseflow.public.publication.actions.marks import redacted as redacted
from caseflow.public.publication.actions.publishing import expire_published as expire_published
from caseflow.public.publication.actions.publishing import publish_approved as publish_approved
from caseflow.public.publication.actions.replies import consider_answer as consider_answer
from caseflow.public.publication.actions.replies import note_answer as note_answer
from caseflow.public.publication.actions.replies import note_notice as note_notice
from caseflow.public.publication.actions.steps import facts_of as facts_of
from caseflow.public.publication.actions.steps import get_publication as get_publication
from caseflow.public.publication.actions.steps import take_step as take_step
