"""Where a web hook may go, and that over TLS the name is checked though the address is pinned."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from caseflow.ground.errors import BadInput
from caseflow.ground.webhooks import sending
from caseflow.ground.webhooks.address import checked_url, is_allowed, is_this_machine
from tests.receivers import HookReceiver


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.20.30.40", True),  # the government's own network
        ("192.168.1.9", True),
        ("fd12::1", True),
        ("114.114.114.114", True),
        ("169.254.169.254", False),
        ("169.254.1.1", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a9fe:a9fe::1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_which_addresses_are_allowed(address: str, allowed: bool) -> None:
    assert is_allowed(ip_address(address)) is allowed


@pytest.mark.parametrize(
    ("found", "written", "refused"),
    [
        ("127.0.0.1", "inside.example.test", True),
        ("127.8.8.8", "inside.example.test", True),
        ("::1", "inside.example.test", True),
        ("::ffff:127.0.0.1", "inside.example.test", True),
        ("169.254.169.254", "inside.example.test", True),
        ("127.0.0.1", "2130706433", True),  # the same as one number, which only a resolver reads
        ("127.0.0.1", "localhost", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("10.20.30.40", "inside.example.test", False),
    ],
)
def test_a_name_that_leads_to_this_machine_is_refused_when_sending(
    monkeypatch: pytest.MonkeyPatch, found: str, written: str, refused: bool
) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: rows)
    pins = sending._pins(f"https://{written}/hooks")
    if refused:
        with pytest.raises(sending.AddressRefused):
            asyncio.run(pins)
    else:
        assert asyncio.run(pins)[0][0].startswith(f"https://{found}:443/")


def test_this_machine_is_known_by_its_other_addresses_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_this_machine(ip_address("127.0.0.1"))
    assert not is_this_machine(ip_address("203.0.113.7"))  # for documentation: nobody's

    class Probe(socket.socket):
        """A socket of a machine that has 203.0.113.7, and reaches all else from there."""

        def connect(self, address: object) -> None:
            pass

        def getsockname(self) -> tuple[str, int]:
            return "203.0.113.7", 40000

    monkeypatch.setattr(socket, "socket", Probe)
    assert is_this_machine(ip_address("203.0.113.7"))
    assert not is_this_machine(ip_address("203.0.113.8"))


def test_a_name_server_that_hangs_is_waited_for_no_longer_than_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(sending, "RESOLVE_S", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: let_go.wait(10) and [])
    started = time.monotonic()
    found = sending.post("https://slow.example.test/", {}, b"{}", 20)
    took = time.monotonic() - started
    let_go.set()
    assert found.error == "TimeoutError"
    assert took < 5


def test_a_name_that_is_not_there_is_an_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert sending.post("https://gone.example.test/", {}, b"{}", 20).error == "gaierror"


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@SQLITE
@pytest.mark.parametrize(
    "url",
    [
        "https://12345.example.gov.cn/hooks?x=1",
        "https://10.1.2.3:8443/",
        "http://127.0.0.1:8080/hooks",
        "http://localhost/hooks",
        "http://[::1]:80/",
    ],
)
def test_an_address_that_can_be_used(context: None, url: str) -> None:
    assert checked_url(url, allows_http=False) == url


@SQLITE
@pytest.mark.parametrize(
    "url",
    [
        "http://12345.example.gov.cn/hooks",
        "ftp://example.org/",
        "https:///hooks",
        "example.org/hooks",
        "https://user:pass@example.org/",
        "https://example.org/#x",
        "https://example.org:99999/",
        "https://example.org/a b",
        "https://[::1/",
        "https://169.254.169.254/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "",
    ],
)
def test_an_address_that_cannot(context: None, url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url, allows_http=False)


@SQLITE
def test_plain_http_is_possible_where_the_setting_allows_it(context: None) -> None:
    assert checked_url("http://10.1.2.3/", allows_http=True) == "http://10.1.2.3/"
    with pytest.raises(BadInput):
        checked_url("http://169.254.169.254/", allows_http=True)


def _certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("named", "trusted", "outcome"),
    [
        ("localhost", True, (200, None)),
        ("localhost", False, (None, "ConnectError")),
        ("elsewhere.test", True, (None, "ConnectError")),
    ],
)
def test_tls_checks_the_name_that_was_given(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    trusted: bool,
    outcome: tuple[int | None, str | None],
) -> None:
    path = _certificate(tmp_path, named)
    trust = ssl.create_default_context(cafile=str(path) if trusted else None)
    monkeypatch.setattr(sending, "_trust", lambda: trust)
    with HookReceiver() as receiver:
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        server.load_cert_chain(path)
        receiver.wrap(server)
        url = f"https://localhost:{receiver.port}/hooks"
        found = sending.post(url, {"Caseflow-Event": "ping"}, b"{}", 5)
        assert (found.status_code, found.error) == outcome
        if found.is_accepted:
            assert receiver.hooks[0].headers["Host"] == f"localhost:{receiver.port}"


def test_what_is_sent_is_cut_off_in_time() -> None:
    with HookReceiver("drip") as receiver:
        found = sending.post(receiver.url, {}, b"{}", 0.3)
    assert found.error == "TimeoutError"
    assert found.took_ms < 2000
