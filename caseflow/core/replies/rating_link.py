"""The signed link by which a petitioner rates a reply; it says nothing about anybody."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db

PATH = "/rate/"
"""Where the portal answers it."""
_SALT = "rating"


def rating_token(petition: Petition) -> str:
    """Return the signed token of the petition's rating link."""
    return str(_serializer().dumps([petition.id, petition.number]))


def petition_by_rating_token(token: str) -> Petition | None:
    """Return the petition of a rating link, or None if the token is not ours."""
    named = named_in_token(token)
    petition = db.session.get(Petition, named[0]) if named else None
    return petition if petition is not None and named and petition.number == named[1] else None


def named_in_token(token: str) -> tuple[int, str] | None:
    """Return id and number of the petition in a rating link, or None if the token is not ours.

    Asks no database: the portal's user may not look for the petition by itself.
    """
    try:
        petition_id, number = _serializer().loads(token)
    except (BadData, TypeError, ValueError):
        return None
    return int(petition_id), str(number)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)
