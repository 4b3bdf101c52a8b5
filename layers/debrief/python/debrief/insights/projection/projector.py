"""Keeps the rollups in step with evaluations and conversations, whatever the order in which events arrive."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import UTC, datetime
from itertools import islice
from typing import Literal, NamedTuple

from debrief.insights.projection.model import Contribution, Marker
from debrief.insights.projection.packing import Source, SourceChange, SourceKey, change_of, packed
from debrief.insights.projection.shares import calibration_share, check_share, conversation_share, evaluation_share
from debrief.insights.projection.store import RollupStore
from debrief.interactions.conversations.rows_store import sort_key
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.intake.verification import CLOCK_TOLERANCE
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict, NotFound, RuleBroken, Stale, Throttled, TooLarge, Unavailable
from debrief.kernel.ids import Ids
from debrief.kernel.model import Entity
from debrief.kernel.storage.transactions import MOST_ITEMS, Transaction
from debrief.people.store import PeopleStore
from debrief.quality.calibrations.answers_reader import answers_of
from debrief.quality.calibrations.model import Calibration
from debrief.quality.calibrations.store import CalibrationStore
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.outcome_service import OutcomeIndex
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.spans import Span

_ATTEMPTS, _PATIENT_ATTEMPTS = 5, 30
"""For one thing alone; its transaction tries several times more, each time, as long as others are in the way. The
larger number is for those who say how much time there is, which then ends it."""

_PASSING = (Throttled, Unavailable)
"""What may be otherwise a moment later."""

_RESERVE_S = 5.0
"""What is begun with so much time left comes to an end: a transaction that is refused each time takes two seconds."""

_REBUILD_RESERVE_S = 20.0
"""What a slice of a rebuild may take, with the outcomes of as many long evaluations."""

_SLICE = 20
_PAGE = 100
_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


class _State(NamedTuple):
    """A thing as it is now. revision: 0 when it is gone."""

    revision: int
    share: Contribution | None


class RebuildPlace(Entity):
    """How far a rebuild has come. before: only what sorts before it is left; None at the start."""

    what: Literal["evaluations", "checks", "conversations"] = "evaluations"
    before: str | None = None


class Rebuilt(Entity):
    """What one call of a rebuild did. next: where the following call goes on; None when all is done."""

    looked_at: int
    changed: int
    next: RebuildPlace | None = None


class Counted(NamedTuple):
    """What became of evaluations and conversations: which changed the rollups, and which failed for what reason."""

    changed: set[SourceKey]
    failed: dict[SourceKey, Exception]


class RollupProjector:
    """Counts evaluations and conversations once each, as they are now.

    An event only says that something changed. What is counted is what the store holds when the event is looked at, and
    the marker says what was counted before; the difference and the new marker are one transaction. Events that are
    late, repeated or swapped therefore end in the same rollups as counting everything from the start.

    outcomes: what leads from a figure to the evaluations behind it; kept before they are counted, so that no figure is
    ahead of its list.
    """

    def __init__(
        self,
        store: RollupStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        clock: Clock,
        ids: Ids,
        outcomes: OutcomeIndex | None = None,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._clock = clock
        self._ids = ids
        self._outcomes = outcomes
        self._calibrations = CalibrationStore()
        self._checks = EarningStore()

    def count_evaluation(self, evaluation_id: str) -> bool:
        """Count an evaluation as it is now, or no more if it is gone. Returns whether that changed anything.

        Raises:
            NotFound: the version of its scorecard is missing. Unavailable: others keep counting the same evaluation.
        """
        return self._all_of([SourceKey("EVAL", evaluation_id)]) > 0

    def count_conversation(self, interaction_id: str) -> bool:
        """Count a conversation as it is now. Returns whether that changed anything.

        Raises:
            Unavailable: others keep counting the same conversation.
        """
        return self._all_of([SourceKey("INT", interaction_id)]) > 0

    def count(self, keys: Iterable[SourceKey], seconds_left: Callable[[], float] | None = None) -> Counted:
        """Count many evaluations and conversations as they are now, in as few transactions as hold the differences.

        What is refused is tried again in halves: two workers soon meet in fewer rows, and one thing that can't be
        counted doesn't keep the others back. A conversation for whose inquiries a row has no room is counted without
        their names. seconds_left: how long there is time for that; what isn't counted by then
        has failed as `Unavailable` and can be counted later.
        """
        keys = list(dict.fromkeys(keys))
        done = Counted(set(), self._keep_outcomes(keys, seconds_left))
        attempts = _ATTEMPTS if seconds_left is None else _PATIENT_ATTEMPTS
        tries: Counter[SourceKey] = Counter()
        crowded: set[SourceKey] = set()
        waiting = deque([[key for key in keys if key not in done.failed]])
        while waiting:
            group = waiting.popleft()
            if seconds_left is not None and seconds_left() < _RESERVE_S:
                done.failed.update((key, Unavailable("There was no time left", retry_after_s=1)) for key in group)
                continue
            for refused, error in self._count_group(group, done, crowded):
                tries.update(refused)
                if len(refused) > 1:
                    middle = len(refused) // 2
                    waiting.extend((refused[:middle], refused[middle:]))
                elif isinstance(error, TooLarge) and refused[0].source == "INT" and refused[0] not in crowded:
                    crowded.add(refused[0])
                    waiting.append(refused)
                elif isinstance(error, _PASSING) and tries[refused[0]] < attempts:
                    waiting.append(refused)
                else:
                    done.failed[refused[0]] = error
        return done

    def _keep_outcomes(
        self, keys: Sequence[SourceKey], seconds_left: Callable[[], float] | None
    ) -> dict[SourceKey, Exception]:
        if self._outcomes is None:
            return {}
        # Half of the time: what is kept has to be counted too, or it is all to be looked at again.
        leave_s = seconds_left() / 2 if seconds_left is not None else 0.0
        failed = self._outcomes.keep([key.id for key in keys if key.source == "EVAL"], seconds_left, leave_s=leave_s)
        return {SourceKey("EVAL", id): error for id, error in failed.items()}

    def calibrations_of(self, interaction_id: str) -> list[SourceKey]:
        """The calibrations that a conversation was in (one query): what the AI made of it is counted beside their
        answers, and they are to be counted anew when that changes or goes.
        """
        return [SourceKey("CAL", each.id) for each in self._calibrations.of_interaction(interaction_id)]

    def checks_of(self, evaluation_ids: Sequence[str]) -> list[SourceKey]:
        """The blind checks that these evaluations were drawn for (one read): each is counted as long as its evaluation
        is there.
        """
        found = self._checks.checks([check_id(each) for each in evaluation_ids])
        return [SourceKey("CHK", each) for each in sorted(found)]

    def rebuild(
        self,
        agent_id: str,
        place: RebuildPlace | None = None,
        *,
        most: int = 200,
        seconds_left: Callable[[], float] | None = None,
    ) -> Rebuilt:
        """Look at `most` of the agent's evaluations, blind checks and conversations again, newest first, and count them
        anew, the conversations with the calibrations that they were in. Checks are found by themselves, not from the
        evaluations in lists: what they check may be a draft, superseded or gone.

        For when the account's time zone changed: what was counted on one day moves to another. Reports stay right for
        everything that hasn't been looked at yet, only by the old days. Call it again with `next` until that is None.
        seconds_left: how long there is time for it; what there is none for, the next call looks at.
        """
        place = place or RebuildPlace()
        if place.what == "evaluations":
            source: Source = "EVAL"
            found = self._evaluations_before(agent_id, place.before, most)
        elif place.what == "checks":
            source, found = "CHK", self._checks_before(agent_id, place.before, most)
        else:
            source, found = "INT", self._conversations_before(agent_id, place.before, most)
        changed = looked_at = 0
        while looked_at < len(found):
            # Each call gets on by a slice at least.
            if looked_at and seconds_left is not None and seconds_left() < _REBUILD_RESERVE_S:
                break
            some = found[looked_at : looked_at + _SLICE]
            keys = [SourceKey(source, id) for _, id in some]
            if source == "INT":
                keys += [each for _, id in some for each in self.calibrations_of(id)]
            changed += self._all_of(keys)
            looked_at += len(some)
        following: RebuildPlace | None = None
        if looked_at < len(found) or len(found) == most:
            following = RebuildPlace(what=place.what, before=found[looked_at - 1][0])
        elif place.what != "conversations":
            following = RebuildPlace(what="checks" if place.what == "evaluations" else "conversations")
        return Rebuilt(looked_at=looked_at, changed=changed, next=following)

    def _all_of(self, keys: Iterable[SourceKey]) -> int:
        """Count them all; how many that changed. Raises what kept any of them from being counted."""
        done = self.count(keys)
        for error in done.failed.values():
            raise error
        return len(done.changed)

    def _count_group(
        self, keys: list[SourceKey], done: Counted, crowded: Set[SourceKey]
    ) -> Iterator[tuple[list[SourceKey], Exception]]:
        """Read once what the keys name, and write what that changes. Gives those that were refused, and why.

        crowded: conversations for whose inquiries there is no room.
        """
        halves: set[SourceKey] = set()
        try:
            changes = self._changes(keys, done, halves, crowded)
        except (Throttled, Unavailable) as error:
            # The store itself; smaller groups would only ask it more often.
            done.failed.update(dict.fromkeys(keys, error))
            return
        except Exception as error:
            yield keys, error
            return
        for group in packed(changes, most_items=MOST_ITEMS):
            members = [change.key for change in group]
            try:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.write(tx, group, self._clock)
            except (Stale, Conflict):
                yield members, Unavailable(f"{members[0].id} is being counted elsewhere", retry_after_s=1)
            except Exception as error:
                yield members, error
            else:
                done.changed.update(change.key for change in group if _share(change.before) != change.after.share)
                if taken_back := [change.key for change in group if change.key in halves]:
                    yield taken_back, Unavailable("What was counted is taken back, and has to be counted anew")

    def _changes(
        self, keys: Sequence[SourceKey], done: Counted, halves: set[SourceKey], crowded: Set[SourceKey]
    ) -> list[SourceChange]:
        """What has to change. Keys of which only the first half fits into a transaction are added to `halves`."""
        # The markers first, the things themselves after them: who holds the newest marker has then seen the newest
        # state, and who has seen an older state fails at writing the marker.
        markers = self._store.markers(keys)
        changes: list[SourceChange] = []
        for key, state in self._states(keys, crowded).items():
            before = markers.get(key)
            if before is not None and (before.source_revision, before.share) == state:
                continue
            # Written even if it adds nothing, and for what is gone: a slower worker that still holds the state from
            # before must find that the marker has changed.
            change = change_of(key, before, state.revision, state.share)
            if len(change.rows) >= MOST_ITEMS and before is not None and before.share and state.share:
                # Too much to move at once, such as all the answers of a long scorecard to another type: what was
                # counted is taken back first, and the next round counts what is there.
                change = change_of(key, before, state.revision, None)
                halves.add(key)
            if len(change.rows) < MOST_ITEMS:
                changes.append(change)
            else:
                reason = f"{key.id} would change {len(change.rows)} rollup rows at once, {MOST_ITEMS - 1} at most"
                done.failed[key] = RuleBroken(reason)
        return changes

    def _states(self, keys: Sequence[SourceKey], crowded: Set[SourceKey]) -> dict[SourceKey, _State]:
        """The things as they are now: a round trip for each hundred of a kind."""
        zone = self._time_zone()
        found: dict[SourceKey, _State] = dict.fromkeys(keys, _State(0, None))
        for evaluation in self._evaluations.evaluations([key.id for key in keys if key.source == "EVAL"]):
            found[SourceKey("EVAL", evaluation.id)] = self._evaluation(evaluation, zone)
        for interaction in self._interactions.interactions([key.id for key in keys if key.source == "INT"]):
            key = SourceKey("INT", interaction.id)
            share = conversation_share(interaction, zone, named=key not in crowded)
            found[key] = _State(interaction.revision, share)
        for calibration in self._calibrations.calibrations([key.id for key in keys if key.source == "CAL"]).values():
            found[SourceKey("CAL", calibration.id)] = self._calibration(calibration, zone)
        found |= self._checked([key.id for key in keys if key.source == "CHK"], zone)
        return found

    def _checked(self, ids: Sequence[str], zone: str) -> dict[SourceKey, _State]:
        """Blind checks; nothing is told of one whose evaluation is gone."""
        checks = self._checks.checks(ids) if ids else {}
        kept = {each.id for each in self._evaluations.evaluations([each.evaluation_id for each in checks.values()])}
        return {
            SourceKey("CHK", id): _State(
                check.revision, check_share(check, zone) if check.evaluation_id in kept else None
            )
            for id, check in checks.items()
        }

    def _calibration(self, calibration: Calibration, zone: str) -> _State:
        """Its answers are read only once it is closed; those of the assessors change no more then."""
        if calibration.status != "closed":
            return _State(calibration.revision, None)
        handed_in, ai = answers_of(calibration, self._evaluations)
        (interaction,) = self._interactions.interactions([calibration.interaction_id]) or (None,)
        team_id = interaction.team_id if interaction else None
        return _State(calibration.revision, calibration_share(calibration, handed_in, ai, zone, team_id=team_id))

    def _evaluation(self, evaluation: Evaluation, zone: str) -> _State:
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound(f"Version {evaluation.scorecard_version} of {evaluation.scorecard_id} is missing")
        return _State(evaluation.revision, evaluation_share(version, evaluation, zone))

    def _time_zone(self) -> str:
        return self._people.settings().time_zone

    def _evaluations_before(self, agent_id: str, before: str | None, most: int) -> list[tuple[str, str]]:
        lines = self._evaluations.lines_of_agent(agent_id, Span(high=before), chunk=_PAGE)
        left = ((place, line.id) for place, line in lines if place != before)
        return list(islice(left, most))

    def _checks_before(self, agent_id: str, before: str | None, most: int) -> list[tuple[str, str]]:
        found = self._checks.placed_about(agent_id, before, chunk=_PAGE)
        return list(islice(((place, check.id) for place, check in found if place != before), most))

    def _conversations_before(self, agent_id: str, before: str | None, most: int) -> list[tuple[str, str]]:
        # As far ahead of now as the intake lets clocks of telephony systems be.
        end = self._clock.now() + CLOCK_TOLERANCE
        found = self._interactions.interactions_of(agent_id, _BEGINNING, end, most=most, before=before)
        return [(sort_key(each.started_at, each.id), each.id) for each in found]


def _share(marker: Marker | None) -> Contribution | None:
    return marker.share if marker else None
