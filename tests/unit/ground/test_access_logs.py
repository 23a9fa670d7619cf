"""The proxy's log as we ship it keeps no query: a call opens with the number in its address."""

from __future__ import annotations

import re
from pathlib import Path

NGINX = Path(__file__).resolve().parents[3] / "deploy" / "nginx" / "caseflow.conf"


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
    assert text.count("error_log /var/log/nginx/caseflow.error.log crit;") == servers
