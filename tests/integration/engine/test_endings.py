"""However the program ends that started the engine, no process of it remains, and in order nothing is lost.

The program is `python -m local.engine`, alone or below `make`; it ends as `make run` does (`local/processes`).
"""

from __future__ import annotations

import io
import math
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from local.deployment.deployer import Deployer
from local.engine.process import EngineError, EngineProcess, free_port
from local.settings import REPOSITORY, LocalSettings
from tests.integration.engine import assembly

SECONDS = 60.0
COMMAND = [sys.executable, "-m", "local.engine", "--ends-with-parent"]
BUSY = ["_worker.py", "begun by a handler"]
"""What the commands of an engine's busy children have in them: a worker, a process that its handler began, and where
there is one for this version of Python, the recogniser."""
if find_spec("pocketsphinx"):
    BUSY.append("local.engine.recogniser")


def hear_all() -> None:
    """What tests in a shell's background, or under nohup, were told to ignore."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def eventually(check: Callable[[], Any], seconds: float = SECONDS) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"it did not happen within {seconds:g} s")


def processes() -> dict[int, tuple[int, str]]:
    """Group and command of every process that isn't a zombie."""
    listed = subprocess.run(
        ["ps", "-Aww", "-o", "pid=,pgid=,stat=,command="], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split(None, 3) for line in listed.splitlines()]
    return {int(line[0]): (int(line[1]), line[3]) for line in found if len(line) == 4 and "Z" not in line[2]}


@dataclass
class Running:
    """A started engine. parent: the process that is ended; engine: the one that serves."""

    parent: int
    settings: LocalSettings

    @property
    def engine(self) -> int:
        pid = EngineProcess(self.settings).pid
        assert pid is not None
        return pid

    def below(self) -> dict[int, str]:
        """The engine and all that it started: its group; and its guard, which leads another one."""
        engine = self.engine
        return {
            pid: command
            for pid, (group, command) in processes().items()
            if group == engine or (f"{REPOSITORY}/local/processes/guard.py" in command and group == self._guard(engine))
        }

    @staticmethod
    def _guard(engine: int) -> int:
        asked = subprocess.run(["ps", "-o", "ppid=", "-p", str(engine)], capture_output=True, text=True, check=True)
        return int(asked.stdout)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state with the tiny assembly in it, from which each test begins."""
    state = tmp_path_factory.mktemp("deployed")
    settings = LocalSettings(port=free_port(), model_port=free_port(), state_dir=state, recogniser="off")
    with EngineProcess(settings) as engine:
        Deployer(engine.settings).deploy(assembly.write(tmp_path_factory.mktemp("assembly")))
    return state


@pytest.fixture
def settings(deployed: Path, tmp_path: Path) -> LocalSettings:
    shutil.copytree(deployed, tmp_path / "state", ignore=shutil.ignore_patterns("tmp"))
    return LocalSettings(
        port=free_port(), model_port=free_port(), state_dir=tmp_path / "state", recogniser="pocketsphinx"
    )


@pytest.fixture
def start(settings: LocalSettings, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts the program, by itself or below `make`; what a failing test leaves is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*, make: bool = False) -> Running:
        command = COMMAND
        if make:
            (tmp_path / "Makefile").write_text(f"run:\n\t@exec {' '.join(COMMAND)}\n", encoding="ascii")
            command = ["make", "-f", str(tmp_path / "Makefile"), "run"]
        program = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, **settings.to_env()},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A run of the tests in a shell's background ignores Ctrl-C, and whatever it starts would too.
            preexec_fn=hear_all,
        )
        started.append(program)
        assert program.stdout is not None
        assert "The engine answers" in program.stdout.readline()
        return Running(program.pid, settings)

    yield start
    for program in started:
        EngineProcess(settings).kill()
        program.kill()
        program.communicate()


def busy(running: Running) -> None:
    """Have it start what `BUSY` names, each in the middle of something."""
    deployer = Deployer(running.settings)
    functions = deployer.client("lambda").list_functions()["Functions"]
    slow = next(each["FunctionName"] for each in functions if each["Handler"] == "handlers.slow")
    deployer.client("lambda").invoke(FunctionName=slow, Payload=b"{}", InvocationType="Event")
    bucket = deployer.outputs(["Tiny-Data"])["Tiny-Data"]["Bucket"]
    deployer.client("s3").put_object(Bucket=bucket, Key="noise.wav", Body=noise())
    deployer.client("transcribe").start_transcription_job(
        TranscriptionJobName="noise", LanguageCode="en-US", Media={"MediaFileUri": f"s3://{bucket}/noise.wav"}
    )

    def all_there() -> bool:
        commands = " ".join(running.below().values())
        return all(each in commands for each in BUSY)

    eventually(all_there)


def noise() -> bytes:
    """Four minutes in which turns are found, to keep the recogniser busy."""
    sound = [int(8000 * math.sin(step * 0.4)) for step in range(12_000)]
    silence = [step * 7919 % 9 - 4 for step in range(8_000)]
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(each.to_bytes(2, "little", signed=True) for each in sound + silence) * 96)
    return buffer.getvalue()


def put(running: Running) -> None:
    deployer = Deployer(running.settings)
    table = deployer.outputs(["Tiny-Data"])["Tiny-Data"]["Seen"]
    deployer.client("dynamodb").put_item(TableName=table, Item={"pk": {"S": "the last thing"}})


def was_kept(settings: LocalSettings) -> bool:
    with EngineProcess(settings):
        deployer = Deployer(settings)
        table = deployer.outputs(["Tiny-Data"])["Tiny-Data"]["Seen"]
        return "Item" in deployer.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": "the last thing"}})


WAYS = [
    pytest.param(signal.SIGINT, id="Ctrl-C"),
    pytest.param(signal.SIGTERM, id="SIGTERM"),
    pytest.param(signal.SIGHUP, id="closed terminal"),
    pytest.param(signal.SIGKILL, id="kill -9"),
]


@pytest.mark.feature("N10")
@pytest.mark.parametrize("way", WAYS)
def test_no_process_of_the_engine_outlives_its_program(
    start: Callable[..., Running], settings: LocalSettings, way: signal.Signals
) -> None:
    running = start()
    busy(running)
    put(running)
    below = running.below()
    # And the engine with its guard.
    assert len(below) == len(BUSY) + 2, below
    os.kill(running.parent, way)
    eventually(lambda: not below.keys() & processes().keys())
    # Each of these is an orderly end for the engine: even after kill -9 its guard asks it to stop.
    assert not settings.running_mark.exists()
    assert was_kept(settings)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_a_killed_make_leaves_nothing_behind(start: Callable[..., Running], settings: LocalSettings) -> None:
    running = start(make=True)
    program = next(
        pid for pid, (_, command) in processes().items() if "local.engine --ends" in command and pid != running.parent
    )
    put(running)
    below = running.below()
    os.kill(running.parent, signal.SIGKILL)
    eventually(lambda: not (below.keys() | {program}) & processes().keys())
    assert not settings.running_mark.exists()
    assert was_kept(settings)


def test_a_killed_engine_takes_what_it_started_along(start: Callable[..., Running], settings: LocalSettings) -> None:
    running = start()
    busy(running)
    below = running.below()
    os.kill(running.engine, signal.SIGKILL)
    eventually(lambda: not below.keys() & processes().keys())
    assert settings.running_mark.exists(), "the next start hears of the crash"


def test_an_engine_without_its_guard_ends_by_itself(start: Callable[..., Running], settings: LocalSettings) -> None:
    running = start()
    put(running)
    engine = running.engine
    guard = next(pid for pid, command in running.below().items() if "guard.py" in command)
    os.kill(guard, signal.SIGKILL)
    eventually(lambda: engine not in processes())
    assert not settings.running_mark.exists()


def test_a_start_with_broken_rows_ends_with_one_sentence(settings: LocalSettings) -> None:
    journal = settings.engine_state / "dynamodb.journal"
    journal.write_bytes(b"half a line" + journal.read_bytes() * 2)
    with pytest.raises(EngineError, match=rf"^Line 1 of \d+ in {journal}, .* is broken: delete the folder .*$") as told:
        EngineProcess(settings).start()
    assert "\n" not in str(told.value)


def test_a_second_program_with_the_same_state_ends_with_one_sentence(
    start: Callable[..., Running], settings: LocalSettings
) -> None:
    running = start()
    other = {**os.environ, **settings.with_ports(free_port(), free_port()).to_env()}
    second = subprocess.run(COMMAND, cwd=REPOSITORY, env=other, capture_output=True, text=True, timeout=60, check=False)
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"A laptop cloud has its state in {settings.state_dir} already, as process {running.parent}: "
        "end it, or set DEBRIEF_STATE_DIR.\n"
    )
    assert running.engine in processes()
