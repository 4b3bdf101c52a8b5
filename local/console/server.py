"""The console's server: threads on 127.0.0.1, beside the engine."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from werkzeug.serving import WSGIRequestHandler, make_server

from local.console.app import ConsoleApp
from local.engine.process import is_taken
from local.settings import HOST, REPOSITORY

if TYPE_CHECKING:
    from local.cloud import Cloud

BUILD: Final = REPOSITORY / "web" / "dist"


class ConsoleError(Exception):
    """The console can't be built or served. The text is one sentence for the person at the keyboard."""


class _Quiet(WSGIRequestHandler):
    """Without a line for each request: they would run through what `make run` tells."""

    def log(self, type: str, message: str, *args: Any) -> None:
        if type == "error":
            super().log(type, message, *args)


class ConsoleServer:
    """Serves one cloud's console on the port of its settings, in threads of its own."""

    def __init__(self, cloud: Cloud, folder: Path = BUILD) -> None:
        self._app, self._port = ConsoleApp(cloud, folder), cloud.settings.console_port
        self.url = cloud.settings.console_url

    def start(self) -> None:
        """Listen. Raises ConsoleError when somebody else does already."""
        check_port(self._port)
        try:
            # The server would end the whole process itself when it can't bind: a socket that is bound tells us first.
            self._server = make_server(HOST, self._port, self._app, threaded=True, request_handler=_Quiet)
        except (OSError, SystemExit) as error:
            raise ConsoleError(taken(self._port)) from error
        threading.Thread(target=self._server.serve_forever, name="console", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> ConsoleServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def check_port(port: int) -> None:
    """Raises ConsoleError with one sentence when the port is taken."""
    if is_taken(port):
        raise ConsoleError(taken(port))


def taken(port: int) -> str:
    return f"Port {port} on {HOST} is taken: set DEBRIEF_CONSOLE_PORT to a free port."
