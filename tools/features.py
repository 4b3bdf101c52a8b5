"""`make features`: every number of docs/features.md with the tests that prove it.

Fails when a number that is marked as delivered has no test, or when a test names a number that isn't there.

    python -m tools.features [--list]
"""

import contextlib
import io
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
_ENTRY = re.compile(r"^- \[(?P<state>[x ~])\] \*\*(?P<number>[A-Z]+\d+(?:\.\d+)?)\*\* (?P<text>.+)$")


class Feature(NamedTuple):
    """A number of docs/features.md. state: x delivered, ~ in part, blank not yet."""

    number: str
    state: str
    text: str


def features() -> list[Feature]:
    """The numbers in the order of the document."""
    lines = (ROOT / "docs" / "features.md").read_text(encoding="utf-8").splitlines()
    return [Feature(m["number"], m["state"], m["text"]) for m in map(_ENTRY.match, lines) if m]


class _Collector:
    """Notes which tests carry which numbers."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("feature"):
                for number in mark.args:
                    self.tests[number].add(item.nodeid.split("[")[0])


def main(arguments: Sequence[str]) -> int:
    """Print the table; the exit code says whether it is complete."""
    collector = _Collector()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["--collect-only", "-q", "tests"], plugins=[collector])
    if code != pytest.ExitCode.OK:
        print(f"The tests can't be collected.\n{said.getvalue()[-3000:]}", file=sys.stderr)
        return 1
    known = features()
    numbers = {feature.number for feature in known}
    unproved = [feature for feature in known if feature.state == "x" and not collector.tests[feature.number]]
    unknown = sorted(set(collector.tests) - numbers)
    words = {"x": "delivered", "~": "in part", " ": "not yet"}
    for feature in known:
        tests = sorted(collector.tests.get(feature.number, ()))
        print(f"{feature.number:6} {words[feature.state]:10} {len(tests):4} tests  {feature.text[:80]}")
        if "--list" in arguments:
            for test in tests:
                print(f"         {test}")
    for feature in unproved:
        print(f"{feature.number} is marked as delivered and has no test.", file=sys.stderr)
    for number in unknown:
        print(f"{number} is named by {min(collector.tests[number])} and isn't in docs/features.md.", file=sys.stderr)
    return 1 if unproved or unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
