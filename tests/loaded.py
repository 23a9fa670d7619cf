"""Imported by the process from which those of `forks.py` are forked: loads all of caseflow once.

An application is made and thrown away, for blueprints are imported only then. It reaches no
database and no Redis: the forks share nothing that is open. What reads its settings when it is
imported (`wsgi`, `tests.field_weather`) is left to them.
"""

from __future__ import annotations

import atexit
import gc
import tempfile
from pathlib import Path

from flask import Flask
from gunicorn.workers import gthread  # noqa: F401 -- loaded for the forks
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import configure_mappers

import workers.worker  # noqa: F401 -- loaded for the forks
from caseflow import create_app
from caseflow.ground.config import read_settings
from tests import forks, memo  # noqa: F401 -- loaded for the forks
from tests.jobs import killed  # noqa: F401 -- loaded for the forks

_folder = tempfile.TemporaryDirectory(prefix="caseflow-loaded-")
atexit.register(_folder.cleanup)


def _load() -> None:
    memo.keep_builders()
    home = Path(_folder.name)
    (home / "templates").mkdir()
    # Every application of the forks finds the templates that an earlier one has compiled.
    cache = FileSystemBytecodeCache(str(home / "templates"))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": cache}
    create_app(read_settings({"CASEFLOW_HOME": str(home / "home")}))
    configure_mappers()
    gc.collect()
    gc.freeze()


_load()
