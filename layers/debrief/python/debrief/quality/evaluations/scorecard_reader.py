"""The scorecard that a conversation is to be evaluated with, where it may be."""

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.errors import Conflict, FieldError, RuleBroken
from debrief.quality.scorecards.model import Scorecard, ScorecardVersion
from debrief.quality.scorecards.rules import applies
from debrief.quality.scorecards.store import ScorecardStore


class NotForThis(RuleBroken):
    """The scorecard isn't for such conversations."""


def scorecard_for(
    scorecards: ScorecardStore, scorecard_id: str, interaction: Interaction
) -> tuple[Scorecard, ScorecardVersion]:
    """The scorecard with its version in force.

    Raises:
        RuleBroken: there is none, or it is a draft; as NotForThis: it isn't for such a conversation. Conflict: it is
        archived.
    """
    scorecard = scorecards.scorecard(scorecard_id)
    version = scorecards.version(scorecard_id, scorecard.current_version) if scorecard else None
    if scorecard is None or version is None or scorecard.status == "draft":
        raise _refused("There is no such scorecard to evaluate with")
    if scorecard.status == "archived":
        raise Conflict("The scorecard is archived")
    if not (fit := applies(version, interaction)).holds:
        why = "; ".join(part.sentence for part in fit.parts if not part.holds)
        message = f"The scorecard isn't for this conversation: {why}"
        raise NotForThis(message, errors=[FieldError(pointer="/scorecard_id", message=message)])
    return scorecard, version


def _refused(message: str) -> RuleBroken:
    return RuleBroken(message, errors=[FieldError(pointer="/scorecard_id", message=message)])
