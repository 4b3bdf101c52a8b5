"""`make run`, `make demo`: the whole of Debrief on this machine.

python -m local.run [--demo] [--input FILE --agent ID --from DATE --to DATE]
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from local.cloud import Cloud
    from local.engine.process import EngineProcess

NEEDED: Final = (
    "aws_cdk",
    "boto3",
    "cdk_nag",
    "ministack",
    "pydantic",
    "pynamodb",
    "aws_lambda_powertools",
    "fpdf",
    "werkzeug",
)


class Progress:
    """Prints each line with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def __call__(self, text: str) -> None:
        print(f"[{time.monotonic() - self._started:6.1f} s] {text}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the cloud up, tell the story, and stay up unless it is only a demo. Returns the exit code."""
    wanted = _parse(arguments)
    if obstacle := _obstacle():
        print(obstacle, file=sys.stderr)
        return 1
    from local.cloud import CloudError, bring_up, shut_down
    from local.console.build import BackgroundBuild
    from local.console.server import ConsoleError, ConsoleServer, check_port
    from local.demo import print_sign_ins
    from local.deployer import DeployError
    from local.engine.process import EngineError, EngineProcess
    from local.settings import LocalSettings, SettingsError

    say = Progress()
    try:
        settings = LocalSettings.from_env()
        settings.state_dir.mkdir(parents=True, exist_ok=True)
        engine = EngineProcess(settings)
        with ExitStack() as until_the_end:
            if wanted.demo:
                building = None
            else:
                check_port(settings.console_port)
                building = BackgroundBuild(say)
            until_the_end.callback(shut_down, engine)
            cloud = bring_up(engine, say)
            if building:
                until_the_end.enter_context(ConsoleServer(cloud))
                say(f"the console answers at {settings.console_url}")
            code = _story(cloud, wanted, say)
            if code == 0:
                print_sign_ins(cloud, stays_up=not wanted.demo, missing=building.missing() if building else None)
            if code == 0 and not wanted.demo:
                _stay_up(engine)
    except (CloudError, ConsoleError, DeployError, EngineError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _obstacle() -> str | None:
    """What keeps the laptop cloud from starting on this machine, as one sentence; None when nothing does."""
    if shutil.which("node") is None:
        return "Node.js is missing: the CDK needs it to synthesise the stacks. Install Node 20 or later."
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        return f"The installation in .venv lacks {', '.join(missing)}: run `make clean` and start again."
    return None


def _story(cloud: Cloud, wanted: argparse.Namespace, say: Progress) -> int:
    from local.demo import DemoError, demo, import_demo
    from local.loading import load_sample

    try:
        if wanted.input is not None:
            import_demo(cloud, wanted.input, wanted.agent, wanted.first, wanted.last, say)
        else:
            load_sample(cloud, say, small=wanted.demo)
            demo(cloud, say)
    except DemoError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _stay_up(engine: EngineProcess) -> None:
    from local.engine.process import EngineError

    print("\nDebrief stays up until Ctrl-C.", flush=True)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.wait(1.0):
        if not engine.running:
            raise EngineError(f"The local engine stopped.\n{engine.log_tail()}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description="Debrief on this machine.")
    parser.add_argument("--demo", action="store_true", help="end after the summary is printed")
    parser.add_argument("--input", type=Path, help="a JSON-lines file of vCons to load instead of the sample")
    parser.add_argument("--agent", help="whose summary: the agent as the file names them")
    parser.add_argument("--from", dest="first", type=_day, help="first day of the period, such as 2020-05-01")
    parser.add_argument("--to", dest="last", type=_day, help="last day of the period")
    wanted = parser.parse_args(arguments)
    if wanted.input is not None:
        if not wanted.input.is_file():
            parser.error(f"INPUT: there is no file {wanted.input}")
        missing = [
            name for name, value in (("AGENT", wanted.agent), ("FROM", wanted.first), ("TO", wanted.last)) if not value
        ]
        if missing:
            parser.error(f"with INPUT, give {' and '.join(missing)} too")
        if wanted.last < wanted.first:
            parser.error("TO lies before FROM")
    return wanted


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2020-05-01") from error


if __name__ == "__main__":
    sys.exit(main())
