"""Keeps the rollups in step with evaluations and conversations, whatever the order in which events arrive."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal, NamedTuple

from debrief.insights.projection.model import Contribution, Marker
from debrief.insights.projection.rollups import conversation_share, evaluation_share
from debrief.insights.projection.store import RollupStore, SourceKey
from debrief.interactions.conversations.store import InteractionStore, sort_key
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

_ATTEMPTS = 5
_PAGE = 100
_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


class _State(NamedTuple):
    """A thing as it is now. revision: 0 when it is gone."""

    revision: int
    share: Contribution | None


class RebuildPlace(Entity):
    """How far a rebuild has come. before: only what sorts before it is left; None at the start."""

    what: Literal["evaluations", "conversations"] = "evaluations"
    before: str | None = None


class Rebuilt(Entity):
    """What one call of a rebuild did. next: where the following call goes on; None when all is done."""

    looked_at: int
    changed: int
    next: RebuildPlace | None = None


class RollupProjector:
    """Counts evaluations and conversations once each, as they are now.

    An event only says that something changed. What is counted is what the store holds when the event is looked at, and
    the marker says what was counted before; the difference and the new marker are one transaction. Events that are
    late, repeated or swapped therefore end in the same rollups as counting everything from the start.
    """

    def __init__(
        self,
        store: RollupStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._clock = clock
        self._ids = ids

    def count_evaluation(self, evaluation_id: str) -> bool:
        """Count an evaluation as it is now, or no more if it is gone. Returns whether that changed anything.

        Raises:
            NotFound: the version of its scorecard is missing. Unavailable: others keep counting the same evaluation.
        """
        return self._settle(SourceKey("EVAL", evaluation_id), lambda: self._evaluation(evaluation_id))

    def count_conversation(self, interaction_id: str) -> bool:
        """Count a conversation as it is now. Returns whether that changed anything.

        Raises:
            Unavailable: others keep counting the same conversation.
        """
        return self._settle(SourceKey("INT", interaction_id), lambda: self._conversation(interaction_id))

    def rebuild(self, agent_id: str, place: RebuildPlace | None = None, *, most: int = 200) -> Rebuilt:
        """Look at `most` of the agent's evaluations and conversations again, newest first, and count them anew.

        For when the account's time zone changed: what was counted on one day moves to another. Reports stay right for
        everything that hasn't been looked at yet, only by the old days. Call it again with `next` until that is None.
        """
        place = place or RebuildPlace()
        if place.what == "evaluations":
            found = self._evaluations_before(agent_id, place.before, most)
            changed = sum(self.count_evaluation(id) for _, id in found)
        else:
            found = self._conversations_before(agent_id, place.before, most)
            changed = sum(self.count_conversation(id) for _, id in found)
        following: RebuildPlace | None = None
        if len(found) == most:
            following = RebuildPlace(what=place.what, before=found[-1][0])
        elif place.what == "evaluations":
            following = RebuildPlace(what="conversations")
        return Rebuilt(looked_at=len(found), changed=changed, next=following)

    def _settle(self, key: SourceKey, read: Callable[[], _State]) -> bool:
        for _ in range(_ATTEMPTS):
            # The marker first, the thing itself after it: who holds the newest marker has then seen the newest state,
            # and who has seen an older state fails at writing the marker.
            before = self._store.marker(key)
            state = read()
            if before is not None and (before.source_revision, before.share) == state:
                return False
            # Written even if it adds nothing, and for what is gone: a slower worker that still holds the state from
            # before must find that the marker has changed.
            after = Marker(source_revision=state.revision, share=state.share)
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.replace(tx, key, before, after, self._clock)
            except (Stale, Conflict):
                continue
            return (before.share if before else None) != state.share
        raise Unavailable(f"{key.id} is being counted elsewhere", retry_after_s=1)

    def _evaluation(self, evaluation_id: str) -> _State:
        evaluation = self._evaluations.evaluation(evaluation_id)
        if evaluation is None:
            return _State(0, None)
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound(f"Version {evaluation.scorecard_version} of {evaluation.scorecard_id} is missing")
        return _State(evaluation.revision, evaluation_share(version, evaluation, self._time_zone()))

    def _conversation(self, interaction_id: str) -> _State:
        interaction = self._interactions.interaction(interaction_id)
        if interaction is None:
            return _State(0, None)
        return _State(interaction.revision, conversation_share(interaction, self._time_zone()))

    def _time_zone(self) -> str:
        return self._people.settings().time_zone

    def _evaluations_before(self, agent_id: str, before: str | None, most: int) -> list[tuple[str, str]]:
        lines = self._evaluations.lines_of_agent(agent_id, Span(high=before), chunk=_PAGE)
        left = ((place, line.id) for place, line in lines if place != before)
        return list(islice(left, most))

    def _conversations_before(self, agent_id: str, before: str | None, most: int) -> list[tuple[str, str]]:
        # A day ahead of now: the clocks of telephony systems may be.
        end = self._clock.now() + timedelta(days=1)
        found = self._interactions.interactions_of(agent_id, _BEGINNING, end, most=most, before=before)
        return [(sort_key(each.started_at, each.id), each.id) for each in found]
