"""The static bundle in a folder: what a change touches, what a withdrawal leaves, what mends it."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete

from caseflow.cli import main_group
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import DEFAULT, queue
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.outlets.site.checking import check_site
from caseflow.public.outlets.site.writing import alone, write_site
from caseflow.public.outlets.waking import JOB, wake_site_after_commit
from caseflow.public.published import answering
from caseflow.public.published.models import PublishedPage
from tests.published import add_picture, change, make_site, publish, withdraw
from tests.sites import files_of, inodes_of, tree_hash
from workers.jobs.outlets import write_site as job
from workers.schedule import by_name

pytestmark = [pytest.mark.built(by=make_site), pytest.mark.usefixtures("friday")]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)

ALWAYS = {
    "index.html",
    "results/index.html",
    "results/kind/index.html",
    "feed.atom",
    "feed.json",
    "sitemap.xml",
}


def test_the_first_run_writes_everything_and_the_second_nothing(
    db_session: Any, folder: Path
) -> None:
    done = write_site(str(folder))
    served = files_of((folder / "current").resolve())
    assert set(done.put) == set(served)
    assert done.removed == []
    before = inodes_of(folder)
    assert write_site(str(folder)).count == 0
    assert inodes_of(folder) == before
    assert check_site(str(folder)).fault_count == 0
    assert {path.name for path in folder.iterdir()} == {"a", "b", "a.json", "b.json", "current"}


def test_both_copies_hold_each_file_as_one_file(db_session: Any, folder: Path) -> None:
    write_site(str(folder))
    assert inodes_of(folder / "a") == inodes_of(folder / "b")
    assert (folder / "a.json").samefile(folder / "b.json")


def test_the_pages_are_those_of_the_application_byte_for_byte(app: Flask, folder: Path) -> None:
    with app.app_context():
        write_site(str(folder))
    client, differing = app.test_client(), []
    for path, content in files_of((folder / "current").resolve()).items():
        if path in {"index.html", "404.html"} or path.startswith("static/"):
            continue
        answer = client.get("/" + path.removesuffix("index.html"))
        if path.endswith(".html"):
            is_same = _plain(content.decode()) == _plain(answer.text)
        else:
            is_same = content == answer.data
        differing += [] if is_same else [path]
    assert differing == []


def _plain(page: str) -> str:
    """Return a page without what only the application has: the ways to it and to English."""
    ways = "cf-public-tongue", "查询", "网上反映"
    kept = [line for line in page.splitlines() if not any(way in line for way in ways)]
    return "\n".join(line for line in kept if line.strip())


def test_one_publication_touches_what_shows_it_and_nothing_else(
    db_session: Any, folder: Path
) -> None:
    write_site(str(folder))
    before = inodes_of((folder / "current").resolve())
    publish(50, date(2026, 11, 20), kind="penalty_decision")
    wanted = ALWAYS | {
        "results/2026-50/index.html",
        "results/2026/11/index.html",
        "results/kind/penalty_decision/index.html",
        "results/kind/penalty_decision/2026/11/index.html",
        "sitemap/2026-11.xml",
    }
    wanted.remove("sitemap.xml")  # The list of months is the same.
    done = write_site(str(folder))
    after = inodes_of((folder / "current").resolve())
    assert {path for path in after if after[path] != before.get(path)} == wanted == set(done.put)
    assert set(before) - set(after) == set()


def test_a_correction_touches_its_page_and_its_lists(db_session: Any, folder: Path) -> None:
    write_site(str(folder))
    before = inodes_of((folder / "current").resolve())
    day = date(2026, 11, 20)
    change("2026-1", NOW, body="更正后的正文。", corrected_on=day, correction="更正了数字。")
    write_site(str(folder))
    after = inodes_of((folder / "current").resolve())
    assert {path for path in after if after[path] != before.get(path)} == {
        "results/2026-1/index.html",
        "results/2026/10/index.html",
        "results/kind/summary/index.html",
        "results/kind/summary/2026/10/index.html",
        "results/index.html",
        "results/digest/2026-W42/index.html",
        "results/digest/2026-W42.docx",
        "feed.atom",
        "feed.json",
    }


def test_a_withdrawal_is_everywhere_after_one_run_and_its_words_nowhere(
    db_session: Any, folder: Path
) -> None:
    secret = "绝不再见的字句"
    slug = publish(60, date(2026, 11, 10), body=f"{secret}。", title=f"关于{secret}")
    picture = add_picture(slug, color="crimson")
    write_site(str(folder))
    held = [p for p in folder.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()]
    assert held
    withdraw(slug, NOW)
    done = write_site(str(folder))
    assert done.removed == ["results/2026-60/1.jpg"]
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret.encode() not in content, path
            assert content != picture, path
    served = folder / "current"
    grave = (served / "results/2026-60/index.html").read_text("utf-8")
    assert "表述有误" in grave
    assert 'name="robots" content="noindex"' in grave
    assert "已撤回" in (served / "feed.atom").read_text("utf-8")
    assert "2026-60/" not in (served / "sitemap/2026-11.xml").read_text("utf-8")
    assert check_site(str(folder)).fault_count == 0


def test_the_digest_comes_with_the_monday_after_its_week(
    db_session: Any, folder: Path, friday: Any
) -> None:
    publish(70, date(2026, 11, 19))
    write_site(str(folder))
    digest = folder / "current/results/digest/2026-W47/index.html"
    assert not digest.exists()
    friday.move_to(datetime(2026, 11, 22, 15, 59, tzinfo=UTC))  # Sunday, 23:59 there
    assert write_site(str(folder)).count == 0
    friday.move_to(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))  # Monday, 0:00 there
    done = write_site(str(folder))
    assert set(done.put) == {
        "results/digest/2026-W47/index.html",
        "results/digest/2026-W47.docx",
        "results/digest/index.html",
    }
    assert digest.exists()


def test_a_new_program_writes_what_looks_otherwise_and_no_more(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        write_site(str(folder))
        monkeypatch.setattr(answering, "PARTS", ("static/css",))
        app.extensions.pop(answering._KEY)
        before = inodes_of(folder / "a")
        (folder / "b/stray.html").write_text("nobody's")
        assert write_site(str(folder)).count == 0
        assert inodes_of(folder / "a") == inodes_of(folder / "b") == before


def test_rows_that_vanished_take_their_pages_with_them(db_session: Any, folder: Path) -> None:
    write_site(str(folder))
    with unit_of_work():
        db.session.execute(delete(PublishedPage).where(PublishedPage.slug == "2026-5"))
    done = write_site(str(folder))
    assert "results/2026-5/index.html" in done.removed
    assert "results/kind/of_later/index.html" in done.removed
    assert check_site(str(folder)).fault_count == 0


def test_a_hand_in_the_folder_is_found(db_session: Any, folder: Path) -> None:
    write_site(str(folder))
    served = (folder / "current").resolve()
    (served / "stray.html").write_text("x")
    (served / "feed.json").unlink()
    (served / "robots.txt").unlink()
    (served / "robots.txt").write_text("Disallow: /")
    found = check_site(str(folder))
    assert (found.missing, found.different, found.strange) == (
        ["feed.json"],
        ["robots.txt"],
        ["stray.html"],
    )


def test_a_lost_list_of_files_is_written_anew(db_session: Any, folder: Path) -> None:
    write_site(str(folder))
    was = tree_hash(folder)
    for name in ("a.json", "b.json"):
        (folder / name).unlink()
        (folder / name).write_text("{")
    assert write_site(str(folder)).count > 0
    assert tree_hash(folder) == was
    assert check_site(str(folder)).fault_count == 0


@SQLITE
def test_two_writers_take_turns(app: Flask, db_session: Any, folder: Path) -> None:
    ended: list[float] = []

    def write() -> None:
        with app.app_context():
            write_site(str(folder))
            ended.append(time.monotonic())

    with alone():
        other = threading.Thread(target=write)
        other.start()
        time.sleep(0.3)
        assert ended == []
    other.join(60)
    assert ended
    assert check_site(str(folder)).fault_count == 0


def test_the_job_writes_where_the_setting_says(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        assert job() > 0
        assert job() == 0
        home = app.config["SETTINGS"].home
    assert (home / "public-site/current/results/2026-1/index.html").is_file()
    assert by_name("write_site").cron == "* * * * *"


@SQLITE
def test_off_writes_nowhere(make_app: Any) -> None:
    app = make_app(CASEFLOW_SITE="off")
    with app.app_context():
        assert job() == 0
        assert not (app.config["SETTINGS"].home / "public-site").exists()


@SQLITE
def test_a_change_wakes_the_writer_once_it_is_committed(db_session: Any) -> None:
    with unit_of_work():
        wake_site_after_commit()
        wake_site_after_commit()
        assert queue(DEFAULT).count == 0
    assert [one.func_name for one in queue(DEFAULT).jobs] == [JOB]


@SQLITE
def test_the_commands_write_and_check(
    environment: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CASEFLOW_SITE", str(folder))
    runner = CliRunner()
    written = runner.invoke(main_group, ["site", "write"])
    assert written.exit_code == 0, written.output
    assert "0 removed" in written.output
    checked = runner.invoke(main_group, ["site", "check"])
    assert checked.exit_code == 0
    assert checked.output.endswith(" 0 are not as they must be.\n")
    ((folder / "current").resolve() / "feed.atom").unlink()
    lost = runner.invoke(main_group, ["site", "check"])
    assert lost.exit_code == 1
    assert "missing: feed.atom" in lost.output


def test_the_year_turns_and_no_page_changes(db_session: Any, folder: Path, friday: Any) -> None:
    write_site(str(folder))
    was = files_of((folder / "current").resolve())
    friday.move_to(datetime(2027, 1, 1, 3, tzinfo=UTC))
    write_site(str(folder))
    assert files_of((folder / "current").resolve()) == was
