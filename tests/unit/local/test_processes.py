"""No child outlives the program that wanted it, however that ends; and every way to end it is the same."""

from __future__ import annotations

import errno
import itertools
import os
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


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("survives", [False, True], ids=["", "nohup"])
def test_it_ends_when_its_terminal_is_gone_and_nobody_tells_it(monkeypatch: pytest.MonkeyPatch, survives: bool) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN if survives else signal.SIG_DFL)
    looked, killed = itertools.count(), threading.Event()
    opened: list[str] = []

    def open_(path: str, _: int) -> int:
        opened.append(path)
        return 7

    def foreground(terminal: int) -> int:
        assert terminal == 7
        if next(looked) >= 3:
            raise OSError(errno.EIO, "it has been closed")
        return 70

    def kill(pid: int, number: int) -> None:
        assert (pid, number) == (os.getpid(), signal.SIGTERM if survives else signal.SIGHUP)
        killed.set()

    # With nohup, it is the parent that goes in the end.
    parents = itertools.chain([70] * 10, itertools.repeat(1))
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "tcgetpgrp", foreground)
    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    end_with_parent()
    assert killed.wait(10)
    assert opened == ([] if survives else ["/dev/tty"])


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
