"""The addresses of tablets, and the desk's pages of records and tablets."""

from caseflow.field.sync.views import files as files
from caseflow.field.sync.views import submissions as submissions
from caseflow.field.sync.views.blueprint import bp as bp
