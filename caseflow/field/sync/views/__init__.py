"""The addresses of tablets, and the desk's pages of records and tablets."""

from caseflow.field.sync.views import devices as devices
from caseflow.field.sync.views import files as files
from caseflow.field.sync.views import submissions as submissions
from caseflow.field.sync.views.blueprint import bp as bp
from caseflow.field.sync.views.records import records_bp as records_bp
from caseflow.field.sync.views.tablets import tablets_bp as tablets_bp
