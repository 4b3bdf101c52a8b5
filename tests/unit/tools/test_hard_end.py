"""A test run ends, also where a fixture waits for what never comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local.settings import REPOSITORY
from tests.hard_end import limit

CONFTEST = """
import pytest
from tests.hard_end import HardEnd

def pytest_configure(config):
    config.pluginmanager.register(HardEnd(config, shared_s=0.3))
"""
TESTS = """
import signal, threading, time
import pytest

@pytest.fixture(scope="session")
def cloud():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    threading.Lock().acquire()
    never_comes()

def never_comes():
    time.sleep(600)

@pytest.mark.timeout(0.2, func_only=True)
def test_something(cloud):
    pass
"""


def test_a_fixture_that_waits_for_ever_ends_the_process_and_shows_where(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="ascii")
    (tmp_path / "test_it.py").write_text(TESTS, encoding="ascii")
    (tmp_path / "pytest.ini").write_text("[pytest]\ntimeout = 300\n", encoding="ascii")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(tmp_path / "pytest.ini")]
    done = subprocess.run(
        [*command, str(tmp_path)], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1
    assert "Timeout (0:00:00.5" in done.stderr
    assert "in never_comes" in done.stderr


@pytest.mark.timeout(7)
def test_the_limit_is_that_of_the_mark(request: pytest.FixtureRequest) -> None:
    assert limit(request.node) == (0 if request.config.getoption("timeout") == 0 else 7)


def test_the_limit_is_that_of_the_settings_elsewhere(request: pytest.FixtureRequest) -> None:
    named = request.config.getoption("timeout")
    assert limit(request.node) == (300 if named is None else named)
