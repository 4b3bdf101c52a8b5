"""An assignment's conversations with their scores and reviews, and what was said in a best response (S3.2, S3.6)."""

from collections.abc import Sequence

from debrief.coaching.assignments.model import Assignment, BestResponse, CoachedInteraction
from debrief.coaching.assignments.standing import review_place
from debrief.coaching.assignments.views import (
    BestResponseText,
    ConversationView,
    ReviewView,
    SaidTurn,
    ScoredView,
)
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import iso
from debrief.kernel.errors import NotFound
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.store import EvaluationStore


class ConversationReader:
    """Reads what an assignment is about: a batch of conversations, one of summaries, whatever there is of either."""

    def __init__(self, interactions: InteractionStore, evaluations: EvaluationStore) -> None:
        self._interactions = interactions
        self._evaluations = evaluations
        self._blinds = BlindStore()

    def shown(
        self, caller: Caller, assignment: Assignment, *, accept_and_dispute: bool
    ) -> tuple[ConversationView, ...]:
        """The conversations as the caller may see them: whoever judges one blindly sees no score of it.

        accept_and_dispute: whether agents have a say now, by which reviews stand where they stand.
        """
        known = {
            each.id: each
            for each in self._interactions.interactions([each.interaction_id for each in assignment.interactions])
        }
        places = [
            (assignment.agent_id, f"{iso(each.started_at)}#{link.evaluation_id}")
            for each in assignment.interactions
            for link in each.evaluations
        ]
        spots = self._blinds.spots(caller.user_id)
        summaries = [each for each in self._evaluations.summaries_at(places) if not spots.hide(each)] if places else []
        return tuple(
            _view(
                each,
                known.get(each.interaction_id),
                [one for one in summaries if one.interaction_id == each.interaction_id],
                on=accept_and_dispute,
            )
            for each in assignment.interactions
        )

    def said_in(self, best: BestResponse) -> BestResponseText:
        """What was said in a best response, with roles in the place of names.

        Raises:
            NotFound: the conversation, or what was said in it, isn't there any more.
        """
        from debrief.quality.answering.names_reader import names_in
        from debrief.quality.answering.placeholders import Blinded

        interaction = self._interactions.interaction(best.interaction_id)
        transcript = self._interactions.transcript(interaction) if interaction and not interaction.erased_at else None
        if interaction is None or transcript is None:
            raise NotFound("What was said in this conversation isn't there any more")
        masked = masked_turns(transcript.turns, PeopleStore().settings().masking.leaving)
        turns = Blinded(masked, names_in(interaction)).turns
        return BestResponseText(
            interaction_id=best.interaction_id,
            queue=best.queue,
            note=best.note,
            turns=tuple(
                SaidTurn(index=turn.index, speaker=turn.speaker.value, text=turn.text, start_ms=turn.start_ms)
                for turn in turns
            ),
        )


def _view(
    coached: CoachedInteraction,
    interaction: Interaction | None,
    summaries: Sequence[EvaluationSummary],
    *,
    on: bool,
) -> ConversationView:
    newest = sorted(summaries, key=lambda each: (each.completed_at or each.created_at, each.id), reverse=True)
    # What was audited when it was chosen stands before what came later.
    newest.sort(key=lambda each: each.id != coached.evaluation_id)
    gone = interaction is None or interaction.erased_at is not None
    sentiment = interaction.analysis.customer_sentiment if interaction and not gone and interaction.analysis else None
    return ConversationView(
        interaction_id=coached.interaction_id,
        evaluation_id=coached.evaluation_id,
        started_at=coached.started_at,
        queue=coached.queue,
        inquiry=interaction.inquiry if interaction and not gone else (),
        topics=interaction.topics if interaction and not gone else (),
        looked_at=coached.looked_at,
        automatic=next((_scored(each) for each in newest if each.type == "automatic"), None),
        supervisor=next((_scored(each) for each in newest if each.type != "automatic"), None),
        customer_sentiment=sentiment.value if sentiment else None,
        reviews=tuple(found for each in newest if (found := _review(each, on=on)) is not None),
        gone=gone,
    )


def _scored(summary: EvaluationSummary) -> ScoredView:
    return ScoredView(
        evaluation_id=summary.id, scorecard_name=summary.scorecard_name, type=summary.type, score=summary.percent
    )


def _review(summary: EvaluationSummary, *, on: bool) -> ReviewView | None:
    review = summary.review
    # Of what the AI evaluated alone only a dispute is told: nobody waits for the agent's word on it.
    disputes = len(review.dispute_ids) if review else 0
    asked = review is not None and (summary.type != "automatic" or disputes > 0)
    ended = review is not None and review.ended
    place = review_place(summary.status, disputes, reviewed=asked, ended=ended, accept_and_dispute=on)
    if place is None:
        return None
    return ReviewView(
        evaluation_id=summary.id,
        tabs=place.tabs,
        status=place.word,
        rounds=place.rounds,
        score=summary.percent,
        scorecard_name=summary.scorecard_name,
        completed_at=summary.completed_at,
    )
