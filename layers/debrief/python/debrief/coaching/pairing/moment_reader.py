"""Finds where somebody's conversations show how a criterion is met, in words that were said (N1, N16)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from debrief.coaching.assignments.marks_store import BookmarkStore
from debrief.coaching.pairing.model import Moment
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction, Speaker, Turn
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import iso
from debrief.kernel.ids import derived_id
from debrief.kernel.masking.kinds import Kind
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.evidence import verified_quote
from debrief.quality.evaluations.model import Answer, Evaluation, VerifiedQuote, counts
from debrief.quality.evaluations.outcome_store import OutcomeStore
from debrief.quality.evaluations.outcomes import Outcome
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.spans import Span

_LOOKED_AT: Final = 25
"""Newest evaluations that passed the criterion."""

_LONGEST_BESIDE: Final = 600
"""Characters of a turn on the page."""

_OPENED: Final = 3
"""Conversations whose words are read for a moment."""


class MomentReader:
    """Reads evaluations that passed a criterion, and looks each quote up in its conversation before it is shown.

    masked: the kinds of personal data that the account masks for readers.
    """

    def __init__(
        self,
        outcomes: OutcomeStore,
        evaluations: EvaluationStore,
        interactions: InteractionStore,
        bookmarks: BookmarkStore,
        masked: Callable[[], frozenset[Kind]],
    ) -> None:
        self._outcomes = outcomes
        self._evaluations = evaluations
        self._interactions = interactions
        self._bookmarks = bookmarks
        self._masked = masked
        self._blinds = BlindStore()

    def best(self, for_id: str, agent_id: str, scorecard_id: str, question_id: str, since: datetime) -> Moment | None:
        """The best moment of an agent since an instant; None where no words show one that are still there.

        Of conversations that whoever asks keeps as best responses first, then what a person answered, then what the AI
        was surest of, then the newest. A query, two batches, and the words of three conversations at most. for_id:
        whoever asks, who is shown nothing that they judge blindly.
        """
        evaluations = self._came_out(agent_id, scorecard_id, question_id, "passed", since, _LOOKED_AT)
        hidden = self._blinds.spots(for_id)
        found = [
            (each, answer)
            for each in evaluations
            if not hidden.hide(each) and (answer := _showing(each, agent_id, question_id)) is not None
        ]
        marks = {derived_id("bm", for_id, each.interaction_id): each.interaction_id for each, _ in found}
        kept = {each.interaction_id for each in self._bookmarks.bookmarks(sorted(marks))}

        def rank(one: tuple[Evaluation, Answer]) -> tuple[bool, bool, float, float]:
            each, answer = one
            surely = 1.0 if answer.confidence is None else answer.confidence
            at = each.interaction_started_at.timestamp()
            return each.interaction_id not in kept, answer.answered_by == "ai", -surely, -at

        for evaluation, answer in sorted(found, key=rank)[:_OPENED]:
            said = self._said(evaluation.interaction_id)
            if said is None or answer.quote is None:
                continue
            quote = as_said(said[1], answer.quote)
            if quote is not None:
                return Moment(
                    interaction_id=evaluation.interaction_id,
                    evaluation_id=evaluation.id,
                    started_at=evaluation.interaction_started_at,
                    queue=evaluation.queue or "",
                    quote=quote,
                    source="best_response" if evaluation.interaction_id in kept else "evaluation",
                )
        return None

    def newest_missed(
        self, for_id: str, agent_id: str, scorecard_id: str, question_id: str, since: datetime
    ) -> str | None:
        """The newest conversation of an agent that missed the criterion; None where none of the newest few did.

        for_id: whoever asks, as in `best`.
        """
        hidden = self._blinds.spots(for_id)
        found = self._came_out(agent_id, scorecard_id, question_id, "missed", since, _OPENED)
        return next((each.interaction_id for each in found if not hidden.hide(each)), None)

    def exchange(self, moment: Moment) -> tuple[Turn, ...] | None:
        """What was said around a moment, with roles in the place of names: the turn before, the words, the turn after.

        Of long turns there is as much as a page has room for. None where the conversation or these words aren't there
        any more.
        """
        from debrief.quality.answering.names_reader import names_in
        from debrief.quality.answering.placeholders import Blinded

        said = self._said(moment.interaction_id)
        if said is None or as_said(said[1], moment.quote) is None:
            return None
        interaction, turns = said
        at = next(place for place, turn in enumerate(turns) if turn.index == moment.quote.turn_index)
        blinded = Blinded(turns, names_in(interaction))
        shown = blinded.text(moment.quote.text)
        return tuple(
            _short(
                turn, shown if turn.index == moment.quote.turn_index else turn.text[:_LONGEST_BESIDE].rstrip() + " …"
            )
            for turn in blinded.turns[max(at - 1, 0) : at + 2]
        )

    def _came_out(
        self, agent_id: str, scorecard_id: str, question_id: str, outcome: Outcome, since: datetime, most: int
    ) -> list[Evaluation]:
        span = Span(iso(since))
        lines = self._outcomes.lines(scorecard_id, question_id, outcome, span, chunk=most, agent_id=agent_id)
        ids = [line.evaluation_id for _, line in islice(lines, most)]
        return [each for each in self._evaluations.evaluations(ids) if counts(each)]

    def _said(self, interaction_id: str) -> tuple[Interaction, tuple[Turn, ...]] | None:
        """The conversation and its turns, masked as everybody reads them: who learns has no right to more."""
        interaction = self._interactions.interaction(interaction_id)
        if interaction is None or interaction.erased_at is not None:
            return None
        transcript = self._interactions.transcript(interaction)
        return (interaction, masked_turns(transcript.turns, self._masked())) if transcript else None


def _short(turn: Turn, instead: str) -> Turn:
    """The turn, or where it is too long for a page `instead` of its words."""
    return turn if len(turn.text) <= _LONGEST_BESIDE else turn.model_copy(update={"text": instead})


def as_said(turns: Sequence[Turn], quote: VerifiedQuote) -> VerifiedQuote | None:
    """The quote as the conversation has it at its own place; None where it doesn't stand there any more."""
    here = [turn for turn in turns if quote.turn_index <= turn.index <= quote.turn_index + 1]
    found = verified_quote(here, quote.text)
    return found if found is not None and found.turn_index == quote.turn_index else None


def _showing(evaluation: Evaluation, agent_id: str, question_id: str) -> Answer | None:
    """The answer, where it rests on words of the agent's that nobody doubts."""
    if evaluation.status == "disputed" or evaluation.agent_id != agent_id:
        return None
    answer = next((each for each in evaluation.answers if each.question_id == question_id), None)
    if answer is None or answer.quote is None or answer.quote.speaker is not Speaker.AGENT:
        return None
    return None if answer.unsupported or answer.unchecked else answer
