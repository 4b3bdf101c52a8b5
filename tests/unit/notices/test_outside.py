"""Nothing is sent but over https to public addresses, and no receiver keeps the sender longer than it may."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_socket import enable_socket

from debrief.notices.channels.addresses import check_host, chosen_address, is_public, place_of
from debrief.notices.channels.model import ChannelType
from debrief.notices.channels.outside_client import MOST_READ, Outside
from debrief.notices.channels.verdicts import Broken, NotTaken, check_status, retry_after
from tests.unit.notices.receivers import CUT, DRIP, DRIP_HEAD, LIMITS, QUICK, STALL, Receiver, Say

INNER = [
    *("127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8"),
    *("64:ff9b::a9fe:a9fe", "2002:0a00:0001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "::7f00:1"),
    *("fec0::1", "3fff::1", "192.0.0.8", "192.88.99.1", "2a00::5efe:10.0.0.1", "2a00::200:5efe:10.0.0.1"),
]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    enable_socket()
    made = Receiver()
    yield made
    made.close()


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize("address", INNER)
def test_no_address_of_somebodys_own_network_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert chosen_address([address]) is None
    assert chosen_address(["93.184.215.14", address]) is None, "a name that leads to both is no accident"


@pytest.mark.feature("S2.5")
def test_public_addresses_are_taken_those_of_version_4_first() -> None:
    assert chosen_address(["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14"]) == "93.184.215.14"
    assert chosen_address(["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]) == "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
    assert chosen_address([]) is None


@pytest.mark.feature("S2.5")
@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_private_networks_are_never_public(address: ipaddress.IPv4Address) -> None:
    assert chosen_address([str(address)]) is None


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com", "//example.com", "example.com", "https://", "https:///x"),
        *("https://user:pass@example.com/", "https://example.com:22/", "https://example.com:99999/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://localhost/"),
        *(
            "https://metadata.google.internal/",
            "https://printer.local/",
            "https://exa mple.com/",
            "https://ex\nample.com",
        ),
        *("https://127.1/", "https://example.com\t/", "https://-a.example.com/", "https://a..example.com/"),
        f"https://example.com/{'a' * 2000}",
    ],
)
def test_addresses_that_nothing_is_sent_to(url: str) -> None:
    with pytest.raises(ValueError):
        place_of(url)


@pytest.mark.feature("S2.5")
def test_addresses_are_taken_apart() -> None:
    place = place_of("https://Hooks.Example.com.:8443/services/T0?x=1#gone")
    assert place == ("hooks.example.com", 8443, "/services/T0?x=1", True)
    assert place_of("https://example.com").target == "/"
    assert place_of("http://127.0.0.1:9/a", loopback=True) == ("127.0.0.1", 9, "/a", False)
    with pytest.raises(ValueError):
        place_of("http://10.0.0.1:9/a", loopback=True)


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize(
    ("type", "good", "bad"),
    [
        (ChannelType.SLACK, "hooks.slack.com", "hooks.slack.com.example.org"),
        (ChannelType.TEAMS, "prod-1.westeurope.logic.azure.com", "evil-logic.azure.com"),
        (ChannelType.SALESFORCE, "acme.my.salesforce.com", "my.salesforce.com"),
    ],
)
def test_receivers_that_are_known_are_where_they_are(type: ChannelType, good: str, bad: str) -> None:
    check_host(type, good)
    check_host(ChannelType.WEBHOOK, bad)
    with pytest.raises(ValueError, match=type.value.capitalize()):
        check_host(type, bad)


@pytest.mark.feature("S2.5")
def test_a_name_is_resolved_each_time_and_connected_to_by_its_address() -> None:
    """What led to a public address when it was set up leads to the inside today."""
    outside = Outside(resolve=lambda *_: ["169.254.169.254"])
    with pytest.raises(Broken, match="not_public"):
        outside.ask("GET", "https://rebound.example.com/", {})

    def unknown(*_: object) -> list[str]:
        raise socket.gaierror

    with pytest.raises(NotTaken, match="no_such_host"):
        Outside(resolve=unknown).ask("GET", "https://example.com/", {})
    with pytest.raises(Broken, match="address"):
        Outside().ask("GET", "http://127.0.0.1/", {})


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize(
    ("does", "code"), [(CUT, "cut"), (STALL, "no_answer"), (DRIP, "no_answer"), (DRIP_HEAD, "no_answer")]
)
def test_a_receiver_that_cuts_or_stalls_is_left(receiver: Receiver, does: str, code: str) -> None:
    receiver.script = [does]
    limits = LIMITS if does == CUT else QUICK
    with pytest.raises(NotTaken, match=code):
        Outside(loopback=True, limits=limits).ask("POST", receiver.url, {}, b"x")
    assert len(receiver.got) == 1, "nothing is tried twice here"


@pytest.mark.feature("S2.5")
def test_a_receiver_that_is_not_there_refuses(receiver: Receiver) -> None:
    receiver.close()
    with pytest.raises(NotTaken, match="no_connection"):
        Outside(loopback=True, limits=LIMITS).ask("POST", receiver.url, {}, b"x")


@pytest.mark.feature("S2.5")
def test_redirects_are_answers_and_long_answers_are_cut(receiver: Receiver) -> None:
    outside = Outside(loopback=True, limits=LIMITS)
    receiver.script = [Say(302, b"", (("Location", "http://169.254.169.254/"),)), Say(200, b"y" * 300_000)]
    assert outside.ask("POST", receiver.url, {}, b"x").status == 302
    assert len(outside.ask("POST", receiver.url, {}, b"x").body) == MOST_READ
    with pytest.raises(NotTaken, match="too_large"):
        outside.ask("POST", receiver.url, {}, b"x" * 20_001)
    with pytest.raises(Broken, match="http_302"):
        check_status(302, None)


@pytest.mark.feature("S2.5")
def test_a_certificate_is_that_of_the_name_though_the_address_is_pinned(tmp_path: Path) -> None:
    enable_socket()
    authority = certificate(tmp_path, "hooks.example.com")
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(authority)
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer_twice, args=(server, listening), daemon=True).start()
    port = listening.getsockname()[1]
    outside = Outside(
        limits=LIMITS,
        resolve=lambda *_: ["93.184.215.14"],
        choose=lambda found, *, loopback=False: "127.0.0.1",
        context=lambda: ssl.create_default_context(cafile=str(authority)),
    )

    def ask(host: str) -> int:
        place = place_of(f"https://{host}/")._replace(port=port)
        return outside._sent(place, "127.0.0.1", "POST", {}, b"").status

    assert ask("hooks.example.com") == 200
    with pytest.raises(NotTaken, match="certificate"):
        ask("other.example.com")
    listening.close()


@pytest.mark.feature("S2.5")
def test_a_retry_after_is_seconds_or_a_time() -> None:
    assert retry_after("30") == 30
    later, now = "Mon, 30 Nov 2026 08:00:30 GMT", "Mon, 30 Nov 2026 08:00:00 GMT"
    assert retry_after(later, now) == 30
    assert retry_after(now, later) == 0
    for unreadable in (None, "", "soon", "-1", "1e9", "99999999999"):
        assert retry_after(unreadable) is None


def answer_twice(context: ssl.SSLContext, listening: socket.socket) -> None:
    for _ in range(2):
        try:
            line, _ = listening.accept()
            with context.wrap_socket(line, server_side=True) as secured:
                secured.recv(65536)
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except OSError:
            continue


def certificate(folder: Path, name: str) -> Path:
    """A certificate of a name that trusts itself, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
