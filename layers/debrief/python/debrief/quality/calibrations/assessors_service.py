"""Who may assess a conversation in a calibration (S4.12)."""

from collections.abc import Sequence

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.auth import Permission
from debrief.kernel.errors import FieldError, RuleBroken, Unauthenticated
from debrief.people.access import Access
from debrief.quality.evaluations.blind_store import MOST_SPOTS, BlindStore


class Assessors:
    """Looks at people who are to assess."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._blinds = BlindStore()

    def check(self, user_ids: Sequence[str], interaction: Interaction) -> None:
        """Refuse those who can't, each by their place in `assessor_ids`. Raises RuleBroken."""
        errors = [
            FieldError(pointer=f"/assessor_ids/{number}", message=message)
            for number, user_id in enumerate(user_ids)
            if (message := self.why_not(user_id, interaction))
        ]
        if errors:
            raise RuleBroken("Somebody can't assess this conversation", errors=errors)

    def why_not(self, user_id: str, interaction: Interaction) -> str | None:
        """Why somebody can't be an assessor, in the same words whatever the reason that others needn't know."""
        try:
            person = self._access.caller(user_id)
        except Unauthenticated:
            return "is nobody who is active here"
        if user_id == interaction.agent_id:
            return "nobody assesses their own conversation"
        if not person.may(Permission.EVALUATIONS_PERFORM):
            return "may not evaluate"
        if not self._access.sees(person, interaction.agent_id):
            return "doesn't see this agent's conversations"
        if len(self._blinds.spots(user_id).spots) >= MOST_SPOTS:
            return f"has {MOST_SPOTS} calibrations to answer already"
        return None
