"""Looking at interactions: lists, details, transcripts and media, for those who may see them."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from debrief.interactions.conversations.inquiry import with_one_inquiry
from debrief.interactions.conversations.masked import masked_analysis, masked_transcript, tells_in_words
from debrief.interactions.conversations.model import Channel, Interaction, Recording, ScreenRecording, Transcript
from debrief.interactions.conversations.readings import Outcome, came_to
from debrief.interactions.conversations.reference_parts import LEAST, compact
from debrief.interactions.conversations.rows_store import sort_key
from debrief.interactions.conversations.store import LATEST, InteractionStore
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.clock import Clock, Instant, iso
from debrief.kernel.errors import NotFound
from debrief.kernel.masking.kinds import Masking
from debrief.kernel.model import Entity
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.merging import Found, chunk_of, page_of
from debrief.people.access import Access, Sight

MOST_MERGED = 40
"""Up to so many people are asked one by one; beyond, those of everyone are filtered."""
READS_PER_PAGE = 31
"""Queries for one page at most: where few interactions fit, a page is short and the next one goes on."""
FUTURE = timedelta(days=2)
"""How far ahead of the clock an interaction may lie: time zones that were mixed up."""
MEDIA_S = 300
"""How long an address of a recording lives; a player asks for another one."""
MOST_ALIKE = 1_000
"""Small rows of conversations whose references have the same part, of which the newest come first."""
MOST_LOADED = 300
"""Conversations that are read for one page of them: of those that the caller sees, some may not be looked for."""

_AT_ONCE = 10

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class InteractionFilter(Entity):
    """What a list is narrowed to; empty means any. start, end: instants, the end not included.

    instructs: only conversations that seem to instruct the AI, or only others; None for all. contact_reference: the
    whole of it. q: a part of it; see `reference_parts`. outcome: what was read out of it, one of these.
    """

    agent_id: str | None = None
    team_id: tuple[str, ...] = ()
    channel: tuple[Channel, ...] = ()
    queue: tuple[str, ...] = ()
    inquiry: tuple[str, ...] = ()
    disposition: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    indicator: tuple[str, ...] = ()
    instructs: bool | None = None
    outcome: tuple[Outcome, ...] = ()
    contact_reference: str | None = None
    q: str | None = None
    start: Instant | None = None
    end: Instant | None = None

    def admits(self, interaction: Interaction) -> bool:
        """Whether the interaction is what is looked for."""
        return (
            (self.agent_id is None or interaction.agent_id == self.agent_id)
            and (not self.team_id or interaction.team_id in self.team_id)
            and (not self.channel or interaction.channel in self.channel)
            and (not self.queue or interaction.queue in self.queue)
            and (not self.inquiry or not set(self.inquiry).isdisjoint(interaction.inquiry))
            and (not self.disposition or interaction.disposition in self.disposition)
            and (not self.language or interaction.language in self.language)
            and (not self.topic or not set(self.topic).isdisjoint(interaction.topics))
            and (not self.indicator or not set(self.indicator).isdisjoint(interaction.indicators))
            and (self.instructs is None or interaction.instructs is self.instructs)
            and came_to(interaction.analysis, self.outcome)
            and (self.start is None or interaction.started_at >= self.start)
            and (self.end is None or interaction.started_at < self.end)
        )


class Addresses(NamedTuple):
    """Where a recording can be read for `MEDIA_S` seconds.

    play: says of itself that it is to be played in place. download: that it is a file to keep; None for those who may
    not download.
    """

    play: str
    download: str | None


class Media(NamedTuple):
    """An interaction's recording and those of the screen, each with its addresses."""

    recording: Recording
    addresses: Addresses
    screens: list[tuple[ScreenRecording, Addresses]]


class InteractionService:
    """Reads interactions on behalf of a caller.

    masking: what personal data the account masks.
    agent_sentiment: whether the account has the sentiment of agents turned on. What was stored while it was isn't shown
    once it is off.
    """

    def __init__(
        self,
        store: InteractionStore,
        access: Access,
        bucket: Callable[[str], ObjectStore],
        clock: Clock,
        *,
        agent_sentiment: Callable[[], bool],
        masking: Callable[[], Masking] = Masking,
    ) -> None:
        self._store = store
        self._access = access
        self._bucket = bucket
        self._clock = clock
        self._agent_sentiment = agent_sentiment
        self._masking = masking

    def get(self, caller: Caller, interaction_id: str) -> Interaction:
        """The interaction. Raises NotFound also where the caller may not see its agent's work."""
        found = self._store.interaction(interaction_id)
        interaction = self._access.shown(caller, found, lambda each: each.agent_id)
        if interaction is None:
            raise NotFound("There is no such interaction")
        return _shown(interaction, self._masking, agent_sentiment=self._agent_sentiment())

    def shown(self, interaction: Interaction) -> Interaction:
        """An interaction that the caller sees, without what was stored and may no longer be shown."""
        return _shown(interaction, self._masking, agent_sentiment=self._agent_sentiment())

    def transcript(self, caller: Caller, interaction_id: str) -> Transcript:
        """The interaction's transcript with masks over personal data, as everybody reads it. Raises NotFound."""
        return self.masked(self.get(caller, interaction_id))

    def masked(self, interaction: Interaction) -> Transcript:
        """The transcript of an interaction that the caller was given by `get`, masked. Raises NotFound."""
        return masked_transcript(self._said(interaction), self._masking().leaving)

    def as_said(self, caller: Caller, interaction_id: str) -> Transcript:
        """The transcript without masks, for whoever asks for it by `interactions.masking`. Raises NotFound."""
        return self._said(self.get(caller, interaction_id))

    def _said(self, interaction: Interaction) -> Transcript:
        transcript = self._store.transcript(interaction)
        if transcript is None:
            raise NotFound("This interaction has no transcript")
        return transcript.permitted(agent_sentiment=self._agent_sentiment())

    def media(self, caller: Caller, interaction_id: str, *, screens: bool) -> Media:
        """The recording, to be played by whoever may read the transcript, and to be kept with `recordings.download`.

        screens: whether the account shows recordings of screens (S4.14).

        Raises:
            NotFound: also where there is no recording.
        """
        interaction = self.get(caller, interaction_id)
        if interaction.recording is None:
            raise NotFound("This interaction has no recording")
        may_keep = caller.may(Permission.RECORDINGS_DOWNLOAD)
        shown = interaction.screen_recordings if screens else ()
        return Media(
            recording=interaction.recording,
            addresses=self._addresses(interaction.recording, interaction.id, may_keep),
            screens=[
                (screen, self._addresses(screen, f"{interaction.id}-screen-{number}", may_keep))
                for number, screen in enumerate(shown, start=1)
            ],
        )

    def _addresses(self, file: Recording | ScreenRecording, name: str, may_keep: bool) -> Addresses:
        bucket = self._bucket(file.bucket)
        # What somebody dropped may call itself anything; a browser is to take it for sound or pictures only.
        plays = file.media_type.startswith(("audio/", "video/"))
        content_type = file.media_type if plays else "application/octet-stream"
        file_name = name + PurePosixPath(file.key).suffix.lower()
        saved = f'attachment; filename="{file_name}"'

        def address(disposition: str) -> str:
            return bucket.download_url(file.key, seconds=MEDIA_S, content_type=content_type, disposition=disposition)

        return Addresses(address("inline"), address(saved) if may_keep else None)

    def find(self, caller: Caller, wanted: InteractionFilter, *, limit: int, before: str | None) -> Found[Interaction]:
        """A page of what the caller may see, newest first.

        A page may be short, or empty, though more follow: reading stops after a bounded number of queries.
        """
        found = self._find(caller, wanted, limit, before)
        agent_sentiment = self._agent_sentiment()
        return Found([_shown(each, self._masking, agent_sentiment=agent_sentiment) for each in found.items], found.last)

    def _find(self, caller: Caller, wanted: InteractionFilter, limit: int, before: str | None) -> Found[Interaction]:
        if wanted.contact_reference is not None:
            found = self._store.by_contact_reference(wanted.contact_reference)
            return Found(self._seen(caller, wanted, found), None)
        if wanted.q is not None:
            return self._by_part(caller, wanted, wanted.q, limit, before)
        if wanted.agent_id is not None and not self._access.sees(caller, wanted.agent_id):
            raise NotFound("There is no such person")
        if wanted.instructs:
            # Few do, and they are found by that: to look for them among a million would take page after page.
            return self._by_year(wanted, self._access.sight(caller, None), limit, before)
        if wanted.agent_id is not None:
            return self._of_agents([wanted.agent_id], wanted, limit, before)
        people = self._access.visible_people(caller)
        if people is not None and len(people) <= MOST_MERGED:
            return self._of_agents(sorted(people), wanted, limit, before)
        return self._by_year(wanted, self._access.sight(caller, people), limit, before)

    def _by_part(
        self, caller: Caller, wanted: InteractionFilter, part: str, limit: int, before: str | None
    ) -> Found[Interaction]:
        """Those whose references have the part, newest first; of very many the newest of each thousand.

        The thousand is read again for each of its pages: small rows, that tell when and whose each is.
        """
        if len(compact(part)) < LEAST:
            found = self._store.by_contact_reference(part.strip()) if part.strip() else []
            return Found(self._seen(caller, wanted, found), None)
        start, after = json.loads(before) if before else (None, None)
        alike, following = self._store.alike(part, most=MOST_ALIKE, start=start)
        seen = self._access.seen_ids(caller, {each.agent_id for each in alike if each.agent_id is not None})
        # What was loaded before rows told it comes last, in the order of its references.
        places = {each.place or f" {each.sk}": each for each in alike if each.agent_id is None or each.agent_id in seen}
        left = sorted((place for place in places if after is None or place < after), reverse=True)
        taken: list[Interaction] = []
        looked_at = 0
        while looked_at < min(len(left), MOST_LOADED) and len(taken) < limit:
            some = left[looked_at : looked_at + max(limit - len(taken), _AT_ONCE)]
            loaded = {each.id: each for each in self._store.still_alike(part, [places[one].id for one in some])}
            fitting = {each.id for each in self._seen(caller, wanted, list(loaded.values()))}
            for place in some:
                looked_at += 1
                if (id := places[place].id) in fitting:
                    taken.append(loaded[id])
                    if len(taken) == limit:
                        break
        if looked_at < len(left):
            return Found(taken, json.dumps((start, left[looked_at - 1])))
        return Found(taken, json.dumps((following, None)) if following is not None else None)

    def _seen(self, caller: Caller, wanted: InteractionFilter, found: Sequence[Interaction]) -> list[Interaction]:
        seen = self._access.seen_ids(caller, {each.agent_id for each in found})
        fitting = [each for each in found if wanted.admits(each) and each.agent_id in seen]
        return sorted(fitting, key=_place, reverse=True)

    def _of_agents(
        self, agents: Sequence[str], wanted: InteractionFilter, limit: int, before: str | None
    ) -> Found[Interaction]:
        """Merge the agents' interactions: each is asked for a few, and for more where a page needs them."""
        start, end = wanted.start or _BEGINNING, wanted.end or self._clock.now() + FUTURE
        chunk = chunk_of(limit, len(agents))
        sources = [self._store.placed_of(agent, start, end, chunk=chunk, before=before) for agent in agents]
        return page_of(sources, wanted.admits, limit=limit, newest_first=True)

    def _by_year(self, wanted: InteractionFilter, sight: Sight, limit: int, before: str | None) -> Found[Interaction]:
        """Go back through everyone's and leave out what the caller may not see or doesn't look for.

        Where only those are looked for that seem to instruct the AI, through these alone.
        """
        newest = (wanted.end or self._clock.now() + FUTURE).year
        oldest = (wanted.start or _BEGINNING).year
        year = int(before[:4]) if before else newest
        if before is None and wanted.end is not None:
            before = iso(wanted.end)
        taken: list[Interaction] = []
        for _ in range(READS_PER_PAGE):
            if year < oldest:
                return Found(taken, None)
            read = self._store.instructing_in if wanted.instructs else self._store.interactions_in
            some, last = read(year, most=2 * limit, before=before)
            seen = sight.of(each.agent_id for each in some if wanted.admits(each))
            for interaction in some:
                if wanted.admits(interaction) and interaction.agent_id in seen:
                    taken.append(interaction)
                    if len(taken) == limit:
                        return Found(taken, _place(interaction))
            if last is not None and wanted.start is not None and last < iso(wanted.start):
                # By the place of the row: the conversation may have another one since.
                return Found(taken, None)
            if last is not None:
                before = last
            else:
                year -= 1
                before = f"{year}-{LATEST}"
        return Found(taken, before)


def _shown(interaction: Interaction, masking: Callable[[], Masking], *, agent_sentiment: bool) -> Interaction:
    """The interaction without what was stored and may no longer be shown, and with one inquiry.

    masking: read where another system's texts have to be masked; ours are.
    """
    interaction = with_one_inquiry(interaction)
    kept = {"analysis": interaction.analysis, "set_aside": interaction.set_aside}
    shown = {
        name: analysis.permitted(interaction.channel, agent_sentiment=agent_sentiment)
        for name, analysis in kept.items()
        if analysis is not None
    }
    shown = {
        name: masked_analysis(analysis, masking().leaving) if tells_in_words(analysis) else analysis
        for name, analysis in shown.items()
    }
    return interaction.model_copy(update=shown)


def _place(interaction: Interaction) -> str:
    return sort_key(interaction.started_at, interaction.id)
