"""What every application of a run would work out again: builders of addresses, and compiled SQL.

Each test makes an application of its own, with the same rules and the same statements. Kept here
is what depends on these alone; werkzeug and SQLAlchemy hold no place for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from caseflow.ground.extensions import db

Builder = Callable[..., tuple[str, str]]

_compiled: dict[str, tuple[Dialect, Any]] = {}


def keep_builders() -> None:
    """Compile the builder of each rule of a route once a process, not once an application."""
    builders: dict[object, Builder] = {}
    compile_builder = Rule._compile_builder

    def builder(rule: Rule, append_unknown: bool = True) -> Builder:
        if rule.defaults:  # Their values may have no hash.
            return compile_builder(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    Rule._compile_builder = builder  # type: ignore[method-assign]


def share_compiled(app: Flask) -> None:
    """Let the application's engine use what earlier ones of its database have compiled.

    Compiled statements are kept by the dialect's identity: so the first one that was connected
    serves them all; a dialect learns the server's version by connecting.
    """
    with app.app_context():
        engine = db.engine
        kept = _compiled.get(engine.dialect.name)
        if kept is None or kept[0].server_version_info is None:
            kept = _compiled[engine.dialect.name] = (engine.dialect, LRUCache(2000))
        engine.dialect, engine._compiled_cache = kept
