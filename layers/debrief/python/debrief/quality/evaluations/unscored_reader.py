"""Conversations that no person has scored with a scorecard yet, looked for from the newest to the oldest (S4.4)."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice, takewhile
from typing import Final, Literal, NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.rows_store import sort_key
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import iso
from debrief.kernel.web.merging import chunk_of
from debrief.people.access import Access
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.rules import applies
from debrief.quality.spans import Span

MOST_LOOKED_UP: Final = 60
"""Conversations of which it is looked up in one search whether somebody has scored them, at a query each."""

MOST_READ: Final = 600
"""Conversations that one search reads, a batch more or less."""

_PAGE, _BATCH = 100, 20
_MOST_LINES: Final = 500
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """How far conversations were looked through: down to `before`, a sort key.

    again: those down to the end were, and it has begun anew with the newest.
    scorecard_id: with which one; None where only one comes into question. among: where it was looked; in a list of
    drafts, or of what was assigned, `before` is the place of the last one.
    """

    again: bool
    before: str | None
    scorecard_id: str | None = None
    among: Literal["assigned", "conversations", "drafts"] = "conversations"


class _Stretch(NamedTuple):
    """Conversations between two sort keys, both excluded; None is open."""

    again: bool
    before: str | None
    down_to: str | None


class _Batch(NamedTuple):
    """Conversations that the caller may see, out of so many that were read, and the sort key of the last of these."""

    seen: list[Interaction]
    read: int
    last: str


class Unscored:
    """One search; whoever iterates over it looks in `came_to` whether it has come to the end.

    From the conversation of `last` it goes down to the oldest, and then once from the newest down to there.
    """

    def __init__(
        self,
        store: EvaluationStore,
        interactions: InteractionStore,
        access: Access,
        caller: Caller,
        version: ScorecardVersion,
        now: datetime,
    ) -> None:
        self._store = store
        self._interactions = interactions
        self._access = access
        self._caller = caller
        self._version = version
        self._now = now
        # Of a line that is known its own lists are read, however much others have done meanwhile.
        self._people = access.visible_people(caller)
        self.came_to: Place | None = None
        """Where it has stopped because it had looked at as much as it may; None where it hasn't."""

    def found(self, last: Evaluation | None, since: Place | None) -> Iterator[Interaction]:
        """What it finds, as far as it is asked for. since: how far an earlier search came."""
        read = looked_up = 0
        for stretch in _stretches(last, since):
            for batch in self._batches(stretch):
                read += batch.read
                scored: frozenset[str] | None = None
                for interaction in filter(self._fits, batch.seen):
                    if scored is not None and interaction.id in scored:
                        continue
                    looked_up += 1
                    if not self._is_scored(interaction):
                        yield interaction
                    elif scored is None:
                        # Where the first isn't free, many may not be: one list tells of the others.
                        scored = self._scored_among(batch.seen)
                    if looked_up == MOST_LOOKED_UP:
                        self.came_to = Place(stretch.again, sort_key(interaction.started_at, interaction.id))
                        return
                if read >= MOST_READ:
                    self.came_to = Place(stretch.again, batch.last)
                    return

    def _fits(self, interaction: Interaction) -> bool:
        own = interaction.agent_id == self._caller.user_id
        return not own and interaction.erased_at is None and applies(self._version, interaction).holds

    def _is_scored(self, interaction: Interaction) -> bool:
        """Whether a person has scored it with the scorecard, or is at it."""
        return any(
            each.scorecard_id == self._version.scorecard_id
            and not each.superseded_at
            and (each.status == "draft" or self._by_a_person(each))
            for each in self._store.evaluations_of_interaction(interaction.id)
        )

    def _scored_among(self, some: Sequence[Interaction]) -> frozenset[str]:
        """Conversations between the first and the last, the newest first, that a person has scored with the scorecard.

        From the lists of what is completed, which stand in the order of their conversations: that of the scorecard, or
        the agents' own. It may miss some; `_is_scored` finds these.
        """
        card = self._version.scorecard_id
        span = Span(iso(some[-1].started_at), f"{iso(some[0].started_at)}#~")
        if self._people is None:
            lists = [self._store.lines(span, chunk=_PAGE, scorecard_id=card)]
        else:
            agents = sorted({each.agent_id for each in some})
            lists = [self._store.lines_of_agent(agent, span, chunk=_PAGE) for agent in agents]
        return frozenset(
            line.interaction_id
            for lines in lists
            for _, line in islice(lines, _MOST_LINES)
            if line.scorecard_id == card and self._by_a_person(line)
        )

    def _by_a_person(self, evaluation: Evaluation | EvaluationSummary) -> bool:
        return evaluation.type != "automatic" or evaluation.evaluator_id == self._caller.user_id

    def _batches(self, stretch: _Stretch) -> Iterator[_Batch]:
        """The conversations of a stretch that the caller sees, newest first."""
        return self._of_everybody(stretch) if self._people is None else self._of_line(self._people, stretch)

    def _of_line(self, people: frozenset[str], stretch: _Stretch) -> Iterator[_Batch]:
        chunk = chunk_of(_BATCH, len(people))
        lists = [
            self._interactions.placed_of(agent, _BEGINNING, self._now, chunk=chunk, before=stretch.before)
            for agent in sorted(people)
        ]
        merged = heapq.merge(*lists, key=lambda placed: placed[0], reverse=True)
        above = takewhile(lambda placed: stretch.down_to is None or placed[0] > stretch.down_to, merged)
        while some := list(islice(above, _BATCH)):
            yield _Batch([each for _, each in some], len(some), some[-1][0])

    def _of_everybody(self, stretch: _Stretch) -> Iterator[_Batch]:
        sight = self._access.sight(self._caller)
        before, down_to = stretch.before, stretch.down_to
        year = int(before[:4]) if before else self._now.year
        while year >= (int(down_to[:4]) if down_to else _BEGINNING.year):
            some, more = self._interactions.interactions_in(year, most=_PAGE, before=before)
            if some:
                last = sort_key(some[-1].started_at, some[-1].id)
                within = [each for each in some if down_to is None or sort_key(each.started_at, each.id) > down_to]
                seen = sight.of(each.agent_id for each in within)
                yield _Batch([each for each in within if each.agent_id in seen], len(some), last)
                if len(within) < len(some):
                    return
            if more:
                before = more
            else:
                year, before = year - 1, None


def _stretches(last: Evaluation | None, since: Place | None) -> Iterator[_Stretch]:
    own = sort_key(last.interaction_started_at, last.interaction_id) if last else None
    if since is None or not since.again:
        yield _Stretch(again=False, before=since.before if since else own, down_to=None)
    if own is not None:
        yield _Stretch(again=True, before=since.before if since and since.again else None, down_to=own)
