"""The frame of the pages: HTML, titles, errors, language, headers, static files."""

from __future__ import annotations

import gzip
import re

import html5lib
import pytest

from caseflow.ground.web.locale import local_path
from caseflow.ground.web.navigation import NAVIGATION

LAYOUTS = ["/styleguide/", "/styleguide/field", "/styleguide/public"]


@pytest.mark.parametrize("path", LAYOUTS)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_layout_is_valid_html_with_one_h1(desk, path: str, language: str) -> None:
    text = desk.get(path, query_string={"lang": language}).text
    html5lib.HTMLParser(strict=True).parse(text)
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.S)
    title = re.search(r"<title>(.*?)</title>", text, re.S)
    assert len(heading) == 1
    assert title is not None
    assert title.group(1).startswith(heading[0].strip())


@pytest.mark.parametrize("path", LAYOUTS)
def test_ids_are_unique_and_nothing_is_inline(desk, path: str) -> None:
    text = desk.get(path).text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)


def test_the_language_of_the_page_stands_in_its_html(desk) -> None:
    assert '<html lang="zh-Hans">' in desk.get("/styleguide/").text
    assert '<html lang="en">' in desk.get("/styleguide/?lang=en").text


def test_a_chinese_page_has_no_english_interface_words(desk) -> None:
    text = desk.get("/styleguide/").text
    body = re.sub(r"<(svg|head)\b.*?</\1>", "", text, flags=re.S)
    body = re.sub(r'<(span|button)[^>]*lang="en"[^>]*>.*?</\1>', "", body, flags=re.S)
    body = re.sub(r"<template.*?</template>", "", body, flags=re.S)
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", " ", body))
    assert set(words) <= {"Ctrl", "Alt"}, "but for what is written on the keys"


def test_choosing_a_language_is_kept_and_leads_back(stranger) -> None:
    answer = stranger.post("/language", data={"language": "en", "next": "/refused/404"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/refused/404"
    assert '<html lang="en">' in stranger.get("/refused/404").text


def test_an_unknown_language_changes_nothing(stranger) -> None:
    answer = stranger.post("/language", data={"language": "xx", "next": "/"})
    assert "caseflow_language" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil", "evil", "", None],
)
def test_nobody_is_led_to_another_server(target: str | None) -> None:
    assert local_path(target) == "/"


def test_errors_are_listed_above_the_form_and_beside_the_field(desk) -> None:
    answer = desk.post("/styleguide/", data={"version": "1", "phone": "", "subject": "噪声"})
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert '<a href="#phone">请填写电话号码。</a>' in answer.text
    assert 'id="phone-error"' in answer.text
    assert '<a href="#kind-0">请选择类型。</a>' in answer.text
    assert 'value="噪声"' in answer.text


def test_everything_filled_in_is_taken(desk) -> None:
    answer = desk.post(
        "/styleguide/",
        data={
            "version": "1",
            "phone": "023 5423 0000",
            "subject": "噪声",
            "township": "白公街道",
            "kind": "report",
            "due_on": "12-31",
            "words": "夜间施工。",
        },
    )
    assert answer.status_code == 200
    assert "本页仅展示界面规范" in answer.text


def test_only_administrators_open_the_style_page(design_app, stranger) -> None:
    assert stranger.get("/styleguide/").status_code == 303
    officer = design_app.test_client()
    officer.environ_base["HTTP_X_ROLE"] = "officer"
    assert officer.get("/styleguide/").status_code == 403


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_error_is_one_page_with_one_sentence(stranger, status: int) -> None:
    answer = stranger.get(f"/refused/{status}")
    assert answer.status_code == status
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert "cf-error-sentence" in answer.text


def test_a_machine_gets_problem_json(stranger) -> None:
    answer = stranger.get("/refused/404", headers={"Accept": "application/json"})
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 404


def test_pages_carry_the_strict_headers(desk) -> None:
    headers = desk.get("/styleguide/").headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_https_is_kept_and_public_pages_may_be_stored(stranger) -> None:
    headers = stranger.get("/refused/404", base_url="https://localhost").headers
    assert "max-age" in headers["Strict-Transport-Security"]
    assert "no-store" not in headers.get("Cache-Control", "")


def test_static_files_have_addresses_of_their_content_and_are_compressed(desk) -> None:
    found = re.search(r"/static/css/caseflow\.css\?v=[0-9a-f]{12}", desk.get("/styleguide/").text)
    assert found is not None
    packed = desk.get(found.group(), headers={"Accept-Encoding": "gzip"})
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.headers["Content-Encoding"] == "gzip"
    with desk.get(found.group()) as plain:
        assert "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.data) == plain.data


def test_the_navigation_shows_what_exists_and_may_be_opened(design_app, desk) -> None:
    text = desk.get("/styleguide/").text
    assert 'href="/styleguide/"' in text
    assert 'href="/new"' not in text
    operator = design_app.test_client()
    operator.environ_base["HTTP_X_ROLE"] = "operator"
    refused = operator.get("/styleguide/").text
    assert 'href="/new"' in refused
    assert 'data-key="n"' in refused


def test_no_two_entries_of_the_navigation_share_their_keys() -> None:
    keys = [entry.key for entry in NAVIGATION if entry.key]
    assert sorted(keys) == sorted(set(keys))
