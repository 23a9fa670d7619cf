"""Atom by RFC 4287, JSON Feed 1.1, sitemaps and robots.txt, read by others and by the letter."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseflow.public.outlets.feeds import SIZE
from tests.published import make_site, publish, withdraw

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LATER = datetime(2026, 11, 20, 3, tzinfo=UTC)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w/-]+")

pytestmark = pytest.mark.built(by=make_site)


@pytest.fixture(autouse=True)
def day() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def breaches(document: bytes) -> list[str]:
    """Return where an Atom feed breaks RFC 4287, by the section that says so."""
    feed = ET.fromstring(document)
    found = [] if feed.tag == f"{ATOM}feed" else ["4.1.1: no feed"]
    found += _counts(feed, "4.1.1", once=("id", "title", "updated"), at_most=("subtitle",))
    if not feed.findall(f"{ATOM}author"):
        found.append("4.1.1: an author, or one in every entry")
    if sum(one.get("rel") == "self" for one in feed.findall(f"{ATOM}link")) != 1:
        found.append("4.1.1: should have one link rel=self")
    for entry in feed.findall(f"{ATOM}entry"):
        found += _of_entry(entry)
    return found + _dates(feed) + _ids(feed) + _parts(feed)


def _of_entry(entry: ET.Element) -> list[str]:
    found = _counts(entry, "4.1.2", once=("id", "title", "updated"), at_most=("published",))
    leads_on = any(one.get("rel") == "alternate" for one in entry.findall(f"{ATOM}link"))
    if entry.find(f"{ATOM}content") is None and not leads_on:
        found.append("4.1.2: content, or a link rel=alternate")
    return found


def _dates(feed: ET.Element) -> list[str]:
    dates = [*feed.iter(f"{ATOM}updated"), *feed.iter(f"{ATOM}published")]
    return [f"3.3: {one.text}" for one in dates if not RFC3339.fullmatch(one.text or "")]


def _ids(feed: ET.Element) -> list[str]:
    ids = [one.text or "" for one in feed.iter(f"{ATOM}id")]
    found = [f"4.2.6: {one}" for one in ids if not TAG.fullmatch(one)]
    return [*found, "4.1.1: an id twice"] if len(set(ids)) != len(ids) else found


def _parts(feed: ET.Element) -> list[str]:
    found = []
    for person in feed.iter(f"{ATOM}author"):
        found += _counts(person, "3.2", once=("name",), at_most=("uri", "email"))
    for name, attribute in (("link", "href"), ("category", "term")):
        without = [one for one in feed.iter(ATOM + name) if not one.get(attribute)]
        found += [f"4.2: a {name} without {attribute}" for _one in without]
    kinds = [one.get("type") for one in feed.iter(f"{ATOM}content")]
    return found + [f"4.1.3.1: {k}" for k in kinds if k not in {None, "text", "html", "xhtml"}]


def _counts(
    of: ET.Element, section: str, once: tuple[str, ...], at_most: tuple[str, ...]
) -> list[str]:
    counts = {name: len(of.findall(ATOM + name)) for name in (*once, *at_most)}
    wrong = [name for name in once if counts[name] != 1]
    wrong += [name for name in at_most if counts[name] > 1]
    return [f"{section}: {name} × {counts[name]}" for name in wrong]


def test_the_check_itself_finds_breaches() -> None:
    broken = b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><entry/></feed>'
    assert len(breaches(broken)) >= 8


def test_feedparser_reads_the_atom_feed_without_complaint(client: FlaskClient) -> None:
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    read = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert read.bozo is False, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.author == "忠县生态环境局"
    assert len(read.entries) == 7
    first = read.entries[0]
    assert first.published_parsed
    assert first.updated_parsed
    assert first.link.endswith("/results/2026-7/")


def test_the_atom_feed_keeps_to_its_rfc(client: FlaskClient) -> None:
    assert breaches(client.get("/feed.atom").data) == []


def test_an_empty_feed_is_a_feed(make_empty: FlaskClient) -> None:
    answer = make_empty.get("/feed.atom")
    assert breaches(answer.data) == []
    assert feedparser.parse(answer.data).bozo is False
    assert json.loads(make_empty.get("/feed.json").data)["items"] == []


@pytest.fixture
def make_empty(app: Flask) -> FlaskClient:
    """A visitor of an installation in which nothing was published."""
    from sqlalchemy import delete

    from caseflow.ground.extensions import db
    from caseflow.ground.unit_of_work import unit_of_work
    from caseflow.public.published.models import PublishedPage

    with app.app_context(), unit_of_work():
        db.session.execute(delete(PublishedPage))
    return app.test_client()


def test_ids_stay_and_a_withdrawal_replaces_the_words_under_them(
    app: Flask, client: FlaskClient
) -> None:
    def entries() -> dict[str, Any]:
        return {one.id: one for one in feedparser.parse(client.get("/feed.atom").data).entries}

    before = entries()
    name = next(id for id in before if id.endswith("results/2026-1"))
    assert "夜间施工" in before[name].content[0].value
    with app.app_context():
        withdraw("2026-1", LATER)
    after = entries()
    assert set(after) == set(before)
    assert next(iter(after)) == name
    assert after[name].updated > before[name].updated
    assert after[name].title == "已撤回的公开内容" or "撤回" in after[name].title
    assert "表述有误" in after[name].content[0].value
    assert "夜间施工" not in client.get("/feed.atom").text.split(name)[1].split("</entry>")[0]


def test_the_json_feed_says_the_same(client: FlaskClient) -> None:
    answer = client.get("/feed.json")
    assert answer.mimetype == "application/feed+json"
    feed = json.loads(answer.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feed.json")
    atom = feedparser.parse(client.get("/feed.atom").data).entries
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom]
    assert [item["url"] for item in feed["items"]] == [entry.link for entry in atom]
    for item in feed["items"]:
        assert item["content_text"]
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
    with_table = next(i for i in feed["items"] if i["id"].endswith("/2026-2"))
    assert "某餐饮店" in with_table["content_text"]


def test_feeds_hold_the_last_changed_fifty(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for number in range(100, 100 + SIZE):
            publish(number, date(2026, 11, 10) + timedelta(days=number % 5))
    feed = json.loads(client.get("/feed.json").data)
    assert len(feed["items"]) == SIZE == 50
    assert {int(item["id"].rpartition("-")[2]) for item in feed["items"]} == set(range(100, 150))
    with app.app_context():
        withdraw("2026-1", LATER)
    newest = json.loads(client.get("/feed.json").data)["items"][0]
    assert newest["id"].endswith("/2026-1")


def test_characters_that_xml_does_not_know_break_no_feed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        publish(300, date(2026, 11, 19), title="一\x0b二\x00三 <&>", body="甲\x1f乙 ]]> <b>")
    read = feedparser.parse(client.get("/feed.atom").data)
    assert read.bozo is False
    assert breaches(client.get("/feed.atom").data) == []
    entry = next(one for one in read.entries if one.id.endswith("/2026-300"))
    assert entry.title == "一二三 <&>"


def test_addresses_come_from_the_setting_never_from_the_visitor(make_app: Any) -> None:
    app = make_app(
        CASEFLOW_PUBLIC_URL="https://hb.example.cn", CASEFLOW_SITE_URL="https://www.example.cn/"
    )
    answer = app.test_client().get("/feed.atom", headers={"Host": "evil.example"})
    assert "evil" not in answer.text
    assert "<id>tag:www.example.cn,2026:results</id>" in answer.text
    assert 'href="https://www.example.cn/feed.atom"' in answer.text


def test_sitemaps_name_what_stands_and_nothing_else(client: FlaskClient) -> None:
    index = ET.fromstring(client.get("/sitemap.xml").data)
    months = [one.text or "" for one in index.iter(f"{MAP}loc")]
    assert [month.partition("/sitemap/")[2] for month in months] == ["2026-10.xml", "2026-11.xml"]
    pages = []
    for month in months:
        path = "/" + month.partition("//")[2].partition("/")[2]
        pages += [one.text or "" for one in ET.fromstring(client.get(path).data).iter(f"{MAP}loc")]
    slugs = {page.rstrip("/").rpartition("/")[2] for page in pages}
    assert slugs == {f"2026-{number}" for number in (1, 2, 3, 4, 5)}


def test_robots_are_led_to_the_sitemap(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert re.search(r"^Sitemap: http\S+/sitemap.xml$", answer.text, re.M)
    assert "Disallow: /lookup" in answer.text
