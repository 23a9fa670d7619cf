"""No log of the web server keeps a query string, whatever format somebody gives it."""

from __future__ import annotations

import logging
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from gunicorn.config import Config

from caseflow.ground.config import read_settings
from caseflow.ground.web.serving import web_command
from tests import servers
from workers.web_log import WebLog, without_query

KEY = "cf-KEY-TO-BE-KEPT-OUT"
FORMAT = "%(r)s|%(q)s|%(f)s|%({query_string}e)s|%({raw_uri}e)s|%({referer}i)s|%(m)s %(U)s %(s)s"


@pytest.fixture
def port_and_log(
    app: Flask, environment: dict[str, str], tmp_path: Path
) -> Iterator[tuple[int, Path]]:
    """The web server as `caseflow up` starts it, with an access log of everything."""
    port, log = servers.free_port(), tmp_path / "web.log"
    env = servers.environment(tmp_path / "home", **environment)
    env |= {"CASEFLOW_PORT": str(port), "CASEFLOW_WEB_WORKERS": "1"}
    env["GUNICORN_CMD_ARGS"] = f"--access-logfile - --access-logformat {shlex.quote(FORMAT)}"
    with log.open("wb") as out:
        command = servers.dying_with_us(web_command(read_settings(env)), "TERM")
        process = subprocess.Popen(command, env=env, cwd=servers.ROOT, stdout=out, stderr=out)
        try:
            address = f"http://127.0.0.1:{port}/healthz"
            servers.wait_until(lambda: servers.answers(address), what="the web server answering")
            yield port, log
        finally:
            servers.stop(process, signal.SIGTERM)


def _call(port: int, head: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode())
        connection.recv(100)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_line_holds_a_query_string(port_and_log: tuple[int, Path]) -> None:
    port, log = port_and_log
    path = f"/open311/v2/services.json?api_key={KEY}"
    _call(
        port,
        f"GET {path} HTTP/1.1\r\nHost: x\r\nReferer: http://x{path}\r\nConnection: close\r\n\r\n",
    )
    post = path.replace("services", "requests")
    _call(
        port, f"POST {post} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    _call(port, f"GET {path} NONSENSE\r\n\r\n")
    wanted = (
        "GET /open311/v2/services.json 200",
        "POST /open311/v2/requests.json 400",
        "NONSENSE",
    )
    servers.wait_until(
        lambda: all(line in log.read_text() for line in wanted), 10, "the three lines"
    )
    assert KEY not in log.read_text()


def test_a_query_string_is_cut_to_the_next_blank() -> None:
    cut = without_query(f"Invalid Request Line 'GET /x?api_key={KEY}&a=b X'")
    assert cut == "Invalid Request Line 'GET /x?… X'"
    assert without_query("/search?q='13800000000") == "/search?…"
    assert without_query(7) == 7


def test_what_gunicorn_says_of_a_request_that_it_gave_up_has_no_query_string(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = WebLog(Config())
    log.error_log.propagate = True
    try:
        with caplog.at_level(logging.ERROR):
            log.exception("Error handling request %s", f"/open311/v2/requests.json?api_key={KEY}")
    finally:
        log.error_log.propagate = False
    assert "Error handling request /open311/v2/requests.json?…" in caplog.text
    assert KEY not in caplog.text
