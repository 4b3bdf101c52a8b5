"""Flags kept in step with evaluations and conversations: raised, changed, withdrawn (S2.3).

An event is a hint. What there is now is read, what should be flagged of it is worked out anew, and the difference is
written while what was read is still so. Ids of flags follow from what they are about, so that events which come late,
twice or in another order end in the same flags, and somebody is told once.
"""

from datetime import datetime
from functools import partial
from urllib.parse import unquote

from debrief.interactions.analysis.indicator_store import IndicatorStore
from debrief.interactions.conversations.masked import masked_turns
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.clock import Clock, iso
from debrief.kernel.errors import NotFound, Stale
from debrief.kernel.ids import Ids, derived_id
from debrief.kernel.schedules.store import unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import SettingsValues
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.events import EvaluationData
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.course import no_more, raised, routed, still
from debrief.quality.flags.deadlines import SNOOZED
from debrief.quality.flags.events import flag_event
from debrief.quality.flags.hearing import Listened, about_conversation, of_conversation, quoted_from
from debrief.quality.flags.model import (
    CallScores,
    Flag,
    Flagged,
    FlagKind,
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
from debrief.quality.flags.routing_service import FlagRouting, is_recent
from debrief.quality.flags.store import FlagStore, question_key
from debrief.quality.flags.telling_store import tell_no_more, tell_of
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.scorecards.store import ScorecardStore
from debrief.quality.table_store import QualityRow


class FlagRaising(FlagRouting):
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
        super().__init__(store, people, access, clock, ids)
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._interactions = interactions
        self._indicators = IndicatorStore()

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
                flag = self._store.flag(id)
                # It stays with the call that made it a pattern, as long as that is one of those running.
                kept = next((one for one in run if flag and one.scores.evaluation_id == flag.about.evaluation_id), None)
                call = kept or run[-1]
                shown = self._evaluations.evaluation(call.scores.evaluation_id)
                if shown is None or not counts(shown):
                    raise Stale("A call of the pattern was changed meanwhile")
                question = next((q for q in self._version(shown).questions() if q.id == question_id), None)
                if question is None:
                    continue
                # The words are of the call that it is about: there they are played, and erased with its customer.
                answer = next((one for one in shown.answers if one.question_id == question_id), None)
                what = of_run(run, question, answer, settings.pattern_threshold, call.percent)
                about = flag.about if flag and kept else about_evaluation(shown)
                self._settle(tx, id, "pattern", flag, what, about, why, now)
                told.append((id, each))
            over: list[tuple[str, WhyGone]] = [(one.flag_id, why) for one in outcome.gone]
            over += [(one.flag_id, "joined") for one in outcome.joined]
            for id, because in over:
                flag = self._store.flag(id)
                if because == "rescored" and flag is not None and not _runs_over(flag, data.evaluation_id):
                    because = "between"
                self._settle(tx, id, "pattern", flag, None, None, because, now)
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
        turns = transcript.turns if transcript else ()
        found = of_conversation(interaction, turns, listened)
        # Looked for as it was said, since a keyword may be a number; kept as everybody reads it.
        return quoted_from(found, masked_turns(turns, settings.masking.leaving)) if found else found

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
            # The conversation may have been dropped anew as another agent's: then it is for whoever leads them.
            another = flag.about.agent_id != about.agent_id
            leader = self._leader(about.agent_id) if another or flag.state == "withdrawn" else flag.assignee_id
            after = still(flag, what, about, leader, now)
            if another and after.unsettled:
                after = routed(after, leader, now)
        if after == flag:
            return
        self._store.put(tx, after, flag)
        if told := flag_event(after, flag):
            tx.announce(QualityRow, told[0], after.id, told[1])
        if flag is not None and flag.unsettled and not after.unsettled:
            tell_no_more(tx, flag)
            if flag.state == "snoozed":
                unschedule(tx, QualityRow, SNOOZED, flag.id)
        if flag is not None and flag.unsettled and after.unsettled and flag.assignee_id != after.assignee_id:
            tell_no_more(tx, flag)
            if after.state == "open" and is_recent(after, now):
                tell_of(tx, after, to=after.assignee_id)
        fresh = after.unsettled and (flag is None or not flag.unsettled)
        if fresh and after.assignee_id != not_to and is_recent(after, now):
            tell_of(tx, after, to=after.assignee_id)


def _counts_nowhere(evaluation: Evaluation) -> bool:
    """Whether the evaluation is a draft, or made for a calibration: nothing was ever flagged of it."""
    return evaluation.status == "draft" or evaluation.calibration_id is not None


def _runs_over(flag: Flag, evaluation_id: str) -> bool:
    """Whether an evaluation is one of those that a pattern was told of."""
    return evaluation_id in {flag.about.evaluation_id, *(call.evaluation_id for call in flag.grounds.calls)}


def _why(evaluation: Evaluation | None) -> WhyGone:
    """Why flags of an evaluation have to go, as it is now."""
    if evaluation is None:
        return "deleted"
    return "rescored" if evaluation.superseded_at is None else "superseded"
