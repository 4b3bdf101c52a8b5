"""A coaching log: a flagged conversation by one version of a scorecard, for whoever leads its agent (S2.4).

What may change elsewhere isn't copied: scores, answers, quotes and the call's summary are read from the evaluation and
the conversation whenever the log is shown. Kept is what it is found by, and how it stood when it was last looked at.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.flags.model import FlagKind
from debrief.quality.scorecards.model import Percent, VersionNumber

MOST_NOTES: Final = 50
MOST_STEPS: Final = 100
"""Of a log: of very long histories the beginning and the newest."""

MOST_NOTED_BYTES: Final = 150_000
"""Of all notes of a log together, so that the log stays one item, whatever they are written in."""

MOST_WORDS: Final = 2000
"""Characters of a note, and of what an agent says to a log."""

LogState = Literal["written", "released", "acknowledged", "withdrawn"]
"""written: those who coach the agent see it. released: the agent sees it too. acknowledged: they say that they have
read it. withdrawn: nothing of the conversation is flagged any more, its evaluation counts no more, or it is in doubt.
"""

Standing = Literal["new", "recurring", "too_few"]
"""How a criterion that is low stands against the agent's calls before. recurring: it was low in two of them at least.
new: it was low in one at most, of three at least. too_few: there were fewer, and that can't be told.
"""

StepKind = Literal[
    "written",
    "written_again",
    "changed",
    "disputed",
    "decided",
    "other_evaluation",
    "withdrawn",
    "released",
    "noted",
    "acknowledged",
]
"""What happened to a log. changed: the score, or the lowest criterion. disputed, decided: the agent disputes the
evaluation; that is over. other_evaluation: another one with the same version counts now.
"""

WhyGone = Literal["not_flagged", "deleted", "superseded", "doubtful"]
"""Why a log was withdrawn. deleted, superseded: its evaluation. doubtful: the conversation seems to instruct the AI,
and nobody has decided yet what of it counts.
"""

Words = Annotated[str, Field(max_length=MOST_WORDS)]


class Compared(Entity):
    """A low criterion against the agent's calls before: in so many of `calls` in which it applied it was `low` too."""

    standing: Standing
    calls: Annotated[int, Field(ge=0)]
    low: Annotated[int, Field(ge=0)]


class LookedAt(Entity):
    """How the evaluation stood when the log was last looked at: what lists are narrowed by, and changes told by.

    question_id: the lowest criterion; None where none fell short. recurring: whether that one is.
    low: the ids of all that were low; recurring_ids: those of them that recur.
    """

    percent: Percent | None = None
    disputed: bool = False
    question_id: str | None = None
    recurring: bool = False
    low: tuple[str, ...] = ()
    recurring_ids: tuple[str, ...] = ()


class Act(Entity):
    """That somebody did something, and what they said with it."""

    by: str
    at: Instant
    text: Words = ""


class LogStep(Entity):
    """One thing that happened to a log.

    by: whose doing it was; none for Debrief's own. percent, was_percent: the score from then on, and before; kept of no
    evaluation that was deleted for good. why: of what was withdrawn.
    """

    at: Instant
    kind: StepKind
    by: str | None = None
    percent: Percent | None = None
    was_percent: Percent | None = None
    why: WhyGone | None = None


class CoachingLog(Aggregate):
    """The log of a conversation and a version of a scorecard.

    started_at: when the conversation took place. team_id: the agent's at the time. flag_ids, kinds: why it is flagged.
    holds: whether it still is. released, acknowledged: by whom and when. notes: of those who coach the agent, who reads
    them from the release on. told_id: who was told that it was written. history: oldest first.
    """

    id: str
    agent_id: str
    team_id: str | None = None
    interaction_id: str
    started_at: Instant
    evaluation_id: str
    scorecard_id: str
    scorecard_version: VersionNumber
    flag_ids: tuple[str, ...] = ()
    kinds: tuple[FlagKind, ...] = ()
    holds: bool = True
    looked_at: LookedAt = LookedAt()
    written_at: Instant
    told_id: str | None = None
    released: Act | None = None
    acknowledged: Act | None = None
    notes: tuple[Act, ...] = ()
    history: tuple[LogStep, ...] = ()

    @property
    def state(self) -> LogState:
        """How it stands."""
        if not self.holds:
            return "withdrawn"
        if self.acknowledged is not None:
            return "acknowledged"
        return "released" if self.released is not None else "written"
