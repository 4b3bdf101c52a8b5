"""Asks a model about each conversation, again, and about its twins, and counts what it answered."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

from debrief.kernel.ai.model_client import ModelClient
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.errors import (
    DebriefError,
    ModelAnswerCut,
    ModelAnswerInvalid,
    ModelBlocked,
    ModelInputTooLong,
    ModelThrottled,
    ModelTimedOut,
    ModelUnavailable,
)
from debrief.quality.answering import asking
from debrief.quality.answering.answerer_service import AiAnswerer
from debrief.quality.answering.placeholders import Blinded
from debrief.quality.evaluations.answers import choice
from tools.judge.reading import Case, Told
from tools.judge.twins import KINDS, Kind, interaction, transcript, twin

OPEN: Final = "(left open)"
"""What stands for an answer where the AI leaves the question to a person."""

_TRIES: Final = 4
_OF_THE_CONVERSATION = (ModelAnswerCut, ModelAnswerInvalid, ModelBlocked, ModelInputTooLong)
_PASSING = (ModelThrottled, ModelTimedOut, ModelUnavailable)

Choices = dict[str, str]
Ways = tuple[str, ...]
RUNS: Final = "runs"


class Flips(NamedTuple):
    """How often an answer was another one, of so many that were compared."""

    flipped: int = 0
    compared: int = 0

    def plus(self, *, flipped: bool) -> "Flips":
        """One more."""
        return Flips(self.flipped + flipped, self.compared + 1)


class Found(NamedTuple):
    """What was counted.

    pairs: by question, the AI's answer and the person's. flips: by question and way (a kind of twin, or `runs`).
    same: of each kind of twin, how many read the same as the conversation, so that nothing had to be asked. without: by
    question, how often nothing made it applicable. failed: why conversations couldn't be judged, with how often.
    """

    pairs: dict[str, list[tuple[str, str]]]
    flips: dict[tuple[str, str], Flips]
    same: Counter[str]
    without: Counter[str]
    failed: Counter[str]
    calls: int
    input_tokens: int
    output_tokens: int
    cost_micro_usd: int


def measure(
    told: Told,
    model: ModelClient,
    *,
    runs: int,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Found:
    """Judge each conversation `runs` times and each of its twins once.

    Without the second look: it can only doubt an answer, not turn it. A twin that reads the same as the conversation is
    asked nothing: no name or history can flip what isn't read.

    Raises:
        DebriefError: the model can't be asked at all, or is busy after several tries.
    """
    judge = _Judge(told, model, sleep)
    for number, case in enumerate(told.cases):
        progress(number, len(told.cases))
        judge.case(case, number, runs)
    progress(len(told.cases), len(told.cases))
    return judge.found()


class _Judge:
    """Counts as it goes."""

    def __init__(self, told: Told, model: ModelClient, sleep: Callable[[float], None]) -> None:
        self._version = told.version
        self._model = model
        self._sleep = sleep
        self._pairs: dict[str, list[tuple[str, str]]] = {each.id: [] for each in told.version.questions()}
        ways: Ways = (*KINDS, RUNS)
        self._flips = {(id, way): Flips() for id in self._pairs for way in ways}
        self._same: Counter[str] = Counter()
        self._without: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._paid: list[AiProvenance] = []

    def case(self, case: Case, number: int, runs: int) -> None:
        """Judge one conversation and its twins."""
        first = self._judged(case, None, count=True)
        if first is None:
            return
        for id, person in case.answers.items():
            self._pairs[id].append((first[id], "" if person == asking.NOT_APPLICABLE else person))
        for _ in range(runs - 1):
            self._compare(RUNS, first, self._judged(case, None))
        for kind in KINDS:
            other = twin(case, kind, number)
            if self._read(other) == self._read(case):
                self._same[kind] += 1
                self._compare(kind, first, first)
            else:
                self._compare(kind, first, self._judged(other, kind))

    def found(self) -> Found:
        """What was counted."""
        return Found(
            pairs=self._pairs,
            flips=self._flips,
            same=self._same,
            without=self._without,
            failed=self._failed,
            calls=len(self._paid),
            input_tokens=sum(each.input_tokens for each in self._paid),
            output_tokens=sum(each.output_tokens for each in self._paid),
            cost_micro_usd=sum(each.cost_micro_usd for each in self._paid),
        )

    def _compare(self, way: str, first: Choices, second: Choices | None) -> None:
        for id in self._pairs if second is not None else ():
            self._flips[id, way] = self._flips[id, way].plus(flipped=first[id] != (second or {})[id])

    def _read(self, case: Case) -> str:
        return asking.prompt_of(case.channel, Blinded(case.turns, case.names), self._version.questions()).text

    def _judged(self, case: Case, kind: Kind | None, *, count: bool = False) -> Choices | None:
        answerer = AiAnswerer(lambda: self._model, lambda: False, lambda _: case.names)
        for left in reversed(range(_TRIES)):
            try:
                given = answerer.answer(self._version, interaction(case, kind), transcript(case))
            except _OF_THE_CONVERSATION as error:
                self._failed[type(error).__name__] += 1
                return None
            except _PASSING as error:
                if not left:
                    raise
                self._sleep(_wait(error, _TRIES - left))
                continue
            if given.provenance is not None:
                self._paid.append(given.provenance)
            if count:
                self._without.update(
                    each.question_id for each in given.answers if each.no_opportunity or choice(each) is None
                )
            return {each.question_id: OPEN if (said := choice(each)) is None else said for each in given.answers}
        raise AssertionError("the last try either answers or raises")


def _wait(error: DebriefError, tries: int) -> float:
    """Seconds before the next try."""
    return float(getattr(error, "retry_after_s", None) or 2**tries)
