"""Who answered like whom, as counters of rollups: the AI and people, and people among each other (N4).

A counter is named for one way in which one conversation was answered to one question, so that every coefficient of
agreement can be computed from the counters, exactly, of any period and any people:

- `seen:<question>:<the AI's>:<the person's>`: a person completed what the AI had answered, and kept or changed it. They
  saw the AI's answer.
- `blind:<question>:<the AI's>:<the person's>`: an assessor of a calibration, who saw nothing of the AI's.
- `among:<question>:<answer>:<how many>:…`: the assessors of a calibration, its expert included.

An answer is an option's id, empty for N/A.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from debrief.quality.agreement.coefficients import Unit
from debrief.quality.evaluations.answers import choice
from debrief.quality.evaluations.model import Evaluation

Basis = Literal["seen", "blind", "among"]


class Way(NamedTuple):
    """One way in which a conversation was answered to a question. unit: the AI's and a person's, or assessors'."""

    basis: Basis
    question_id: str
    unit: Unit


def seen_parts(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    """The names, in parts, of what an evaluation adds: where a person had the AI's answers before them."""
    if evaluation.evaluator_id is None:
        return
    for answer in evaluation.answers:
        own = choice(answer)
        ai = own if answer.answered_by == "ai" else choice(answer.replaced)
        if own is not None and ai is not None:
            yield "seen", answer.question_id, ai, own


def calibration_parts(handed_in: Mapping[str, Evaluation], ai: Evaluation | None) -> Counter[tuple[str, ...]]:
    """The names, in parts, of what a closed calibration adds, with how often. handed_in: by assessor."""
    found: Counter[tuple[str, ...]] = Counter()
    people = [{answer.question_id: choice(answer) for answer in each.answers} for each in handed_in.values()]
    for question_id in sorted({question_id for each in people for question_id in each}):
        chosen = Counter(own for each in people if (own := each.get(question_id)) is not None)
        if chosen.total() > 1:
            pairs = (part for own in sorted(chosen) for part in (own, str(chosen[own])))
            found["among", question_id, *pairs] += 1
        by_ai = next((choice(each) for each in (ai.answers if ai else ()) if each.question_id == question_id), None)
        if by_ai is not None:
            for own, many in chosen.items():
                found["blind", question_id, by_ai, own] += many
    return found


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
