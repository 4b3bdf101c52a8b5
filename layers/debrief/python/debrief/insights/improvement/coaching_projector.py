"""Keeps the rollups of coaching in step with what coaching tells: assignments, practice and logs, each counted once.

A thing above can't be looked at, so an event is taken by its word: an assignment's carries its revision, and an older
one changes nothing; the attempts of a scenario come to the same in any order. That an event is heard twice is told by
the consumer's marker, which is written in the same transaction.
"""

from debrief.insights.improvement.coached import Coached, share_of
from debrief.insights.improvement.hearing import (
    HeardApproval,
    HeardAssignment,
    HeardAttempt,
    HeardLog,
    PracticeState,
    assignment_heard,
    begun,
    practice_coached,
    with_approval,
    with_attempt,
    with_closing,
)
from debrief.insights.projection.model import Contribution, Marker
from debrief.insights.projection.packing import SourceKey, change_of
from debrief.insights.projection.rollups import counter_name
from debrief.insights.projection.store import InsightsRow, RollupStore
from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Clock
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.people.store import PeopleStore


class CoachingProjector:
    """Each method adds to the transaction what an event changes.

    Raises (when it commits): Stale, Conflict: another event of the same thing was counted at that moment; then this one
    has to be heard again.
    """

    def __init__(self, store: RollupStore, people: PeopleStore, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    def assignment(self, event: Event, tx: Transaction, *, deleted: bool = False) -> None:
        """Count an assignment as it is told, unless something newer was."""
        heard = HeardAssignment.from_told(event.data)
        key = SourceKey("COACH", event.subject)
        before = self._store.marker(key)
        if before is not None and before.source_revision >= heard.revision:
            return
        coached = None if deleted else assignment_heard(event.subject, heard, self._zone())
        self._write(tx, key, before, heard.revision, self._share(coached, before))

    def log(self, event: Event, tx: Transaction, *, deleted: bool = False) -> None:
        """Count a coaching log by its lowest criterion, as it is told, unless something newer was: on the day on which
        it was first heard of."""
        heard = HeardLog.from_told(event.data)
        key, told = SourceKey("LOG", event.subject), int(event.time.timestamp() * 1000)
        before = self._store.marker(key)
        if before is not None and before.source_revision > told:
            return
        known = before.share if before else None
        share: Contribution | None = None
        if not deleted and heard.state != "withdrawn" and heard.question_id is not None:
            place = next(iter(known.rows), None) if known else None
            share = Contribution(
                agent_id=heard.agent_id,
                team_id=known.team_id if known else self._team(heard.agent_id),
                rows={
                    place or f"LOGGED/{day_of(event.time, self._zone())}#": {
                        counter_name(heard.scorecard_id, heard.question_id): 1
                    }
                },
            )
        self._write(tx, key, before, told, share)

    def approved(self, event: Event, tx: Transaction) -> None:
        """Count a practice scenario that an agent was given."""
        heard = HeardApproval.from_told(event.data)
        self._practice(tx, with_approval(self._state(heard), heard))

    def attempted(self, event: Event, tx: Transaction) -> None:
        """Count an attempt at a scenario."""
        heard = HeardAttempt.from_told(event.data)
        self._practice(tx, with_attempt(self._state(heard), heard))

    def closed(self, event: Event, tx: Transaction) -> None:
        """Count a scenario that isn't practised any more as what nobody has to pass."""
        heard = HeardApproval.from_told(event.data)
        self._practice(tx, with_closing(self._state(heard), heard))

    def _practice(self, tx: Transaction, state: PracticeState) -> None:
        tx.put(stored(InsightsRow(PK=f"PRACTICE#{state.scenario_id}", SK="STATE", kind="practice"), state))
        key = SourceKey("COACH", state.scenario_id)
        before = self._store.marker(key)
        share = self._share(practice_coached(state, self._zone()), before)
        self._write(tx, key, before, state.revision + 1, share)

    def _state(self, heard: HeardApproval) -> PracticeState:
        row = find(InsightsRow, f"PRACTICE#{heard.scenario_id}", "STATE")
        return loaded(row, PracticeState) if row else begun(heard)

    def _write(
        self, tx: Transaction, key: SourceKey, before: Marker | None, revision: int, share: Contribution | None
    ) -> None:
        self._store.write(tx, [change_of(key, before, revision, share)], self._clock)

    def _share(self, coached: Coached | None, before: Marker | None) -> Contribution | None:
        """What it adds; to the team in which its agent was when it was first heard of."""
        if coached is None:
            return None
        known = before.share if before else None
        return share_of(coached, known.team_id if known else self._team(coached.agent_id))

    def _team(self, agent_id: str) -> str | None:
        found = self._people.find_user(agent_id)
        return found.team_id if found else None

    def _zone(self) -> str:
        return self._people.settings().time_zone
