"""Where notices may be sent: https, a public name, and no address of anybody's own network.

An administrator's address is looked at when it is set, and what its name leads to each time something is sent: a name
that led to a public address yesterday may lead to 169.254.169.254 today.
"""

from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from debrief.notices.channels.model import ChannelType

MOST_CHARACTERS: Final = 2000
_PORTS: Final = frozenset({443, 8443})
_LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost"})

_HOSTS: Final[dict[ChannelType, tuple[str, ...]]] = {
    ChannelType.SLACK: ("hooks.slack.com", "hooks.slack-gov.com"),
    ChannelType.TEAMS: (
        *(".logic.azure.com", ".logic.azure.us"),
        *(".api.powerplatform.com", ".api.gov.powerplatform.microsoft.us", ".api.high.powerplatform.microsoft.us"),
    ),
    ChannelType.SALESFORCE: (".my.salesforce.com",),
    ChannelType.HUBSPOT: ("api.hubapi.com",),
}
"""Where the receivers of a type are: a whole name, or the end of one."""


class Place(NamedTuple):
    """An address taken apart. target: path and query, as they are sent. secure: https."""

    host: str
    port: int
    target: str
    secure: bool = True


def place_of(url: str, *, loopback: bool = False) -> Place:
    """The parts of an address that something may be sent to. loopback: also to this very machine, without TLS.

    Raises:
        ValueError: it may not be sent there; the text is the end of a sentence about it.
    """
    if len(url) > MOST_CHARACTERS or not url.isascii() or any(each.isspace() or not each.isprintable() for each in url):
        raise ValueError(f"is no address: at most {MOST_CHARACTERS} characters of ASCII, without spaces")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        raise ValueError("is no address, such as https://example.com/hook") from None
    here = loopback and host in _LOOPBACK_NAMES and parts.scheme == "http"
    if parts.scheme != "https" and not here:
        raise ValueError("has to begin with https://")
    if "@" in parts.netloc:
        raise ValueError("carries a user name or password before its host, which may not be")
    if not here:
        if _is_literal(host) or "." not in host or not _may_be_a_name(host):
            raise ValueError("has to name its host, such as example.com, not a number or a name of one's own network")
        if port is not None and port not in _PORTS:
            raise ValueError("may only go to port 443 or 8443")
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Place(host, port or (80 if here else 443), target, not here)


def check_host(type: ChannelType, host: str) -> None:
    """Raises ValueError where the receivers of a type are known and aren't there; its text ends a sentence."""
    known = _HOSTS.get(type)
    if known and not any(host == each or (each.startswith(".") and host.endswith(each)) for each in known):
        names = " or ".join(each.removeprefix(".") for each in known[:2])
        raise ValueError(f"isn't one of {type.value.capitalize()}: its host ends in {names}")


def chosen_address(found: Iterable[str], *, loopback: bool = False) -> str | None:
    """Of the addresses that a name leads to, the one to connect to; None where any of them isn't public.

    Any, since a name that leads to both is no accident.
    """
    addresses = [ip_address(each.partition("%")[0]) for each in found]
    allowed: Callable[[IPv4Address | IPv6Address], bool] = (lambda each: each.is_loopback) if loopback else is_public
    if not addresses or not all(allowed(each) for each in addresses):
        return None
    return str(min(addresses, key=lambda each: each.version))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anybody on the internet could be there, and nobody inside.

    IPv6 that carries an address of IPv4 (mapped, 6to4, Teredo, NAT64, ISATAP) is refused whole: it leads wherever that
    leads.
    """
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or address.teredo
        if inside or (int(address) >> 32) & 0xFDFFFFFF == _ISATAP:
            return False
    if any(address in network for network in _nobodys()):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


_ISATAP: Final = 0x00005EFE
"""In the middle of an address that carries one of IPv4 (RFC 5214, 6.1)."""


@cache
def _nobodys() -> tuple[IPv4Network | IPv6Network, ...]:
    """What is translated to IPv4, local to a site, for documents or for protocols; Pythons differ in what they know."""
    networks = (
        *("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "fec0::/10", "3fff::/20", "5f00::/16"),
        *("192.0.0.0/24", "192.88.99.0/24"),
    )
    return tuple(ip_network(each) for each in networks)


def _is_literal(host: str) -> bool:
    """Whether it is a number in one of the ways in which resolvers read one: 127.0.0.1, 0x7f.1, 2130706433, ::1."""
    if ":" in host:
        return True
    last = host.rsplit(".", 1)[-1]
    return last.isdigit() or last.startswith("0x")


def _may_be_a_name(host: str) -> bool:
    labels = host.split(".")
    own = labels[-1] in {"internal", "local", "localhost", "localdomain", "lan", "home", "corp", "arpa"}
    return not own and all(
        0 < len(each) < 64 and each.replace("-", "a").replace("_", "a").isalnum() and not each.startswith("-")
        for each in labels
    )
