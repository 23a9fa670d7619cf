"""Which addresses a web hook may go to: the administrator names a host, the network decides.

Refused are addresses that no receiver has but that lead to something else: link-local ones and the
metadata services of clouds, multicast, reserved and unspecified ones. Private networks are allowed,
for the city's platform stands in the government's own. This machine is reached only by an address
that is written as this machine: no name from outside may lead to what listens here.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from flask_babel import gettext as _

from caseflow.ground.errors import BadInput

Address = IPv4Address | IPv6Address

METADATA = (
    ip_network("169.254.0.0/16"),  # link-local, with nearly every cloud's metadata service
    ip_network("fe80::/10"),
    ip_network("100.100.100.200/32"),  # Alibaba Cloud
    ip_network("168.63.129.16/32"),  # Azure
    ip_network("192.0.0.192/32"),  # Oracle Cloud
    ip_network("fd00:ec2::254/128"),  # Amazon, IPv6
    ip_network("fd20:ce::254/128"),  # Google, IPv6
)
LOOPBACK_NAMES = ("localhost", "localhost.")


def is_allowed(address: Address) -> bool:
    """Return whether a web hook may be sent to this address."""
    plain = _plain(address)
    if plain.is_loopback:
        return True
    if any(plain in network for network in METADATA if network.version == plain.version):
        return False
    return not (plain.is_multicast or plain.is_unspecified or plain.is_reserved)


def is_this_machine(address: Address) -> bool:
    """Return whether the address, loopback or not, belongs to this machine.

    It does if what is sent there would leave from that same address. (Whether it can be bound to
    says nothing where `ip_nonlocal_bind` is set.) Nothing is sent.
    """
    plain = _plain(address)
    if plain.is_loopback:
        return True
    family = socket.AF_INET6 if plain.version == 6 else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(plain), 9))
            return bool(ip_address(probe.getsockname()[0]) == plain)
    except OSError:
        return False


def _plain(address: Address) -> Address:
    """Return the IPv4 address inside an IPv6 one (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in ip_network("64:ff9b::/96"):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def named_address(host: str) -> Address | None:
    """Return the address that a host is written as, or None if it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_loopback_host(host: str) -> bool:
    """Return whether the host, as written, is this machine."""
    address = named_address(host)
    if address is None:
        return host.lower() in LOOPBACK_NAMES
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def checked_url(text: str, *, allows_http: bool) -> str:
    """Return the address as given, or raise BadInput saying what is wrong with it."""
    parts = _parts(text)
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host:
        raise BadInput(_("Enter an address such as https://12345.example.gov.cn/hooks."))
    if parts.username or parts.password or parts.fragment:
        raise BadInput(_("The address must hold neither a password nor a fragment (#)."))
    if parts.scheme == "http" and not allows_http and not is_loopback_host(host):
        raise BadInput(_("The address must begin with https://: the words of replies go there."))
    address = named_address(host)
    if address is not None and not is_allowed(address):
        raise BadInput(_("No web hook can be sent to this address."))
    return text


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _port = parts.port  # reading it raises for a port that is none
    except ValueError as error:
        raise BadInput(_("Enter an address such as https://12345.example.gov.cn/hooks.")) from error
    if any(character.isspace() or ord(character) < 32 for character in text):
        raise BadInput(_("The address must hold no blanks."))
    return parts
