"""Who answered like whom, as counters of rollups: the AI and people, and people among each other (N4).

A counter is named for one way in which one conversation was answered to one question, so that every coefficient of
agreement can be computed from the counters, exactly, of any period and any people:

- `seen:<question>:<the AI's>:<the person's>`: a person completed what the AI had answered, and kept or changed it. They
  saw the AI's answer.
- `blind:<question>:<the AI's>:<the person's>`: an assessor of a calibration, who saw nothing of the AI's.
- `among:<question>:<answer>:<how many>:…`: the assessors of a calibration, its expert included.

An answer is an option's id, empty for N/A.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from debrief.quality.agreement.coefficients import Unit

Basis = Literal["seen", "blind", "among"]


class Way(NamedTuple):
    """One way in which a conversation was answered to a question. unit: the AI's and a person's, or assessors'."""

    basis: Basis
    question_id: str
    unit: Unit


def ways(counters: Mapping[tuple[str, ...], int]) -> Iterator[tuple[Way, int]]:
    """The counters of a row, by the parts of their names, read again."""
    for parts, count in counters.items():
        basis, question_id, *rest = parts
        if basis == "seen":
            yield Way("seen", question_id, tuple(rest)), count
        elif basis == "blind":
            yield Way("blind", question_id, tuple(rest)), count
        elif basis == "among":
            unit = tuple(own for own, many in zip(rest[::2], rest[1::2], strict=True) for _ in range(int(many)))
            yield Way("among", question_id, unit), count
