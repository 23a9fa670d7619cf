"""Answers that hold a file: shown or saved, never run, and kept by no cache."""

from __future__ import annotations

from typing import BinaryIO

from flask import Response, send_file

from caseflow.ground.storage.files import thumbnail_of

CLOSED_BOX = "default-src 'none'; sandbox"
"""A file is shown, never run: the policy of its answer."""


def file_answer(content: BinaryIO, content_type: str, name: str, *, is_saved: bool) -> Response:
    """Return the answer that shows a file, or has the browser save it under `name`."""
    response = send_file(
        content, mimetype=content_type, as_attachment=is_saved, download_name=name, etag=False
    )
    response.cache_control.no_store = True
    return _closed(response)


def small_answer(sha256: str, content_type: str) -> Response:
    """Return the small picture of a file, without EXIF; it may be kept by the browser."""
    response = send_file(thumbnail_of(sha256, content_type), mimetype="image/jpeg", max_age=3600)
    response.cache_control.private = True
    response.cache_control.public = False
    return _closed(response)


def _closed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CLOSED_BOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
