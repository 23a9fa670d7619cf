"""gunicorn's log without query strings: they may hold keys and what people searched for."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

_QUERY = re.compile(r"\?\S*")


def without_query(value: Any) -> Any:
    """Return a text without what follows a question mark up to the next blank."""
    return _QUERY.sub("?…", value) if isinstance(value, str) else value


class WebLog(Logger):  # type: ignore[misc]
    """What gunicorn itself says, and its access log, if somebody turns it on."""

    def setup(self, cfg: Any) -> None:
        """Set both logs up as gunicorn does, and cut the query strings out of every line."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.addFilter(_cut)

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """Return what an access log's format may name, each without a query string."""
        found = super().atoms(resp, req, environ, request_time)
        found.update({"q": "", "{query_string}e": ""})
        return {name: without_query(value) for name, value in found.items()}


def _cut(record: Any) -> bool:
    """Cut the query strings out of a line to be logged; it is logged in any case."""
    record.msg = without_query(record.msg)
    if isinstance(record.args, tuple):  # A dictionary comes from `atoms` and is cut already.
        record.args = tuple(without_query(value) for value in record.args)
    return True
