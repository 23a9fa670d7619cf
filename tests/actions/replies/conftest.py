"""An office with its cast, and sentences in English."""

from tests.actions.cases.conftest import cast

__all__ = ["cast"]
