"""A laptop cloud whose model is a real one, small enough for two cores: what it writes is hardly ever worth reading."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cloud import bring_up, shut_down
from local.engine.process import EngineProcess, free_port
from local.processes import guarded
from local.settings import HOST, REPOSITORY, LocalSettings
from tests.integration.driver import Debrief
from tests.soak import llama

CONTEXT_TOKENS = 8192
"""What SmolLM2 was trained to read."""

MODEL_SECONDS = 110.0
"""Less than the functions wait for an answer, so that the server's end of a call ends first."""

_READY_SECONDS = 120.0


@pytest.fixture(scope="session")
def model_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the model answers."""
    if absent := llama.missing():
        pytest.skip(f"{', '.join(absent)}: `make soak` installs requirements/soak.txt")
    port = free_port()
    log = tmp_path_factory.mktemp("model") / "log"
    with log.open("wb") as out:
        process = guarded.start(
            [sys.executable, "-m", "tests.soak.llama", str(port), str(CONTEXT_TOKENS)],
            cwd=REPOSITORY,
            env=os.environ,
            output=out,
            grace_s=guarded.GRACE_S,
        )
    try:
        _wait_for(f"http://{HOST}:{port}/health", process, log)
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(guarded.GRACE_S + 20)


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the model's server doesn't answer\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def debrief(model_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Debrief]:
    """Debrief with this model."""
    settings = LocalSettings(
        port=free_port(),
        model_port=free_port(),
        state_dir=tmp_path_factory.mktemp("cloud"),
        recogniser="off",
        model_url=model_url,
        model_name="SmolLM2-135M-Instruct",
        model_seconds=MODEL_SECONDS,
    )
    engine = EngineProcess(settings)
    try:
        yield Debrief(bring_up(engine, lambda _: None))
    finally:
        shut_down(engine)
