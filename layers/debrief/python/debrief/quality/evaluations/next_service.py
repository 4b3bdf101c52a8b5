"""The next conversation to score, so that whoever has completed one needn't look for it (S4.4)."""

from collections.abc import Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.quality.evaluations.assigned_store import place_to_do
from debrief.quality.evaluations.listing import EvaluationFilter, EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.service import EvaluationService
from debrief.quality.evaluations.store import EvaluationStore, draft_place
from debrief.quality.evaluations.unscored_reader import Place, Unscored
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

_DRAFTS: Final = 20
_DRAFT_PAGES: Final = 5
_CARDS: Final = 10


class Taken(NamedTuple):
    """A draft to go on with. opened: it wasn't there before."""

    draft: Evaluation
    opened: bool


class _Stage(NamedTuple):
    """Where it is looked. scorecard_id: of conversations, with which one; of drafts, and of those among them that were
    assigned, None for all."""

    among: Literal["assigned", "conversations", "drafts"]
    scorecard_id: str | None


_WITH_ANY: Final = (_Stage("assigned", None), _Stage("drafts", None))


class NextToScore:
    """Finds what an evaluator goes on with.

    Whoever scores one conversation after another has one scorecard in mind: first comes what they were given to do with
    it, the soonest due first, then their other drafts with it and those that nobody has taken, what has waited longest
    first. Then what they were given to do with other scorecards, since of conversations there may be no end. Then a
    conversation that no person has scored with theirs yet, going back in time from the last one they had and then from
    the newest down to it, and last what waits with other scorecards. Whoever begins goes on with what they were given,
    then with drafts of any, then with conversations for the scorecard that they used last, and then for the other
    published ones that don't start by themselves.

    What one is given no other is given for a while. One request looks through so many conversations and drafts; where
    these weren't all, it says how far it came, and nothing that comes later is given before. That nothing is left is
    said only at the end.
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

        after: the evaluation that they come from: of the drafts those that came after it are looked at first, and
        conversations before its own. scorecard_id: only with this one; unless told with that of `after` first, and
        drafts with any. since: how far an earlier request came.

        Raises:
            NotFound: nothing is left, or `after` isn't theirs to see. Forbidden: the permission is missing.
        """
        caller.require(Permission.EVALUATIONS_PERFORM)
        last = self._evaluations.find(caller, after) if after else None
        stages = self._stages(caller, last, scorecard_id)
        searched = False
        for stage in stages[_place_in(stages, since) :]:
            goes_on, since = since, None
            if stage.among != "conversations":
                found = self._draft(caller, last, stage, goes_on)
            elif searched:
                # One search of conversations for a request; the next one begins with the next scorecard.
                found = Place(again=False, before=None, scorecard_id=stage.scorecard_id)
            else:
                found, searched = self._conversation(caller, last, stage, goes_on), True
            if found is not None:
                # Also where it hasn't come to the end: what it would find there comes before any of a later stage.
                return found
        raise NotFound("There is nothing left to score")

    def _stages(self, caller: Caller, last: Evaluation | None, scorecard_id: str | None) -> list[_Stage]:
        card = scorecard_id or (last.scorecard_id if last else None)
        if card is None:
            cards = self._cards(caller)
            return [*_WITH_ANY, *(_Stage("conversations", each) for each in cards)]
        own = [_Stage("assigned", card), _Stage("drafts", card)]
        assigned, drafts = ([], []) if scorecard_id else ([each] for each in _WITH_ANY)
        return [*own, *assigned, _Stage("conversations", card), *drafts]

    def _cards(self, caller: Caller) -> list[str]:
        """The scorecard that they used last, of the conversations that they have scored; then the published ones."""
        used = self._store.lines(Span(), chunk=1, evaluator_id=caller.user_id)
        last = [line.scorecard_id for _, line in islice(used, 1)]
        lines = self._scorecards.scorecard_lines("published", after=None, chunk=_CARDS)
        published = [card for _, card in islice(lines, _CARDS)]
        _, versions = self._scorecards.scorecards_with((each.id, each.current_version) for each in published)
        by_people = {card for (card, _), version in versions.items() if not version.start_automatically}
        return list(dict.fromkeys([*last, *(each.id for each in published if each.id in by_people)]))

    def _conversation(
        self, caller: Caller, last: Evaluation | None, stage: _Stage, since: Place | None
    ) -> Taken | Place | None:
        """A conversation that no person has scored with the scorecard, opened."""
        card = stage.scorecard_id
        version = self._version(card) if card is not None else None
        if card is None or version is None:
            return None
        unscored = Unscored(self._store, self._interactions, self._access, caller, version, self._clock.now())
        for interaction in unscored.found(last, since):
            try:
                draft = self._evaluations.open(caller, interaction.id, card, given=True)
            except (Conflict, Forbidden, NotFound, RuleBroken):
                # Given to another or erased a moment ago, opened in another window: the next one may do.
                continue
            return Taken(draft, opened=True)
        return unscored.came_to._replace(scorecard_id=card) if unscored.came_to else None

    def _draft(
        self, caller: Caller, last: Evaluation | None, stage: _Stage, since: Place | None
    ) -> Taken | Place | None:
        """Those that came after where they were, and then from the one on that has waited longest, or is due first, by
        page: all of a page may have been given to others, or be about people whom they don't see."""
        wanted = EvaluationFilter(scorecard_id=stage.scorecard_id)
        read, place = self._evaluations.drafts, draft_place(last) if last else None
        if stage.among == "assigned":
            # From one that is completed it begins anew: what is due first may have been given meanwhile.
            read, place = self._evaluations.assigned, place_to_do(last) if last else None
        walks: list[tuple[bool, str | None]] = [(False, place)] if place else []
        walks.append((True, None))
        if since is not None:
            walks = [(since.again, since.before), *(walk for walk in walks if walk[0] > since.again)]
        pages = 0
        for again, after in walks:
            while True:
                if pages == _DRAFT_PAGES:
                    return Place(again, after, stage.scorecard_id, stage.among)
                found = read(caller, wanted, limit=_DRAFTS, after=after)
                pages += 1
                for line in found.items:
                    if (last is None or line.id != last.id) and (draft := self._given(caller, line)):
                        return Taken(draft, opened=False)
                after = found.last
                if after is None:
                    break
        return None

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


def _place_in(stages: Sequence[_Stage], since: Place | None) -> int:
    """With which of the stages to go on. What an earlier version handed out knows conversations with one scorecard."""
    if since is None:
        return 0
    kinds = [place for place, stage in enumerate(stages) if stage.among == since.among]
    same = (place for place in kinds if stages[place].scorecard_id == since.scorecard_id)
    return next(same, next(iter(kinds), 0))
