"""The pages of publications."""

from caseflow.public.publication.views import around as around
from caseflow.public.publication.views import beginning as beginning
from caseflow.public.publication.views import criteria as criteria
from caseflow.public.publication.views import lists as lists
from caseflow.public.publication.views import page as page
from caseflow.public.publication.views import pictures as pictures
from caseflow.public.publication.views.blueprint import bp as bp
