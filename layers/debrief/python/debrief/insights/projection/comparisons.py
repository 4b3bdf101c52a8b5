"""Who answered like whom, as counters of rollups: the AI and people, and people among each other (N4).

A counter is named for one way in which one conversation was answered to one question, so that every coefficient of
agreement can be computed from the counters, exactly, of any period and any people:

- `seen:<question>:<the AI's>:<the person's>`: a person completed what the AI had answered, and kept or changed it. They
  saw the AI's answer.
- `blind:<question>:<the AI's>:<answer>:<how many>:…`: the assessors of a calibration, or whoever answered a blind
  check, who saw nothing of the AI's. It is one conversation, however many assess it: one answer of the AI, which they
  are all held against.
- `among:<question>:<answer>:<how many>:…`: the assessors of a calibration, its expert included.

An answer is an option's id, empty for N/A.

Rows of before count each assessor by themselves, `blind:<question>:<the AI's>:<the person's>`, and don't tell of which
conversation. What such a row has of one answer of the AI is read as one conversation, which is never too many;
`RollupProjector.rebuild` counts them anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from debrief.quality.agreement.coefficients import Unit

Basis = Literal["seen", "blind", "among"]

_OF_BEFORE: Final = 2
"""Answers in the name of a counter that was for one assessor; a number follows each person's now."""


class Way(NamedTuple):
    """One way in which a conversation was answered to a question. unit: the AI's and then people's, or assessors'."""

    basis: Basis
    question_id: str
    unit: Unit


def ways(counters: Mapping[tuple[str, ...], int]) -> Iterator[tuple[Way, int]]:
    """The counters of a row, by the parts of their names, read again."""
    apart: dict[tuple[str, str], list[str]] = defaultdict(list)
    for parts, count in counters.items():
        basis, question_id, *rest = parts
        if basis == "seen":
            yield Way("seen", question_id, tuple(rest)), count
        elif basis == "blind" and len(rest) == _OF_BEFORE:
            ai, own = rest
            apart[question_id, ai] += [own] * count
        elif basis == "blind":
            yield Way("blind", question_id, (rest[0], *_repeated(rest[1:]))), count
        elif basis == "among":
            yield Way("among", question_id, _repeated(rest)), count
    for (question_id, ai), people in apart.items():
        if people:
            yield Way("blind", question_id, (ai, *sorted(people))), 1


def _repeated(told: Sequence[str]) -> tuple[str, ...]:
    """Each answer as often as it is said to have been given."""
    return tuple(own for own, many in zip(told[::2], told[1::2], strict=True) for _ in range(int(many)))
