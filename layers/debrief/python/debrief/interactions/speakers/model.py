"""What a person says of who is who, and the correction of many conversations at once."""

from enum import StrEnum
from typing import Final, Self

from pydantic import Field, StrictBool, model_validator

from debrief.interactions.conversations.words import Speaker
from debrief.interactions.intake.model import Failure
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity

MOST_STANDING: Final = 50
"""Corrections of one import or source that may be taken back one after another."""

MOST_VOICES: Final = 200
"""Voices that are said in one correction; a conversation has a handful."""


class SpeakersSaid(Entity):
    """Who is who, as a person says it: either that agent and customer are the other way round, or who each voice is.

    voices: what voices are called (`GET /interactions/{id}/speakers`) to who they are; others stay who they are.
    """

    swap: StrictBool = False
    voices: dict[str, Speaker] = Field(default={}, max_length=MOST_VOICES)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.swap is bool(self.voices):
            raise ValueError("say either swap or voices")
        return self


SWAP: Final = SpeakersSaid(swap=True)
"""Agent and customer are the other way round."""


class Which(StrEnum):
    """Of which conversations of an import or a source agent and customer are swapped.

    guessed: those of which who is who was guessed. settled: those of which it was told by what is settled for a source,
    or by the account's setting. settled_otherwise: of these, those that came in when another channel was settled for
    where they come from than now: what changing a setting leaves as it was. all: also those of which it was told, but
    for those of which a person has said it. swapped: those that the last correction has swapped of which any still
    stands so, which takes it back.
    """

    GUESSED = "guessed"
    SETTLED = "settled"
    SETTLED_OTHERWISE = "settled_otherwise"
    ALL = "all"
    SWAPPED = "swapped"


def may_correct_all(caller: Caller) -> bool:
    """Whether somebody may correct each of many conversations, whoever's they are, beside managing the intake."""
    return caller.may(Permission.EVALUATIONS_PERFORM) and caller.reach is Reach.EVERYONE


class CorrectionStatus(StrEnum):
    """running: it goes on by itself. finished: all were looked at. failed: it was given up; what was swapped stays."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class Correction(Aggregate):
    """The swapping of agent and customer in everything of an import or a source, done a few at a time.

    about: the import, or the source, by its id; there is one at a time of each. folder: of a source, where it lies.
    undoes: the correction that is taken back. earlier: those before, by their ids, of which something may still stand
    swapped, the latest last. by: the user who asked for it.
    position: where it goes on; None at the beginning. looked_at: conversations so far; swapped: of which that was done;
    left: to which it applied and which stayed as they were, since there was nobody to swap, or they were erased, are
    the own ones of who asked, or couldn't be dealt with. at_it: a page was begun and hasn't ended. begun: the
    intake item whose conversation was being dealt with alone then. deadly: those of the page that stopped a runner
    twice. failure: why it was given up.
    """

    id: str
    about: str
    folder: str | None = None
    which: Which
    undoes: str | None = None
    earlier: tuple[str, ...] = ()
    by: str
    asked_at: Instant
    position: str | None = None
    looked_at: int = 0
    swapped: int = 0
    left: int = 0
    at_it: bool = False
    begun: str | None = None
    deadly: tuple[str, ...] = ()
    failure: Failure | None = None
    finished_at: Instant | None = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.finished_at is None

    @property
    def standing(self) -> tuple[str, ...]:
        """The corrections of which something may still stand swapped, by their ids, the latest last.

        A page that broke off has swapped some that aren't counted; one that was taken back stands where it was left.
        """
        if self.undoes is not None:
            taken_back = self.stands is CorrectionStatus.FINISHED and not self.left
            return self.earlier if taken_back else (*self.earlier, self.undoes)
        return (*self.earlier, self.id) if self.swapped or self.at_it else self.earlier

    @property
    def stands(self) -> CorrectionStatus:
        """Whether it goes on, and how it ended."""
        if self.is_running:
            return CorrectionStatus.RUNNING
        return CorrectionStatus.FAILED if self.failure is not None else CorrectionStatus.FINISHED
