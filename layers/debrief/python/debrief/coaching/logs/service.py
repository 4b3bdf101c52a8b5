"""The use cases of coaching logs: listed, read, noted and released by those who coach, acknowledged by the agent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from debrief.coaching.access import CoachingAccess
from debrief.coaching.logs.comparing import MOST_BEFORE, PERIOD, calls_before
from debrief.coaching.logs.course import acknowledged, actions_of, noted, released
from debrief.coaching.logs.drafts import LogAcknowledgement, LogNote, LogRelease
from debrief.coaching.logs.events import LOG_CHANGED, log_data
from debrief.coaching.logs.model import CoachingLog, LogState
from debrief.coaching.logs.quoting import Said
from debrief.coaching.logs.showing import (
    Known,
    act_of,
    call_of,
    criteria_of,
    line_of,
    looked_back,
    people_in,
    score_of,
    steps_of,
)
from debrief.coaching.logs.store import LogStore
from debrief.coaching.logs.telling import tell_of_acknowledged, tell_of_released
from debrief.coaching.logs.views import LogCriterion, LogFlag, LogLine, LogScore, LogView, LookedBack
from debrief.coaching.table_store import CoachingRow
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import NotFound
from debrief.kernel.ids import Ids
from debrief.kernel.storage.revisions import expect_revision, written
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.web.merging import Placed, chunk_of, looked_at_together, page_of
from debrief.kernel.web.paging import Cursors, Page, page_limit
from debrief.people.model import AccountSettings
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import BlindSpots
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.store import FlagStore
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

MOST_MERGED: Final = 50
"""Agents whose own lists are merged into one; of a longer line everybody's list is narrowed."""


class LogFilter(NamedTuple):
    """Which logs a list shows. question_id: in which the criterion was low; recurring: in which that one, or unless one
    is named the lowest, recurs.
    """

    agent_id: str | None = None
    team_id: str | None = None
    question_id: str | None = None
    recurring: bool = False
    state: LogState | None = None

    def admits(self, log: CoachingLog) -> bool:
        """Whether the log is one of them, whosever it is."""
        stands = log.looked_at
        again = stands.recurring if self.question_id is None else self.question_id in stands.recurring_ids
        return (
            (self.agent_id is None or log.agent_id == self.agent_id)
            and (self.team_id is None or log.team_id == self.team_id)
            and (self.question_id is None or self.question_id in stands.low)
            and (again or not self.recurring)
            and (self.state is None or log.state == self.state)
        )


class Reads(NamedTuple):
    """The stores of what logs refer to."""

    flags: FlagStore
    evaluations: EvaluationStore
    scorecards: ScorecardStore
    interactions: InteractionStore
    blinds: BlindStore


class LogService:
    """Logs, seen by those who coach the agent, and by the agent once they are released."""

    def __init__(
        self, store: LogStore, reads: Reads, reach: CoachingAccess, cursors: Cursors, clock: Clock, ids: Ids
    ) -> None:
        self._store = store
        self._reads = reads
        self._reach = reach
        self._cursors = cursors
        self._clock = clock
        self._ids = ids

    def page(self, caller: Caller, wanted: LogFilter, limit: int | None, cursor: str | None) -> Page[LogLine]:
        """A page of logs, the newest conversation first: of all whom the caller coaches, or, for whoever doesn't, their
        own that were released. A short page may still have a next one.

        Raises:
            NotFound: the agent is out of the caller's sight. Malformed: limit or cursor.
        """
        if not caller.may(Permission.COACHING_MANAGE) and wanted.agent_id is None:
            wanted = wanted._replace(agent_id=caller.user_id)
        if wanted.agent_id is not None:
            self._reach.require_sight(caller, wanted.agent_id)
        binding = ("coaching-logs", caller.user_id, *map(str, wanted))
        after, size = self._cursors.decode(cursor, *binding), page_limit(limit)
        spots = self._reads.blinds.spots(caller.user_id)
        seen: set[str] = set()
        sees = self._reach.seen(caller)

        def look(some: list[CoachingLog]) -> None:
            seen.update(sees({each.agent_id for each in some}))

        sources = [looked_at_together(each, size + 1, look) for each in self._sources(caller, wanted, size, after)]
        found = page_of(
            sources,
            lambda each: each.agent_id in seen and wanted.admits(each) and _may_see(caller, each, spots),
            limit=size,
            newest_first=True,
            after=after,
        )
        return Page(items=self._lines(caller, found.items), next_cursor=self._cursors.encode(found.last, *binding))

    def of_conversation(self, caller: Caller, interaction_id: str) -> list[LogLine]:
        """The logs of a conversation that the caller sees; none is as good as no such conversation."""
        logs = self._store.of_conversation(interaction_id)
        if not self._reach.sees(caller, logs[0].agent_id if logs else None):
            return []
        spots = self._reads.blinds.spots_at(caller.user_id, interaction_id)
        return self._lines(caller, [each for each in logs if _may_see(caller, each, spots)])

    def get(self, caller: Caller, id: str) -> LogView:
        """A log, with everything that it rests on as it is now. Raises NotFound."""
        return self._shown(caller, self._find(caller, id))

    def release(self, caller: Caller, id: str, revision: int, given: LogRelease) -> LogView:
        """Let the agent read a log of theirs; they are told. Raises NotFound, Stale, Conflict."""
        log = self._to_coach(caller, id, revision)
        after = released(log, caller.user_id, given.text, self._clock.now())
        return self._save(caller, after, lambda tx: tell_of_released(tx, CoachingRow, after))

    def note(self, caller: Caller, id: str, revision: int, given: LogNote) -> LogView:
        """Note something on a log. Raises NotFound, Stale, Conflict."""
        log = self._to_coach(caller, id, revision)
        return self._save(caller, noted(log, caller.user_id, given.text, self._clock.now()), lambda _: None)

    def acknowledge(self, caller: Caller, id: str, revision: int, given: LogAcknowledgement) -> LogView:
        """Say as its agent that a log was read; whoever released it is told. Raises NotFound, Stale, Conflict."""
        log = self._find(caller, id)
        if log.agent_id != caller.user_id:
            raise NotFound("There is no such log of yours")
        expect_revision(log, revision)
        after = acknowledged(log, given.text, self._clock.now())
        by = log.released.by if log.released else None
        # Who leads them no more isn't told of them.
        to = by if by in self._reach.told(log.agent_id, (by,)) else None
        return self._save(caller, after, lambda tx: tell_of_acknowledged(tx, CoachingRow, after, to))

    def _save(self, caller: Caller, after: CoachingLog, also: Callable[[Transaction], None]) -> LogView:
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after)
            also(tx)
            tx.announce(CoachingRow, LOG_CHANGED, after.id, log_data(after))
        return self._shown(caller, written(after))

    def _find(self, caller: Caller, id: str) -> CoachingLog:
        log = self._store.log(id)
        if not self._reach.sees(caller, log.agent_id if log else None) or log is None:
            raise NotFound("There is no such log")
        if not _may_see(caller, log, self._reads.blinds.spots_at(caller.user_id, log.interaction_id)):
            raise NotFound("There is no such log")
        return log

    def _to_coach(self, caller: Caller, id: str, revision: int) -> CoachingLog:
        log = self._find(caller, id)
        if log.agent_id == caller.user_id or not self._reach.coaches(caller, log.agent_id):
            raise NotFound("There is no such log of somebody whom you coach")
        expect_revision(log, revision)
        return log

    def _sources(
        self, caller: Caller, wanted: LogFilter, limit: int, after: str | None
    ) -> list[Iterator[Placed[CoachingLog]]]:
        if wanted.agent_id is not None:
            return [self._store.of_agent(wanted.agent_id, after=after, chunk=limit + 1)]
        if wanted.team_id is not None:
            return [self._store.of_team(wanted.team_id, after=after, chunk=limit + 1)]
        line = None if caller.reach is Reach.EVERYONE else self._reach.line(caller, MOST_MERGED)
        if line is None:
            return [self._store.of_everybody(after=after, chunk=limit + 1)]
        chunk = chunk_of(limit, len(line))
        return [self._store.of_agent(each, after=after, chunk=chunk) for each in sorted(line)]

    def _lines(self, caller: Caller, logs: Sequence[CoachingLog]) -> list[LogLine]:
        """The logs as a list shows them: four batches, and a read for each version of a scorecard among them."""
        if not logs:
            return []
        evaluations = {
            each.id: each for each in self._reads.evaluations.evaluations([log.evaluation_id for log in logs])
        }
        conversations = {
            each.id: each for each in self._reads.interactions.interactions([log.interaction_id for log in logs])
        }
        known = self._known(logs)
        return [
            line_of(
                log,
                _counting(evaluations.get(log.evaluation_id)),
                conversations.get(log.interaction_id),
                known,
                own=log.agent_id == caller.user_id,
            )
            for log in logs
        ]

    def _known(self, logs: Sequence[CoachingLog], also: Iterable[str] = ()) -> Known:
        questions: dict[tuple[str, int, str], str] = {}
        names = {}
        for card_id, number in {(each.scorecard_id, each.scorecard_version) for each in logs}:
            version = self._reads.scorecards.version(card_id, number)
            questions |= {(card_id, number, each.id): each.text for each in (version.questions() if version else ())}
            scorecard = self._reads.scorecards.scorecard(card_id)
            names[card_id] = scorecard.name if scorecard else ""
        people = self._reach.names({each.agent_id for each in logs} | {*also})
        return Known(people, names, questions)

    def _shown(self, caller: Caller, log: CoachingLog) -> LogView:
        """A log whole: a handful of reads, a query of small rows, and the conversation's words."""
        own, reads = log.agent_id == caller.user_id, caller.may(Permission.INTERACTIONS_VIEW)
        evaluation = _counting(self._reads.evaluations.evaluation(log.evaluation_id))
        interaction = self._reads.interactions.interaction(log.interaction_id)
        version = self._reads.scorecards.version(log.scorecard_id, log.scorecard_version)
        settings = self._reach.settings()
        known = self._known([log], people_in(log))
        spots = self._reads.blinds.spots(caller.user_id)
        rests = self._rests(log, version, evaluation, interaction, settings, spots, reads=reads)
        return LogView(
            **line_of(log, evaluation, interaction, known, own=own).model_dump(),
            **rests._asdict(),
            released=act_of(log.released, known.people),
            acknowledged=act_of(log.acknowledged, known.people),
            call=call_of(interaction, settings.masking, reads=reads),
            dropped=sum(each.no_quote == "not_found" for each in rests.criteria),
            flags=() if own else self._flags(log),
            notes=tuple(found for each in log.notes if (found := act_of(each, known.people))),
            history=steps_of(log, known.people, own=own),
            actions=actions_of(log, coaches=self._reach.coaches(caller, log.agent_id), is_agent=own),
            revision=log.revision,
        )

    def _rests(
        self,
        log: CoachingLog,
        version: ScorecardVersion | None,
        evaluation: Evaluation | None,
        interaction: Interaction | None,
        settings: AccountSettings,
        spots: BlindSpots,
        *,
        reads: bool,
    ) -> "_Rests":
        """What a log says of its evaluation as it is now, against the calls before without those that the reader judges
        blindly; nothing once it is gone.
        """
        if version is None or evaluation is None:
            return _Rests()
        span = Span(iso(log.started_at - PERIOD), iso(log.started_at))
        scores = self._reads.flags.scores_within(log.agent_id, log.scorecard_id, span, most=MOST_BEFORE)
        hidden = {each.interaction_id for each in spots.spots}
        known = [each for each in scores if each.interaction_id not in hidden]
        before, threshold = calls_before(known, evaluation), settings.pattern_threshold
        said = self._said(interaction, settings) if reads else None
        return _Rests(
            score_of(version, evaluation, interaction),
            criteria_of(version, evaluation, before, threshold, said, reads=reads),
            looked_back(log, before, threshold),
        )

    def _said(self, interaction: Interaction | None, settings: AccountSettings) -> Said | None:
        if interaction is None or interaction.erased_at is not None:
            return None
        transcript = self._reads.interactions.transcript(interaction)
        if transcript is None:
            return None
        return Said(transcript.turns, masked_turns(transcript.turns, settings.masking.leaving))

    def _flags(self, log: CoachingLog) -> tuple[LogFlag, ...]:
        """Why it is flagged, as the flags are now."""
        found = {each.id: each for each in self._reads.flags.flags(log.flag_ids)}
        return tuple(LogFlag(id=id, kind=found[id].kind) for id in log.flag_ids if id in found)


class _Rests(NamedTuple):
    """What a log shows of its evaluation; see `LogView`."""

    score: LogScore | None = None
    criteria: tuple[LogCriterion, ...] = ()
    looked_back: LookedBack | None = None


def _counting(evaluation: Evaluation | None) -> Evaluation | None:
    """The evaluation, where it counts."""
    return evaluation if evaluation is not None and counts(evaluation) else None


def _may_see(caller: Caller, log: CoachingLog, blind: BlindSpots) -> bool:
    """Whether the caller, who sees the agent's coaching, may see the log: their own once it is released, and none of a
    conversation that they judge by themselves.
    """
    if log.agent_id == caller.user_id:
        return log.released is not None
    return all(each.interaction_id != log.interaction_id for each in blind.spots)
