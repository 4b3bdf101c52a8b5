"""What every step of the workflow does around its work: which attempt it works for, and what is there already.

Between steps travel an id and S3 keys. A step that has done its work already does nothing: what it made is there and
isn't made again, so that a repeated step never pays a model twice and never changes what a person has edited since.
"""

from typing import NamedTuple, TypeVar

from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import Transaction
from debrief.summaries.model import Progress, Step, Summary
from debrief.summaries.store import SummaryStore

E = TypeVar("E", bound=Entity)


class Superseded(Conflict):
    """A later attempt has taken over; this execution has nothing to do any more."""

    type = "superseded"


class Done(NamedTuple):
    """What a step hands on. keys: S3 keys of what there is by now, by name."""

    summary_id: str
    keys: dict[str, str]


class AttemptStep:
    """A step over its store, for one attempt at a summary."""

    def __init__(self, store: SummaryStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def _under_way(self, summary_id: str, attempt: int) -> Summary | None:
        """The summary while this attempt generates it; None when it is ready or failed and nothing is left to do.

        Raises:
            NotFound: the summary was deleted. Superseded: it is at a later attempt.
        """
        summary = self._store.summary(summary_id)
        if summary is None:
            raise NotFound("There is no such report")
        if summary.attempt != attempt:
            raise Superseded(f"This is attempt {attempt}, and the summary is at {summary.attempt}")
        return summary if summary.status == "generating" else None

    def _progress(self, summary: Summary, step: Step, sentence: str) -> Summary:
        progress = Progress(step=step, sentence=sentence)
        if summary.progress == progress:
            return summary
        changed = summary.model_copy(update={"progress": progress})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, changed)
        return changed.model_copy(update={"revision": summary.revision + 1})

    def _has(self, summary: Summary, name: str) -> bool:
        return self._store.content.head(summary.object_key(name)) is not None

    def _made(self, summary: Summary, name: str, kind: type[E]) -> E:
        value = self._store.object(summary, name, kind)
        if value is None:
            raise NotFound(f"The step before left no {name}")
        return value

    def _original(self, summary: Summary, name: str, kind: type[E]) -> E | None:
        """What the replayed summary was made from; None where nothing is being replayed."""
        if summary.replay_of is None:
            return None
        original = self._store.summary(summary.replay_of)
        if original is None:
            raise NotFound("The summary that this replays is gone")
        return self._made(original, name, kind)

    def _done(self, summary_id: str, summary: Summary | None, *names: str) -> Done:
        return Done(summary_id, {name: summary.object_key(name) for name in names} if summary else {})
