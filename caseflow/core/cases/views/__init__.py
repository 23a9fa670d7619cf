"""The pages of cases: the list, one case, its steps, its evidence."""

from caseflow.core.cases.views import evidence as evidence
from caseflow.core.cases.views import inspections as inspections
from caseflow.core.cases.views import lists as lists
from caseflow.core.cases.views import page as page
from caseflow.core.cases.views import steps as steps
from caseflow.core.cases.views import words as words
from caseflow.core.cases.views.blueprint import bp as bp
