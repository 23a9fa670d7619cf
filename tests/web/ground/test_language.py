"""Our way to the language of a page answers as Flask-Babel's own does."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import flask_babel
import pytest
from flask import Flask
from flask_babel import force_locale, get_locale, gettext

from caseflow.ground.web.locale import _language_of_context


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the library loaded once more, as it is shipped."""
    spec = importlib.util.spec_from_file_location("flask_babel_untouched", flask_babel.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_both_find_the_same_place(app: Flask, untouched: ModuleType) -> None:
    assert flask_babel._get_current_context is _language_of_context
    with app.test_request_context("/"):
        assert _language_of_context() is untouched._get_current_context()
    with app.test_request_context("/"):
        assert untouched._get_current_context() is _language_of_context()


def test_outside_an_application_there_is_none(untouched: ModuleType) -> None:
    assert _language_of_context() is None
    assert untouched._get_current_context() is None
    assert gettext("Cases") == "Cases"


def test_a_language_that_is_forced_is_left_again(app: Flask) -> None:
    with app.test_request_context("/"):
        assert str(get_locale()) == "zh_Hans_CN"
        with force_locale("en"):
            assert gettext("Cases") == "Cases"
        assert gettext("Cases") == "案件"
