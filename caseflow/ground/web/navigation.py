"""The table of the navigation: each row shows where its page exists and the person may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request, url_for

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. `permission` is a value of Permission; `area`: main, more, field or public.

    `key` are the keys that open it ("n", "g w"); "more" entries stand in the person's menu.
    `also` are further blueprints whose pages belong to it, but for those with their own entry.
    """

    label: str
    endpoint: str
    permission: str
    icon: str
    area: str = "main"
    key: str = ""
    also: tuple[str, ...] = ()


NAVIGATION: tuple[Entry, ...] = (
    Entry(N_("New petition"), "registration.new", "case:register", "plus-lg", "main", "n",
          ("call",)),
    Entry(N_("My work"), "work.index", "case:view", "list-check", "main", "g w"),
    Entry(N_("Cases"), "cases.index", "case:view", "folder2-open", "main", "g c"),
    Entry(N_("Supervision"), "supervision.index", "supervision:view", "flag", "main", "g s"),
    Entry(N_("Figures"), "figures.index", "figures:view", "graph-up", "main", "g f"),
    Entry(N_("Sources"), "sources.index", "source:view", "building", "main", "g p"),
    Entry(N_("Publications"), "publication.index", "publication:view", "megaphone", "main", "g o"),
    Entry(N_("Rewards"), "rewards.index", "reward:view", "star", "main", "g r"),
    Entry(N_("Imports"), "imports.index", "petition:import", "cloud-upload", "main", "g m",
          ("import_likely", "import_mappings", "import_undo")),
    Entry(N_("People"), "accounts.index", "account:manage", "people", "main", "g a"),
    Entry(N_("Units"), "units.index", "account:manage", "diagram-3", "main", "g u"),
    Entry(N_("Audit"), "audit.index", "audit:view", "shield-check", "main", "g t"),
    Entry(N_("Tasks of units"), "together.tasks", "task:answer", "list-check", "more"),
    Entry(N_("Nobody’s cases"), "together.nobodys_cases", "case:assign", "person", "more"),
    Entry(N_("Replies to approve"), "replies.approvals", "reply:approve", "patch-check", "more"),
    Entry(N_("Call-backs"), "replies.call_backs", "petition:call_back", "telephone", "more", "g b"),
    Entry(N_("Reported as not solved"), "replies.unsolved", "supervision:view",
          "exclamation-triangle", "more"),
    Entry(N_("Knowledge base"), "knowledge.index", "text:view", "journal-text", "more", "g k"),
    Entry(N_("Canned texts"), "texts.index", "text:view", "chat-left-text", "more", "g x"),
    Entry(N_("Field app (works offline)"), "field_app.show", "field:send", "tablet", "more"),
    Entry(N_("Records of tablets"), "field_records.index", "field:decide", "inbox", "more"),
    Entry(N_("My tablets"), "tablets.index", "field:send", "sliders", "more"),
    Entry(N_("Everybody's tablets"), "tablets.everybodys", "device:manage", "sliders", "more"),
    Entry(N_("Inspection plans"), "plans.index", "inspection:view", "calendar3", "more", "",
          ("draws", "recusals")),
    Entry(N_("Checklists"), "checklists.index", "checklist:view", "card-checklist", "more"),
    Entry(N_("Catalogue of hazardous waste"), "waste_list.index", "checklist:view",
          "card-checklist", "more"),
    Entry(N_("API clients"), "api_clients.index", "account:manage", "key", "more"),
    Entry(N_("Absences"), "absences.index", "account:manage", "calendar3", "more"),
    Entry(N_("Acts on accounts"), "account_events.index", "audit:view", "clock-history", "more"),
    Entry(N_("Calendar"), "calendar.index", "calendar:manage", "calendar3", "more", "",
          ("special",)),
    Entry(N_("Terms"), "terms.index", "term:view", "hourglass-split", "more"),
    Entry(N_("Dispatch matrix"), "dispatch.index", "dispatch:view", "diagram-3", "more"),
    Entry(N_("Suggestions"), "triage.models", "system:configure", "graph-up", "more"),
    Entry(N_("Supervision notices"), "notices.index", "notice:view", "flag", "more"),
    Entry(N_("Undeliverable messages"), "inbox.stuck", "message:retry", "send", "more"),
    Entry(N_("Map of cases"), "map.index", "supervision:view", "pin-map", "more", "g y"),
    Entry(N_("Hot spots"), "hotspots.index", "supervision:view", "graph-up", "more"),
    Entry(N_("Exports"), "exports.index", "export:make", "download", "more", "g e"),
    Entry(N_("Log of exports"), "exports.show_log", "export:view_log", "clock-history", "more"),
    Entry(N_("Void numbers"), "import_undo.void_numbers", "import:view", "dash-lg", "more"),
    Entry(N_("Message texts"), "inbox.preview", "supervision:view", "chat-left-text", "more"),
    Entry(N_("Web hooks"), "hooks.index", "system:configure", "send", "more"),
    Entry(N_("Style guide"), "styleguide.show", "system:configure", "sliders", "more"),
    Entry(N_("Lists"), "supervision.index", "supervision:view", "list-check", "watch"),
    Entry(N_("Replies to approve"), "replies.approvals", "reply:approve", "patch-check", "watch"),
    Entry(N_("Not solved"), "replies.unsolved", "supervision:view", "exclamation-triangle",
          "watch"),
    Entry(N_("Supervision notices"), "notices.index", "notice:view", "flag", "watch"),
    Entry(N_("Decisions on many cases"), "bulk.index", "case:bulk", "list-check", "watch"),
    Entry(N_("Map of cases"), "map.index", "supervision:view", "pin-map", "watch"),
    Entry(N_("Hot spots"), "hotspots.index", "supervision:view", "graph-up", "watch"),
    Entry(N_("Exports"), "exports.index", "export:make", "download", "watch"),
    Entry(N_("Work"), "field.index", "case:receipt", "list-check", "field"),
    Entry(N_("Cases"), "cases.index", "case:view", "folder2-open", "field"),
    Entry(N_("Sources"), "sources.index", "source:view", "building", "field"),
    Entry(N_("Inbox"), "inbox.show", "inbox:view", "inbox", "field"),
    Entry(N_("Start"), "portal.home", "public", "house", "public"),
    Entry(N_("Report online"), "portal.start", "public", "pencil", "public"),
    Entry(N_("Where is my petition?"), "portal.lookup", "public", "search", "public"),
    Entry(N_("Published results"), "published.index", "public", "megaphone", "public"),
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the templates `navigation(area, can)`, `page_exists` and `link_to`."""
    app.jinja_env.globals.update(navigation=navigation, page_exists=page_exists, link_to=link_to)


def page_exists(endpoint: str) -> bool:
    """Return whether the application has this page."""
    return endpoint in current_app.view_functions


def link_to(endpoint: str, **values: Any) -> str:
    """Return the address of a page, or "#" where the application does not have it."""
    return url_for(endpoint, **values) if page_exists(endpoint) else "#"


def navigation(area: str, can: Any = None) -> Iterator[tuple[Entry, bool]]:
    """Yield the entries of an area that the person may open, and whether each is the present one.

    `can(permission)` tells what the person may; without it only public pages are shown.
    """
    here = _entries_at(request.endpoint or "")
    for entry in NAVIGATION:
        if entry.area != area or not page_exists(entry.endpoint):
            continue
        if entry.permission == "public" or (can is not None and can(entry.permission)):
            yield entry, entry in here


@lru_cache(maxsize=512)
def _entries_at(endpoint: str) -> frozenset[Entry]:
    """Return the entries that a page belongs to: its own, those its blueprint is added to, or
    those of a blueprint that has one endpoint in the navigation."""
    own = [entry for entry in NAVIGATION if entry.endpoint == endpoint]
    blueprint = endpoint.rpartition(".")[0]
    owners = own or [entry for entry in NAVIGATION if blueprint in entry.also]
    if owners:
        return frozenset(owners)
    family = [e for e in NAVIGATION if e.endpoint.rpartition(".")[0] == blueprint]
    return frozenset(family if len({entry.endpoint for entry in family}) == 1 else ())
