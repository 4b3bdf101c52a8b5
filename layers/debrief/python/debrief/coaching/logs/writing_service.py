"""Coaching logs kept in step with flags, evaluations and conversations: written, changed, withdrawn (S2.4).

An event is a hint: what is flagged of the conversation and how it was evaluated is read as it is now, and the
difference to the logs that there are is written while what was read is still so. Events that come late, twice or in
another order end in the same logs, and whoever leads the agent is told once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.comparing import MOST_BEFORE, PERIOD, calls_before, looked_at
from debrief.coaching.logs.course import Due, followed, new_log, withdrawn
from debrief.coaching.logs.doubting import in_doubt
from debrief.coaching.logs.events import LOG_CHANGED, LOG_DELETED, LOG_WRITTEN, log_data
from debrief.coaching.logs.model import CoachingLog, LookedAt, WhyGone
from debrief.coaching.logs.store import LogStore, log_id
from debrief.coaching.logs.telling import take_back, tell_of_released, tell_of_written
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import Conflict, NotFound, Stale, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.storage.transactions import Transaction
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.model import Flag
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

_ATTEMPTS: Final = 8
TOLD_WITHIN: Final = timedelta(days=30)
"""Of older conversations nobody is told one by one, as of their flags."""

_MOST_EXPECTED: Final = 50
"""Flags that a log is withdrawn by, as they were read: DynamoDB takes a hundred writes and conditions at once."""

Card = tuple[str, int]
"""A scorecard and its version."""


class _Seen(NamedTuple):
    """Flags as they were read, by id. of_doubt: the ids of those that tell of who instructs the AI."""

    flags: Mapping[str, Flag]
    of_doubt: tuple[str, ...]


class LogWriting:
    """Writes coaching logs and keeps them true."""

    def __init__(
        self,
        store: LogStore,
        flags: FlagStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        reach: CoachingAccess,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._flags = flags
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._reach = reach
        self._clock = clock
        self._ids = ids

    def conversation_changed(self, interaction_id: str, evaluation_id: str | None = None) -> None:
        """Look at the logs of a conversation of which something changed. Harmless to repeat.

        evaluation_id: the one that the event tells of; the index of a conversation's evaluations may not know it yet.
        Raises Unavailable: it keeps being changed.
        """
        for _ in range(_ATTEMPTS):
            try:
                return self._look(interaction_id, evaluation_id)
            except (Stale, Conflict):
                continue
        raise Unavailable("The conversation keeps being changed", retry_after_s=1)

    def evaluation_changed(self, evaluation_id: str) -> None:
        """The same for the conversation of an evaluation, where an event tells that one alone."""
        found = self._evaluations.evaluation(evaluation_id)
        if found is not None:
            self.conversation_changed(found.interaction_id, evaluation_id)

    def conversation_deleted(self, interaction_id: str) -> None:
        """Remove the logs of a conversation that is gone. Harmless to repeat."""
        if self._interactions.interaction(interaction_id) is not None:
            return
        for log in self._store.of_conversation(interaction_id):
            self.remove(log)

    def remove(self, log: CoachingLog) -> None:
        """Delete a log as it was read, and take back what was told of it. Raises Stale."""
        with Transaction(self._clock, self._ids) as tx:
            self._store.remove(tx, log)
            take_back(tx, CoachingRow, log)
            tx.announce(CoachingRow, LOG_DELETED, log.id, log_data(log))

    def _look(self, interaction_id: str, evaluation_id: str | None) -> None:
        every = self._flags.of_interaction(interaction_id)
        flags = [each for each in every if each.holds]
        logs = {
            (each.scorecard_id, each.scorecard_version): each for each in self._store.of_conversation(interaction_id)
        }
        if not flags and not logs:
            return
        found = self._found(interaction_id, evaluation_id, flags, logs.values())
        doubt = in_doubt(self._interactions.interaction(interaction_id), every, found.values())
        seen = self._seen(every, logs.values())
        for card, (evaluation, why_flagged) in ({} if doubt else _due(found, flags)).items():
            self._follow(logs.pop(card, None), evaluation, why_flagged, seen)
        for log in logs.values():
            self._withdraw(log, found.get(log.evaluation_id), seen, in_doubt=doubt)

    def _seen(self, flags: Sequence[Flag], logs: Iterable[CoachingLog]) -> "_Seen":
        """The flags that decide whether there should be a log, as they were read: the conversation's, and those that
        its logs rest on, of which a pattern may be told of another conversation by now.
        """
        known = {each.id: each for each in flags}
        missing = [id for log in logs for id in log.flag_ids if id not in known]
        known |= {each.id: each for each in self._flags.flags(missing)} if missing else {}
        return _Seen(known, tuple(each.id for each in flags if each.kind == "addresses_ai"))

    def _found(
        self, interaction_id: str, evaluation_id: str | None, flags: Sequence[Flag], logs: Iterable[CoachingLog]
    ) -> dict[str, Evaluation]:
        """All evaluations of the conversation, those that are named as they are now: the index follows only within
        moments.
        """
        named = {evaluation_id, *(each.about.evaluation_id for each in flags), *(each.evaluation_id for each in logs)}
        listed = {each.id for each in self._evaluations.evaluations_of_interaction(interaction_id)}
        ids = sorted(listed | {each for each in named if each})
        return {each.id: each for each in self._evaluations.evaluations(ids) if each.interaction_id == interaction_id}

    def _follow(self, log: CoachingLog | None, evaluation: Evaluation, flags: Sequence[Flag], seen: "_Seen") -> None:
        now, due = self._clock.now(), Due(evaluation, flags, self._stands(evaluation))
        if log is None:
            id = log_id(evaluation.interaction_id, evaluation.scorecard_id, evaluation.scorecard_version)
            after = new_log(id, due, now)
        else:
            after = followed(log, due, now)
        if after == log:
            return
        fresh = log is None or not log.holds
        if fresh:
            after = after.model_copy(update={"told_id": self._leader(after, now, evaluation.evaluator_id)})
        with Transaction(self._clock, self._ids) as tx:
            self._evaluations.expect(tx, evaluation.id, evaluation)
            # One that still is flagged is enough to write it for; what became of the others is heard of.
            self._expect(tx, [flags[0].id], seen)
            self._store.put(tx, after)
            if fresh:
                tell_of_written(tx, CoachingRow, after)
                if after.state == "released":
                    # What they were told of was taken back with it.
                    tell_of_released(tx, CoachingRow, after)
            tx.announce(CoachingRow, LOG_WRITTEN if fresh else LOG_CHANGED, after.id, log_data(after))

    def _withdraw(self, log: CoachingLog, evaluation: Evaluation | None, seen: "_Seen", *, in_doubt: bool) -> None:
        stands = self._stands(evaluation) if evaluation is not None and counts(evaluation) else None
        after = withdrawn(log, _why(evaluation, in_doubt=in_doubt), self._clock.now(), stands)
        if after == log:
            return
        with Transaction(self._clock, self._ids) as tx:
            self._evaluations.expect(tx, log.evaluation_id, evaluation)
            self._expect(tx, log.flag_ids[:_MOST_EXPECTED], seen)
            self._store.put(tx, after)
            take_back(tx, CoachingRow, log)
            tx.announce(CoachingRow, LOG_CHANGED, after.id, log_data(after))

    def _expect(self, tx: Transaction, flag_ids: Sequence[str], seen: "_Seen") -> None:
        """Let it happen only while these flags, and the one of who instructs the AI, are as they were read: one that
        is withdrawn or raised again meanwhile changes neither the evaluation nor the log.
        """
        for id in dict.fromkeys((*flag_ids, *seen.of_doubt)):
            self._flags.expect(tx, id, seen.flags.get(id))

    def _stands(self, evaluation: Evaluation) -> LookedAt:
        """How an evaluation stands now, against the agent's calls before (a query of small rows)."""
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound(f"Version {evaluation.scorecard_version} of {evaluation.scorecard_id} is missing")
        began = evaluation.interaction_started_at
        span = Span(iso(began - PERIOD), iso(began))
        scores = self._flags.scores_within(evaluation.agent_id, evaluation.scorecard_id, span, most=MOST_BEFORE)
        threshold = self._reach.settings().pattern_threshold
        return looked_at(version, evaluation, calls_before(scores, evaluation), threshold)

    def _leader(self, log: CoachingLog, now: datetime, not_to: str | None) -> str | None:
        """Who is told of a new log: the nearest above its agent who may coach; nobody of an old conversation, and
        neither who evaluated it nor who judges it blindly.
        """
        if now - log.started_at > TOLD_WITHIN:
            return None
        leader = self._reach.leader(log.agent_id, Permission.COACHING_MANAGE)
        if leader is None or leader == not_to:
            return None
        return next(iter(BlindStore().not_blind([leader], [log.interaction_id])), None)


def _due(found: Mapping[str, Evaluation], flags: Sequence[Flag]) -> dict[Card, tuple[Evaluation, list[Flag]]]:
    """For each version of a scorecard that there should be a log of: by which evaluation, and why it is flagged.

    A flag of an evaluation concerns its version, one of what was said all of them. Of several evaluations the flagged
    ones come first, then the one that was completed last.
    """
    due: dict[Card, tuple[Evaluation, list[Flag]]] = {}
    for evaluation in sorted(
        filter(counts, found.values()), key=lambda each: (each.completed_at or each.created_at, each.id)
    ):
        card = (evaluation.scorecard_id, evaluation.scorecard_version)
        concerned = [each for each in flags if each.about.evaluation_id is None or _card(each) == card]
        if not concerned:
            continue
        kept = due.get(card)
        own = {each.about.evaluation_id for each in concerned}
        if kept is None or evaluation.id in own or kept[0].id not in own:
            due[card] = (evaluation, concerned)
    return due


def _card(flag: Flag) -> tuple[str | None, int | None]:
    return flag.about.scorecard_id, flag.about.scorecard_version


def _why(evaluation: Evaluation | None, *, in_doubt: bool) -> WhyGone:
    """Why a log has to go, by its evaluation as it is now, and whether the conversation is in doubt."""
    if evaluation is None:
        return "deleted"
    if not counts(evaluation):
        return "superseded"
    return "doubtful" if in_doubt else "not_flagged"
