"""The one way in which Debrief asks anybody outside: https to a public address, pinned, with limits on size and time.

No redirect is followed, no proxy of the environment is used, and nothing is tried twice: what a failure means is told
to whoever asked.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

from debrief.notices.channels.addresses import Place, chosen_address, place_of
from debrief.notices.channels.verdicts import Broken, NotTaken, retry_after

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

MOST_SENT: Final = 20_000
"""Bytes of a body; Standard Webhooks advises to stay below it."""

MOST_READ: Final = 65_536


class Limits(NamedTuple):
    """Seconds for a connection, for the next part of an answer, and for all of it."""

    connect_s: float = 4.0
    read_s: float = 8.0
    whole_s: float = 12.0


Resolve = Callable[[str, int], list[str]]


class Choose(Protocol):
    """Of the addresses that a name leads to, the one to connect to; see `chosen_address`."""

    def __call__(self, found: Iterable[str], *, loopback: bool = False) -> str | None:
        """The address, or None."""
        ...


class Answer(NamedTuple):
    """What came back. body: at most `MOST_READ` bytes. retry_after_s: as it asked for."""

    status: int
    body: bytes
    retry_after_s: int | None


def resolved(host: str, port: int) -> list[str]:
    """The addresses that a name leads to. Raises OSError."""
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Outside:
    """Asks receivers. loopback: those on this very machine too, without TLS; on laptops and in tests alone.

    resolve, choose: what a name leads to, and to which of it a connection may go. now: a clock of seconds. context:
    makes what certificates are checked with.
    """

    def __init__(
        self,
        *,
        loopback: bool = False,
        limits: Limits = Limits(),
        resolve: Resolve = resolved,
        choose: Choose = chosen_address,
        now: Callable[[], float] = time.monotonic,
        context: Callable[[], Any] | None = None,
    ) -> None:
        self._limits = limits
        self._resolve = resolve
        self._choose = choose
        self._loopback = loopback
        self._now = now
        self._context = context or _tls

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request and read its answer, whatever its status.

        Raises:
            Broken: it may not be sent there. NotTaken: no answer came; the receiver may have taken it all the same.
        """
        if len(body) > MOST_SENT:
            raise NotTaken("too_large")
        try:
            place = place_of(url, loopback=self._loopback)
        except ValueError as error:
            raise Broken("address") from error
        return self._sent(place, self._address_of(place), method, headers, body)

    def _address_of(self, place: Place) -> str:
        try:
            found = self._resolve(place.host, place.port)
        except (OSError, UnicodeError) as error:
            raise NotTaken("no_such_host") from error
        address = self._choose(found, loopback=not place.secure)
        if address is None:
            raise Broken("not_public")
        return address

    def _sent(self, place: Place, address: str, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
        from urllib3.exceptions import (
            ConnectTimeoutError,
            HTTPError,
            NewConnectionError,
            ReadTimeoutError,
            SSLError,
        )

        ends = self._now() + self._limits.whole_s
        watch = _Watch(self._limits.whole_s)
        try:
            with watch, self._pool(place, address) as pool:
                watch.over(pool)
                response = pool.urlopen(
                    method,
                    place.target,
                    body=body or None,
                    headers={"Host": _host_header(place), "User-Agent": "Debrief", **headers},
                    retries=False,
                    redirect=False,
                    assert_same_host=False,
                    preload_content=False,
                    decode_content=False,
                )
                try:
                    told = response.headers
                    patience = retry_after(told.get("Retry-After"), told.get("Date"))
                    return Answer(response.status, self._read(response, ends), patience)
                finally:
                    response.close()
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise NotTaken("no_connection") from error
        except SSLError as error:
            raise NotTaken("certificate") from error
        except (ReadTimeoutError, TimeoutError) as error:
            raise NotTaken("no_answer") from error
        except (HTTPError, OSError) as error:
            raise NotTaken("no_answer" if watch.ended else "cut") from error

    def _read(self, response: "BaseHTTPResponse", ends: float) -> bytes:
        """As much of the body as is read; a receiver that sends for ever, or drop by drop, is left."""
        read = b""
        while len(read) < MOST_READ:
            if self._now() > ends:
                raise TimeoutError
            part = response.read1(MOST_READ - len(read), decode_content=False)
            if not part:
                break
            read += part
        return read

    def _pool(self, place: Place, address: str) -> "HTTPConnectionPool":
        """Connections to that very address: the name isn't resolved a second time, but the certificate is its own."""
        from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

        connect, read, whole = self._limits
        timeout = Timeout(connect=connect, read=read, total=whole)
        if not place.secure:
            return HTTPConnectionPool(address, place.port, timeout=timeout, maxsize=1)
        return HTTPSConnectionPool(
            address,
            place.port,
            timeout=timeout,
            maxsize=1,
            ssl_context=self._context(),
            server_hostname=place.host,
            assert_hostname=place.host,
        )


class _Watch:
    """Ends connections after so many seconds, whatever comes: time-outs of sockets begin anew with each byte, and the
    head of an answer may be sent drop by drop, too.
    """

    def __init__(self, seconds: float) -> None:
        self.ended = False
        self._made: list[Any] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def over(self, pool: "HTTPConnectionPool") -> None:
        """Watch every connection that the pool makes."""
        make: Callable[..., Any] = pool.ConnectionCls

        def kept(*args: Any, **named: Any) -> Any:
            self._made.append(make(*args, **named))
            return self._made[-1]

        pool.ConnectionCls = kept  # type: ignore[assignment]

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.ended = True
        for each in self._made:
            if (line := getattr(each, "sock", None)) is not None:
                with suppress(OSError):
                    # Not the one of TLS, which would say goodbye first and wait for an answer.
                    socket.socket.shutdown(line, socket.SHUT_RDWR)


def _host_header(place: Place) -> str:
    usual = 443 if place.secure else 80
    return place.host if place.port == usual else f"{place.host}:{place.port}"


@cache
def _tls() -> Any:
    import ssl

    from botocore.httpsession import get_cert_path

    return ssl.create_default_context(cafile=get_cert_path(True))
