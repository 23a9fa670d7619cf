"""Pages for everybody. They know published pages, and one petition to whoever holds its code."""

from caseflow.public.portal.views import asking, home, petition, rating
from caseflow.public.portal.views.blueprint import bp, old_bp

__all__ = ["asking", "bp", "home", "old_bp", "petition", "rating"]
