"""What the names in a conversation's metadata are taken for, and which of them have to be asked about (S2.1)."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from debrief.interactions.conversations.model import Channel
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.spellings import CHANNEL_WORDS
from debrief.interactions.holds import HoldCode, HoldReason, Nearest
from debrief.interactions.intake.known_names_store import KnownNameStore, is_among
from debrief.interactions.intake.model import KnownName
from debrief.interactions.intake.nearness import may_be_slip, nearest
from debrief.people.model import AccountSettings

REMEMBERED: Final = timedelta(seconds=5)
"""For so long the known queues are remembered; one that became known elsewhere meanwhile isn't compared with yet.

It is long enough for the lines of an import, and shorter than a person takes to hand in the next file."""


_ANSWERED: Final = "that was answered before"
_SAME: Final = "they are the same but for case, blanks and punctuation"


class Answered(NamedTuple):
    """What is known of the queue that was given, and what is to be said of names that were taken for others."""

    queue: KnownName | None
    remarks: tuple[str, ...]


class NamesReader:
    """Looks up queues and channels by how they were written."""

    def __init__(self, store: KnownNameStore) -> None:
        self._store = store
        self._known: tuple[str, ...] = ()
        self._read_at: datetime | None = None

    def as_answered(self, told: Metadata) -> tuple[Metadata, Answered]:
        """What was told, with the names in it taken for what somebody has said that they mean.

        A queue that is a known one but for case, blanks and punctuation is that one. Beyond that, what a person filled
        in for this very conversation is what they meant.
        """
        queue = self._store.find("queue", told.queue) if told.queue else None
        changes: dict[str, Any] = {}
        by_person = told.found_in.get("queue") is FoundIn.PERSON
        if queue is not None and told.queue != queue.means and not (queue.is_answer and by_person):
            changes["queue"] = queue.means
        written = told.written.get("channel")
        channel = self._store.find("channel", written) if written else None
        unread = told.unread
        if channel is not None:
            changes["channel"] = Channel(channel.means)
            unread = {field: why for field, why in unread.items() if field != "channel"}
        if not changes:
            return told, Answered(queue, ())
        found_in = told.found_in | dict.fromkeys(changes, FoundIn.ANSWER)
        alike = queue is not None and not queue.is_answer
        remarks = [
            f'Its {field}, given as "{given}", was taken for "{changes[field]}": {why}.'
            for field, given, why in (
                ("queue", told.queue, _SAME if alike else _ANSWERED),
                ("channel", written, _ANSWERED),
            )
            if field in changes
        ]
        return told.model_copy(update={**changes, "found_in": found_in, "unread": unread}), Answered(queue, (*remarks,))

    def asked(
        self, metadata: Metadata, answered: Answered, settings: AccountSettings, now: datetime
    ) -> list[HoldReason]:
        """What holds a conversation whose queue or channel isn't known: it isn't taken for another in silence."""
        return [*self._queue_asked(metadata, answered, settings, now), *_channel_asked(metadata)]

    def _queue_asked(
        self, metadata: Metadata, answered: Answered, settings: AccountSettings, now: datetime
    ) -> list[HoldReason]:
        """What holds a conversation whose queue isn't known, as far as the account wants to be asked about that."""
        asking = settings.ask_about_queues
        queue = metadata.queue
        by_person = metadata.found_in.get("queue") is FoundIn.PERSON
        if queue is None or answered.queue is not None or by_person or asking == "never":
            return []
        known = self._queues(now)
        if is_among(queue, known):
            # It became known after it was looked up: another conversation of that queue came at the same moment.
            return []
        like = [name for name in known if may_be_slip(queue, name)]
        if not (like if asking == "similar" else known):
            return []
        near = nearest(queue, like or known)
        offer = f'; "{near}" comes nearest' if near else ""
        sentence = f'No conversation came through the queue "{queue}" so far{offer}. Say which one it is.'
        return [
            HoldReason(
                code=HoldCode.QUEUE_UNKNOWN,
                field="queue",
                given=queue,
                nearest=Nearest(value=near, name=near) if near else None,
                sentence=sentence,
            )
        ]

    def learned(self, queue: str) -> None:
        """A queue has become known: what comes next is compared with it too."""
        self._known = (*self._known, queue)

    def _queues(self, now: datetime) -> tuple[str, ...]:
        """The known queues, read once in `REMEMBERED`: of the lines of an import each would read them all."""
        if self._read_at is None or not timedelta() <= now - self._read_at < REMEMBERED:
            self._known, self._read_at = self._store.means("queue"), now
        return self._known


def _channel_asked(metadata: Metadata) -> list[HoldReason]:
    """What holds a conversation whose channel was given in a word that isn't known: it isn't taken for voice."""
    why = metadata.unread.get("channel")
    if why is None:
        return []
    written = metadata.written.get("channel")
    word = nearest(written, CHANNEL_WORDS) if written else None
    near = CHANNEL_WORDS[word].value if word else None
    offer = f'; "{near}" comes nearest' if near else ""
    sentence = f"It isn't known in which channel it was held: {why}{offer}. Choose one."
    return [
        HoldReason(
            code=HoldCode.CHANNEL_UNKNOWN,
            field="channel",
            given=written,
            nearest=Nearest(value=near, name=near) if near else None,
            sentence=sentence,
        )
    ]
