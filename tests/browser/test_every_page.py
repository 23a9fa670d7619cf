"""Every page of the URL map in a real browser: axe in Chinese; width and words in both languages.

A new GET route without an entry here fails: whoever adds a page shows it to axe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, current_app
from playwright.sync_api import Browser, Page

from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.ground import clock
from caseflow.ground.web.cookieless import is_cookieless
from tests.browser.everything import Everything, make
from tests.browser.sweep import DESK, PHONE, TABLET, TABLET_WIDE, look_at, signed_in, watched
from tests.cast import sign_in

Address = str | Callable[[Everything], str]


@dataclass(frozen=True)
class Visit:
    """A page to be opened: by whom ("" a stranger), where, in which windows."""

    endpoint: str
    who: str
    path: Address
    windows: tuple[dict[str, int], ...] = (DESK,)


def case(state: str, rest: str = "") -> Callable[[Everything], str]:
    """Return the address of a case in a state, or of a page below it."""
    return lambda made: f"/cases/{made.cases[state]}{rest}"


def made_id(before: str, name: str, rest: str = "") -> Callable[[Everything], str]:
    """Return the address of something that was made, by its name in `Everything.ids`."""
    return lambda made: f"{before}{made.ids[name]}{rest}"


PUBLIC = (PHONE, DESK)
FIELD = (TABLET, TABLET_WIDE)
BOTH = (DESK, TABLET)


def site_of(made: Everything, act: str) -> str:
    return f"/desk/publications/{made.ids['exposure']}/sites/{made.ids['named']}/{act}"


def demand_of(made: Everything) -> str:
    return f"/desk/publications/{made.ids['out']}/demands/{made.ids['demand']}/stay"


def brush_of(made: Everything) -> str:
    return f"/desk/publications/{made.ids['pictured']}/pictures/{made.ids['picture']}"


def looking_back() -> str:
    return f"/desk/publications/looking-back?day={clock.today().isoformat()}"


VISITS: tuple[Visit, ...] = (
    Visit("accounts.sign_in", "", "/sign-in", (DESK, TABLET, PHONE)),
    Visit("accounts.profile", "olga", "/account"),
    Visit("accounts.change_password", "olga", "/account/password"),
    Visit("accounts.sessions", "olga", "/account/sessions"),
    Visit("accounts.index", "adam", "/people"),
    Visit("accounts.new_user", "adam", "/people/new"),
    Visit("accounts.edit_user", "adam", lambda made: f"/people/{made.ids['farid']}"),
    Visit("units.index", "adam", "/units/"),
    Visit("units.new", "adam", "/units/new"),
    Visit("units.edit", "adam", lambda made: f"/units/{made.ids['unit']}"),
    Visit("absences.index", "adam", "/absences/"),
    Visit(
        "replies.show", "olga", lambda made: f"/cases/{made.cases['reply_drafting']}/reply-draft"
    ),
    Visit("replies.approvals", "sunil", "/replies/to-approve"),
    Visit("replies.call_backs", "olga", "/replies/call-backs"),
    Visit("replies.unsolved", "sunil", "/replies/not-solved"),
    Visit("handover.show", "sunil", lambda made: f"/handover/{made.ids['farid']}"),
    Visit("handover.merge", "adam", lambda made: f"/handover/units/{made.ids['unit']}"),
    Visit("together.tasks", "zoe", "/tasks"),
    Visit("together.nobodys_cases", "dong", "/nobodys"),
    Visit(
        "together.minutes",
        "sunil",
        lambda made: f"/cases/{made.cases['joint']}/minutes/{made.ids['minutes']}",
    ),
    Visit("api_clients.index", "adam", "/people/api-clients/"),
    Visit("api_clients.new", "adam", "/people/api-clients/new"),
    Visit("api_clients.show", "adam", made_id("/people/api-clients/", "api_client")),
    Visit("api_document.read", "", "/api/v1/", PUBLIC),
    Visit("account_events.index", "aude", "/account-events/"),
    Visit("inbox.show", "dong", "/inbox/"),
    Visit("inbox.preview", "sunil", "/inbox/preview"),
    Visit("inbox.stuck", "adam", "/inbox/undeliverable"),
    Visit("inbox.wishes", "farid", "/inbox/wishes", BOTH),
    Visit("notices.index", "sunil", "/supervision/notices/", BOTH),
    Visit("notices.print_form", "lena", made_id("/supervision/notices/", "notice", "/print")),
    Visit("hooks.index", "adam", "/hooks/"),
    Visit("hooks.new", "adam", "/hooks/new"),
    Visit("hooks.show", "adam", made_id("/hooks/", "hook"), (DESK, TABLET)),
    Visit("hooks.edit", "adam", made_id("/hooks/", "hook", "/edit")),
    Visit("hooks.event", "adam", made_id("/hooks/events/", "hook_event")),
    Visit("registration.new", "olga", "/desk/registration/"),
    Visit(
        "registration.slip", "olga", lambda made: f"/desk/registration/done/{made.ids['petition']}"
    ),
    Visit("publication.index", "pia", "/desk/publications/"),
    Visit("publication.new", "dong", lambda made: f"/desk/publications/of/{made.cases['fresh']}"),
    Visit("publication.show", "dong", made_id("/desk/publications/", "draft")),
    Visit(
        "publication.words", "dong", lambda made: f"/desk/publications/{made.ids['draft']}/words"
    ),
    Visit("publication.step", "dong", made_id("/desk/publications/", "draft", "/drop")),
    Visit("publication.owed", "sunil", "/desk/publications/owed"),
    Visit("publication.kinds", "pia", "/desk/publications/kinds"),
    Visit("publication.kind", "aude", "/desk/publications/kinds/penalty_decision"),
    Visit("publication.begin", "pia", "/desk/publications/new/typical_case"),
    Visit("publication.begin", "pia", "/desk/publications/new/monthly_statistics"),
    Visit("publication.begin", "pia", "/desk/publications/new/night_exposure"),
    Visit("publication.begin", "pia", "/desk/publications/new/horn_exposure"),
    Visit("publication.begin", "dong", "/desk/publications/new/penalty_decision"),
    Visit("publication.criteria", "sunil", "/desk/publications/criteria"),
    Visit("publication.criterion", "sunil", "/desk/publications/criteria/findings"),
    Visit("publication.looking_back", "aude", lambda _made: looking_back()),
    Visit("publication.show", "pia", made_id("/desk/publications/", "exposure")),
    Visit("publication.show", "sunil", made_id("/desk/publications/", "out")),
    Visit("publication.site", "pia", lambda made: site_of(made, "answer")),
    Visit("publication.demand", "pia", made_id("/desk/publications/", "out", "/demand")),
    Visit("publication.stay", "sunil", demand_of),
    Visit("publication.texts", "pia", made_id("/desk/publications/", "out", "/texts")),
    Visit(
        "publication.choose_picture", "pia", made_id("/desk/publications/", "pictured", "/pictures")
    ),
    Visit("publication.brush", "pia", brush_of, BOTH),
    Visit("portal.home", "", "/", PUBLIC),
    Visit("portal.lookup", "", "/lookup", PUBLIC),
    Visit("portal.lost_code", "", "/lookup/code", PUBLIC),
    Visit("portal.start", "", "/petition/", PUBLIC),
    Visit("portal.step", "", "/petition/kind", PUBLIC),
    Visit("published.index", "", "/results/", PUBLIC),
    Visit("rewards.index", "rita", "/rewards/", BOTH),
    Visit("rewards.index", "sunil", "/rewards/?state=refused"),
    Visit("rewards.proposals", "rita", "/rewards/proposals?all=1", BOTH),
    Visit("rewards.show", "sunil", made_id("/rewards/", "reward_proposed"), BOTH),
    Visit("rewards.show", "lena", made_id("/rewards/", "reward_assessed")),
    Visit("rewards.show", "rita", made_id("/rewards/", "reward_approved")),
    Visit("rewards.show", "aude", made_id("/rewards/", "reward_paid")),
    Visit("rewards.step", "sunil", made_id("/rewards/", "reward_proposed", "/assess"), BOTH),
    Visit("rewards.step", "lena", made_id("/rewards/", "reward_assessed", "/refuse")),
    Visit("rewards.step", "rita", made_id("/rewards/", "reward_notified", "/claim"), BOTH),
    Visit("rewards.step", "rita", made_id("/rewards/", "reward_claimed", "/pay")),
    Visit("rewards.rules", "aude", "/rewards/rules"),
    Visit("rewards.rule", "lena", "/rewards/rules/penalty"),
    Visit("reward_claim.ask", "", "/reward/", PUBLIC),
    Visit("published.page", "", "/results/shown/", PUBLIC),
    Visit("published.kinds", "", "/results/kind/", PUBLIC),
    Visit("published.of_kind", "", "/results/kind/summary/", PUBLIC),
    Visit("published.month", "", made_id("/results/", "public_month", "/"), PUBLIC),
    Visit(
        "published.kind_month", "", made_id("/results/kind/summary/", "public_month", "/"), PUBLIC
    ),
    Visit("outlets.digests", "", "/results/digest/", PUBLIC),
    Visit("outlets.digest", "", made_id("/results/digest/", "public_week", "/"), PUBLIC),
    Visit("audit.index", "aude", "/audit/"),
    Visit("calendar.index", "sunil", "/calendar/"),
    Visit("special.index", "sunil", "/calendar/special/", BOTH),
    Visit("special.period", "sunil", "/calendar/special/periods/new"),
    Visit("special.period", "sunil", made_id("/calendar/special/periods/", "period")),
    Visit("special.place", "sunil", made_id("/calendar/special/places/", "school")),
    Visit("cases.page", "sunil", case("asked"), BOTH),
    Visit("cases.page", "farid", case("with_fact"), BOTH),
    Visit("sources.index", "dong", "/sources/", BOTH),
    Visit("sources.show", "dong", made_id("/sources/", "source")),
    Visit("sources.new", "farid", "/sources/new", BOTH),
    Visit("call.ring", "olga", "/desk/call/?phone=13812345678&call_id=A1"),
    Visit("sources.new_penalty", "dong", made_id("/sources/", "source", "/penalties/new")),
    Visit("sources.edit", "dong", made_id("/sources/", "source", "/edit")),
    Visit("cases.open_inspection", "dong", made_id("/cases/inspections/new?source=", "source")),
    Visit("dispatch.index", "olga", "/desk/dispatch/"),
    Visit("dispatch.new", "adam", "/desk/dispatch/new"),
    Visit("dispatch.change", "adam", "/desk/dispatch/1"),
    Visit("triage.models", "adam", "/desk/triage/models"),
    Visit("terms.index", "sunil", "/terms/"),
    Visit("terms.edit", "sunil", "/terms/INT-RECEIPT"),
    Visit("cases.index", "dong", "/cases/", BOTH),
    Visit("cases.index", "dong", "/cases/?q=nothing-like-this"),
    Visit("cases.page", "farid", case("investigating"), (DESK, TABLET, TABLET_WIDE)),
    Visit("cases.page", "dong", case("registered")),
    Visit("cases.page", "sunil", case("awaiting_sign_off")),
    Visit("cases.page", "olga", case("closed")),
    Visit("cases.page", "dong", case("merged")),
    Visit(
        "cases.evidence",
        "farid",
        lambda made: f"/cases/{made.cases['investigating']}/evidence/{made.evidence_id}",
        BOTH,
    ),
    Visit("cases.sheet", "farid", case("rectifying", "/sheet")),
    Visit("cases.page", "farid", made_id("/cases/", "visited")),
    *(
        Visit("documents.show", "farid", made_id("/cases/", f"document_{name}"))
        for name in ("draft", "issued", "void")
    ),
    Visit("field.index", "farid", "/field/", FIELD),
    Visit("field.case", "farid", lambda made: f"/field/cases/{made.cases['rectifying']}", FIELD),
    Visit("field_records.index", "sunil", "/desk/records/"),
    Visit("field_records.show", "sunil", made_id("/desk/records/", "field_record")),
    Visit("field_records.copies", "farid", "/desk/records/copies"),
    Visit("tablets.index", "farid", "/desk/tablets/"),
    Visit("tablets.everybodys", "adam", "/desk/tablets/all"),
    Visit("plans.index", "sunil", "/inspections/plans/"),
    Visit("plans.new", "sunil", "/inspections/plans/new"),
    Visit("plans.show", "sunil", made_id("/inspections/plans/", "plan")),
    Visit("plans.edit", "sunil", made_id("/inspections/plans/", "plan", "/edit")),
    Visit("plans.new_visit", "sunil", made_id("/inspections/plans/", "plan", "/visits/new")),
    Visit("plans.visits", "aude", "/inspections/visits/"),
    Visit("plans.visit", "dong", made_id("/inspections/visits/", "planned")),
    Visit("recusals.index", "sunil", "/inspections/recusals/"),
    Visit("draws.index", "aude", "/inspections/draws/"),
    Visit("draws.new", "sunil", made_id("/inspections/plans/", "plan", "/draw")),
    Visit("draws.show", "aude", made_id("/inspections/draws/", "draw")),
    Visit("waste_list.index", "adam", "/inspections/waste-list/"),
    Visit("checklists.index", "adam", "/inspections/checklists/"),
    Visit("checklists.show", "farid", "/inspections/checklists/1"),
    Visit("checklists.new", "adam", "/inspections/checklists/new"),
    Visit("checklists.edit", "sunil", "/inspections/checklists/1/edit"),
    Visit("field_app.show", "farid", "/field/app", FIELD),
    Visit("figures.index", "sunil", "/supervision/figures/", BOTH),
    Visit("figures.index", "farid", "/supervision/figures/?measure=in_time", BOTH),
    Visit("figures.lines", "sunil", "/supervision/figures/lines?measure=received&part=numerator"),
    Visit("figures.lines", "aude", "/supervision/figures/lines?measure=repeated&part=excluded"),
    Visit("figures.overdue", "sunil", "/supervision/figures/overdue", BOTH),
    Visit("figures.sheets", "sunil", "/supervision/figures/sheets", BOTH),
    Visit("figures.weights", "sunil", "/supervision/figures/sheets/weights"),
    Visit("figures.snapshots", "sunil", "/supervision/figures/frozen/"),
    Visit("figures.new_snapshot", "sunil", "/supervision/figures/frozen/new"),
    Visit("figures.snapshot", "aude", made_id("/supervision/figures/frozen/", "frozen")),
    Visit(
        "figures.snapshot_today",
        "sunil",
        made_id("/supervision/figures/frozen/", "frozen", "/today"),
    ),
    Visit("imports.index", "olga", "/desk/imports/"),
    Visit("knowledge.index", "olga", "/desk/knowledge/", BOTH),
    Visit("knowledge.index", "sunil", "/desk/knowledge/?q=yjsg"),
    Visit("knowledge.show", "dong", "/desk/knowledge/18"),
    Visit("knowledge.new", "adam", "/desk/knowledge/new"),
    Visit("knowledge.edit", "sunil", "/desk/knowledge/1/edit"),
    Visit("texts.index", "olga", "/desk/texts/", BOTH),
    Visit("texts.show", "dong", "/desk/texts/7"),
    Visit("texts.new", "adam", "/desk/texts/new"),
    Visit("texts.edit", "sunil", "/desk/texts/7/edit"),
    Visit("imports.page", "olga", lambda made: f"/desk/imports/{made.ids['run_uploaded']}"),
    Visit("imports.page", "olga", lambda made: f"/desk/imports/{made.ids['run_done']}"),
    Visit("search.show", "dong", "/search/"),
    Visit("imports.page", "dong", made_id("/desk/imports/", "run_done")),
    Visit("imports.page", "dong", made_id("/desk/imports/", "run_undone")),
    Visit("import_likely.show", "dong", made_id("/desk/imports/", "run_likely", "/likely")),
    Visit("import_mappings.index", "olga", "/desk/imports/mappings"),
    Visit("import_mappings.show", "olga", made_id("/desk/imports/mappings/", "saved")),
    Visit("import_undo.show", "dong", made_id("/desk/imports/", "run_done", "/undo")),
    Visit("import_undo.show", "dong", made_id("/desk/imports/", "run_undone", "/undo")),
    Visit("import_undo.void_numbers", "sunil", "/desk/imports/void"),
    Visit("search.show", "dong", "/search/?q=打桩"),
    Visit("search.show", "farid", "/search/?q=nothing-like-this"),
    Visit("styleguide.show", "adam", "/styleguide/"),
    Visit("styleguide.field", "adam", "/styleguide/field", FIELD),
    Visit("styleguide.public", "adam", "/styleguide/public", PUBLIC),
    Visit("supervision.index", "sunil", "/supervision/", BOTH),
    Visit("map.index", "sunil", "/supervision/map/?period=all", BOTH),
    Visit("hotspots.index", "sunil", "/supervision/hot-spots/", BOTH),
    Visit("hotspots.page", "sunil", made_id("/supervision/hot-spots/", "hot_spot"), BOTH),
    Visit("calendar_feed.show", "farid", "/account/calendar/", BOTH),
    Visit("exports.index", "sunil", "/supervision/exports/", BOTH),
    Visit("exports.new", "sunil", "/supervision/exports/new?q=state%3Dall", BOTH),
    Visit("exports.show_log", "aude", "/supervision/exports/log", BOTH),
    Visit("supervision.index", "sunil", "/supervision/?list=receipt&group=unit", BOTH),
    Visit("cases.index", "sunil", "/cases/?group=township&sort=-due&late_over=0", BOTH),
    Visit("worklists.index", "sunil", "/lists/", BOTH),
    Visit("worklists.new", "sunil", "/lists/new?due=late"),
    Visit("worklists.edit", "sunil", made_id("/lists/", "saved_view", "/edit")),
    Visit("bulk.index", "sunil", "/supervision/bulk/", BOTH),
    Visit("bulk.page", "sunil", made_id("/supervision/bulk/", "bulk_draft"), BOTH),
    Visit("bulk.page", "sunil", made_id("/supervision/bulk/", "bulk_done"), BOTH),
    Visit("work.index", "olga", "/"),
    Visit("work.index", "farid", "/", BOTH),
)

NOT_PAGES = {
    "health.healthz": "an answer for machines",
    "health.readyz": "an answer for machines",
    "home.index": "leads on by role",
    "portal.check": "needs a petition that was typed: looked at in test_resident",
    "portal.done": "needs a petition that was handed in: looked at in test_resident",
    "portal.leave": "leads away",
    "portal.rate_by_link": "needs a signed link: its form is looked at in test_resident",
    "portal_before.moved": "leads to where the pages of before are now",
    "static": "files",
    "published.picture": "a picture",
    "outlets.atom": "a feed",
    "outlets.digest_file": "a file",
    "outlets.json_feed": "a feed",
    "outlets.month_sitemap": "an answer for search engines",
    "outlets.robots": "an answer for search engines",
    "outlets.sitemap": "an answer for search engines",
    "cases.thumbnail": "a picture",
    "publication.picture_as_taken": "a picture",
    "publication.picture_as_public": "a picture",
    "cases.evidence_again": "leads to the page of the file",
    "field_records.small": "a picture",
    "field_records.file_again": "leads to the page of the record",
    "documents.again": "leads to the page of the document",
    "registration.moment": "an answer for the page's own script",
    "registration.source_file": "a part of the page, fetched by its script",
    "registration.sources": "an answer for the page's own script",
    "texts.offered": "an answer for the page's own script",
    "imports.progress": "a part of a page, shown in imports.page",
    "import_likely.progress": "a part of a page, shown in import_likely.show",
    "import_undo.progress": "a part of a page, shown in import_undo.show",
    "imports.download": "a file",
    "exports.progress": "a part of a page, shown in exports.index",
    "map.points": "an answer for the page's own script",
    "map.county": "an answer for the page's own script",
    "calendar_feed.feed": "an answer for calendar programs",
    "figures.sheet_file": "a file",
    "figures.snapshot_file": "a file",
    "bulk.progress": "a part of a page, shown in bulk.page",
    "worklists.show": "leads to the list of the view",
    "worklists.since": "an answer for the page's own script",
    "api_document.openapi": "an answer for machines",
    "draws.inputs": "a file",
    "package.package": "an answer for the tablet's own script",
    "field_app.manifest": "read by the tablet",
    "field_app.service_worker": "a script",
    "field_app.session": "an answer for the app's own script",
    "field_app.words": "an answer for the app's own script",
}
"""GET routes that answer with something else than a page."""


PARTS = 3
"""The pages are visited in so many tests, which run beside each other."""

FOR_MACHINES = ("api.", "open311.", "sync.")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_is_visited(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.endpoint.startswith(FOR_MACHINES)
    } - set(NOT_PAGES)
    assert pages - {visit.endpoint for visit in VISITS} == {"cases.step"}
    assert {visit.endpoint for visit in VISITS} - pages == set()


def everything() -> Everything:
    found = make()
    client = current_app.test_client()
    sign_in(client, "dong")
    answer = client.post(f"/desk/publications/of/{found.cases['closed']}")
    found.ids["draft"] = int(answer.location.rpartition("/")[2])
    return found


pytestmark = pytest.mark.built(by=everything)


class People:
    """A tab of each person, by mouse and by touch: a new tab takes longer than a page."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        self.browser, self.address, self.language = browser, address, language
        self.tabs: dict[tuple[str, bool], tuple[Page, list[str]]] = {}

    def tab(self, who: str, window: dict[str, int]) -> tuple[Page, list[str]]:
        """Return the tab, and the list of what goes wrong in it from now on."""
        key = (who, window["width"] < DESK["width"])
        if key not in self.tabs:
            context = signed_in(self.browser, self.address, who, window)
            if self.language == "en":
                cookie = {"name": "caseflow_language", "value": "en", "url": self.address}
                context.add_cookies([cookie])  # type: ignore[list-item]
            self.tabs[key] = watched(context)
        page, said = self.tabs[key]
        page.set_viewport_size(window)  # type: ignore[arg-type]
        said.clear()
        return page, said

    def faults(self, who: str, path: str, window: dict[str, int]) -> list[str]:
        page, said = self.tab(who, window)
        # There is no cookie on pages that anybody may keep: the address says the language.
        said_by_address = "?lang=en" if self.language == "en" and is_cookieless(path) else ""
        answer = page.goto(self.address + path + said_by_address)
        assert answer is not None
        found = [] if answer.status == 200 else [f"status {answer.status}"]
        found += look_at(page, self.language, said).faults
        return [f"{path} as {who or 'stranger'} at {window['width']}: {fault}" for fault in found]

    def close(self) -> None:
        for page, _said in self.tabs.values():
            page.context.close()


@pytest.fixture(params=["zh_Hans_CN", "en"])
def people(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[People]:
    found = People(browser, live_server, request.param)
    yield found
    found.close()


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_serious_fault(part: int, people: People, built: Everything) -> None:
    faults = []
    for visit in VISITS[part::PARTS]:
        path = visit.path if isinstance(visit.path, str) else visit.path(built)
        windows = visit.windows if people.language != "en" else visit.windows[:1]
        for window in windows:
            faults += people.faults(visit.who, path, window)
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_form_of_a_step_has_a_serious_fault(people: People, built: Everything) -> None:
    faults = []
    for name, who, case_id in built.steps():
        faults += people.faults(who, f"/cases/{case_id}/{name}", DESK)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_step_with_a_form_is_visited(built: Everything) -> None:
    wanted = {name for name, row in TRANSITIONS.items() if row.has_button}
    assert {name for name, _who, _case in built.steps()} == wanted
