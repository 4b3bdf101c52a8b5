"""What an attempt comes to by its criterion: the scoring of evaluations, applied to the chat (S2.6).

The chat is read as a conversation would be, so that the same questions are asked of it and the same rules hold: quotes
that nobody said are dropped, credit rests on the agent's own sentences, and what a person has to look at waits for one.
It is never stored as one.
"""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from debrief.coaching.practice.model import Attempt, AttemptScore, PracticeTurn, ScoredBy, ScoreSuggestion
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Transcript,
    Turn,
)
from debrief.kernel.figures import as_written
from debrief.quality.evaluations.answers import is_closed
from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.scorecards.model import Question, ScorecardVersion

_QUEUE = "practice"


def conversation_of(attempt: Attempt, turns: Sequence[PracticeTurn]) -> tuple[Interaction, Transcript]:
    """The attempt as whoever answers questions reads it; it is made for that and kept nowhere."""
    last = turns[-1].at_ms if turns else 0
    interaction = Interaction(
        id=attempt.id,
        contact_reference=attempt.id,
        agent_id=attempt.agent_id,
        started_at=attempt.started_at,
        duration_ms=last,
        channel=Channel.CHAT,
        queue=_QUEUE,
        source=InteractionSource(intake_id="", format=SourceFormat.SIDECAR),
        created_at=attempt.started_at,
        revision=attempt.revision,
    )
    said = tuple(
        Turn(index=at, speaker=turn.speaker, text=turn.text, start_ms=turn.at_ms) for at, turn in enumerate(turns)
    )
    return interaction, Transcript(interaction_id=attempt.id, turns=said, source_format=SourceFormat.SIDECAR)


def score_of(
    version: ScorecardVersion,
    question: Question,
    answer: Answer,
    pass_score: float,
    *,
    by: ScoredBy,
    scored_by: str | None,
    at: datetime,
) -> AttemptScore:
    """What the answer comes to, exactly as the question does in an evaluation.

    It passes from pass_score on, in full precision, unless the answer fails the evaluation or its section.
    """
    found = next(each for each in question_scores(version, [answer]) if each.question_id == question.id)
    option = question.option(answer.option_id) if answer.option_id is not None else None
    share = as_written(found.earned) / as_written(found.possible) * 100 if found.possible else None
    fails = option is not None and option.auto_fail != "none"
    return AttemptScore(
        percent=found.percent,
        earned=found.earned,
        possible=found.possible,
        passed=_reaches(share, pass_score) and not fails,
        option=option.label if option else "",
        no_opportunity=answer.not_applicable,
        quote=answer.quote,
        rationale=answer.rationale,
        by=by,
        scored_by=scored_by,
        at=at,
    )


def suggestion_of(answer: Answer) -> ScoreSuggestion | None:
    """What the AI would answer, for the person who is asked; None where it said nothing."""
    if not is_closed(answer) and not answer.rationale:
        return None
    return ScoreSuggestion(
        option_id=answer.option_id,
        not_applicable=answer.not_applicable,
        quote=answer.quote,
        rationale=answer.rationale,
    )


def _reaches(share: Fraction | None, pass_score: float) -> bool:
    return share is not None and share >= as_written(pass_score)
