"""What every page stands on: language, filters, navigation, assets, security headers."""

from __future__ import annotations

from flask import Flask

from caseflow.ground.web import (
    assets,
    cookieless,
    filters,
    locale,
    navigation,
    pagination,
    security_headers,
)


def init_app(app: Flask) -> None:
    """Bind the ground of the pages to the application."""
    for part in (cookieless, locale, filters, navigation, pagination, assets, security_headers):
        part.init_app(app)
