"""A receiver on this machine that takes, refuses, stalls, asks for patience, or cuts the line, as it is told."""

import contextlib
import json
import socket
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

from debrief.notices.channels.outside_client import Answer, Limits, Outside

LIMITS = Limits(connect_s=10, read_s=10, whole_s=20)
"""Of what answers, however busy the machine is."""

QUICK = Limits(connect_s=0.2, read_s=0.2, whole_s=0.3)
"""Of what doesn't answer anyway."""


class Got(NamedTuple):
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Say(NamedTuple):
    """An answer."""

    status: int = 200
    body: bytes = b"ok"
    headers: tuple[tuple[str, str], ...] = ()


CUT, STALL, DRIP, DRIP_HEAD = "cut", "stall", "drip", "drip_head"


class Receiver:
    """Listens on a port of its own. script: what it does with the next requests; then it takes all of them."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.script: list[Say | str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Listen no more: connections are refused from then on."""
        self._over.set()
        with contextlib.suppress(OSError):
            # Whoever waits in `accept` would keep it open.
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            line.settimeout(5)
            self.got.append(_read(line))
            does = self.script.pop(0) if self.script else Say()
            if does == CUT:
                return
            if does == STALL:
                self._over.wait(5)
            elif does in (DRIP, DRIP_HEAD):
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n")
                line.sendall(b"\r\n" if does == DRIP else b"X-Long: ")
                while not self._over.wait(0.05):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return
            elif isinstance(does, Say):
                head = f"HTTP/1.1 {does.status} X\r\nContent-Length: {len(does.body)}\r\nConnection: close\r\n"
                head += "".join(f"{name}: {value}\r\n" for name, value in does.headers)
                line.sendall(head.encode() + b"\r\n" + does.body)


def _read(line: socket.socket) -> Got:
    text = b""
    while b"\r\n\r\n" not in text:
        text += line.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += line.recv(65536)
    method, target, _ = first.split(" ")
    return Got(method, target, headers, body)


class Rerouted:
    """Asks whoever is asked at the receiver instead; what was asked of whom stands in `hosts`."""

    def __init__(self, receiver: Receiver) -> None:
        self.hosts: list[str] = []
        self._receiver = receiver
        self._outside = Outside(loopback=True, limits=LIMITS)

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        _, _, rest = url.partition("://")
        host, _, target = rest.partition("/")
        self.hosts.append(host)
        return self._outside.ask(method, f"{self._receiver.url}/{target}", headers, body)
