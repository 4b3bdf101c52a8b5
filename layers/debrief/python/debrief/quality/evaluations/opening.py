"""How an evaluation begins: a draft with the answers that are preselected, and an id that tells who began it."""

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.clock import Clock
from debrief.kernel.ids import derived_id
from debrief.quality.evaluations.answers import default_answers, evaluation_type
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion


def opened(
    id: str,
    interaction: Interaction,
    scorecard: Scorecard,
    version: ScorecardVersion,
    clock: Clock,
    *,
    evaluator_id: str | None,
    calibration_id: str | None = None,
) -> Evaluation:
    """A new draft with the answers that are preselected; for a calibration without any."""
    answers = () if calibration_id else default_answers(version)
    kind = evaluation_type(version, answers)
    return Evaluation(
        id=id,
        interaction_id=interaction.id,
        contact_reference=interaction.contact_reference,
        agent_id=interaction.agent_id,
        team_id=interaction.team_id,
        channel=interaction.channel,
        queue=interaction.queue,
        inquiry=interaction.inquiry,
        scorecard_id=scorecard.id,
        scorecard_name=scorecard.name,
        scorecard_version=version.number,
        format=version.format,
        # Whatever a person completes is not automatic from end to end.
        type="blended" if kind == "automatic" and evaluator_id else kind,
        evaluator_id=evaluator_id,
        answers=answers,
        score=score(version, answers, running=True),
        created_at=clock.now(),
        interaction_started_at=interaction.started_at,
        transcript_digest=interaction.transcript_digest,
        calibration_id=calibration_id,
    )


def automatic_id(interaction_id: str, scorecard_id: str, version: int, digest: str | None) -> str:
    """The id that the automatic evaluation of an interaction's words by a scorecard's version always has."""
    # Words that were stored before they were told apart keep the id that their evaluation has.
    words = (digest,) if digest else ()
    return derived_id("ev", interaction_id, scorecard_id, str(version), *words)


def began_by_itself(evaluation: Evaluation | EvaluationSummary) -> bool:
    """Whether the evaluation began when its interaction was analysed, whoever has it in hand by now."""
    return evaluation.id == automatic_id(
        evaluation.interaction_id,
        evaluation.scorecard_id,
        evaluation.scorecard_version,
        evaluation.transcript_digest,
    )
