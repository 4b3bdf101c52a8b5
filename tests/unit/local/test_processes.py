"""No child outlives the program that wanted it, however that ends; and every way to end it is the same."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.processes import guarded
from local.processes.ending import Ended, end_in_order, end_with_parent
from local.settings import REPOSITORY

# A command with a child of its own; neither ends by itself, nor when it is asked to.
STUBBORN = "trap '' TERM; sleep 600 & sleep 600"
PROGRAM = """
import pathlib, signal, sys
from local.processes import guarded
# A run of the tests in the background of a shell ignores Ctrl-C, one under nohup the end of its terminal, too; so would
# whatever it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
guarded.GRACE_S = 0.2
if sys.argv[1] == "run":
    guarded.run(["sh", "-c", sys.argv[2]], cwd=pathlib.Path.cwd())
else:
    with open(sys.argv[3], "wb") as log:
        guarded.start(["sh", "-c", sys.argv[2]], cwd=pathlib.Path.cwd(), env={}, output=log, grace_s=0.2).wait()
"""


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("how", ["run", "start"])
def test_what_a_program_started_ends_with_it(tmp_path: Path, way: signal.Signals, how: str) -> None:
    # The command and its child hold it open for as long as they live.
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = f"exec 3>{fifo}; printf '!' >&3; {STUBBORN}"
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how, command, str(tmp_path / "log")], cwd=REPOSITORY, stderr=subprocess.DEVNULL
    )
    with fifo.open("rb", buffering=0) as alive:
        assert alive.read(1) == b"!"
        program.send_signal(way)
        program.wait()
        assert alive.read(1) == b"", "no process holds the fifo any more"


def test_a_command_says_what_it_said(tmp_path: Path) -> None:
    done = guarded.run(["sh", "-c", "echo out; echo err >&2; exit 3"], cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, "out\n", "err\n")
    assert guarded.run(["sh", "-c", "kill -9 $$"], cwd=tmp_path).returncode == 128 + 9


def test_what_a_command_leaves_behind_ends_with_it(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    guarded.run(["sh", "-c", f"exec 3>{fifo}; sleep 600 & echo $!"], cwd=tmp_path)
    os.set_blocking(reading, True)
    assert os.read(reading, 1) == b"", "no process holds the fifo any more"
    os.close(reading)


@pytest.fixture
def _handlers() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.usefixtures("_handlers")
def test_every_way_to_end_it_ends_it_in_order(number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_DFL)
    end_in_order()
    with pytest.raises(Ended) as ended:
        signal.raise_signal(number)
    assert ended.value.exit_code == 128 + number


@pytest.mark.usefixtures("_handlers")
def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_in_order()
    signal.raise_signal(signal.SIGHUP)


PROGRAM_OF_A_TERMINAL = """
import signal, sys, threading
from local.processes.ending import Ended, end_in_order, end_with_parent
signal.signal(signal.SIGHUP, signal.SIG_DFL)
end_in_order()
# As under make, which is told of it and doesn't pass it on: the handler stands, but the system signals somebody else.
end_with_parent()
print("up", flush=True)
try:
    threading.Event().wait(60)
except Ended as ended:
    sys.exit(ended.exit_code)
"""
LEADER = """
import os, signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
program = subprocess.Popen([sys.executable, "-c", sys.argv[1]], restore_signals=False, preexec_fn=lambda: (
    signal.signal(signal.SIGHUP, signal.SIG_DFL), os.setpgid(0, 0)))
with open(sys.argv[2], "w") as told:
    told.write(str(program.wait()))
"""


def test_it_ends_when_its_terminal_is_gone_and_nobody_tells_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(REPOSITORY)
        os.execv(sys.executable, [sys.executable, "-c", LEADER, PROGRAM_OF_A_TERMINAL, str(told)])
    with contextlib.suppress(OSError):
        while b"up" not in os.read(terminal, 100):
            pass
    os.close(terminal)
    os.waitpid(pid, 0)
    assert told.read_text() == str(128 + signal.SIGHUP)


def test_it_ends_when_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    parents, killed = iter([70, 70, 70, 1]), threading.Event()
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(time, "sleep", lambda _: None)

    def kill(pid: int, number: int) -> None:
        assert (pid, number) == (os.getpid(), signal.SIGTERM)
        killed.set()

    monkeypatch.setattr(os, "kill", kill)
    end_with_parent()
    assert killed.wait(10)
