"""Makes up for what a model should have added to conversations and couldn't, because the month's budget was spent.

So it does for what should have been made anew, because a person has said who is who, and wasn't within the hour.

Conversations load with what rules tell and say what they lack; recordings that can't be transcribed are held. Every
five minutes, and when a month begins, it is looked whether there is budget again; so a raised limit shows within five
minutes. What waits is begun in small numbers a minute, the longest waiting first, so that what comes in new isn't kept
from the model.

The same look tells administrators of budgets that are nearly or wholly spent (`budget_watch_service`).
"""

from datetime import datetime, timedelta
from typing import Final

from debrief.interactions.conversations.model import Interaction, ModelPart
from debrief.interactions.conversations.postponed_store import PARTS, PostponedStore, Waiting
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.intake.budget_watch_service import BudgetWatch
from debrief.interactions.intake.transcribing_service import HeldRecordings
from debrief.interactions.intake.workflow_client import Workflows
from debrief.kernel.calendar import next_month
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import Conflict, Stale
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.people.account.budget_store import has_room
from debrief.people.store import PeopleStore

MOST_AT_ONCE: Final = 20
"""Of each part, begun in one look."""

MOST_TRIES: Final = 8
"""A try is begun an hour after the one before, then two hours, four …: ten days in all."""

_SOON, _WATCHED, _LATER = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)


class CatchingUp:
    """Looks after all that waits."""

    def __init__(
        self,
        postponed: PostponedStore,
        interactions: InteractionStore,
        workflows: Workflows,
        people: PeopleStore,
        clock: Clock,
        ids: Ids,
        recordings: HeldRecordings | None = None,
        watch: BudgetWatch | None = None,
    ) -> None:
        self._recordings = recordings
        self._watch = watch
        self._postponed = postponed
        self._interactions = interactions
        self._workflows = workflows
        self._people = people
        self._clock = clock
        self._ids = ids

    def look(self) -> datetime:
        """Begin some of what waits and has budget again; returns when to look the next time.

        It is looked for as long as the account exists, every five minutes also while nothing waits: what begins to wait
        later, or at the same moment, moves nothing and is found by the next look.

        Raises:
            Throttled, Unavailable: a table or Step Functions doesn't answer; what was begun stays begun.
        """
        now, settings = self._clock.now(), self._people.settings()
        if self._watch is not None:
            self._watch.look(settings, now)
        month = next_month(now, settings.time_zone)
        waited_for = [part for part in PARTS if self._postponed.waits(part)]
        with_room = [part for part in waited_for if has_room(part, settings, now)]
        full = False
        for part in with_room:
            found = self._postponed.waiting(part, now, most=MOST_AT_ONCE)
            full = full or len(found) == MOST_AT_ONCE
            for waiting in found:
                self._see_to(waiting, part, now, begins_with_analysis="analysis" in with_room)
        if self._recordings is not None and has_room("transcription", settings, now):
            held = self._postponed.waiting("transcription", now, most=MOST_AT_ONCE)
            full = full or len(held) == MOST_AT_ONCE
            for waiting in held:
                self._send_on(self._recordings, waiting, now)
        return min(month, now + (_SOON if full else _WATCHED))

    def _send_on(self, recordings: HeldRecordings, waiting: Waiting, now: datetime) -> None:
        """Begin a run of a recording that is held; where the budget is met again first, it is held anew."""
        try:
            item = recordings.waits(waiting.interaction_id)
            if item is None:
                with Transaction(self._clock, self._ids) as tx:
                    self._postponed.forget(tx, waiting)
            else:
                self._put_off(waiting, now + _LATER, begun=True)
                recordings.send_on(item)
        except (Conflict, Stale):
            # It moved on by itself meanwhile.
            return

    def _see_to(self, waiting: Waiting, part: ModelPart, now: datetime, *, begins_with_analysis: bool) -> None:
        interaction = self._interactions.interaction(waiting.interaction_id)
        try:
            if interaction is None or not interaction.lacks(part):
                with Transaction(self._clock, self._ids) as tx:
                    self._postponed.forget(tx, waiting)
            elif waiting.tries >= MOST_TRIES:
                with Transaction(self._clock, self._ids) as tx:
                    self._postponed.give_up(tx, interaction, part)
            elif part == "answers" and begins_with_analysis and _waits(interaction, "analysis"):
                # The run that makes up for the analysis goes on to the answers.
                self._put_off(waiting, now + _LATER, begun=False)
            else:
                self._put_off(waiting, now + _LATER * 2**waiting.tries, begun=True)
                self._workflows.start_catching_up(interaction, part, _name(interaction, part, now))
        except (Conflict, Stale):
            # It moved on by itself meanwhile.
            return

    def _put_off(self, waiting: Waiting, until: datetime, *, begun: bool) -> None:
        with Transaction(self._clock, self._ids) as tx:
            self._postponed.put_off(tx, waiting, until, begun=begun)


def _waits(interaction: Interaction, part: ModelPart) -> bool:
    """Whether the part is missing and hasn't been given up."""
    return any(each.part == part and each.why != "gave_up" for each in interaction.missing)


def _name(interaction: Interaction, part: ModelPart, now: datetime) -> str:
    """The name of the run: each look has its own, because Step Functions runs a name once only."""
    return f"{interaction.id}-{part}-{''.join(each for each in iso(now) if each.isdigit())}"
