"""What is kept of the AI's standing at a question, and of the blind checks that it rests on (N13, N14)."""

from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.drawing.lot import Lot
from debrief.quality.scorecards.model import VersionNumber

LOOKED_AT: Final = 100
"""Checks that a standing rests on, the newest: what a model did long ago says little of what it does now."""

MOST_CHANGES: Final = 20
"""Changes of a standing that are kept, the newest."""

MOST_TOGETHER: Final = 5
"""Questions of one evaluation that are checked together: reading the conversation is what takes long."""

Count = Annotated[int, Field(ge=0)]
Choice = str
"""What was answered: the id of an option, or `evaluations.answers.NOT_APPLICABLE`, which is empty."""

State = Literal["learning", "earned", "lost"]
"""learning: not enough checks yet, or too few that agree; lost: it was earned before. In both the AI only drafts."""


class Result(Entity):
    """What one check came to. ai: what the AI had answered; None where it had answered nothing."""

    check_id: str
    ai: Choice | None
    human: Choice
    at: Instant

    @property
    def alike(self) -> bool:
        """Whether both chose the same, N/A included."""
        return self.ai == self.human


class AiStateChange(Entity):
    """That a check changed a standing. checks, alike: what it rested on then, that check included."""

    at: Instant
    state: State
    check_id: str
    checks: Count
    alike: Count


class Term(Aggregate):
    """One question as one model answers it, asked with one prompt. Another meaning, model or prompt is another term.

    question_text: as it was when the term began. meaning: what the AI is told of the question, hashed (`meaning_of`).
    prompt: name and version of the prompt; prompt_hash: of its text.
    checks, alike: of the newest checks, `LOOKED_AT` at most; all_checks, all_alike: of all there have been.
    earned_at: when it was earned first. state, since: as the last check left it, and since when; settings that were
    changed afterwards may make it another (`standing.state_of`).
    """

    id: str
    scorecard_id: str
    question_id: str
    question_text: str
    meaning: str
    model: str
    prompt: str
    prompt_hash: str
    begun_at: Instant
    checks: Count = 0
    alike: Count = 0
    all_checks: Count = 0
    all_alike: Count = 0
    state: State = "learning"
    since: Instant
    earned_at: Instant | None = None
    changes: tuple[AiStateChange, ...] = ()


class Results(Aggregate):
    """The newest checks of a term, oldest first: `LOOKED_AT` at most."""

    results: tuple[Result, ...] = ()


WhyLeftOut = Literal["by_rule", "enough"]
"""Why a question of the AI's wasn't in the lot: its answer follows from a rule, and no model is asked; as many as are
wanted were drawn of it within the last 30 days."""


class LeftOutOfCheck(Entity):
    """A question that wasn't in the lot, and why."""

    question_id: str
    why: WhyLeftOut


class Draw(Entity):
    """One draw of an evaluation for a blind check, with all that it takes to compute it again (N14).

    percent: of a hundred evaluations so many are drawn. frame: the questions that were drawn from; questions: those
    that were drawn, `most` at most. left_out: those that weren't in the lot. checkers: the lot among those who check.
    """

    evaluation_id: str
    seed: str
    percent: Annotated[float, Field(ge=0, le=100)]
    most: Annotated[int, Field(ge=1)] = MOST_TOGETHER
    frame: tuple[str, ...]
    left_out: tuple[LeftOutOfCheck, ...] = ()
    questions: tuple[str, ...]
    checkers: Lot


class Checked(Entity):
    """What somebody answered to a drawn question, and what the AI had answered; None where it had answered nothing."""

    question_id: str
    ai: Choice | None
    human: Choice

    @property
    def alike(self) -> bool:
        """Whether both chose the same, N/A included."""
        return self.ai == self.human


CheckStatus = Literal["open", "answered"]


class Check(Aggregate):
    """That somebody is to answer drawn questions of an evaluation without seeing what the AI answered.

    What the AI answered isn't in it before they have (`Sealed`). terms: ids of terms by question. transcript_digest:
    the words that the AI went by. until: when its time is over.
    """

    id: str
    evaluation_id: str
    interaction_id: str
    channel: Channel
    agent_id: str
    team_id: str | None = None
    interaction_started_at: Instant
    transcript_digest: str | None = None
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    terms: dict[str, str]
    draw: Draw
    checker_id: str
    drawn_at: Instant
    until: Instant
    status: CheckStatus = "open"
    answers: tuple[Checked, ...] = ()
    answered_at: Instant | None = None


class Sealed(Entity):
    """What the AI answered to the drawn questions, by question; nobody reads it before the check is answered."""

    choices: dict[str, Choice | None]


class CheckLine(Entity):
    """A check as the list of a question's checks shows it. result: none while it is open."""

    check_id: str
    evaluation_id: str
    interaction_id: str
    agent_id: str
    interaction_started_at: Instant
    checker_id: str
    drawn_at: Instant
    until: Instant
    result: Result | None = None


class BlindAnswer(Entity):
    """An answer to one drawn question: an option, or that it doesn't apply."""

    question_id: str
    option_id: str | None = None
    not_applicable: StrictBool = False


class BlindAnswers(Entity):
    """Answers to all questions of a check, handed in at once."""

    answers: Annotated[tuple[BlindAnswer, ...], Field(min_length=1, max_length=100)]
