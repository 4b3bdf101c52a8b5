"""Runs one command, and ends it with everything it started when the program that wanted it is gone.

`python guard.py LIFELINE GRACE COMMAND …`, started by `local.processes.guarded`. LIFELINE is the number of an inherited
file descriptor, the reading end of a pipe whose other end the program holds. No signal tells a process on every system
that its parent was killed, but the pipe's end does, after kill -9 too.

The command has a process group of its own. It is ended by SIGTERM to the command alone, so that it can put things in
order; what is left of its group after GRACE seconds is killed, and so is what it leaves behind when it ends by itself.
A command that reads its input learns of the guard's own death in the same way: the input ends.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading


def main(arguments: list[str]) -> int:
    """Run the command; its exit code, or 128 and the signal's number."""
    lifeline, grace, command = int(arguments[0]), float(arguments[1]), arguments[2:]
    ended, wanted = threading.Event(), threading.Event()

    def end() -> None:
        wanted.wait()
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        if not ended.wait(grace):
            kill_group(child.pid)

    def watch() -> None:
        # Nobody ever writes: it returns when the last holder of the other end is gone.
        with contextlib.suppress(OSError):
            os.read(lifeline, 1)
        wanted.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: wanted.set())
    child = subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)
    for task in (end, watch):
        threading.Thread(target=task, daemon=True).start()
    code = child.wait()
    ended.set()
    kill_group(child.pid)
    return code if code >= 0 else 128 - code


def kill_group(group: int) -> None:
    """Kill every process of the group. Nothing happens when it is empty, or all are about to vanish (macOS)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
