"""The engine as a process of its own: start, readiness, health, stop."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from local.engine.launcher import REFUSAL, REFUSED
from local.processes import guarded
from local.settings import HOST, REPOSITORY, LocalSettings

_PASSED_ON = ("DEBRIEF_", "LOCAL_", "LAMBDA_", "MINISTACK_", "LC_")
_PASSED_ON_NAMES = {"PATH", "HOME", "LANG", "TZ", "VIRTUAL_ENV", "LOG_LEVEL", "SSL_CERT_FILE"}
STOP_S: Final = 20.0


class EngineError(Exception):
    """The engine cannot be started, or has stopped. The text is one sentence, then the log's end."""


def free_port() -> int:
    """A port that nobody listens on now, for tests."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0


class EngineProcess:
    """One local engine with one state directory.

    A second object with the same settings finds a running engine again by its pid file.
    """

    def __init__(self, settings: LocalSettings | None = None, env: Mapping[str, str] | None = None) -> None:
        self.settings = settings or LocalSettings.from_env(env)
        self._env = dict(os.environ if env is None else env)
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.settings.url

    @property
    def model_url(self) -> str:
        """Where the offline model takes faults."""
        return self.settings.offline_model_url

    @property
    def log_file(self) -> Path:
        return self.settings.log_file

    @property
    def pid(self) -> int | None:
        """Process id of the engine; None when it does not run. The engine leads a process group of its own."""
        with contextlib.suppress(OSError, ValueError):
            pid = int(self.settings.pid_file.read_text(encoding="ascii"))
            if _is_engine(pid):
                return pid
        return None

    @property
    def running(self) -> bool:
        return self.pid is not None

    def start(self) -> None:
        """Start and wait until it answers. Raises EngineError. Nothing happens when it runs already.

        It ends, with its state saved, when this process ends or is killed.
        """
        if self.running:
            return
        self._check_ports()
        settings = self.settings
        shutil.rmtree(settings.temporary, ignore_errors=True)
        settings.temporary.mkdir(parents=True, exist_ok=True)
        settings.pid_file.unlink(missing_ok=True)
        with settings.log_file.open("ab") as log:
            self._guard = guarded.start(
                [sys.executable, "-m", "local.engine.launcher"],
                cwd=REPOSITORY,
                env=self._environment(),
                output=log,
                grace_s=STOP_S,
            )
        self._wait_until_ready()

    def stop(self) -> bool:
        """SIGTERM, so that the state is saved; kill after 20 seconds. Returns whether it ended in order."""
        pid = self.pid
        if pid is None:
            return True
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        in_order = self._wait_for_end(pid, STOP_S)
        if not in_order:
            self.kill()
        self.settings.pid_file.unlink(missing_ok=True)
        return in_order

    def kill(self) -> None:
        """kill -9, as a crash would end it. Its guard kills what it had started."""
        pid = self.pid
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._wait_for_end(pid, STOP_S)

    def ends_within(self, seconds: float) -> bool:
        """Whether no engine runs any more after so long at most."""
        pid = self.pid
        return pid is None or self._wait_for_end(pid, seconds)

    def restart(self) -> None:
        self.stop()
        self.start()

    def healthy(self) -> bool:
        """Whether the engine answers, and its offline model where that is used."""
        urls = [f"{self.url}/_ministack/health"]
        if self.settings.uses_offline_model:
            urls.append(f"{self.model_url}/health")
        return all(_answers(url) for url in urls)

    def script_faults(self, *faults: str | dict[str, Any], tool: str | None = None) -> None:
        """Script the next answers of the offline model; see `local.offline.server`."""
        _request("POST", f"{self.model_url}/faults", {"faults": list(faults), "tool": tool})

    def faults_left(self) -> int:
        """How many of the scripted answers nobody has had yet."""
        return sum(each["times"] for each in _request("GET", f"{self.model_url}/health")["faults"])

    def clear_faults(self) -> None:
        _request("DELETE", f"{self.model_url}/faults")

    def log_tail(self, lines: int = 15) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        return ""

    def __enter__(self) -> EngineProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _environment(self) -> dict[str, str]:
        keep_aws = self.settings.model == "bedrock"
        passed = {
            name: value
            for name, value in self._env.items()
            if name in _PASSED_ON_NAMES
            or name.startswith(_PASSED_ON)
            or (keep_aws and name.startswith("AWS_") and name != "AWS_ENDPOINT_URL")
        }
        return {**passed, **self.settings.to_env(), "PYTHONUNBUFFERED": "1"}

    def _check_ports(self) -> None:
        taken = [("DEBRIEF_PORT", self.settings.port)]
        if self.settings.uses_offline_model:
            taken.append(("DEBRIEF_MODEL_PORT", self.settings.model_port))
        for name, port in taken:
            if is_taken(port):
                raise EngineError(f"Port {port} on {HOST} is taken: set {name} to a free port.")

    def _wait_until_ready(self) -> None:
        assert self._guard is not None
        deadline = time.monotonic() + self.settings.ready_seconds
        while time.monotonic() < deadline:
            code = self._guard.poll()
            if code == REFUSED and (said := self.log_tail(1)).startswith(REFUSAL):
                raise EngineError(said.removeprefix(REFUSAL))
            if code is not None:
                raise EngineError(f"The local engine stopped while starting.\n{self.log_tail()}")
            if self.pid is not None and self.healthy():
                return
            time.sleep(0.05)
        self._guard.terminate()
        raise EngineError(
            f"The local engine was not ready within DEBRIEF_READY_SECONDS "
            f"({self.settings.ready_seconds:g} s).\n{self.log_tail()}"
        )

    def _wait_for_end(self, pid: int, seconds: float) -> bool:
        """Wait for the engine, and where this object started it, for everything that it had started."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._guard is not None and self._guard.poll() is not None:
                self._guard = None
                return True
            if self._guard is None and not _is_engine(pid):
                return True
            time.sleep(0.05)
        return False


def _is_engine(pid: int) -> bool:
    """Whether the pid is a live process of ours; pids are used again after a crash or a reboot."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        # Without /proc, as on macOS.
        asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
        command = asked.stdout
    return b"local.engine.launcher" in command


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _request(method: str, url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)
