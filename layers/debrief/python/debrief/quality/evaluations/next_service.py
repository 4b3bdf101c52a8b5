"""The next conversation to score, so that whoever has completed one needn't look for it (S4.4)."""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore, sort_key
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.web.merging import chunk_of
from debrief.people.access import Access
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore, draft_place
from debrief.quality.scorecards.rules import applies
from debrief.quality.scorecards.store import ScorecardStore

MOST_LOOKED_AT: Final = 60
"""Conversations of which it is looked up whether somebody has scored them, at a query each."""

_MOST_READ: Final = 300
_MOST_MERGED: Final = 40
_DRAFTS: Final = 50
_PAGE: Final = 100
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Taken(NamedTuple):
    """A draft to go on with. opened: it wasn't there before."""

    draft: Evaluation
    opened: bool


class NextToScore:
    """Finds what an evaluator goes on with.

    Whoever scores one conversation after another has one scorecard in mind: first come their drafts with it and those
    that nobody has taken, then a conversation that no person has scored with it yet, going back in time from the last
    one they had, and last what waits with other scorecards.
    """

    def __init__(
        self,
        evaluations: EvaluationService,
        store: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        access: Access,
        clock: Clock,
    ) -> None:
        self._evaluations = evaluations
        self._store = store
        self._scorecards = scorecards
        self._interactions = interactions
        self._access = access
        self._clock = clock

    def take(self, caller: Caller, *, after: str | None, scorecard_id: str | None) -> Taken:
        """The draft to go on with; opened where it has to be.

        after: the evaluation that they come from: the list of drafts is gone down from there, and conversations are
        looked for before its own. scorecard_id: only with this one; unless told with that of `after` first, and drafts
        with any.

        Raises:
            NotFound: nothing is left, or `after` isn't theirs to see. Forbidden: the permission is missing.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        last = self._evaluations.find(caller, after) if after else None
        card = scorecard_id or (last.scorecard_id if last else None)
        if draft := self._draft(caller, last, card):
            return Taken(self._evaluations.find(caller, draft.id), opened=False)
        for interaction in self._unscored(caller, card, last) if card else ():
            try:
                return Taken(self._evaluations.open(caller, interaction.id, card or ""), opened=True)
            except Conflict:
                # Opened in another window a moment ago, or the scorecard was archived.
                continue
        if scorecard_id is None and card is not None and (draft := self._draft(caller, last, None)):
            return Taken(self._evaluations.find(caller, draft.id), opened=False)
        raise NotFound("There is nothing left to score")

    def _draft(self, caller: Caller, last: Evaluation | None, scorecard_id: str | None) -> EvaluationSummary | None:
        wanted = EvaluationFilter(scorecard_id=scorecard_id)

        def own(after: str | None) -> EvaluationSummary | None:
            page = self._evaluations.page(caller, wanted, "draft", limit=_DRAFTS, after=after)
            return next((each for each in page.items if last is None or each.id != last.id), None)

        # Down the list from where they were, and then from its top.
        return (own(draft_place(last)) if last else None) or own(None)

    def _unscored(self, caller: Caller, scorecard_id: str, last: Evaluation | None) -> Iterator[Interaction]:
        scorecard = self._scorecards.scorecard(scorecard_id)
        if scorecard is None or scorecard.status != "published":
            return
        version = self._scorecards.version(scorecard_id, scorecard.current_version)
        if version is None:
            return
        before = sort_key(last.interaction_started_at, last.interaction_id) if last else None
        fitting = (
            each
            for each in islice(self._seen(caller, before), _MOST_READ)
            if each.agent_id != caller.user_id and each.erased_at is None and applies(version, each).holds
        )
        for interaction in islice(fitting, MOST_LOOKED_AT):
            if not self._is_scored(caller, interaction.id, scorecard_id):
                yield interaction

    def _is_scored(self, caller: Caller, interaction_id: str, scorecard_id: str) -> bool:
        """Whether a person has scored it with that scorecard, or is at it."""
        return any(
            each.scorecard_id == scorecard_id
            and not each.superseded_at
            and (each.status == "draft" or each.type != "automatic" or each.evaluator_id == caller.user_id)
            for each in self._store.evaluations_of_interaction(interaction_id)
        )

    def _seen(self, caller: Caller, before: str | None) -> Iterator[Interaction]:
        """Conversations that the caller may see, newest first."""
        end = self._clock.now()
        people = self._access.visible_people(caller)
        if people is not None and len(people) <= _MOST_MERGED:
            chunk = chunk_of(20, len(people))
            sources = [
                self._interactions.placed_of(agent, _BEGINNING, end, chunk=chunk, before=before)
                for agent in sorted(people)
            ]
            merged = heapq.merge(*sources, key=lambda placed: placed[0], reverse=True)
            yield from (interaction for _, interaction in merged)
            return
        sight = self._access.sight(caller, people)
        year = int(before[:4]) if before else end.year
        for _ in range(_MOST_READ // _PAGE):
            some, more = self._interactions.interactions_in(year, most=_PAGE, before=before)
            seen = sight.of(one.agent_id for one in some)
            yield from (one for one in some if one.agent_id in seen)
            if more and some:
                before = sort_key(some[-1].started_at, some[-1].id)
            else:
                year, before = year - 1, None
