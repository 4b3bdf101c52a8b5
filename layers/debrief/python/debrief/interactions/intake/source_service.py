"""What is settled for sources: on which channel the agent is in what is dropped into a folder from now on."""

from collections.abc import Sequence

from debrief.interactions.intake.source_store import SourceStore
from debrief.interactions.intake.sources import MOST_SOURCES, SettledSource, SettledSources, SourceSaid, folder_fault
from debrief.kernel.clock import Clock
from debrief.kernel.errors import FieldError, RuleBroken
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import written
from debrief.kernel.storage.transactions import Transaction


class SourceService:
    """Settles sources. Who may is decided by the permission of the route."""

    def __init__(self, store: SourceStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def all(self) -> SettledSources:
        """All that is settled."""
        return self._store.all()

    def settle(self, current: SettledSources, said: Sequence[SourceSaid], *, by: str) -> SettledSources:
        """Replace what is settled, for what comes in from now on. What stays the same keeps who said it, and when.

        Raises:
            RuleBroken: something can't be a folder, or is said twice. Stale: somebody else has changed it meanwhile.
        """
        folders = [each.folder for each in said]
        errors = [
            FieldError(pointer=f"/sources/{place}/folder", message=fault)
            for place, folder in enumerate(folders)
            if (fault := folder_fault(folder) or ("is said twice" if folder in folders[:place] else None))
        ]
        if len(said) > MOST_SOURCES:
            errors.append(FieldError(pointer="/sources", message=f"must be {MOST_SOURCES} at most"))
        if errors:
            raise RuleBroken("That can't be settled", errors=errors)
        known = {(each.folder, each.agent_channel): each for each in current.sources}
        now = self._clock.now()
        settled = tuple(
            known.get((each.folder, each.agent_channel))
            or SettledSource(folder=each.folder, agent_channel=each.agent_channel, by=by, at=now)
            for each in said
        )
        changed = current.model_copy(update={"sources": settled})
        with Transaction(self._clock, self._ids) as transaction:
            self._store.put(transaction, changed)
        return written(changed)
