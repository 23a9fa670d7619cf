"""The pages of accounts, units and messages, and a person who may open each."""

from __future__ import annotations

PAGES = (
    ("olga", "/account"),
    ("olga", "/account/password"),
    ("olga", "/account/sessions"),
    ("olga", "/inbox/"),
    ("adam", "/people"),
    ("adam", "/people/new"),
    ("adam", "/people/1"),
    ("adam", "/units/"),
    ("adam", "/units/new"),
    ("adam", "/units/1"),
    ("adam", "/absences/"),
    ("aude", "/account-events/"),
    ("sunil", "/inbox/preview"),
    ("adam", "/inbox/undeliverable"),
)
