"""A small application with the ground of the pages and the style page: no database, no accounts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, Request, abort
from flask_login import LoginManager
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from caseflow.desk.styleguide import views as styleguide
from caseflow.ground import web
from caseflow.ground.config import read_settings
from caseflow.ground.extensions import csrf
from caseflow.ground.web import errors
from caseflow.people.permissions.decorators import may, public


def person(request: Request) -> SimpleNamespace | None:
    """Return whoever the X-Role header or the role cookie names."""
    role = request.headers.get("X-Role") or request.cookies.get("role")
    if role is None:
        return None
    return SimpleNamespace(
        is_authenticated=True,
        is_active=True,
        role=role,
        display_name="安达",
        locale=None,
        uses_single_keys=True,
    )


@pytest.fixture(scope="session")
def design_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    home: Path = tmp_path_factory.mktemp("design")
    app = Flask("caseflow")
    app.config.update(
        SECRET_KEY="only for this test",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        SETTINGS=read_settings({"CASEFLOW_HOME": str(home)}),
    )
    csrf.init_app(app)
    login = LoginManager(app)
    login.request_loader(person)
    web.init_app(app)
    app.context_processor(lambda: {"can": may})
    app.register_blueprint(styleguide.bp)
    app.register_blueprint(errors.bp)

    @public
    def nothing() -> str:
        return ""

    @public
    def refused(status: int) -> str:
        abort(status)

    app.add_url_rule("/sign-in", "accounts.sign_in", nothing)
    app.add_url_rule("/search", "search.show", nothing)
    app.add_url_rule("/new", "registration.new", nothing)
    app.add_url_rule("/cases", "cases.index", nothing)
    app.add_url_rule("/inbox", "inbox.show", nothing)
    app.add_url_rule("/sign-out", "accounts.sign_out", nothing, methods=["POST"])
    app.add_url_rule("/account/keys", "accounts.set_keys", nothing, methods=["POST"])
    app.add_url_rule("/refused/<int:status>", "refused", refused)
    return app


@pytest.fixture
def desk(design_app: Flask):
    """A client signed in as administrator."""
    client = design_app.test_client()
    client.environ_base["HTTP_X_ROLE"] = "administrator"
    return client


@pytest.fixture
def stranger(design_app: Flask):
    return design_app.test_client()


@pytest.fixture(scope="session")
def design_url(design_app: Flask) -> Iterator[str]:
    """The address of the application, served."""
    server = make_server("127.0.0.1", 0, design_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser, design_url: str):
    """A page at a desk, signed in as administrator; what the console says must be nothing."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "role", "value": "administrator", "url": design_url}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    yield page
    context.close()
    assert said == []
