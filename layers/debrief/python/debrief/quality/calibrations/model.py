"""Calibrations and who takes part in them (S4.12)."""

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field, StringConstraints

from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Instant
from debrief.kernel.model import Aggregate, Entity
from debrief.quality.scorecards.model import VersionNumber

CalibrationStatus = Literal["active", "closed"]
"""active: answers are given, and nobody sees those of others. closed: nothing more is answered, and all are open."""

MOST_ASSESSORS: Final = 15
LEAST_ASSESSORS: Final = 2

CalibrationName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Assessor(Entity):
    """Somebody who answers, the expert included. evaluation_id: their answers. handed_in_at: none while they don't."""

    user_id: str
    evaluation_id: str
    handed_in_at: Instant | None = None


class Calibration(Aggregate):
    """A session in which several assess one conversation with one version of a scorecard, each by themselves.

    contact_reference, channel, inquiry, agent_id, interaction_started_at: of the conversation. due_at: when all should
    be in; nothing ends by it. expert_id: the assessor whose answers the others are held against, if there is one.
    closed_by: who closed it; none where it was by itself, when the last had handed in.
    exchanged: those who were assessors until somebody else took their place.
    """

    id: str
    name: CalibrationName
    interaction_id: str
    contact_reference: str
    channel: Channel
    inquiry: tuple[str, ...] = ()
    agent_id: str
    interaction_started_at: Instant
    scorecard_id: str
    scorecard_name: str
    scorecard_version: VersionNumber
    assessors: tuple[Assessor, ...]
    expert_id: str | None = None
    status: CalibrationStatus = "active"
    due_at: Instant | None = None
    created_by: str
    created_at: Instant
    closed_at: Instant | None = None
    closed_by: str | None = None
    exchanged: tuple[str, ...] = ()

    def assessor(self, user_id: str) -> Assessor | None:
        """Somebody as an assessor of it; None where they aren't one."""
        return next((each for each in self.assessors if each.user_id == user_id), None)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of everybody it names."""
        assessors = (each.user_id for each in self.assessors)
        return tuple(each for each in (self.agent_id, self.created_by, self.closed_by, *assessors) if each)

    @property
    def waiting_for(self) -> tuple[Assessor, ...]:
        """Those who haven't handed in."""
        return tuple(each for each in self.assessors if each.handed_in_at is None)

    @property
    def handed_in(self) -> int:
        """How many have."""
        return len(self.assessors) - len(self.waiting_for)


class NewCalibration(Entity):
    """A calibration to begin. assessor_ids: the expert among them, where there is one."""

    name: CalibrationName
    interaction_id: str
    scorecard_id: str
    assessor_ids: tuple[str, ...] = Field(max_length=MOST_ASSESSORS)
    expert_id: str | None = None
    due_at: Instant | None = None


class CalibrationChange(Entity):
    """What may be changed while it is active; what isn't named stays. due_at: null takes it away."""

    name: CalibrationName | None = None
    due_at: Instant | None = None


class Exchange(Entity):
    """Somebody who assesses in the place of an assessor who hasn't handed in."""

    assessor_id: str
    by_id: str


class ToAssess(NamedTuple):
    """A calibration and the assessor whose answers it waits for."""

    calibration: Calibration
    assessor: Assessor


class ActiveCalibration(Entity):
    """The calibration that a conversation is in now."""

    id: str
    name: str
