"""The rates of exact match over cases of our own.

In `cases.jsonl`: a phrase, what was said as recognisers write it, and whether that says it. Those marked `held_out`
weren't looked at while the rules were written.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from debrief.interactions.conversations.model import Speaker, Turn
from debrief.quality.answering.exact_match import match
from debrief.quality.scorecards.model import YES, RequiredPhrases, Tolerance

CASES = Path(__file__).with_name("cases.jsonl")


class Case(NamedTuple):
    """A phrase, what was said, and whether that says it. kind: what makes it hard."""

    phrase: str
    said: str
    expected: bool
    kind: str
    held_out: bool


class Rates(NamedTuple):
    """Of `found`, so many were said (precision); of `said`, so many were found (recall)."""

    right: int
    found: int
    said: int

    @property
    def precision(self) -> float:
        """1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was said."""
        return self.right / self.said if self.said else 1.0


def cases() -> list[Case]:
    """All cases."""
    return [Case(**json.loads(line)) for line in CASES.read_text(encoding="utf-8").splitlines()]


def finds(case: Case, tolerance: Tolerance) -> bool:
    """Whether the phrase is found in what was said."""
    turn = Turn(index=0, speaker=Speaker.AGENT, text=case.said)
    return match(RequiredPhrases(all_of=(case.phrase,), tolerance=tolerance), [turn]).option_id == YES


def rates(some: Sequence[Case], tolerance: Tolerance) -> Rates:
    """How the cases come out."""
    found = [each for each in some if finds(each, tolerance)]
    return Rates(sum(each.expected for each in found), len(found), sum(each.expected for each in some))


def lines(*, show: bool = False) -> Iterator[str]:
    """The rates, with and without tolerance, of all cases and of those held out.

    show: followed by the cases that come out otherwise.
    """
    everything = cases()
    for name, some in (("all", everything), ("held out", [each for each in everything if each.held_out])):
        for tolerance in ("none", "small"):
            found = rates(some, tolerance)
            yield (
                f"{name:9} {len(some):3} cases, tolerance {tolerance:5}: "
                f"precision {found.precision:.3f}, recall {found.recall:.3f}"
            )
    for each in everything if show else []:
        if finds(each, "small") != each.expected:
            yield f"{'missed' if each.expected else 'found':6} {each.kind}: {each.phrase!r} in {each.said!r}"
