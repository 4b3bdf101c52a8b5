"""Hands conversations that were entered by hand to the automations and to what evaluates by itself (S4.16).

They come in through no intake, so no run of the pipeline takes them along. Entering or changing one makes it due, in
the same transaction; its run is the pipeline's last step, as where that is made up for. A run that fails is begun again
later, under another name.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from debrief.interactions.conversations.deadlines import run_due
from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.conversations.offline import is_by_hand
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock
from debrief.kernel.errors import DebriefError
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.model import Due
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.workflows import RUNNING, SUCCEEDED, UNKNOWN

MOST_RUNS: Final = 6
"""A run is begun an hour after one that failed, then two hours, four …: a day and more in all."""

_LATER = timedelta(hours=1)


class EveryRunFailed(DebriefError):
    """What starts by itself could not be done for a conversation that was entered by hand."""

    title = "Every run failed"


class Runs(Protocol):
    """Runs of the pipeline's later steps; starting one twice under the same name is harmless."""

    def start_catching_up(self, interaction: Interaction, part: ModelPart, name: str) -> None:
        """Begin one."""
        ...

    def catching_up_state(self, name: str) -> str:
        """How it stands; UNKNOWN where none was started under that name."""
        ...


class EnteredByHand:
    """Sees to the runs. patience: after how long it is looked how a run has ended."""

    def __init__(
        self, interactions: InteractionStore, runs: Runs, clock: Clock, ids: Ids, *, patience: timedelta
    ) -> None:
        self._interactions = interactions
        self._runs = runs
        self._clock = clock
        self._ids = ids
        self._patience = patience

    def see_to(self, due: Due) -> datetime | None:
        """Begin the run that is due, or look how it has ended; when to look again, None where nothing is left to do.

        Harmless to repeat: the run's name follows from conversation, change and number.

        Raises:
            Throttled, Unavailable: a table or Step Functions doesn't answer. EveryRunFailed: as often as it was tried.
        """
        interaction = self._interactions.interaction(due.subject)
        if interaction is None or interaction.erased_at is not None or not is_by_hand(interaction):
            return None
        of, run = int(due.data["of"]), int(due.data["run"])
        name = f"{interaction.id}-by-hand-{of}-{run}"
        state, now = self._runs.catching_up_state(name), self._clock.now()
        if state == SUCCEEDED:
            return None
        if state == UNKNOWN:
            self._runs.start_catching_up(interaction, "answers", name)
        if state in (UNKNOWN, RUNNING):
            return now + self._patience
        if run >= MOST_RUNS:
            raise EveryRunFailed(f"{MOST_RUNS} runs for a conversation that was entered by hand failed")
        with Transaction(self._clock, self._ids) as tx:
            # Only if it wasn't changed meanwhile: that has made another run due, which mustn't be moved by this one.
            self._interactions.expect(tx, interaction)
            schedule(tx, InteractionRow, run_due(interaction.id, now + _LATER * 2 ** (run - 1), of=of, run=run + 1))
        return None
