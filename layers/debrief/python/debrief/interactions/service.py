"""Looking at interactions: lists, details, transcripts and media, for those who may see them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import NamedTuple

from debrief.interactions.model import Channel, Interaction, Recording, Transcript
from debrief.interactions.store import LATEST, InteractionStore, sort_key
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock, Instant, iso
from debrief.kernel.errors import NotFound
from debrief.kernel.model import Entity
from debrief.kernel.objects import ObjectStore
from debrief.people.access import Access

SMALL_LINE = 40
"""Up to so many people are asked one by one; beyond, those of everyone are filtered."""
ROUNDS = 4
READS_PER_PAGE = 31
"""Queries for one page at most: where few interactions fit, a page is short and the next one goes on."""
FUTURE = timedelta(days=2)
"""How far ahead of the clock an interaction may lie: time zones that were mixed up."""
DOWNLOAD_S = 300
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class InteractionFilter(Entity):
    """What a list is narrowed to; empty means any. start, end: instants, the end not included."""

    agent_id: str | None = None
    team_id: tuple[str, ...] = ()
    channel: tuple[Channel, ...] = ()
    queue: tuple[str, ...] = ()
    inquiry: tuple[str, ...] = ()
    contact_reference: str | None = None
    start: Instant | None = None
    end: Instant | None = None

    def admits(self, interaction: Interaction) -> bool:
        """Whether the interaction is what is looked for."""
        return (
            (not self.team_id or interaction.team_id in self.team_id)
            and (not self.channel or interaction.channel in self.channel)
            and (not self.queue or interaction.queue in self.queue)
            and (not self.inquiry or bool(set(interaction.inquiry) & set(self.inquiry)))
            and (self.start is None or interaction.started_at >= self.start)
            and (self.end is None or interaction.started_at < self.end)
        )


class Found(NamedTuple):
    """A page of interactions; `before` is where the next one starts, None at the end."""

    interactions: list[Interaction]
    before: str | None


class InteractionService:
    """Reads interactions on behalf of a caller."""

    def __init__(
        self, store: InteractionStore, access: Access, bucket: Callable[[str], ObjectStore], clock: Clock
    ) -> None:
        self._store = store
        self._access = access
        self._bucket = bucket
        self._clock = clock

    def get(self, caller: Caller, interaction_id: str) -> Interaction:
        """The interaction. Raises NotFound also where the caller may not see its agent's work."""
        interaction = self._store.interaction(interaction_id)
        if interaction is None or not self._access.sees(caller, interaction.agent_id):
            raise NotFound("There is no such interaction")
        return interaction

    def transcript(self, caller: Caller, interaction_id: str) -> Transcript:
        """The interaction's transcript. Raises NotFound."""
        transcript = self._store.transcript(self.get(caller, interaction_id))
        if transcript is None:
            raise NotFound("This interaction has no transcript")
        return transcript

    def recording_url(self, caller: Caller, interaction_id: str) -> tuple[Recording, str]:
        """The recording and an address from which it can be read for five minutes."""
        interaction = self.get(caller, interaction_id)
        if interaction.recording is None:
            raise NotFound("This interaction has no recording")
        recording = interaction.recording
        return recording, self._bucket(recording.bucket).download_url(recording.key, seconds=DOWNLOAD_S)

    def find(self, caller: Caller, wanted: InteractionFilter, *, limit: int, before: str | None) -> Found:
        """A page of what the caller may see, newest first.

        A page may be short, or empty, though more follow: reading stops after a bounded number of queries.
        """
        if wanted.contact_reference is not None:
            found = self._store.by_contact_reference(wanted.contact_reference)
            fitting = [each for each in found if wanted.admits(each) and self._access.sees(caller, each.agent_id)]
            return Found(sorted(fitting, key=_place, reverse=True)[:limit], None)
        if wanted.agent_id is not None:
            if not self._access.sees(caller, wanted.agent_id):
                raise NotFound("There is no such person")
            return self._of_agents([wanted.agent_id], wanted, limit, before)
        people = self._access.visible_people(caller)
        if people is not None and len(people) <= SMALL_LINE:
            return self._of_agents(sorted(people), wanted, limit, before)
        return self._by_year(wanted, people, limit, before)

    def _of_agents(self, agents: Sequence[str], wanted: InteractionFilter, limit: int, before: str | None) -> Found:
        """Merge the agents' interactions; a round reads a few of each, so that a page costs the same for all lines."""
        each = limit + 1 if len(agents) == 1 else max(5, 2 * limit // len(agents) + 3)
        start = wanted.start or _BEGINNING
        end = wanted.end or self._clock.now() + FUTURE
        taken: list[Interaction] = []
        for _ in range(ROUNDS):
            streams = [self._store.interactions_of(agent, start, end, most=each, before=before) for agent in agents]
            # An agent with as many as were asked for may have more: older ones of others have to wait for them.
            cut = [_place(stream[-1]) for stream in streams if len(stream) == each]
            floor = max(cut, default="")
            for interaction in merge(*streams, key=_place, reverse=True):
                if _place(interaction) < floor:
                    break
                if wanted.admits(interaction):
                    taken.append(interaction)
                    if len(taken) == limit:
                        return Found(taken, _place(interaction))
            if not cut:
                return Found(taken, None)
            before = floor
        return Found(taken, before)

    def _by_year(
        self, wanted: InteractionFilter, people: frozenset[str] | None, limit: int, before: str | None
    ) -> Found:
        """Go back through everyone's and leave out what the caller may not see or doesn't look for."""
        newest = (wanted.end or self._clock.now() + FUTURE).year
        oldest = (wanted.start or _BEGINNING).year
        year = int(before[:4]) if before else newest
        if before is None and wanted.end is not None:
            before = iso(wanted.end)
        taken: list[Interaction] = []
        for _ in range(READS_PER_PAGE):
            if year < oldest:
                return Found(taken, None)
            some = self._store.interactions_in(year, most=2 * limit, before=before)
            for interaction in some:
                if wanted.start is not None and interaction.started_at < wanted.start:
                    return Found(taken, None)
                if (people is None or interaction.agent_id in people) and wanted.admits(interaction):
                    taken.append(interaction)
                    if len(taken) == limit:
                        return Found(taken, _place(interaction))
            if len(some) == 2 * limit:
                before = _place(some[-1])
            else:
                year -= 1
                before = f"{year}-{LATEST}"
        return Found(taken, before)


def _place(interaction: Interaction) -> str:
    return sort_key(interaction.started_at, interaction.id)
