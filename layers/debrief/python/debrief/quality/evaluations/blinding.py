"""What somebody may not see who is to judge a conversation by themselves (S4.12).

Whoever assesses a conversation in a calibration answers without knowing what others, or the AI, have answered to it.
Until the answers are opened to everybody, every evaluation of that conversation is as if it weren't there for them: by
its id, in lists, behind figures, among what waits. Only what they have made themselves, without the AI, stays.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from debrief.kernel.calendar import day_of
from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.evaluations.words import EvaluationType

if TYPE_CHECKING:
    from debrief.quality.evaluations.outcomes import OutcomeLine


class Made(Protocol):
    """By whom an evaluation was made, and how."""

    @property
    def evaluator_id(self) -> str | None:
        """Whose it is; none where the AI made it."""

    @property
    def type(self) -> EvaluationType:
        """Who answered."""


class MadeOf(Made, Protocol):
    """The same, and of which interaction: an evaluation, its line in lists, a dispute of it."""

    @property
    def interaction_id(self) -> str:
        """The interaction's."""


class Blind(Entity):
    """That somebody may not see how a conversation was evaluated.

    team_id: of the agent at the time. by: the id of what they judge it in.
    """

    interaction_id: str
    agent_id: str
    team_id: str | None = None
    interaction_started_at: Instant
    by: str


class BlindSpots(NamedTuple):
    """All that one person may not see."""

    user_id: str
    spots: tuple[Blind, ...] = ()

    def hide(self, evaluation: MadeOf) -> bool:
        """Whether the evaluation, or what there is of it, is hidden from them."""
        if not self.spots or self._own(evaluation):
            return False
        return any(each.interaction_id == evaluation.interaction_id for each in self.spots)

    def hide_line(self, line: "OutcomeLine") -> bool:
        """Whether how a question came out is hidden from them; a conversation is known here by whose and when."""
        if not self.spots or self._own(line):
            return False
        return (line.agent_id, line.interaction_started_at) in {
            (each.agent_id, each.interaction_started_at) for each in self.spots
        }

    def days(self, time_zone: str) -> frozenset[date]:
        """The days of conversations that they may not see anything of."""
        return frozenset(day_of(each.interaction_started_at, time_zone) for each in self.spots)

    def about(self, agent_ids: Iterable[str] = (), team_ids: Iterable[str] = ()) -> "BlindSpots":
        """Those about the work of these agents, or of one of these teams at the time."""
        agents, teams = frozenset(agent_ids), frozenset(team_ids)
        kept = tuple(each for each in self.spots if each.agent_id in agents or each.team_id in teams)
        return self._replace(spots=kept)

    def _own(self, evaluation: Made) -> bool:
        # Where a scorecard lets the AI answer anything, what somebody completed may hold answers of the AI.
        return evaluation.evaluator_id == self.user_id and evaluation.type == "manual"
