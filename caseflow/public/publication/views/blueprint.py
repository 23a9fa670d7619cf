"""The blueprint of publications, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from caseflow.ground.extensions import db
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries import publication_history, publication_page

bp = Blueprint("publication", __name__, url_prefix="/desk/publications")


def url_of(row: Publication) -> str:
    """Return the address of a publication's page."""
    return url_for("publication.show", publication_id=row.id)


def stale(row: Publication, form: Any, label: str) -> tuple[str, int]:
    """Show what others did since, beside what was typed, with the three ways on."""
    db.session.expire_all()
    page = render_template(
        "publication/stale.html",
        view=publication_page(row, current_user),
        back=url_of(row),
        form=None,
        label=label,
        typed=form.typed(),
        changes=publication_history(row.id, after=form.version.data),
    )
    return page, 409
