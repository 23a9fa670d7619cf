"""caseflow: every complaint taken, handled in time, checked and answered."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from pathlib import Path

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from caseflow.api.wiring import init_app as init_api
from caseflow.blueprints import BLUEPRINTS, MODELS
from caseflow.ground import web
from caseflow.ground.config import Settings, read_settings
from caseflow.ground.extensions import csrf, db, limiter, login_manager, migrate
from caseflow.ground.sealing import KeyRing, load_or_create_secret
from caseflow.people.permissions.decorators import may

__version__ = "0.1.0"

_IMPATIENT = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
"""Seconds: a Redis that hangs must not keep anybody from signing in."""


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application, wired. Reads the environment if no settings are given."""
    settings = settings or read_settings()
    app = Flask(__name__)
    _configure(app, settings)
    _load_keys(app, settings)
    for module in MODELS:
        import_module(module)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(migrations_folder()), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    limiter.init_app(app)
    web.init_app(app)
    app.context_processor(lambda: {"can": may, "version": __version__})
    for name in BLUEPRINTS:
        module, attribute = name.split(":")
        app.register_blueprint(getattr(import_module(module), attribute))
    init_api(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=0
        )
    return app


def migrations_folder() -> Path:
    """Return the folder of the Alembic scripts, beside the package."""
    return Path(__file__).resolve().parent.parent / "migrations"


def _configure(app: Flask, settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    # The parameters of a statement that fails are personal data: no message shows them.
    engine: dict[str, object] = {"hide_parameters": True}
    if settings.is_sqlite:
        engine["connect_args"] = {"timeout": 30, "check_same_thread": False}
    else:
        engine["pool_pre_ping"] = True
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=load_or_create_secret(settings.secret_file),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure_context,
        SESSION_COOKIE_NAME="caseflow_session",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=settings.rate_limits and settings.redis_url is not None,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=_IMPATIENT if settings.redis_url else {},
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        TESTING=settings.testing,
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=_StandardError()),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )


class _StandardError:
    """Standard error as it is when a line is written: what a command prints stays clean."""

    def write(self, line: str) -> int:
        return sys.stderr.write(line)

    def flush(self) -> None:
        sys.stderr.flush()


def _load_keys(app: Flask, settings: Settings) -> None:
    app.extensions["caseflow_key_ring"] = KeyRing(settings.seal_keys_file)
    app.extensions["caseflow_audit_key"] = load_or_create_secret(settings.audit_key_file)
