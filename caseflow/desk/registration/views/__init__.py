"""The call screen: its page, what it asks while one types, its drafts, the slip to be read out."""

from caseflow.desk.registration.views import drafts as drafts
from caseflow.desk.registration.views import page as page
from caseflow.desk.registration.views import panels as panels
from caseflow.desk.registration.views.blueprint import bp as bp
from caseflow.desk.registration.views.blueprint import call_bp as call_bp
