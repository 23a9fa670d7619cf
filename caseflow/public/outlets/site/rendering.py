"""Each address of the bundle as the application's own views answer it, and the few of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flask import Response, current_app, request
from flask_babel import gettext as _

from caseflow.public.published.addresses import LAST
from caseflow.public.published.rendering import render_public
from caseflow.public.published.shelf import open_shelf

NEWEST = 3
_ASSET = re.compile(rb'(?:href|src)="/static/([^"?#]+)')
_IN_SHEET = re.compile(rb"url\([\"']?([^\"')?#:]+)")


def start() -> str:
    """Return the start of the bundle: where to petition, and what was published last."""
    with open_shelf() as shelf:
        return render_public("public/site.html", newest=shelf.newest(NEWEST))


def missing() -> str:
    """Return what a file server may show where it finds nothing."""
    return render_public(
        "public/missing.html",
        heading=_("This page does not exist"),
        sentence=_("The address may be mistyped, or the page is not within your reach."),
    )


OWN: dict[str, Callable[[], str]] = {LAST: start, "/404.html": missing}


def rendered(addresses: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each address and its bytes, made by the views of the application."""
    for address in addresses:
        with current_app.test_request_context(address):
            yield address, _made(address)


def _made(address: str) -> bytes:
    if address in OWN:
        return OWN[address]().encode()
    if request.routing_exception is not None:
        raise request.routing_exception
    answer = current_app.view_functions[str(request.endpoint)](**(request.view_args or {}))
    assert isinstance(answer, Response)
    return answer.get_data()


def assets_in(page: bytes) -> set[str]:
    """Return the static files that a page asks for, as paths below /static."""
    return {found.decode() for found in _ASSET.findall(page)}


def asset_files(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the path in the bundle and the bytes of static files, and of those that they use."""
    top = Path(str(current_app.static_folder)).resolve()
    wanted, known = sorted(names), set(names)
    while wanted:
        name = wanted.pop(0)
        content = (top / name).read_bytes()
        yield f"static/{name}", content
        if name.endswith(".css"):
            for used in _IN_SHEET.findall(content):
                found = ((top / name).parent / used.decode()).resolve()
                path = str(found.relative_to(top)) if found.is_relative_to(top) else ""
                if path and found.is_file() and path not in known:
                    known.add(path)
                    wanted.append(path)
