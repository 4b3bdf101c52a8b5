"""`python -m tools.smoke [--stack ENVIRONMENT] [--recording FILE] [--seconds N]`: is this Debrief alive?

Drops a recording and follows it to a finished summary, printing what it saw with the seconds since the start. Ends with
1 when something is missing, and says what. Without `--stack` it looks at the stack that the variables SMOKE_… name
(`stack.py`), else at the laptop cloud that `make run` keeps up.

It makes an administrator, a supervisor and an agent of its own by `bootstrap_account`, the API and the user pool, with
the caller's credentials for the account, and takes away what it made. What can't be deleted stays deactivated, archived
or cancelled, and has “Smoke test” in its name.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from local.cloud import CloudError
from local.deployment.deployer import DeployError
from local.processes.ending import Ended, end_in_order
from local.settings import SettingsError
from tools.smoke.stack import StackError, find
from tools.smoke.walk import Walk


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    wanted = _parse(arguments)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:6.1f} s] {text}", flush=True)

    end_in_order()
    suffix = secrets.token_hex(4)
    try:
        stack = find(wanted.stack, os.environ)
        say(f"smoke test {suffix} of {stack.name}")
        result = Walk(stack, suffix, seconds=wanted.seconds, recording=wanted.recording).run(say)
    except (CloudError, DeployError, SettingsError, StackError) as error:
        print(error, file=sys.stderr)
        return 1
    except Ended as ended:
        return ended.exit_code
    for left in result.left:
        print(f"left behind: {left}", file=sys.stderr)
    if result.ok:
        say("everything was there")
        return 0
    for name, why in result.missing.items():
        print(f"missing: {name}: {why}", file=sys.stderr)
    if result.not_reached:
        print(f"not reached: {', '.join(result.not_reached)}", file=sys.stderr)
    return 1


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make smoke", description="Follow one conversation through a running Debrief."
    )
    parser.add_argument("--stack", metavar="ENVIRONMENT", help="of whose stacks the outputs are read, such as dev")
    parser.add_argument("--recording", type=Path, help="a WAV file of speech, which is transcribed where it is dropped")
    parser.add_argument("--seconds", type=float, default=600.0, help="the longest that one step may take (600)")
    wanted = parser.parse_args(arguments)
    if wanted.recording is not None and not wanted.recording.is_file():
        parser.error(f"there is no file {wanted.recording}")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
