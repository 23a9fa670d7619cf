"""No access log of ours keeps a query: the telephone system opens a call with the number in it."""

from __future__ import annotations

import re
from pathlib import Path

from caseflow.ground.config import read_settings
from workers.children import web_command

NGINX = Path(__file__).resolve().parents[3] / "deploy" / "nginx" / "caseflow.conf"


def test_the_web_server_s_own_log_has_neither_query_nor_referer(tmp_path: Path) -> None:
    command = web_command(read_settings({"CASEFLOW_HOME": str(tmp_path), "CASEFLOW_TESTING": "1"}))
    assert not any(word.startswith("--access-logfile") for word in command)
    log_format = command[command.index("--access-logformat") + 1]
    assert "%(U)s" in log_format
    for told in ("%(r)s", "%(q)s", "%(f)s", "{raw_uri}e", "{query_string}e"):
        assert told not in log_format


def test_the_proxy_as_we_ship_it_logs_neither_query_nor_referer() -> None:
    text = NGINX.read_text(encoding="utf-8")
    found = re.search(r"log_format caseflow (.+?);", text, re.S)
    assert found
    names = set(re.findall(r"[$](\w+)", found[1]))
    assert "uri" in names
    assert not names & {"request", "request_uri", "args", "query_string", "http_referer"}
    assert not [name for name in names if name.startswith("arg_")]
    servers = text.count("server {")
    assert text.count("access_log /var/log/nginx/caseflow.log caseflow;") == servers
