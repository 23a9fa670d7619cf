"""The operations of the API, by what they are about; importing them registers them."""

from caseflow.api.v1.blueprint import blp
from caseflow.api.v1.views import cases, codes, leads, petitions

__all__ = ["blp", "cases", "codes", "leads", "petitions"]
