"""The next conversation to score, so that whoever has completed one needn't look for it (S4.4)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore, draft_place
from debrief.quality.evaluations.unscored_reader import Place, Unscored
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore

_DRAFTS: Final = 20
_DRAFT_PAGES: Final = 5


class Taken(NamedTuple):
    """A draft to go on with. opened: it wasn't there before."""

    draft: Evaluation
    opened: bool


class NextToScore:
    """Finds what an evaluator goes on with.

    Whoever scores one conversation after another has one scorecard in mind: first come their drafts with it and those
    that nobody has taken, then a conversation that no person has scored with it yet, going back in time from the last
    one they had and then from the newest down to it, and last what waits with other scorecards.

    What one is given no other is given for a while. One request looks through so many conversations; where these
    weren't all and no draft waits with another scorecard either, it says how far it came. That nothing is left is said
    only at the end.
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

    def take(
        self, caller: Caller, *, after: str | None, scorecard_id: str | None, since: Place | None = None
    ) -> Taken | Place:
        """The draft to go on with, opened where it has to be; or how far was looked, where there is more to look at.

        after: the evaluation that they come from: the list of drafts is gone down from there, and conversations are
        looked for before its own. scorecard_id: only with this one; unless told with that of `after` first, and drafts
        with any. since: how far an earlier request came.

        Raises:
            NotFound: nothing is left, or `after` isn't theirs to see. Forbidden: the permission is missing.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        last = self._evaluations.find(caller, after) if after else None
        card = scorecard_id or (last.scorecard_id if last else None)
        if taken := self._draft(caller, last, card):
            return taken
        came_to: Place | None = None
        if card is not None and (version := self._version(card)) is not None:
            unscored = Unscored(self._store, self._interactions, self._access, caller, version, self._clock.now())
            for interaction in unscored.found(last, since):
                try:
                    draft = self._evaluations.open(caller, interaction.id, card, given=True)
                except (Conflict, Forbidden, NotFound, RuleBroken):
                    # Given to another or erased a moment ago, opened in another window: the next one may do.
                    continue
                return Taken(draft, opened=True)
            came_to = unscored.came_to
        if scorecard_id is None and card is not None and (taken := self._draft(caller, last, None)):
            return taken
        if came_to is not None:
            return came_to
        raise NotFound("There is nothing left to score")

    def _draft(self, caller: Caller, last: Evaluation | None, scorecard_id: str | None) -> Taken | None:
        """Down the list of drafts from where they were, and then from its top."""
        wanted = EvaluationFilter(scorecard_id=scorecard_id)
        for after in dict.fromkeys((draft_place(last) if last else None, None)):
            for line in self._drafts(caller, wanted, after):
                if (last is None or line.id != last.id) and (draft := self._given(caller, line)):
                    return Taken(draft, opened=False)
        return None

    def _drafts(self, caller: Caller, wanted: EvaluationFilter, after: str | None) -> Iterator[EvaluationSummary]:
        """Page by page while there are any: those of a page may all have been given to others."""
        for _ in range(_DRAFT_PAGES):
            found = self._evaluations.page(caller, wanted, "draft", limit=_DRAFTS, after=after)
            yield from found.items
            after = found.last
            if after is None or not found.items:
                return

    def _given(self, caller: Caller, line: EvaluationSummary) -> Evaluation | None:
        """The draft, unless another was given it or has taken it a moment ago."""
        try:
            draft = self._evaluations.draft_of(caller, line.id)
            if draft.evaluator_id is None:
                self._evaluations.give(caller, draft)
        except (Conflict, Forbidden, NotFound):
            return None
        return draft

    def _version(self, scorecard_id: str) -> ScorecardVersion | None:
        scorecard = self._scorecards.scorecard(scorecard_id)
        if scorecard is None or scorecard.status != "published":
            return None
        return self._scorecards.version(scorecard_id, scorecard.current_version)
