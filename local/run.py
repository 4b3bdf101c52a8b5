"""`make run`, `make demo`: the whole of Debrief on this machine.

python -m local.run [--demo] [--ends-with-parent] [--input FILE --agent ID --from DATE --to DATE]
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from local.cloud import Cloud
    from local.engine.process import EngineError, EngineProcess
    from local.story.memory import Told

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
    from local.client import ApiError
    from local.cloud import CloudError
    from local.console.server import ConsoleError
    from local.deployment.deployer import DeployError
    from local.deployment.synthesis import SynthesisError
    from local.engine.process import EngineError
    from local.errors import DemoError
    from local.processes.ending import Ended, end_in_order, end_with_parent
    from local.settings import SettingsError

    end_in_order()
    if wanted.ends_with_parent:
        end_with_parent()
    try:
        _run(wanted, Progress())
    except (ApiError, CloudError, ConsoleError, DeployError, EngineError, SettingsError, SynthesisError) as error:
        print(error, file=sys.stderr)
        return 1
    except DemoError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except Ended as ended:
        return ended.exit_code
    return 0


def _run(wanted: argparse.Namespace, say: Progress) -> None:
    from local.cloud import bring_up, shut_down
    from local.console.build import BackgroundBuild
    from local.console.server import ConsoleServer, check_port
    from local.engine.alone import alone
    from local.errors import DemoError
    from local.settings import LocalSettings
    from local.story.import_file import run as import_file
    from local.story.memory import Memory
    from local.story.sign_ins import print_sign_ins

    settings = LocalSettings.from_env()
    with ExitStack() as until_the_end:
        # First of all: what a second program with the same state began would go on under the first one's feet.
        engine = until_the_end.enter_context(alone(settings))
        building = None
        if not wanted.demo:
            check_port(settings.console_port)
            building = BackgroundBuild(say)
        until_the_end.callback(shut_down, engine)
        cloud = bring_up(engine, say)
        if building:
            until_the_end.enter_context(ConsoleServer(cloud))
        told = None
        if wanted.input is not None:
            import_file(cloud, wanted.input, wanted.agent, (wanted.first, wanted.last), say)
        else:
            told = _story(cloud, say, show_again=wanted.demo)
        missing = building.missing() if building else None
        known = told or Memory(settings.state_dir).recall()
        print_sign_ins(cloud, known.sample if known else None, stays_up=not wanted.demo, missing=missing)
        if not wanted.demo:
            print("\nDebrief stays up until Ctrl-C.", flush=True)
            if told and not told.complete:
                try:
                    _load_rest(cloud, told, say)
                except DemoError as error:
                    if not engine.running:
                        raise _stopped(engine) from error
                    # What is there can be used; nobody who does so should lose it for what is missing.
                    say(f"{error}\nThe next `make run` goes on with it.")
            _stay_up(engine, say)


def _obstacle() -> str | None:
    """What keeps the laptop cloud from starting on this machine, as one sentence; None when nothing does."""
    if shutil.which("node") is None:
        return "Node.js is missing: the CDK needs it to synthesise the stacks. Install Node 22.12 or later."
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        return f"The installation in .venv lacks {', '.join(missing)}: run `make clean` and start again."
    return None


def _story(cloud: Cloud, say: Progress, *, show_again: bool) -> Told:
    """Load what the story is about and tell it, unless an earlier start did; what is remembered of it."""
    from local.loading.company import load_first, loaded_sample
    from local.sample.build import generate
    from local.sessions import Sessions
    from local.story.memory import Memory
    from local.story.summaries import show_summary
    from local.story.telling import tell

    memory = Memory(cloud.settings.state_dir)
    if cloud.crashed:
        memory.forget()
    told = memory.recall()
    if told is None or show_again:
        sample = told.sample if told else loaded_sample(Sessions(cloud).admin) or generate(datetime.now(UTC).date())
        if told is None:
            load_first(cloud, sample, say)
        summary, told_now = tell(cloud, sample, say)
        told = told or memory.keep(sample, summary["id"])
        if told_now or show_again:
            show_summary(summary, say)
            return told
    say(f"the story was told before: its report is at {cloud.settings.console_url}/summaries/{told.summary_id}")
    return told


def _load_rest(cloud: Cloud, told: Told, say: Progress) -> None:
    from local.loading.company import load_rest
    from local.story.memory import Memory

    say("the rest of the sample company is being loaded behind it")
    load_rest(cloud, told.sample, say)
    Memory(cloud.settings.state_dir).complete()
    say("the sample company is complete")


def _stay_up(engine: EngineProcess, say: Progress) -> None:
    """Wait until somebody ends it, and tell meanwhile how far the recogniser is.

    Raises EngineError when the engine dies.
    """
    from local.engine.hearing import Telling

    telling = Telling(engine.settings.hearing_file)
    while engine.running:
        time.sleep(1.0)
        if news := telling.news():
            say(news)
    raise _stopped(engine)


def _stopped(engine: EngineProcess) -> EngineError:
    from local.engine.process import EngineError

    return EngineError(f"The local engine stopped.\n{engine.log_tail()}")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description="Debrief on this machine.")
    parser.add_argument("--demo", action="store_true", help="end after the summary is printed")
    parser.add_argument("--input", type=Path, help="a JSON-lines file of vCons to load instead of the sample")
    parser.add_argument("--agent", help="whose summary: the agent as the file names them")
    parser.add_argument(
        "--ends-with-parent", action="store_true", help="end when the process that started this is gone"
    )
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
