"""The use case of the page of fairness: what a score rests on, for whoever may read it (N17)."""

from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NotFound
from debrief.people.store import PeopleStore
from debrief.quality.disputes.reading_service import DisputeReadings
from debrief.quality.evaluations.model import Evaluation, counts
from debrief.quality.evaluations.reading_service import EvaluationReadings
from debrief.quality.fairness.grounds import answering_of, grounds_of, model_of, people_in, person
from debrief.quality.fairness.model import Decider, Grounds
from debrief.quality.scorecards.store import ScorecardStore


class FairnessService:
    """Tells what a score rests on: a handful of reads, whatever the scorecard asks."""

    def __init__(
        self,
        evaluations: EvaluationReadings,
        disputes: DisputeReadings,
        scorecards: ScorecardStore,
        interactions: InteractionStore,
        people: PeopleStore,
        clock: Clock,
    ) -> None:
        self._evaluations = evaluations
        self._disputes = disputes
        self._scorecards = scorecards
        self._interactions = interactions
        self._people = people
        self._clock = clock

    def grounds(self, caller: Caller, evaluation_id: str) -> Grounds:
        """What a completed evaluation's score rests on. Raises NotFound: also of a draft, which has no score."""
        evaluation = self._evaluations.find(caller, evaluation_id)
        if evaluation.status == "draft" or evaluation.score is None or evaluation.calibration_id is not None:
            raise NotFound("There is no such score")
        version = self._evaluations.version_of(evaluation)
        history = self._evaluations.history(caller, evaluation_id)
        disputes = self._disputes.of_evaluation(caller, evaluation_id)
        names = self._people.names(people_in(evaluation, history, disputes))
        interaction = self._interactions.interaction(evaluation.interaction_id)
        scorecard = self._scorecards.scorecard(evaluation.scorecard_id)
        now = self._clock.now()
        return Grounds(
            evaluation_id=evaluation.id,
            **{name: getattr(evaluation, name) for name in _SAME},
            agent_name=names.get(evaluation.agent_id, ""),
            published_at=version.published_at,
            newer=scorecard is not None and scorecard.current_version > evaluation.scorecard_version,
            format=version.format,
            percent=evaluation.score.percent,
            passed=evaluation.score.passed,
            pass_mark=version.pass_mark,
            auto_failed=evaluation.score.auto_failed,
            made_by=_made_by(evaluation, names),
            drawn=evaluation.assignment is not None and evaluation.assignment.draw_id is not None,
            sound=interaction is not None and interaction.recording is not None,
            earlier_words=self._evaluations.is_of_earlier_words(evaluation),
            counts=counts(evaluation),
            answering=answering_of(evaluation, names, now),
            answers=grounds_of(version, evaluation, history, disputes, names, now),
        )


def _made_by(evaluation: Evaluation, names: dict[str, str]) -> Decider:
    """Who completed it; what no person has, a model did, or rules alone where none was asked."""
    if evaluation.evaluator_id is not None:
        return person(evaluation.evaluator_id, names)
    return model_of(evaluation) if evaluation.provenance else Decider(kind="rule")


_SAME = (
    *("interaction_id", "contact_reference", "interaction_started_at", "agent_id", "scorecard_id", "scorecard_name"),
    *("scorecard_version", "type", "status", "completed_at"),
)
