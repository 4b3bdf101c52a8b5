"""Who may be given an evaluation to do, and why somebody can't."""

from collections.abc import Iterable, Sequence

from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import Unauthenticated
from debrief.people.access import Access, Sight
from debrief.quality.drawing.lot import WhyPassedOver
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.listing import EvaluationSummary
from debrief.quality.evaluations.model import Evaluation


class Eligible:
    """Looks somebody up once (two reads), and then answers for any agent: nobody is walked up twice for several
    supervisors, and agents who are told beforehand are walked up together. It lives no longer than a request.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._callers: dict[str, Caller | None] = {}
        self._sights: dict[str, Sight] = {}
        self._managers: dict[str, str | None] = {}

    def look_at(self, evaluator_ids: Iterable[str], agent_ids: Iterable[str]) -> None:
        """Read what `why_not` needs for all of these: a batch a level, however many there are."""
        agents = frozenset(agent_ids)
        for caller in map(self._caller, evaluator_ids):
            if caller is not None and caller.may(Permission.EVALUATIONS_PERFORM):
                self._sight(caller).of(agents)

    def why_not(self, evaluator_id: str, agent_id: str) -> WhyPassedOver | None:
        """Why somebody can't be given an evaluation of that agent; None where they can."""
        if evaluator_id == agent_id:
            return "own_conversation"
        caller = self._caller(evaluator_id)
        if caller is None:
            return "not_active"
        if not caller.may(Permission.EVALUATIONS_PERFORM):
            return "not_permitted"
        return None if self._sight(caller).of([agent_id]) else "out_of_reach"

    def time_zone(self, user_id: str) -> str | None:
        """The account's time zone, as it is told with anybody who is active; None where they aren't."""
        caller = self._caller(user_id)
        return caller.time_zone if caller else None

    def _sight(self, caller: Caller) -> Sight:
        if caller.user_id not in self._sights:
            self._sights[caller.user_id] = self._access.sight(caller, known=self._managers)
        return self._sights[caller.user_id]

    def _caller(self, user_id: str) -> Caller | None:
        if user_id not in self._callers:
            try:
                self._callers[user_id] = self._access.caller(user_id)
            except Unauthenticated:
                self._callers[user_id] = None
        return self._callers[user_id]


def why_not_again(
    interaction_id: str, scorecard_id: str, evaluator_id: str, there: Sequence[Evaluation]
) -> WhyPassedOver | None:
    """Why somebody isn't given it once more, or now; there: all evaluations of the interaction.

    Who judges it blindly, in a calibration or a check of the AI, is given no other evaluation of it (one small query),
    as they can't open one. That is told as if they had a draft of it: nobody but those who look after it knows who
    assesses or checks.
    """
    theirs = theirs_among(scorecard_id, evaluator_id, there)
    if theirs is not None:
        return "has_draft" if theirs.status == "draft" else "has_evaluated"
    return "has_draft" if BlindStore().spots_at(evaluator_id, interaction_id).spots else None


def theirs_among(scorecard_id: str, evaluator_id: str, there: Sequence[Evaluation]) -> Evaluation | None:
    """The evaluation that somebody has made or begun with a scorecard; there: all evaluations of the interaction."""
    for each in there:
        if each.scorecard_id == scorecard_id and each.evaluator_id == evaluator_id and not each.superseded_at:
            return each
    return None


def is_scored_by_person(evaluation: Evaluation | EvaluationSummary, scorecard_id: str) -> bool:
    """Whether a person has evaluated with the scorecard, is at it, or has to decide on what the AI answered."""
    superseded = isinstance(evaluation, Evaluation) and evaluation.superseded_at is not None
    by_hand = evaluation.status == "draft" or evaluation.type != "automatic" or evaluation.evaluator_id is not None
    return evaluation.scorecard_id == scorecard_id and not superseded and by_hand
