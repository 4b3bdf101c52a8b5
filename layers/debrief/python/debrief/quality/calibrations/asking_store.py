"""What is written beside a calibration so that an assessor answers by themselves, and once they needn't (S4.12)."""

from typing import NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.clock import Clock
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.model import NoticeKind
from debrief.notices.telling import tell, withdraw
from debrief.quality.calibrations.model import Assessor, Calibration
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.opening import opened
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion
from debrief.quality.table_store import QualityRow


class Assessed(NamedTuple):
    """What is assessed, and with what."""

    interaction: Interaction
    scorecard: Scorecard
    version: ScorecardVersion


class AskingStore:
    """Asks assessors, and takes back what they were asked."""

    def __init__(self, evaluations: EvaluationStore, clock: Clock) -> None:
        self._evaluations = evaluations
        self._blinds = BlindStore()
        self._clock = clock

    def ask(self, tx: Transaction, calibration: Calibration, assessor: Assessor, what: Assessed, *, by: str) -> None:
        """Let an assessor answer: they get an evaluation with nothing in it, see no other answers to the conversation
        from then on, and are told with a link. Four writes.

        by: whose doing it is.
        """
        draft = opened(
            assessor.evaluation_id,
            what.interaction,
            what.scorecard,
            what.version,
            self._clock,
            evaluator_id=assessor.user_id,
            calibration_id=calibration.id,
        )
        self._evaluations.put_evaluation(tx, draft)
        self._blinds.blind(tx, assessor.user_id, blind_of(calibration, what.interaction.team_id))
        about, to = assessor.evaluation_id, [assessor.user_id]
        due = {"due_at": calibration.due_at} if calibration.due_at else {}
        with_what = calibration.scorecard_id
        at = calibration.interaction_started_at
        tell(
            tx,
            QualityRow,
            NoticeKind.CALIBRATION_ASSIGNED,
            about=about,
            to=to,
            by=by,
            scorecard=with_what,
            started_at=at,
            **due,
        )

    def open_to(self, tx: Transaction, calibration: Calibration, assessor: Assessor) -> None:
        """Let an assessor see again how others answered; what they were told goes where they haven't handed in. Three
        writes at most.
        """
        self._blinds.lift(tx, assessor.user_id, calibration.interaction_id, calibration.id)
        if assessor.handed_in_at is None:
            for kind in (NoticeKind.CALIBRATION_ASSIGNED, NoticeKind.CALIBRATION_DUE):
                withdraw(tx, QualityRow, kind, about=assessor.evaluation_id, to=[assessor.user_id])


def blind_of(calibration: Calibration, team_id: str | None) -> Blind:
    """What an assessor may not see until it is closed."""
    return Blind(
        interaction_id=calibration.interaction_id,
        agent_id=calibration.agent_id,
        team_id=team_id,
        interaction_started_at=calibration.interaction_started_at,
        by=calibration.id,
    )
