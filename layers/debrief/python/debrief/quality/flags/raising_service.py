"""Flags kept in step with evaluations, conversations and people: raised, changed, withdrawn, routed (S2.3).

An event is a hint. What there is now is read, what should be flagged of it is worked out anew, and the difference is
written while what was read is still so. Ids of flags follow from what they are about, so that events which come late,
twice or in another order end in the same flags, and somebody is told once.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final, TypeVar
from urllib.parse import unquote

from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Permission
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import Conflict, NotFound, Stale, Unavailable
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import schedule, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import SettingsValues
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.events import EvaluationData
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.course import TOLD_WITHIN, no_more, raised, routed, still, woken
from debrief.quality.flags.deadlines import SNOOZED, leader_changed
from debrief.quality.flags.hearing import Listened, about_conversation, of_conversation
from debrief.quality.flags.model import (
    UNSETTLED,
    CallScores,
    Flag,
    Flagged,
    FlagKind,
    FlagQueue,
    KnownRuns,
    WhyGone,
)
from debrief.quality.flags.patterns import low_runs, reconciled, remembered, touched
from debrief.quality.flags.raising import (
    OF_CONVERSATION,
    OF_EVALUATION,
    Raised,
    about_evaluation,
    call_scores,
    of_evaluation,
    of_run,
)
from debrief.quality.flags.store import FlagStore, question_key
from debrief.quality.flags.telling_store import tell_no_more, tell_of
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow

T = TypeVar("T")

_ATTEMPTS: Final = 8
_QUEUES: Final[tuple[FlagQueue, ...]] = ("compliance", "quality")
MOST_REROUTED: Final = 50
"""Flags that are looked at in one go once somebody was moved, or has left."""


class FlagRaising:
    """Raises flags and keeps them true."""

    def __init__(
        self,
        store: FlagStore,
        evaluations: EvaluationStore,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._indicators = IndicatorStore()
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids

    # Evaluations ---------------------------------------------------------------------------------------------------

    def evaluation_changed(self, data: EvaluationData) -> None:
        """Look at what is flagged of an evaluation, and at the patterns that it belongs to. Harmless to repeat."""
        settings = self._access.settings()
        evaluation = self._again(lambda: self._of_evaluation(data, settings))
        if evaluation is not None and _counts_nowhere(evaluation):
            return
        scores = call_scores(self._version(evaluation), evaluation) if evaluation else None
        why = _why(evaluation)
        for question_id in self._criteria(data, scores):
            self._again(partial(self._pattern, data, question_id, why, settings))

    def _of_evaluation(self, data: EvaluationData, settings: SettingsValues) -> Evaluation | None:
        evaluation = self._evaluations.evaluation(data.evaluation_id)
        what: dict[FlagKind, Raised] = {}
        scores = None
        if evaluation is not None:
            if _counts_nowhere(evaluation):
                return evaluation
            version = self._version(evaluation)
            what = of_evaluation(version, evaluation, settings.score_threshold)
            scores = call_scores(version, evaluation)
        flags = {kind: self._store.flag(derived_id("fl", kind, data.evaluation_id)) for kind in OF_EVALUATION}
        about = about_evaluation(evaluation) if evaluation else None
        now = self._clock.now()
        with Transaction(self._clock, self._ids) as tx:
            self._evaluations.expect(tx, data.evaluation_id, evaluation)
            if scores is not None:
                self._store.put_scores(tx, data.agent_id, data.scorecard_id, scores)
            else:
                place = f"{iso(data.interaction_started_at)}#{data.evaluation_id}"
                self._store.drop_scores(tx, data.agent_id, data.scorecard_id, place)
            for kind, flag in flags.items():
                id = derived_id("fl", kind, data.evaluation_id)
                by = evaluation.evaluator_id if evaluation else None
                self._settle(tx, id, kind, flag, what.get(kind), about, _why(evaluation), now, not_to=by)
        return evaluation

    def _criteria(self, data: EvaluationData, scores: CallScores | None) -> list[str]:
        """The criteria whose patterns may be others now."""
        known = self._store.known_runs(data.agent_id, data.scorecard_id)
        low = () if scores is None else (id for id, percent in scores.percents.items() if percent < 100)
        return list(dict.fromkeys((*low, *map(unquote, known))))

    def _pattern(self, data: EvaluationData, question_id: str, why: WhyGone, settings: SettingsValues) -> None:
        """Make the flags of a criterion's patterns around an evaluation what they should be."""
        agent_id, card_id = data.agent_id, data.scorecard_id
        place = f"{iso(data.interaction_started_at)}#{data.evaluation_id}"
        known = self._store.known_runs(agent_id, card_id).get(question_key(question_id), KnownRuns())
        calls = self._store.scores_around(agent_id, card_id, place)
        runs = low_runs(calls, question_id, settings.pattern_threshold, settings.pattern_length)
        runs, concerned = touched(runs, known.runs, place)
        if not runs and not concerned:
            return
        outcome, now = reconciled(runs, concerned), self._clock.now()
        told = []
        with Transaction(self._clock, self._ids) as tx:
            for each in outcome.told:
                of, run = each.of, each.run
                id = of.flag_id if of else derived_id("fl", "pattern", agent_id, card_id, question_id, run[0].place)
                newest = self._evaluations.evaluation(run[-1].scores.evaluation_id)
                if newest is None or not counts(newest):
                    raise Stale("A call of the pattern was changed meanwhile")
                question = next((q for q in self._version(newest).questions() if q.id == question_id), None)
                if question is None:
                    continue
                answer = next((one for one in newest.answers if one.question_id == question_id), None)
                what = of_run(run, question, answer, settings.pattern_threshold)
                flag = self._store.flag(id)
                # It stays with the call that made it a pattern, as long as that is one of those running.
                about = about_evaluation(newest)
                if flag is not None and flag.about.evaluation_id in {one.scores.evaluation_id for one in run}:
                    about = flag.about
                self._settle(tx, id, "pattern", flag, what, about, why, now)
                told.append((id, each))
            over: list[tuple[str, WhyGone]] = [(one.flag_id, why) for one in outcome.gone]
            over += [(one.flag_id, "joined") for one in outcome.joined]
            for id, because in over:
                self._settle(tx, id, "pattern", self._store.flag(id), None, None, because, now)
            after = known.model_copy(update={"runs": remembered(known.runs, told)})
            if after != known:
                self._store.put_known_runs(tx, agent_id, card_id, question_id, after)

    def _version(self, evaluation: Evaluation) -> ScorecardVersion:
        version = self._scorecards.version(evaluation.scorecard_id, evaluation.scorecard_version)
        if version is None:
            raise NotFound(f"Version {evaluation.scorecard_version} of {evaluation.scorecard_id} is missing")
        return version

    # Conversations -------------------------------------------------------------------------------------------------

    def conversation_changed(self, interaction_id: str) -> None:
        """Look at what is flagged of a conversation's words. Harmless to repeat."""
        self._again(lambda: self._of_conversation(interaction_id))

    def conversation_deleted(self, interaction_id: str) -> None:
        """Remove what is flagged of a conversation that was entered by hand and is gone. Harmless to repeat."""
        if self._interactions.interaction(interaction_id) is not None:
            return
        for flag in self._store.of_interaction(interaction_id):
            if flag.about.evaluation_id is None:
                with Transaction(self._clock, self._ids) as tx:
                    self._store.delete(tx, flag)
                    unschedule(tx, QualityRow, SNOOZED, flag.id)
                    tell_no_more(tx, flag)

    def _of_conversation(self, interaction_id: str) -> None:
        interaction = self._interactions.interaction(interaction_id)
        if interaction is None:
            return
        what = self._heard(interaction)
        ids = {kind: derived_id("fl", kind, interaction_id) for kind in OF_CONVERSATION}
        flags = {each.id: each for each in self._store.flags(list(ids.values()))}
        about, now = about_conversation(interaction), self._clock.now()
        with Transaction(self._clock, self._ids) as tx:
            for kind, id in ids.items():
                self._settle(tx, id, kind, flags.get(id), what.get(kind), about, "not_said", now)

    def _heard(self, interaction: Interaction) -> dict[FlagKind, Raised]:
        settings = self._access.settings()
        listened = Listened(
            keywords=settings.alert_keywords,
            policies=settings.policy_indicators,
            indicators=self._indicators.rules() if settings.policy_indicators else (),
            hang_ups=settings.flag_hang_ups,
        )
        if not interaction.instructs and not listened.needs_words(interaction.channel):
            return {}
        transcript = self._interactions.transcript(interaction)
        return of_conversation(interaction, transcript.turns if transcript else (), listened)

    # People --------------------------------------------------------------------------------------------------------

    def person_changed(self, user_id: str) -> None:
        """Have the flags of somebody looked at who was moved, whose roles are others, or who left."""
        with Transaction(self._clock, self._ids) as tx:
            schedule(tx, QualityRow, leader_changed(user_id, self._clock.now()))

    def route_anew(self, user_id: str) -> datetime | None:
        """Give unsettled flags about somebody, and those that they have, to whom they belong now.

        Returns when to come again, where more are left. Harmless to repeat.
        """
        left = MOST_REROUTED
        leaders: dict[str, str | None] = {}
        for flag in self._concerning(user_id):
            if left == 0:
                return self._clock.now()
            agent_id = flag.about.agent_id
            if agent_id not in leaders:
                leaders[agent_id] = self._leader(agent_id)
            if flag.handed_by is not None or flag.assignee_id != leaders[agent_id]:
                left -= self._again(partial(self._route, flag.id, leaders[agent_id]))
        return None

    def _concerning(self, user_id: str) -> Iterator[Flag]:
        for _, flag in self._store.of_agent(user_id, unsettled=True, before=None, chunk=MOST_REROUTED):
            yield flag
        for queue in _QUEUES:
            for state in UNSETTLED:
                found = self._store.of_assignee(user_id, queue, state, before=None, chunk=MOST_REROUTED)
                # What is given away leaves the list while it is read.
                yield from [flag for _, flag in found]

    def _route(self, flag_id: str, leader_id: str | None) -> int:
        """Give a flag to who leads its agent, unless somebody fit was given it by hand; 1 where that changed it."""
        flag = self._store.flag(flag_id)
        if flag is None or not flag.unsettled:
            return 0
        if flag.handed_by is not None and self._fits(flag.assignee_id, flag.about.agent_id):
            return 0
        now = self._clock.now()
        after = routed(flag, leader_id, now)
        if after == flag:
            return 0
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, flag)
            tell_no_more(tx, flag)
            if after.assignee_id != flag.assignee_id and after.state == "open" and _is_recent(after, now):
                tell_of(tx, after, to=after.assignee_id)
        return 1

    def wake(self, flag_id: str) -> datetime | None:
        """Let a snoozed flag wait again, and tell who has it. Returns when to come again, None where it needn't be."""
        flag, now = self._store.flag(flag_id), self._clock.now()
        if flag is None or flag.state != "snoozed" or flag.snoozed_until is None:
            return None
        if flag.snoozed_until > now:
            return flag.snoozed_until
        after = woken(flag, None, now)
        with Transaction(self._clock, self._ids) as tx:
            self._store.put(tx, after, flag)
            tell_of(tx, after, to=after.assignee_id, back=True)
        return None

    def _leader(self, agent_id: str) -> str | None:
        """The nearest above the agent who is active and may work with flags; None where nobody is."""
        for user_id in self._people.managers_above(agent_id):
            if self._fits(user_id, agent_id):
                return user_id
        return None

    def _fits(self, user_id: str | None, agent_id: str) -> bool:
        caller = self._access.standing(user_id)
        return caller is not None and caller.may(Permission.FLAGS_MANAGE) and self._access.sees(caller, agent_id)

    # ---------------------------------------------------------------------------------------------------------------

    def _settle(
        self,
        tx: Transaction,
        id: str,
        kind: FlagKind,
        flag: Flag | None,
        what: Raised | None,
        about: Flagged | None,
        why: WhyGone,
        now: datetime,
        *,
        not_to: str | None = None,
    ) -> None:
        """Write what becomes of a flag: raised, changed, withdrawn, or nothing. not_to: who knows already."""
        if what is None or about is None:
            if flag is None:
                return
            after = no_more(flag, why, now)
        elif flag is None:
            after = raised(id, kind, what, about, self._leader(about.agent_id), now)
        else:
            leader = self._leader(about.agent_id) if flag.state == "withdrawn" else flag.assignee_id
            after = still(flag, what, about, leader, now)
        if after == flag:
            return
        self._store.put(tx, after, flag)
        if flag is not None and flag.unsettled and not after.unsettled:
            tell_no_more(tx, flag)
            if flag.state == "snoozed":
                unschedule(tx, QualityRow, SNOOZED, flag.id)
        fresh = after.unsettled and (flag is None or not flag.unsettled)
        if fresh and after.assignee_id != not_to and _is_recent(after, now):
            tell_of(tx, after, to=after.assignee_id)

    def _again(self, write: Callable[[], T]) -> T:
        """Write; once more from the start where somebody else wrote first. Raises Unavailable: again and again."""
        for _ in range(_ATTEMPTS):
            try:
                return write()
            except (Stale, Conflict):
                continue
        raise Unavailable("It is being changed elsewhere", retry_after_s=1)


def _counts_nowhere(evaluation: Evaluation) -> bool:
    """Whether the evaluation is a draft, or made for a calibration: nothing was ever flagged of it."""
    return evaluation.status == "draft" or evaluation.calibration_id is not None


def _is_recent(flag: Flag, now: datetime) -> bool:
    """Whether people are told of the flag one by one."""
    return now - flag.about.interaction_started_at <= TOLD_WITHIN


def _why(evaluation: Evaluation | None) -> WhyGone:
    """Why flags of an evaluation have to go, as it is now."""
    if evaluation is None:
        return "deleted"
    return "rescored" if evaluation.superseded_at is None else "superseded"
