"""The parts that `create_app` puts together: models to know, blueprints to serve."""

MODELS = (
    "caseflow.ground.jobs.models",
    "caseflow.ground.notifications.models",
    "caseflow.ground.regions.models",
    "caseflow.ground.storage.models",
    "caseflow.people.accounts.models",
    "caseflow.core.audit.models",
    "caseflow.core.cases.models",
    "caseflow.core.deadlines.models",
    "caseflow.core.enforcement.models",
    "caseflow.core.evidence.models",
    "caseflow.core.messages.models",
    "caseflow.core.petitions.models",
    "caseflow.core.replies.models",
    "caseflow.core.sources.models",
    "caseflow.desk.imports.models",
    "caseflow.desk.registration.models",
    "caseflow.public.publication.models",
)

BLUEPRINTS: tuple[str, ...] = (
    "caseflow.public.health.views:bp",
    "caseflow.public.portal.views:bp",
    "caseflow.public.publication.views:bp",
    "caseflow.ground.web.errors:bp",
    "caseflow.people.accounts.views:bp",
    "caseflow.desk.styleguide.views:bp",
    "caseflow.desk.imports.views:bp",
    "caseflow.core.cases.views:bp",
    "caseflow.core.audit.views:bp",
    "caseflow.core.deadlines.views:bp",
    "caseflow.desk.work.views:home_bp",
    "caseflow.desk.work.views:bp",
    "caseflow.desk.work.views:search_bp",
    "caseflow.supervision.lists.views:bp",
    "caseflow.field.round.views:bp",
)
