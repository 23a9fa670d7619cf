"""The pages of rewards for those who may know of them: lists, one reward, its steps, the rules.

Nothing here is linked from a case. An address holds a reward's id at most, no petition's number.
"""

from caseflow.public.rewards.views import lists as lists
from caseflow.public.rewards.views import page as page
from caseflow.public.rewards.views import rules as rules
from caseflow.public.rewards.views import steps as steps
from caseflow.public.rewards.views.blueprint import bp as bp
