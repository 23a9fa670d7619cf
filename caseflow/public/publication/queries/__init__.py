"""Reading publications for those who work on them: the list, the page, its history."""

from caseflow.public.publication.queries.duties import open_demands as open_demands
from caseflow.public.publication.queries.duties import open_duties as open_duties
from caseflow.public.publication.queries.history import publication_history as publication_history
from caseflow.public.publication.queries.lists import ORDER as ORDER
from caseflow.public.publication.queries.lists import publication_counts as publication_counts
from caseflow.public.publication.queries.lists import publication_rows as publication_rows
from caseflow.public.publication.queries.page import publication_page as publication_page
