"""What the API shows of calibrations, and to whom how much (S4.12)."""

from collections.abc import Mapping

from debrief.interactions.conversations.words import Channel
from debrief.kernel.auth import Caller
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.calibrations.course import manages
from debrief.quality.calibrations.model import Calibration, CalibrationStatus
from debrief.quality.calibrations.results import AssessorResult, CalibrationResults
from debrief.quality.scorecards.model import VersionNumber


class AssessorView(Entity):
    """An assessor. evaluation_id: of the caller's own answers alone. handed_in: whether they have."""

    user_id: str
    name: str
    expert: bool
    handed_in: bool
    evaluation_id: str | None


class CalibrationView(Entity):
    """A calibration, as far as the caller may know of it.

    assessors: to an assessor who doesn't look after it only themselves, while it is active. assessor_count, handed_in,
    completion_percent: of all. expert_id: who the others are held against; told like the assessors.
    closed_by: null where the last to hand in closed it. actions: of answer, see_results, edit, close, delete.
    """

    id: str
    name: str
    interaction_id: str
    contact_reference: str
    channel: Channel
    inquiry: tuple[str, ...]
    agent_id: str
    agent_name: str
    interaction_started_at: Instant
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    assessors: list[AssessorView]
    assessor_count: int
    handed_in: int
    completion_percent: float
    expert_id: str | None
    status: CalibrationStatus
    due_at: Instant | None
    created_by: str
    created_by_name: str
    created_at: Instant
    closed_at: Instant | None
    closed_by: str | None
    closed_by_name: str | None
    revision: int
    actions: list[str]


class AssessorResultView(AssessorResult):
    """What one assessor came to, with their name."""

    name: str


class CalibrationResultsView(CalibrationResults):
    """What a calibration came to, with names; `ai` in the answers is the AI."""

    assessors: tuple[AssessorResultView, ...]


def view(caller: Caller, calibration: Calibration, names: Mapping[str, str], actions: list[str]) -> CalibrationView:
    """The calibration for somebody who knows of it."""
    all_of_it = manages(caller, calibration) or calibration.status == "closed"
    shown = [each for each in calibration.assessors if all_of_it or each.user_id == caller.user_id]
    total = len(calibration.assessors)
    told = {each.user_id for each in shown}
    return CalibrationView(
        **{name: getattr(calibration, name) for name in _AS_IT_IS},
        agent_name=names.get(calibration.agent_id, ""),
        created_by_name=names.get(calibration.created_by, ""),
        closed_by_name=names.get(calibration.closed_by, "") if calibration.closed_by else None,
        assessors=[
            AssessorView(
                user_id=each.user_id,
                name=names.get(each.user_id, ""),
                expert=each.user_id == calibration.expert_id,
                handed_in=each.handed_in_at is not None,
                evaluation_id=each.evaluation_id if each.user_id == caller.user_id else None,
            )
            for each in sorted(shown, key=lambda each: (names.get(each.user_id, ""), each.user_id))
        ],
        assessor_count=total,
        handed_in=calibration.handed_in,
        completion_percent=100 * calibration.handed_in / total,
        expert_id=calibration.expert_id if calibration.expert_id in told else None,
        actions=actions,
    )


def results_view(results: CalibrationResults, names: Mapping[str, str]) -> CalibrationResultsView:
    """The results with names, in their order."""
    fields = {name: getattr(results, name) for name in type(results).model_fields}
    fields["assessors"] = tuple(
        AssessorResultView(**dict(each), name=names.get(each.user_id, ""))
        for each in sorted(results.assessors, key=lambda each: (names.get(each.user_id, ""), each.user_id))
    )
    return CalibrationResultsView(**fields)


_AS_IT_IS = (
    "id",
    "name",
    "interaction_id",
    "contact_reference",
    "channel",
    "inquiry",
    "agent_id",
    "interaction_started_at",
    "scorecard_id",
    "scorecard_name",
    "scorecard_version",
    "status",
    "due_at",
    "created_by",
    "created_at",
    "closed_at",
    "closed_by",
    "revision",
)
